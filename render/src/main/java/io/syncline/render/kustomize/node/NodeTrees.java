package io.syncline.render.kustomize.node;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nodes to immutable trees and back: the meaning of a document without its spelling. */
public final class NodeTrees {
  /** Whole numbers up to here are the same as fractions. */
  private static final long EXACT = 1L << 53;

  private NodeTrees() {}

  /**
   * The map {@code node} as an object.
   *
   * @throws NodeException when some value has no JSON form
   */
  public static ObjectTree object(Node node) {
    return value(node) instanceof ObjectTree tree ? tree : ObjectTree.EMPTY;
  }

  /** {@code node} as a tree value. */
  public static @Nullable Object value(Node node) {
    if (!node.fault().isEmpty()) {
      throw new NodeException(node.fault());
    }
    return switch (node.kind()) {
      case SCALAR -> scalar(node);
      case LIST -> {
        if (node.isNull()) {
          yield null;
        }
        var items = new Object[node.size()];
        for (var i = 0; i < items.length; i++) {
          items[i] = value(node.item(i));
        }
        yield Tree.list(java.util.Arrays.asList(items));
      }
      case MAP -> {
        var builder = new ObjectTree.Builder(node.size());
        for (var i = 0; i < node.size(); i++) {
          builder.put(node.key(i), value(node.item(i)));
        }
        yield builder.build();
      }
    };
  }

  private static @Nullable Object scalar(Node node) {
    var tag = node.tag();
    var text = node.text();
    if (tag.equals(Node.STRING)) {
      return text;
    }
    if (tag.isEmpty()) {
      if (node.style() != Node.Style.PLAIN || text.indexOf('\n') >= 0) {
        return text;
      }
      return resolved(text, ScalarText.tag(text));
    }
    if (tag.equals(Node.BINARY)) {
      return binary(text);
    }
    if (!tag.startsWith("!!")) {
      return node.style() == Node.Style.PLAIN ? resolved(text, ScalarText.tag(text)) : text;
    }
    var meant = ScalarText.tag(text);
    if (meant.equals(tag) && node.isQuoted() && !node.isExplicit()) {
      // The tag only repeats what the text looks like, so it is not written, and quotes make text.
      return text;
    }
    if (tag.equals(Node.FLOAT) && meant.equals(Node.INT)) {
      return resolved(text, meant);
    }
    if (!meant.equals(tag)) {
      throw new NodeException("cannot decode " + meant + " '" + text + "' as a " + tag);
    }
    return resolved(text, tag);
  }

  private static String binary(String text) {
    try {
      return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new NodeException("!!binary value contains invalid base64 data");
    }
  }

  private static @Nullable Object resolved(String text, String tag) {
    return switch (tag) {
      case Node.NULL -> null;
      case Node.BOOL -> text.charAt(0) == 't' || text.charAt(0) == 'T';
      case Node.INT -> ScalarText.number(text);
      case Node.FLOAT -> fraction(text);
      case Node.TIMESTAMP -> ScalarText.date(text);
      default -> text;
    };
  }

  private static Object fraction(String text) {
    if (!(ScalarText.number(text) instanceof Double value) || value.isNaN()) {
      throw new NodeException("number " + text + " has no JSON form");
    }
    // JSON writes a fraction without decimals as a whole number, and that is how it is read again.
    if (value == Math.rint(value) && Math.abs(value) < 1e21) {
      // The shortest digits that mean the number, not all that it has.
      var whole = new BigDecimal(Double.toString(value)).toBigInteger();
      if (whole.bitLength() < 64) {
        return whole.longValue();
      }
      if (whole.signum() > 0 && whole.bitLength() == 64) {
        return whole;
      }
    }
    return value;
  }

  /**
   * As {@link #node}, with whole numbers only as exact as fractions are: JSON patches lose digits.
   */
  public static Node nodeOfFractions(@Nullable Object value) {
    return switch (value) {
      case Long l when Math.abs(l) > EXACT -> node((Object) l.doubleValue());
      case BigInteger big -> node((Object) big.doubleValue());
      case ObjectTree tree -> {
        var map = Node.map();
        for (var i = 0; i < tree.size(); i++) {
          map.append(tree.keyAt(i), nodeOfFractions(tree.valueAt(i)));
        }
        yield map;
      }
      case List<?> items -> {
        var list = Node.list();
        items.forEach(item -> list.add(nodeOfFractions(item)));
        yield list;
      }
      case null, default -> node(value);
    };
  }

  /** A tree value as nodes, spelt as JSON text: all text stands in quotes. */
  public static Node quoted(@Nullable Object value) {
    return switch (value) {
      case String text -> Node.scalar(text, Node.STRING, Node.Style.DOUBLE);
      case ObjectTree tree -> {
        var map = Node.map();
        for (var i = 0; i < tree.size(); i++) {
          map.append(tree.keyAt(i), quoted(tree.valueAt(i)));
        }
        yield map;
      }
      case List<?> items -> {
        var list = Node.list();
        items.forEach(item -> list.add(quoted(item)));
        yield list;
      }
      case null, default -> node(value);
    };
  }

  /** A tree value as nodes, spelt as Kustomize spells what it made from JSON. */
  public static Node node(@Nullable Object value) {
    return switch (value) {
      case null -> Node.scalar("null", Node.NULL, Node.Style.PLAIN);
      case String s -> text(s);
      case Boolean b -> Node.scalar(b.toString(), Node.BOOL, Node.Style.PLAIN);
      case Double d -> {
        var text = Json.number(d);
        yield Node.scalar(text, ScalarText.tag(text), Node.Style.PLAIN);
      }
      case Long l -> Node.scalar(l.toString(), Node.INT, Node.Style.PLAIN);
      case BigInteger big -> {
        var text = big.toString();
        yield Node.scalar(text, ScalarText.tag(text), Node.Style.PLAIN);
      }
      case ObjectTree tree -> {
        var map = Node.map();
        for (var i = 0; i < tree.size(); i++) {
          map.append(tree.keyAt(i), node(tree.valueAt(i)));
        }
        yield map;
      }
      case List<?> items -> {
        var list = Node.list();
        items.forEach(item -> list.add(node(item)));
        yield list;
      }
      default -> throw new NodeException("no tree value: " + value.getClass().getSimpleName());
    };
  }

  private static Node text(String text) {
    if (text.indexOf('\n') >= 0) {
      return Node.scalar(text, Node.STRING, Node.Style.BLOCK);
    }
    var style = ScalarText.tag(text).equals(Node.STRING) ? Node.Style.PLAIN : Node.Style.DOUBLE;
    return Node.scalar(text, Node.STRING, style);
  }

  /** The texts of a list of scalars. */
  public static List<String> texts(Node list) {
    var texts = new ArrayList<String>();
    for (var i = 0; i < list.size(); i++) {
      texts.add(list.item(i).text());
    }
    return texts;
  }

  /** A scalar as it stands in a YAML file. */
  public static String spelling(Node scalar) {
    return switch (scalar.style()) {
      case DOUBLE -> Json.write(scalar.text());
      case SINGLE -> "'" + scalar.text().replace("'", "''") + "'";
      case PLAIN, BLOCK ->
          scalar.tag().equals(Node.STRING) && !ScalarText.tag(scalar.text()).equals(Node.STRING)
              ? Json.write(scalar.text())
              : scalar.text();
    };
  }
}
