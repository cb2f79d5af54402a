package io.syncline.lang.cel;

import io.syncline.lang.cel.Evaluation.Perhaps;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongBinaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Operators and functions of two values. */
final class Operators {
  private Operators() {}

  static long exactly(Supplier<Long> computation) {
    try {
      return computation.get();
    } catch (ArithmeticException e) {
      throw CelException.evaluation("integer overflow");
    }
  }

  static Optional<Object> two(String name, Object a, Object b) {
    return switch (name) {
      case "==" -> Optional.of(same(a, b));
      case "!=" -> Optional.of(!same(a, b));
      case "<" -> compared(a, b).map(order -> order < 0);
      case "<=" -> compared(a, b).map(order -> order <= 0);
      case ">" -> compared(a, b).map(order -> order > 0);
      case ">=" -> compared(a, b).map(order -> order >= 0);
      case "in" -> in(a, b);
      case "+" -> sum(a, b);
      case "-" -> difference(a, b);
      case "*" -> arithmetic(a, b, Math::multiplyExact, '*');
      case "/" -> arithmetic(a, b, (x, y) -> divided(x, y), '/');
      case "%" -> arithmetic(a, b, (x, y) -> rest(x, y), '%');
      case "orValue" ->
          a instanceof Perhaps perhaps ? Optional.of(perhaps.value().orElse(b)) : Optional.empty();
      case "or" ->
          a instanceof Perhaps perhaps
              ? Optional.of(perhaps.value().isPresent() ? a : b)
              : Optional.empty();
      default -> Lists.two(name, a, b);
    };
  }

  private static long divided(long a, long b) {
    if (b == 0) {
      throw CelException.evaluation("division by zero");
    }
    return Math.divideExact(a, b);
  }

  private static long rest(long a, long b) {
    if (b == 0) {
      throw CelException.evaluation("modulus by zero");
    }
    return a % b;
  }

  /** Whether two values are equal; numbers of all types compare by value. */
  static boolean same(@Nullable Object a, @Nullable Object b) {
    var x = Evaluation.known(a);
    var y = Evaluation.known(b);
    if (isNumber(x) && isNumber(y)) {
      return compared(x, y).map(order -> order == 0).orElse(false);
    }
    if (x instanceof List<?> one && y instanceof List<?> other) {
      if (one.size() != other.size()) {
        return false;
      }
      for (var i = 0; i < one.size(); i++) {
        if (!same(one.get(i), other.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (x instanceof Map<?, ?> one && y instanceof Map<?, ?> other) {
      return one.size() == other.size()
          && one.entrySet().stream()
              .allMatch(
                  entry ->
                      other.containsKey(entry.getKey())
                          && same(entry.getValue(), other.get(entry.getKey())));
    }
    return Objects.equals(x, y);
  }

  private static boolean isNumber(Object value) {
    return value instanceof Number || value instanceof Unsigned;
  }

  private static BigDecimal exact(Object value) {
    return switch (value) {
      case Unsigned number -> new BigDecimal(number.toString());
      case BigInteger big -> new BigDecimal(big);
      case Double number -> new BigDecimal(number);
      default -> BigDecimal.valueOf(((Number) value).longValue());
    };
  }

  /** How two values are ordered; empty when they are of different types. */
  static Optional<Integer> compared(Object a, Object b) {
    if (isNumber(a) && isNumber(b)) {
      if (a instanceof Long x && b instanceof Long y) {
        return Optional.of(Long.compare(x, y));
      }
      if ((a instanceof Double x && !Double.isFinite(x))
          || (b instanceof Double y && !Double.isFinite(y))) {
        return Optional.of(
            Double.compare(
                a instanceof Double x ? x : exact(a).doubleValue(),
                b instanceof Double y ? y : exact(b).doubleValue()));
      }
      return Optional.of(exact(a).compareTo(exact(b)));
    }
    return switch (a) {
      case String x when b instanceof String y -> Optional.of(x.compareTo(y));
      case Boolean x when b instanceof Boolean y -> Optional.of(x.compareTo(y));
      case Instant x when b instanceof Instant y -> Optional.of(x.compareTo(y));
      case Duration x when b instanceof Duration y -> Optional.of(x.compareTo(y));
      default -> Optional.empty();
    };
  }

  private static Optional<Object> in(Object a, Object b) {
    return switch (b) {
      case List<?> list -> Optional.of(list.stream().anyMatch(item -> same(item, a)));
      case Map<?, ?> map -> Optional.of(map.containsKey(a));
      default -> Optional.empty();
    };
  }

  private static Optional<Object> sum(Object a, Object b) {
    if (a instanceof String x && b instanceof String y) {
      return Optional.of(x + y);
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      var both = new ArrayList<@Nullable Object>(x);
      both.addAll(y);
      return Optional.of(both);
    }
    try {
      return switch (a) {
        case Duration x when b instanceof Duration y -> Optional.of(x.plus(y));
        case Instant x when b instanceof Duration y -> Optional.of(x.plus(y));
        case Duration x when b instanceof Instant y -> Optional.of(y.plus(x));
        default -> arithmetic(a, b, Math::addExact, '+');
      };
    } catch (DateTimeException | ArithmeticException e) {
      throw CelException.evaluation("time out of range");
    }
  }

  private static Optional<Object> difference(Object a, Object b) {
    try {
      return switch (a) {
        case Duration x when b instanceof Duration y -> Optional.of(x.minus(y));
        case Instant x when b instanceof Duration y -> Optional.of(x.minus(y));
        case Instant x when b instanceof Instant y -> Optional.of(Duration.between(y, x));
        default -> arithmetic(a, b, Math::subtractExact, '-');
      };
    } catch (DateTimeException | ArithmeticException e) {
      throw CelException.evaluation("time out of range");
    }
  }

  private static Optional<Object> arithmetic(
      Object a, Object b, LongBinaryOperator whole, char operator) {
    if (a instanceof Long x && b instanceof Long y) {
      return Optional.of(exactly(() -> whole.applyAsLong(x, y)));
    }
    if (a instanceof Unsigned x && b instanceof Unsigned y) {
      return Optional.of(new Unsigned(exactly(() -> whole.applyAsLong(x.bits(), y.bits()))));
    }
    if (a instanceof Double x && b instanceof Double y) {
      return switch (operator) {
        case '+' -> Optional.of(x + y);
        case '-' -> Optional.of(x - y);
        case '*' -> Optional.of(x * y);
        case '/' -> Optional.of(x / y);
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }
}
