package io.syncline.render.kustomize.node;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One YAML node that changes in place. Two places of a document may hold the same node: Kustomize
 * shares the nodes it sets, and a later change shows in all of them.
 */
public final class Node {
  /** What a node is made of. */
  public enum Kind {
    SCALAR,
    MAP,
    LIST
  }

  /** How a scalar was written. */
  public enum Style {
    PLAIN,
    SINGLE,
    DOUBLE,
    BLOCK
  }

  /** No tag: a plain scalar means what its text looks like. */
  public static final String NONE = "";

  /** Tag of text. */
  public static final String STRING = "!!str";

  /** Tag of whole numbers. */
  public static final String INT = "!!int";

  /** Tag of fractions. */
  public static final String FLOAT = "!!float";

  /** Tag of true and false. */
  public static final String BOOL = "!!bool";

  /** Tag of null. */
  public static final String NULL = "!!null";

  /** Tag of dates. */
  public static final String TIMESTAMP = "!!timestamp";

  /** Tag of base64 text. */
  public static final String BINARY = "!!binary";

  /** Tag of maps. */
  public static final String MAP = "!!map";

  /** Tag of lists. */
  public static final String LIST = "!!seq";

  private static final String[] NO_KEYS = {};
  private static final Node[] NO_ITEMS = {};
  private static final int INDEX_FROM = 24;

  private Kind kind;
  private String tag;
  private String text;
  private Style style;
  private String[] keys = NO_KEYS;
  private Node[] items = NO_ITEMS;
  private int size;
  private String fault = "";
  private boolean kept;
  private boolean explicit;
  private boolean read;
  private @Nullable HashMap<String, Integer> index;

  private Node(Kind kind, String tag, String text, Style style) {
    this.kind = kind;
    this.tag = tag;
    this.text = text;
    this.style = style;
  }

  /** An empty map. */
  public static Node map() {
    return new Node(Kind.MAP, MAP, "", Style.PLAIN);
  }

  /** An empty list. */
  public static Node list() {
    return new Node(Kind.LIST, LIST, "", Style.PLAIN);
  }

  /** A scalar. */
  public static Node scalar(String text, String tag, Style style) {
    return new Node(Kind.SCALAR, tag, text, style);
  }

  /** A plain scalar without a tag. */
  public static Node plain(String text) {
    return new Node(Kind.SCALAR, NONE, text, Style.PLAIN);
  }

  /** A scalar that is text whatever it looks like. */
  public static Node string(String text) {
    return new Node(Kind.SCALAR, STRING, text, text.indexOf('\n') >= 0 ? Style.BLOCK : Style.PLAIN);
  }

  /** An explicit null that stays in a map when it is set there. */
  public static Node keptNull(String text) {
    var node = new Node(Kind.SCALAR, NULL, text, Style.PLAIN);
    node.kept = true;
    return node;
  }

  /** A node of {@code kind} without content and tag. */
  public static Node empty(Kind kind) {
    return new Node(kind, NONE, "", Style.PLAIN);
  }

  /** What it is made of. */
  public Kind kind() {
    return kind;
  }

  /** Whether it is a map. */
  public boolean isMap() {
    return kind == Kind.MAP;
  }

  /** Whether it is a list. */
  public boolean isList() {
    return kind == Kind.LIST;
  }

  /** Whether it is a scalar. */
  public boolean isScalar() {
    return kind == Kind.SCALAR;
  }

  /** The tag, {@link #NONE} when there is none. */
  public String tag() {
    return tag;
  }

  /** The text of a scalar, "" for others. */
  public String text() {
    return text;
  }

  /** How a scalar is written. */
  public Style style() {
    return style;
  }

  /** Whether the tag was written down. */
  public boolean isExplicit() {
    return explicit;
  }

  /** Notes that the tag was written down. */
  Node explicit() {
    explicit = true;
    return this;
  }

  /** Notes that the node stands in a file and was not made or set since. */
  Node read() {
    read = true;
    return this;
  }

  /** Whether a scalar is written in quotes or as a block. */
  public boolean isQuoted() {
    return style != Style.PLAIN;
  }

  /** Whether it is null by its tag. */
  public boolean isNull() {
    return tag.equals(NULL);
  }

  /** Whether a null stays when it is set into a map. */
  public boolean isKept() {
    return kept;
  }

  /** Whether it is null, an empty map or an empty list. */
  public boolean isEmpty() {
    return isNull() || kind != Kind.SCALAR && size == 0;
  }

  /** Whether it is a scalar that text may replace: tagged as text or not at all. */
  public boolean isString() {
    return kind == Kind.SCALAR && (tag.equals(STRING) || tag.isEmpty());
  }

  /** Sets the text of a scalar and keeps its tag and style. */
  public void text(String changed) {
    text = changed;
  }

  /** Sets tag and style of a scalar. */
  public void restyle(String changedTag, Style changedStyle) {
    tag = changedTag;
    style = changedStyle;
  }

  /** Sets the style. */
  public void style(Style changed) {
    style = changed;
  }

  /** Turns this node into one of another kind and tag, keeping its text. */
  public void retype(Kind changedKind, String changedTag) {
    kind = changedKind;
    tag = changedTag;
  }

  /** Why this node has no JSON form, "" when it has one. */
  public String fault() {
    return fault;
  }

  /** Notes why this node has no JSON form. */
  public void fault(String why) {
    fault = why;
  }

  /** Makes this node what {@code other} is; children are shared. */
  public void become(Node other) {
    if (other == this) {
      return;
    }
    kind = other.kind;
    tag = other.tag;
    text = other.text;
    style = other.style;
    keys = other.keys.clone();
    items = other.items.clone();
    size = other.size;
    fault = other.fault;
    kept = other.kept;
    explicit = other.explicit;
    read = other.read;
    index = null;
  }

  /** A copy that shares nothing. */
  public Node copy() {
    var copy = new Node(kind, tag, text, style);
    copy.fault = fault;
    copy.kept = kept;
    copy.explicit = explicit;
    copy.read = read;
    if (size > 0) {
      copy.size = size;
      if (kind == Kind.MAP) {
        copy.keys = Arrays.copyOf(keys, size);
      }
      copy.items = new Node[size];
      for (var i = 0; i < size; i++) {
        copy.items[i] = items[i].copy();
      }
    }
    return copy;
  }

  /** Number of entries or elements. */
  public int size() {
    return size;
  }

  /** Key of the entry at {@code i}. */
  public String key(int i) {
    return keys[i];
  }

  /** Value of the entry, or the element, at {@code i}. */
  public Node item(int i) {
    return items[i];
  }

  /** Puts {@code value} at place {@code i} of a list or as the value of entry {@code i}. */
  public void item(int i, Node value) {
    items[i] = value;
  }

  private int place(String key) {
    if (kind != Kind.MAP) {
      return -1;
    }
    if (size >= INDEX_FROM) {
      return index().getOrDefault(key, -1);
    }
    for (var i = 0; i < size; i++) {
      if (keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private HashMap<String, Integer> index() {
    var known = index;
    if (known == null) {
      known = HashMap.newHashMap(size);
      for (var i = size - 1; i >= 0; i--) {
        known.put(keys[i], i);
      }
      index = known;
    }
    return known;
  }

  /** The value of {@code key}; null when this is no map or has no such key. */
  public @Nullable Node get(String key) {
    var place = place(key);
    return place < 0 ? null : items[place];
  }

  /** The text of the scalar at {@code key}, "" when there is none. */
  public String textAt(String key) {
    var value = get(key);
    return value == null ? "" : value.text;
  }

  /** Puts an entry without any rule: in its old place, or last when new. */
  public void put(String key, Node value) {
    var place = place(key);
    if (place >= 0) {
      items[place] = value;
    } else {
      append(key, value);
    }
  }

  /** Appends an entry to a map; the key must be new. */
  public void append(String key, Node value) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, Math.max(4, size * 2));
    }
    keys[size] = key;
    if (index != null) {
      index.put(key, size);
    }
    add(value);
  }

  /** Appends an element to a list. */
  public void add(Node value) {
    if (size == items.length) {
      items = Arrays.copyOf(items, Math.max(4, size * 2));
    }
    items[size++] = value;
  }

  /** Puts {@code value} before the element at {@code i}. */
  public void insert(int i, Node value) {
    add(value);
    System.arraycopy(items, i, items, i + 1, size - 1 - i);
    items[i] = value;
  }

  /** Removes the entry with {@code key}, if any. */
  public void remove(String key) {
    var place = place(key);
    if (place >= 0) {
      System.arraycopy(keys, place + 1, keys, place, size - place - 1);
      removeAt(place);
      index = null;
    }
  }

  /** Removes the element at {@code i}. */
  public void removeAt(int i) {
    System.arraycopy(items, i + 1, items, i, size - i - 1);
    size--;
  }

  /** Replaces all elements of a list. */
  public void elements(java.util.List<Node> elements) {
    items = elements.toArray(Node[]::new);
    size = items.length;
  }

  /** Calls {@code visitor} with every entry of a map. */
  public void forEach(BiConsumer<String, Node> visitor) {
    for (var i = 0; i < size && kind == Kind.MAP; i++) {
      visitor.accept(keys[i], items[i]);
    }
  }

  /** Whether the documents are the same and no scalar was set since, not even to what it was. */
  public boolean sameAs(Node other) {
    if (read != other.read
        || kind != other.kind
        || size != other.size
        || !tag.equals(other.tag)
        || !text.equals(other.text)) {
      return false;
    }
    for (var i = 0; i < size; i++) {
      var match = kind == Kind.MAP ? other.get(keys[i]) : other.items[i];
      if (match == null || !items[i].sameAs(match)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the documents are the same and written alike, keys in the same order. */
  public boolean identical(Node other) {
    if (other == this) {
      return true;
    }
    if (kind != other.kind
        || size != other.size
        || style != other.style
        || kept != other.kept
        || explicit != other.explicit
        || read != other.read
        || !text.equals(other.text)
        || !tag.equals(other.tag)
        || !fault.equals(other.fault)) {
      return false;
    }
    for (var i = 0; i < size; i++) {
      if (kind == Kind.MAP && !keys[i].equals(other.keys[i])
          || !items[i].identical(other.items[i])) {
        return false;
      }
    }
    return true;
  }

  /** The node at {@code path} of keys; null when there is none. */
  public @Nullable Node at(String... path) {
    Node here = this;
    for (var key : path) {
      var next = here.get(key);
      if (next == null) {
        return null;
      }
      here = next;
    }
    return here;
  }

  /** Null or nothing there at all. */
  public static boolean missingOrNull(@Nullable Node node) {
    return node == null || node.isNull();
  }

  /** Kind and text or size: for messages of developers. */
  @Override
  public String toString() {
    return kind + (kind == Kind.SCALAR ? " " + tag + " " + text : "[" + size + "]");
  }

  static Node require(@Nullable Node node) {
    return Objects.requireNonNull(node);
  }
}
