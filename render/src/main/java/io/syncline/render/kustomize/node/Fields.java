package io.syncline.render.kustomize.node;

import org.jspecify.annotations.Nullable;

/** How Kustomize sets, clears and makes fields of a node. */
public final class Fields {
  /** How the fault of a map with a key given twice begins. */
  static final String DUPLICATE = "mapping key defined twice: ";

  private Fields() {}

  /** The fault of a map one of whose keys is no text. */
  static String untextual(String key) {
    return "mapping key " + key + " is not text (expected: a quoted key)";
  }

  /** Lets {@code map} have the keys that are no text of a map merged into it. */
  public static void inheritFault(Node map, Node merged) {
    if (!merged.fault().isEmpty() && !merged.fault().startsWith(DUPLICATE)) {
      map.fault(merged.fault());
    }
  }

  /** Refuses a node that is there, not null, and not of {@code kind}. */
  public static void require(@Nullable Node node, Node.Kind kind) {
    if (node != null && !node.isNull() && node.kind() != kind) {
      throw new NodeException(
          "wrong node kind " + word(node.kind()) + " (expected: " + word(kind) + ")");
    }
  }

  private static String word(Node.Kind kind) {
    return switch (kind) {
      case SCALAR -> "scalar";
      case MAP -> "mapping";
      case LIST -> "sequence";
    };
  }

  /** Makes the scalar {@code target} what {@code value} is, keeping how the target was quoted. */
  public static void set(Node target, Node value) {
    require(target, Node.Kind.SCALAR);
    if (value.isNull()) {
      return;
    }
    value.style(target.style());
    target.become(value);
  }

  /**
   * Sets field {@code name} of {@code map} as {@link #merge} does. A new key is written plain,
   * which makes a key that looks like a number or a word no text.
   */
  public static void set(Node map, String name, @Nullable Node value) {
    var before = map.size();
    merge(map, name, value);
    if (map.size() > before && !ScalarText.tag(name).equals(Node.STRING)) {
      map.fault(untextual(name));
    }
  }

  /**
   * Sets field {@code name} of {@code map}. A value already there becomes the new one and keeps its
   * quoting, so that every place sharing the node changes; null clears the field.
   */
  public static void merge(Node map, String name, @Nullable Node value) {
    if (value != null && looksOtherwise(value)) {
      value.style(Node.Style.DOUBLE);
    }
    if (value == null || value.isNull() && !value.isKept()) {
      require(map, Node.Kind.MAP);
      map.remove(name);
      return;
    }
    if (!map.isNull()) {
      require(map, Node.Kind.MAP);
      var there = map.get(name);
      if (there != null) {
        value.style(there.style());
        there.become(value);
        return;
      }
    }
    map.append(name, value);
  }

  /** Text that a plain scalar would not hold: it needs quotes to stay text. */
  private static boolean looksOtherwise(Node value) {
    if (!value.isString() || value.style() != Node.Style.PLAIN || value.text().isEmpty()) {
      return false;
    }
    var tag = ScalarText.tag(value.text());
    return !tag.equals(Node.STRING) && !tag.equals(Node.TIMESTAMP);
  }

  /** The field {@code name} of {@code map}, made with {@code kind} when it is missing. */
  public static Node obtain(Node map, String name, Node.Kind kind) {
    require(map, Node.Kind.MAP);
    var there = map.get(name);
    if (there != null) {
      return there;
    }
    var made = Node.empty(kind);
    map.append(name, made);
    return made;
  }
}
