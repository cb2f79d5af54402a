package io.syncline.merge.managed;

import io.syncline.merge.schema.Field;
import io.syncline.merge.schema.Schema;
import io.syncline.merge.schema.Struct;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Path elements in the spelling of {@code FieldsV1}, and in that of messages. */
final class PathElements {
  private PathElements() {}

  /** A field name and its path element. */
  private record Known(String name, String element) {}

  /**
   * The latest path elements of fields: the same names come again and again. Threads may lose each
   * other's entries, never get a wrong one.
   */
  private static final @Nullable Known[] FIELDS = new Known[1 << 12];

  static String field(String name) {
    var hash = name.hashCode();
    var slot = (hash ^ hash >>> 16) & FIELDS.length - 1;
    var known = FIELDS[slot];
    if (known == null || !known.name.equals(name)) {
      known = new Known(name, "f:" + name);
      FIELDS[slot] = known;
    }
    return known.element;
  }

  static boolean isField(String element) {
    return element.startsWith("f:");
  }

  static String fieldName(String element) {
    return element.substring(2);
  }

  /** {@code element} in the one spelling used here, whoever wrote it. */
  static String canonical(String element) {
    if (element.indexOf('\\') < 0) {
      return element;
    }
    return switch (element.substring(0, Math.min(2, element.length()))) {
      case "k:", "v:" -> element.substring(0, 2) + Json.write(Json.parse(element.substring(2)));
      default -> element;
    };
  }

  /**
   * The path element of one item of a list whose items are told apart.
   *
   * @throws TypedException when the item has no identity
   */
  static String item(Schema.ListOf list, @Nullable Object item) {
    if (list.relation() == Schema.ListRelation.SET) {
      if (item == null || item instanceof ObjectTree || item instanceof List<?>) {
        throw new TypedException("associative list without keys has an element that's no scalar");
      }
      return "v:" + Json.write(item);
    }
    if (!(item instanceof ObjectTree tree)) {
      throw new TypedException(
          "associative list with keys may not have "
              + (item == null ? "a null element" : "non-map elements"));
    }
    var keys = list.keys();
    if (keys.size() == 1) {
      var value = key(list, tree, keys.getFirst());
      if (value instanceof String text && plain(text)) {
        return "k:{\"" + keys.getFirst() + "\":\"" + text + "\"}";
      }
      return "k:" + Json.write(ObjectTree.EMPTY.with(keys.getFirst(), value));
    }
    var sorted = new TreeMap<String, Object>();
    keys.forEach(key -> sorted.put(key, key(list, tree, key)));
    return "k:" + Json.write(ObjectTree.copyOf(sorted));
  }

  /** Whether JSON writes {@code text} as it is. */
  private static boolean plain(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&') {
        return false;
      }
    }
    return true;
  }

  private static Object key(Schema.ListOf list, ObjectTree item, String name) {
    var value = item.get(name);
    if (value == null && list.element() instanceof Struct struct) {
      value = struct.field(name).map(PathElements::unset).orElse(null);
    }
    if (value == null) {
      throw new TypedException(
          "associative list with keys has an element that omits key field \""
              + name
              + "\" (and doesn't have default value)");
    }
    return value;
  }

  /** What a key field counts as where it is left out; null when it must not be. */
  private static @Nullable Object unset(Field field) {
    var declared = field.defaultValue();
    return declared == null && field.always() ? field.zero() : declared;
  }

  /** The path elements of all items of {@code items}, in order. */
  static List<String> items(Schema.ListOf list, List<?> items) {
    var elements = new ArrayList<String>(items.size());
    items.forEach(item -> elements.add(item(list, item)));
    return elements;
  }

  /** {@code .spec.containers[name="web"].image}. */
  static String text(List<String> path) {
    var text = new StringBuilder();
    path.forEach(element -> text.append(text(element)));
    return text.toString();
  }

  static String text(String element) {
    if (isField(element)) {
      return "." + fieldName(element);
    }
    if (element.startsWith("v:")) {
      return "[=" + element.substring(2) + "]";
    }
    if (element.startsWith("k:") && Json.parse(element.substring(2)) instanceof ObjectTree keys) {
      var parts = new ArrayList<String>();
      keys.forEach((name, value) -> parts.add(name + "=" + Json.write(value)));
      return "[" + String.join(",", parts) + "]";
    }
    return "[" + element.substring(element.indexOf(':') + 1) + "]";
  }
}
