package io.syncline.lang.jsonnet;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Types, numbers and truth. */
final class StdNumbers {
  private StdNumbers() {}

  static void add(Map<String, Object> all) {
    types(all);
    functions(all);
    numbers(all);
    all.put("pi", Math.PI);
  }

  private static void types(Map<String, Object> all) {
    Std.function(all, "type(x)", a -> Values.type(a.value(0)));
    for (var type : new String[] {"array", "boolean", "function", "number", "object", "string"}) {
      var name = "is" + Character.toUpperCase(type.charAt(0)) + type.substring(1);
      Std.function(all, name + "(v)", a -> Values.type(a.value(0)).equals(type));
    }
    Std.function(all, "isNull(v)", a -> a.value(0) == Values.NULL);
    Std.function(all, "xor(x, y)", a -> a.flag(0) != a.flag(1));
    Std.function(all, "xnor(x, y)", a -> a.flag(0) == a.flag(1));
    Std.function(all, "equals(x, y)", a -> Comparison.equal(a.evaluator(), a.value(0), a.value(1)));
    Std.function(
        all, "primitiveEquals(x, y)", a -> Comparison.equal(a.evaluator(), a.value(0), a.value(1)));
    Std.function(
        all,
        "__compare(v1, v2)",
        a -> (double) Comparison.compare(a.evaluator(), a.value(0), a.value(1)));
    Std.function(all, "id(x)", a -> a.value(0));
    Std.function(all, "native(x)", _ -> Values.NULL);
    Std.function(all, "trace(str, rest)", a -> a.value(1));
    Std.function(
        all,
        "assertEqual(a, b)",
        a -> {
          if (!Comparison.equal(a.evaluator(), a.value(0), a.value(1))) {
            throw new Fault(
                "assertion failed: "
                    + new Writing(a.evaluator()).line(a.value(0))
                    + " != "
                    + new Writing(a.evaluator()).line(a.value(1)));
          }
          return true;
        });
  }

  private static void one(Map<String, Object> all, String name, DoubleUnaryOperator function) {
    Std.function(all, name + "(x)", a -> Values.number(function.applyAsDouble(a.number(0))));
  }

  private static void functions(Map<String, Object> all) {
    one(all, "abs", Math::abs);
    one(all, "sign", Math::signum);
    one(all, "floor", Math::floor);
    one(all, "ceil", Math::ceil);
    one(all, "sqrt", Math::sqrt);
    one(all, "sin", Math::sin);
    one(all, "cos", Math::cos);
    one(all, "tan", Math::tan);
    one(all, "asin", Math::asin);
    one(all, "acos", Math::acos);
    one(all, "atan", Math::atan);
    one(all, "exp", Math::exp);
    one(all, "log", Math::log);
    one(all, "log2", x -> Math.log(x) / Math.log(2));
    one(all, "log10", Math::log10);
    one(all, "deg2rad", x -> x * Math.PI / 180);
    one(all, "rad2deg", x -> x * 180 / Math.PI);
    one(all, "round", StdNumbers::round);
    one(all, "exponent", x -> x == 0 ? 0 : Math.getExponent(x) + 1);
    one(all, "mantissa", x -> x == 0 ? 0 : x / Math.pow(2, Math.getExponent(x) + 1));
  }

  private static double round(double x) {
    var whole = Math.floor(Math.abs(x));
    return Math.copySign(Math.abs(x) - whole >= 0.5 ? whole + 1 : whole, x);
  }

  private static void numbers(Map<String, Object> all) {
    Std.function(all, "atan2(y, x)", a -> Values.number(Math.atan2(a.number(0), a.number(1))));
    Std.function(all, "hypot(a, b)", a -> Values.number(Math.hypot(a.number(0), a.number(1))));
    Std.function(all, "pow(x, n)", a -> Values.number(Math.pow(a.number(0), a.number(1))));
    Std.function(all, "max(a, b)", a -> Math.max(a.number(0), a.number(1)));
    Std.function(all, "min(a, b)", a -> Math.min(a.number(0), a.number(1)));
    Std.function(
        all,
        "clamp(x, minVal, maxVal)",
        a ->
            a.number(0) < a.number(1)
                ? a.number(1)
                : a.number(0) > a.number(2) ? a.number(2) : a.number(0));
    Std.function(all, "isEven(x)", a -> Math.abs(a.number(0)) % 2 < 1);
    Std.function(all, "isOdd(x)", a -> Math.abs(a.number(0)) % 2 >= 1);
    Std.function(all, "isInteger(x)", a -> a.number(0) == Math.rint(a.number(0)));
    Std.function(all, "isDecimal(x)", a -> a.number(0) != Math.rint(a.number(0)));
    Std.function(
        all,
        "modulo(x, y)",
        a -> {
          if (a.number(1) == 0) {
            throw new Fault("division by zero");
          }
          return Values.number(a.number(0) % a.number(1));
        });
    Std.function(
        all,
        "mod(a, b)",
        a -> {
          if (a.value(0) instanceof String format) {
            return new Formatting(a.evaluator()).format(format, a.value(1));
          }
          if (a.number(1) == 0) {
            throw new Fault("division by zero");
          }
          return Values.number(a.number(0) % a.number(1));
        });
  }
}
