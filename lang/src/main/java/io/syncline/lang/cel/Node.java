package io.syncline.lang.cel;

import java.util.List;
import java.util.Optional;

/** One node of a parsed expression. */
sealed interface Node {
  /** A constant. */
  record Constant(Object value) implements Node {}

  /** A variable. */
  record Name(String name) implements Node {}

  /** {@code target.field}; {@code has(target.field)}; {@code target.?field}. */
  record Field(Node target, String field, Access access) implements Node {}

  /** How a field is read. */
  enum Access {
    VALUE,
    PRESENCE,
    OPTIONAL
  }

  /** {@code target[place]} or {@code target[?place]}. */
  record Index(Node target, Node place, boolean optional) implements Node {}

  /** A function or an operator; the target of a method is the first argument. */
  record Call(String function, List<Node> arguments) implements Node {}

  /** {@code a && b} or {@code a || b}. */
  record Both(boolean and, Node left, Node right) implements Node {}

  /** {@code test ? yes : no}. */
  record Choice(Node test, Node yes, Node no) implements Node {}

  /** {@code [a, ?b]}. */
  record Items(List<Item> items) implements Node {}

  /** One item, left out when it is an absent optional. */
  record Item(Node value, boolean optional) {}

  /** <code>{a: b, ?c: d}</code>. */
  record Entries(List<Entry> entries) implements Node {}

  /** One entry, left out when it is an absent optional. */
  record Entry(Node key, Node value, boolean optional) {}

  /** {@code target.all(x, body)} and its kin; {@code second} names the value beside a key. */
  record Loop(
      String macro,
      Node target,
      String first,
      Optional<String> second,
      Node body,
      Optional<Node> result)
      implements Node {}

  /** {@code cel.bind(name, value, body)}. */
  record Bind(String name, Node value, Node body) implements Node {}
}
