package io.syncline.merge.schema;

import java.util.List;

/** What is known about the values at one place of an object. */
public sealed interface Schema
    permits Struct, Schema.ListOf, Schema.MapOf, Schema.Scalar, Schema.Any {
  /** Whether server-side apply treats the value here as one leaf. */
  default boolean leaf() {
    return switch (this) {
      case Struct struct -> struct.atomic();
      case ListOf list -> list.relation() == ListRelation.ATOMIC;
      case MapOf map -> map.atomic();
      case Scalar _ -> true;
      case Any any -> any.atomic();
    };
  }

  /** The schema of the value under {@code key} of an object described by this schema. */
  default Schema child(String key) {
    return switch (this) {
      case Struct struct -> struct.field(key).map(Field::schema).orElse(Any.DEDUCED);
      case MapOf map -> map.value();
      case Any any -> any;
      case ListOf _, Scalar _ -> Any.DEDUCED;
    };
  }

  /** The schema of the items of a list described by this schema. */
  default Schema item() {
    return switch (this) {
      case ListOf list -> list.element();
      case Any _ -> Any.OPAQUE;
      case Struct _, MapOf _, Scalar _ -> Any.DEDUCED;
    };
  }

  /** How the items of a list belong together. */
  enum ListRelation {
    /** The list is one value. */
    ATOMIC,
    /** The items are distinct scalars. */
    SET,
    /** The items are objects told apart by the values of some keys. */
    MAP
  }

  /**
   * A list.
   *
   * @param element what its items are
   * @param relation how they belong together in server-side apply
   * @param keys the keys that tell items apart, for {@link ListRelation#MAP} only
   */
  record ListOf(Schema element, ListRelation relation, List<String> keys) implements Schema {
    /** Copies the keys. */
    public ListOf {
      keys = List.copyOf(keys);
    }
  }

  /**
   * An object with free keys.
   *
   * @param value what stands under the keys
   * @param atomic whether it is one value for server-side apply
   */
  record MapOf(Schema value, boolean atomic) implements Schema {}

  /**
   * A single value.
   *
   * @param type its type
   */
  record Scalar(ScalarType type) implements Schema {
    /** A string. */
    public static final Scalar STRING = new Scalar(ScalarType.STRING);
  }

  /**
   * A value of unknown shape.
   *
   * @param atomic whether it is one value for server-side apply; if not, objects merge by key
   */
  record Any(boolean atomic) implements Schema {
    /** Nothing is known: objects merge by key, lists are replaced whole. */
    public static final Any DEDUCED = new Any(false);

    /** Nothing is known and nothing may be merged: the value is replaced whole. */
    public static final Any OPAQUE = new Any(true);
  }
}
