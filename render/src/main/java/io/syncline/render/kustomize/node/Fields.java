package io.syncline.render.kustomize.node;

import org.jspecify.annotations.Nullable;

/** How Kustomize sets, clears and makes fields of a node. */
public final class Fields {
  private Fields() {}

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
   * Sets field {@code name} of {@code map}. A value already there becomes the new one and keeps its
   * quoting, so that every place sharing the node changes; null clears the field.
   */
  public static void set(Node map, String name, @Nullable Node value) {
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
