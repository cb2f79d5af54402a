package io.syncline.lang.lua;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What all functions of one run share: globals, limits, and the operations that may ask a
 * metatable.
 */
final class Machine {
  private static final int CHAIN = 100;

  private final Budget budget;
  private final LuaTable globals;
  private final LuaTable strings;
  private long identities;
  private final IdentityHashMap<Object, Long> identity = new IdentityHashMap<>();

  Machine(Budget budget) {
    this.budget = budget;
    globals = new LuaTable(budget);
    strings = new LuaTable(budget);
  }

  Budget budget() {
    return budget;
  }

  LuaTable globals() {
    return globals;
  }

  /** The functions strings have as methods. */
  LuaTable strings() {
    return strings;
  }

  /** A string that was made, counted. */
  String made(String text) {
    budget.bytes(text.length() + 16L);
    return text;
  }

  /** What the metatable of {@code value} has for {@code event}; NIL when nothing. */
  static Object handler(Object value, String event) {
    return value instanceof LuaTable table
        ? table.metatable().map(m -> m.get(event)).orElse(Nil.NIL)
        : Nil.NIL;
  }

  Object index(Object object, Object key) {
    var here = object;
    for (var i = 0; i < CHAIN; i++) {
      budget.step();
      if (here instanceof LuaTable table) {
        var value = table.get(key);
        if (value != Nil.NIL || table.metatable().isEmpty()) {
          return value;
        }
        var handler = handler(table, "__index");
        if (handler == Nil.NIL) {
          return Nil.NIL;
        }
        if (handler instanceof LuaFunction function) {
          return first(call(function, List.of(here, key)));
        }
        here = handler;
      } else if (here instanceof String) {
        return strings.get(key);
      } else {
        throw new LuaException(
            "attempt to index a non-table object("
                + Values.type(here)
                + ")"
                + (key instanceof String s ? " with key '" + Bytes.text(s) + "'" : ""));
      }
    }
    throw new LuaException("too many recursions in gettable");
  }

  void assign(Object object, Object key, Object value) {
    var here = object;
    for (var i = 0; i < CHAIN; i++) {
      budget.step();
      if (!(here instanceof LuaTable table)) {
        throw new LuaException(
            "attempt to index a non-table object("
                + Values.type(here)
                + ")"
                + (key instanceof String s ? " with key '" + Bytes.text(s) + "'" : ""));
      }
      var handler =
          table.metatable().isPresent() && table.get(key) == Nil.NIL
              ? handler(table, "__newindex")
              : Nil.NIL;
      if (handler == Nil.NIL) {
        set(table, key, value);
        return;
      }
      if (handler instanceof LuaFunction function) {
        call(function, List.of(here, key, value));
        return;
      }
      here = handler;
    }
    throw new LuaException("too many recursions in settable");
  }

  /** Sets without asking a metatable. */
  static void set(LuaTable table, Object key, Object value) {
    if (key == Nil.NIL) {
      throw new LuaException("table index is nil");
    }
    if (key instanceof Double d && Double.isNaN(d)) {
      throw new LuaException("table index is NaN");
    }
    table.set(key, value);
  }

  List<Object> call(Object function, List<Object> arguments) {
    if (function instanceof LuaFunction callable) {
      budget.enter();
      try {
        return callable.call(this, arguments);
      } finally {
        budget.leave();
      }
    }
    var handler = handler(function, "__call");
    if (handler instanceof LuaFunction callable) {
      var all = new ArrayList<>(arguments);
      all.addFirst(function);
      return call(callable, all);
    }
    throw new LuaException(
        "attempt to call a non-function object"
            + (function == Nil.NIL ? "" : " (" + Values.type(function) + ")"));
  }

  static Object first(List<Object> values) {
    return values.isEmpty() ? Nil.NIL : values.getFirst();
  }

  Object arithmetic(String operator, Object a, Object b) {
    var x = Values.asNumber(a);
    var y = Values.asNumber(b);
    if (x.isPresent() && y.isPresent()) {
      return compute(operator, x.get(), y.get());
    }
    var event =
        switch (operator) {
          case "+" -> "add";
          case "-" -> "sub";
          case "*" -> "mul";
          case "/" -> "div";
          case "%" -> "mod";
          default -> "pow";
        };
    return binary("__" + event, a, b)
        .orElseThrow(() -> operands("cannot perform " + event + " operation", a, b));
  }

  private static double compute(String operator, double x, double y) {
    return switch (operator) {
      case "+" -> x + y;
      case "-" -> x - y;
      case "*" -> x * y;
      case "/" -> x / y;
      case "%" -> Double.isInfinite(y) && !Double.isInfinite(x) ? x : x - Math.floor(x / y) * y;
      default -> Math.pow(x, y);
    };
  }

  private static LuaException operands(String what, Object a, Object b) {
    return new LuaException(what + " between " + Values.type(a) + " and " + Values.type(b));
  }

  private Optional<Object> binary(String event, Object a, Object b) {
    var handler = handler(a, event);
    if (handler == Nil.NIL) {
      handler = handler(b, event);
    }
    return handler == Nil.NIL ? Optional.empty() : Optional.of(first(call(handler, List.of(a, b))));
  }

  Object concat(Object a, Object b) {
    var left = a instanceof String || a instanceof Double;
    var right = b instanceof String || b instanceof Double;
    if (left && right) {
      var x = plain(a);
      var y = plain(b);
      budget.bytes(x.length() + y.length() + 16L);
      return x + y;
    }
    return binary("__concat", a, b)
        .orElseThrow(() -> operands("cannot perform concat operation", a, b));
  }

  private static String plain(Object value) {
    return value instanceof Double d ? Values.number(d) : (String) value;
  }

  boolean equal(Object a, Object b) {
    if (Values.same(a, b)) {
      return true;
    }
    if (a instanceof LuaTable && b instanceof LuaTable) {
      var handler = handler(a, "__eq");
      return handler != Nil.NIL
          && handler == handler(b, "__eq")
          && Values.truth(first(call(handler, List.of(a, b))));
    }
    return false;
  }

  boolean less(Object a, Object b) {
    return compare(a, b, "__lt", c -> c < 0);
  }

  boolean lessOrEqual(Object a, Object b) {
    return compare(a, b, "__le", c -> c <= 0);
  }

  private boolean compare(Object a, Object b, String event, IntPredicate wanted) {
    if (a instanceof Double x && b instanceof Double y) {
      return !x.isNaN() && !y.isNaN() && wanted.test(x < y ? -1 : x > y ? 1 : 0);
    }
    if (a instanceof String x && b instanceof String y) {
      budget.steps(Math.min(x.length(), y.length()) / 16);
      return wanted.test(x.compareTo(y));
    }
    return Values.truth(
        binary(event, a, b)
            .orElseThrow(
                () ->
                    new LuaException(
                        "attempt to compare " + Values.type(a) + " with " + Values.type(b))));
  }

  Object length(Object value) {
    if (value instanceof String s) {
      return (double) s.length();
    }
    var handler = handler(value, "__len");
    if (handler != Nil.NIL) {
      return first(call(handler, List.of(value)));
    }
    if (value instanceof LuaTable table) {
      return (double) table.length();
    }
    throw new LuaException("attempt to get length of a " + Values.type(value) + " value");
  }

  Object negative(Object value) {
    var number = Values.asNumber(value);
    if (number.isPresent()) {
      return -number.get();
    }
    var handler = handler(value, "__unm");
    if (handler != Nil.NIL) {
      return first(call(handler, List.of(value)));
    }
    throw new LuaException("__unm undefined");
  }

  /** What {@code tostring} says. */
  String string(Object value) {
    var handler = handler(value, "__tostring");
    if (handler != Nil.NIL && first(call(handler, List.of(value))) instanceof String s) {
      return s;
    }
    return switch (value) {
      case String s -> s;
      case Double d -> Values.number(d);
      case Boolean b -> b.toString();
      case LuaTable t -> "table: " + identity(t);
      case LuaFunction f -> "function: " + identity(f);
      default -> "nil";
    };
  }

  /** Counts instead of addresses, for the same script always says the same. */
  private String identity(Object value) {
    return String.format("0x%08x", identity.computeIfAbsent(value, _ -> ++identities));
  }
}
