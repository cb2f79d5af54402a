package io.syncline.lang.lua;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/** The {@code math} library; its chance always falls the same way. */
final class MathLibrary {
  private MathLibrary() {}

  static void open(Machine machine) {
    var table = new LuaTable(machine.budget());
    machine.globals().set("math", table);
    table.set("pi", Math.PI);
    table.set("huge", Double.POSITIVE_INFINITY);
    one(table, "abs", Math::abs);
    one(table, "ceil", Math::ceil);
    one(table, "floor", Math::floor);
    one(table, "sqrt", Math::sqrt);
    one(table, "exp", Math::exp);
    one(table, "log", Math::log);
    one(table, "log10", Math::log10);
    one(table, "sin", Math::sin);
    one(table, "cos", Math::cos);
    one(table, "tan", Math::tan);
    one(table, "asin", Math::asin);
    one(table, "acos", Math::acos);
    one(table, "atan", Math::atan);
    one(table, "deg", Math::toDegrees);
    one(table, "rad", Math::toRadians);
    BaseLibrary.set(table, "pow", (_, a) -> List.of(Math.pow(a.number(1), a.number(2))));
    BaseLibrary.set(table, "fmod", (_, a) -> List.of(a.number(1) % a.number(2)));
    BaseLibrary.set(table, "mod", (_, a) -> List.of(a.number(1) % a.number(2)));
    BaseLibrary.set(table, "atan2", (_, a) -> List.of(Math.atan2(a.number(1), a.number(2))));
    BaseLibrary.set(table, "max", (_, a) -> extreme(a, true));
    BaseLibrary.set(table, "min", (_, a) -> extreme(a, false));
    BaseLibrary.set(
        table,
        "modf",
        (_, a) -> {
          var whole = a.number(1) < 0 ? Math.ceil(a.number(1)) : Math.floor(a.number(1));
          return List.of(whole, a.number(1) - whole);
        });
    var random = new SplittableRandom(1);
    BaseLibrary.set(table, "randomseed", (_, _) -> List.of());
    BaseLibrary.set(table, "random", (_, a) -> random(a, random));
  }

  private static void one(LuaTable table, String name, DoubleUnaryOperator operator) {
    BaseLibrary.set(table, name, (_, a) -> List.of(operator.applyAsDouble(a.number(1))));
  }

  private static List<Object> extreme(Arguments a, boolean largest) {
    var found = a.number(1);
    for (var i = 2; i <= a.count(); i++) {
      found = largest ? Math.max(found, a.number(i)) : Math.min(found, a.number(i));
    }
    return List.of(found);
  }

  private static List<Object> random(Arguments a, SplittableRandom random) {
    if (a.count() == 0) {
      return List.of(random.nextDouble());
    }
    var from = a.count() > 1 ? (long) a.number(1) : 1;
    var to = (long) a.number(Math.min(2, a.count()));
    if (from > to) {
      throw a.wrong(a.count() > 1 ? 2 : 1, "interval is empty");
    }
    return List.of((double) random.nextLong(from, to + 1));
  }
}
