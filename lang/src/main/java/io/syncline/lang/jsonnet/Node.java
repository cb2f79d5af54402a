package io.syncline.lang.jsonnet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression. Names are resolved to places in frames by {@link Resolver}. */
sealed interface Node {
  /** Where it stands. */
  Place place();

  /**
   * A place in a program.
   *
   * @param file as its importer found it
   * @param line counted from 1
   */
  record Place(String file, int line) {
    JsonnetException problem(String message) {
      return new JsonnetException(message, file, line);
    }
  }

  /** A constant: a {@link Values} value. */
  record Literal(Place place, Object value) implements Node {}

  /** The value of a name. */
  final class Variable implements Node {
    private final Place place;
    final String name;
    int hops;
    int index;

    Variable(Place place, String name) {
      this.place = place;
      this.name = name;
    }

    @Override
    public Place place() {
      return place;
    }
  }

  /** {@code self}, or {@code $} when {@code outermost}. */
  final class Self implements Node {
    private final Place place;
    final boolean outermost;
    int hops;

    Self(Place place, boolean outermost) {
      this.place = place;
      this.outermost = outermost;
    }

    @Override
    public Place place() {
      return place;
    }
  }

  /** {@code super[field]}, or {@code field in super} when {@code asks}. */
  final class Super implements Node {
    private final Place place;
    final Node field;
    final boolean asks;
    int hops;

    Super(Place place, Node field, boolean asks) {
      this.place = place;
      this.field = field;
      this.asks = asks;
    }

    @Override
    public Place place() {
      return place;
    }
  }

  /** A name bound to an expression. */
  record Bind(String name, Node body) {}

  record Local(Place place, List<Bind> binds, Node body) implements Node {}

  /** A parameter; without a default it must be given. */
  record Parameter(String name, @Nullable Node standard) {}

  record Lambda(Place place, String name, List<Parameter> parameters, Node body) implements Node {}

  /** An argument; its name is "" when it goes by position. */
  record Argument(String name, Node value) {}

  record Call(Place place, Node function, List<Argument> arguments, boolean strict)
      implements Node {}

  record Index(Place place, Node target, Node index) implements Node {}

  /** {@code target[from:to:step]}. */
  record Slice(
      Place place, Node target, @Nullable Node from, @Nullable Node to, @Nullable Node step)
      implements Node {}

  record If(Place place, Node condition, Node then, @Nullable Node otherwise) implements Node {}

  record Unary(Place place, String operator, Node operand) implements Node {}

  record Binary(Place place, Operator operator, Node left, Node right) implements Node {}

  record Raise(Place place, Node message) implements Node {}

  record Assert(Place place, Node condition, @Nullable Node message, Node body) implements Node {}

  /** What an import is taken as. */
  enum ImportKind {
    CODE,
    TEXT,
    BYTES
  }

  record Import(Place place, String path, ImportKind kind) implements Node {}

  record Array(Place place, List<Node> items) implements Node {}

  /** A step of a comprehension: {@code for name in node}, or {@code if node} without a name. */
  record Step(@Nullable String name, Node node) {}

  record ArrayComprehension(Place place, Node item, List<Step> steps) implements Node {}

  /** How a field shows. */
  enum Visibility {
    INHERITED,
    HIDDEN,
    VISIBLE
  }

  record Field(Place place, Node name, Visibility visibility, boolean plus, Node body) {}

  /** An assertion of an object. */
  record Check(Place place, Node condition, @Nullable Node message) {}

  record ObjectBody(Place place, List<Bind> locals, List<Check> checks, List<Field> fields)
      implements Node {}

  /** {@code {[name]: body for …}}. */
  record ObjectComprehension(Place place, List<Bind> locals, Field field, List<Step> steps)
      implements Node {}

  /** Operators of two operands, weakest last. */
  enum Operator {
    TIMES("*", 5),
    DIVIDED("/", 5),
    MODULO("%", 5),
    PLUS("+", 6),
    MINUS("-", 6),
    SHIFT_LEFT("<<", 7),
    SHIFT_RIGHT(">>", 7),
    LESS("<", 8),
    LESS_OR_EQUAL("<=", 8),
    GREATER(">", 8),
    GREATER_OR_EQUAL(">=", 8),
    IN("in", 8),
    EQUAL("==", 9),
    UNEQUAL("!=", 9),
    BIT_AND("&", 10),
    BIT_XOR("^", 11),
    BIT_OR("|", 12),
    AND("&&", 13),
    OR("||", 14);

    final String sign;
    final int precedence;

    Operator(String sign, int precedence) {
      this.sign = sign;
      this.precedence = precedence;
    }
  }
}
