package io.syncline.lang.sprig;

import static io.syncline.lang.sprig.StringFunctions.number;

import io.syncline.lang.gotemplate.CallException;
import io.syncline.lang.gotemplate.GoFormat;
import io.syncline.lang.gotemplate.GoFunction;
import java.math.BigDecimal;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Arithmetic: whole numbers as {@code int64}, the functions ending in f on decimals. */
final class MathFunctions {
  private MathFunctions() {}

  static void addTo(Map<String, GoFunction> all) {
    all.put("add", GoFunction.of("any...", a -> fold(a, 0, Long::sum)));
    all.put("mul", GoFunction.of("any any...", a -> fold(a, 1, (x, y) -> x * y)));
    all.put("add1", GoFunction.of("any", a -> Cast.whole(a[0]) + 1));
    all.put("sub", GoFunction.of("any any", a -> Cast.whole(a[0]) - Cast.whole(a[1])));
    all.put("div", GoFunction.of("any any", a -> Cast.whole(a[0]) / divisor(a[1])));
    all.put("mod", GoFunction.of("any any", a -> Cast.whole(a[0]) % divisor(a[1])));
    var max = GoFunction.of("any any...", a -> fold(a, Cast.whole(a[0]), Math::max));
    all.put("max", max);
    all.put("biggest", max);
    all.put("min", GoFunction.of("any any...", a -> fold(a, Cast.whole(a[0]), Math::min)));
    all.put("maxf", GoFunction.of("any any...", a -> foldReal(a, Math::max)));
    all.put("minf", GoFunction.of("any any...", a -> foldReal(a, Math::min)));
    all.put("addf", GoFunction.of("any...", a -> decimal(a, BigDecimal::add)));
    all.put(
        "add1f",
        GoFunction.of(
            "any", a -> BigDecimal.valueOf(Cast.real(a[0])).add(BigDecimal.ONE).doubleValue()));
    all.put("subf", GoFunction.of("any any...", a -> decimal(a, BigDecimal::subtract)));
    all.put("mulf", GoFunction.of("any any...", a -> decimal(a, BigDecimal::multiply)));
    all.put("divf", GoFunction.of("any any...", a -> decimal(a, MathFunctions::divide)));
    all.put("ceil", GoFunction.of("any", a -> Math.ceil(Cast.real(a[0]))));
    all.put("floor", GoFunction.of("any", a -> Math.floor(Cast.real(a[0]))));
    all.put("round", GoFunction.of("any int float64...", MathFunctions::round));
    all.put("int", GoFunction.of("any", a -> GoFormat.integer(Cast.whole(a[0]))));
    all.put("int64", GoFunction.of("any", a -> Cast.whole(a[0])));
    all.put("float64", GoFunction.of("any", a -> Cast.real(a[0])));
    all.put(
        "atoi", GoFunction.of("string", a -> GoFormat.integer(atoi(StringFunctions.string(a[0])))));
    all.put("toDecimal", GoFunction.of("any", a -> octal(GoFormat.text(a[0]))));
    all.put("seq", GoFunction.of("int...", MathFunctions::sequence));
  }

  private static Object fold(@Nullable Object[] numbers, long start, LongBinaryOperator operator) {
    var result = start;
    for (var number : numbers) {
      result = operator.applyAsLong(result, Cast.whole(number));
    }
    return result;
  }

  private static Object foldReal(@Nullable Object[] numbers, DoubleBinaryOperator operator) {
    var result = Cast.real(numbers[0]);
    for (var number : numbers) {
      result = operator.applyAsDouble(result, Cast.real(number));
    }
    return result;
  }

  private static Object decimal(
      @Nullable Object[] numbers, java.util.function.BinaryOperator<BigDecimal> operator) {
    var result = numbers.length == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(Cast.real(numbers[0]));
    for (var number : StringFunctions.tail(numbers, 1)) {
      result = operator.apply(result, BigDecimal.valueOf(Cast.real(number)));
    }
    return result.doubleValue();
  }

  private static BigDecimal divide(BigDecimal a, BigDecimal b) {
    if (b.signum() == 0) {
      throw new CallException("decimal division by 0");
    }
    return a.divide(b, 16, java.math.RoundingMode.HALF_UP);
  }

  private static long divisor(@Nullable Object value) {
    var divisor = Cast.whole(value);
    if (divisor == 0) {
      throw new CallException("runtime error: integer divide by zero");
    }
    return divisor;
  }

  private static Object round(@Nullable Object[] a) {
    var value = Cast.real(a[0]);
    var power = Math.pow(10, number(a[1]));
    var digit = power * value;
    var up = a.length > 2 ? Cast.real(a[2]) : 0.5;
    var fraction = digit - (digit < 0 ? Math.ceil(digit) : Math.floor(digit));
    return (fraction >= up ? Math.ceil(digit) : Math.floor(digit)) / power;
  }

  private static long atoi(String text) {
    return text.matches("[+-]?[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  private static Object octal(String text) {
    try {
      return Long.parseLong(text, 8);
    } catch (NumberFormatException notOctal) {
      return 0L;
    }
  }

  private static String sequence(@Nullable Object[] a) {
    if (a.length == 0 || a.length > 3) {
      return "";
    }
    var start = a.length == 1 ? 1L : number(a[0]);
    long end = number(a[a.length - 1]);
    var direction = end < start ? -1L : 1L;
    var step = a.length == 3 ? number(a[1]) : direction;
    if (end < start && step > 0) {
      return "";
    }
    return ListFunctions.range(start, end + direction, step).stream()
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }
}
