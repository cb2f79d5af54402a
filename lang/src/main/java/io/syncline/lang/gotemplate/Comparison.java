package io.syncline.lang.gotemplate;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Go's comparison functions: whole numbers of all widths compare, other kinds must agree. */
final class Comparison {
  private Comparison() {}

  static boolean equalToAny(@Nullable Object[] arguments) {
    if (arguments.length < 2) {
      throw new CallException("missing argument for comparison");
    }
    for (var i = 1; i < arguments.length; i++) {
      if (equal(arguments[0], arguments[i])) {
        return true;
      }
    }
    return false;
  }

  static boolean equal(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return a == b;
    }
    if (a instanceof Double left && b instanceof Double right) {
      return left.doubleValue() == right.doubleValue();
    }
    if (a instanceof Double || b instanceof Double) {
      throw incompatible(a, b);
    }
    if (a instanceof Number left && b instanceof Number right) {
      return big(left).equals(big(right));
    }
    if (!GoFormat.kindName(a).equals(GoFormat.kindName(b))) {
      throw comparable(a) || comparable(b)
          ? incompatible(a, b)
          : new CallException(
              "non-comparable types "
                  + shown(a)
                  + ", "
                  + GoFormat.typeName(b)
                  + ": "
                  + GoFormat.text(b));
    }
    if (!comparable(a)) {
      throw new CallException("non-comparable type " + shown(b));
    }
    return a.equals(b);
  }

  private static boolean comparable(Object value) {
    return !(value instanceof Map<?, ?>
        || value instanceof List<?>
        || value instanceof byte[]
        || value instanceof GoFunction);
  }

  private static String shown(Object value) {
    return GoPrintf.sprintf("%s", value) + ": " + GoFormat.typeName(value);
  }

  static boolean less(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Double left && b instanceof Double right) {
      return left < right;
    }
    if (a instanceof String left && b instanceof String right) {
      return left.compareTo(right) < 0;
    }
    if (a instanceof Number left
        && b instanceof Number right
        && !(a instanceof Double)
        && !(b instanceof Double)) {
      return big(left).compareTo(big(right)) < 0;
    }
    if (basic(a) && basic(b)) {
      throw a instanceof Boolean && b instanceof Boolean
          ? new CallException("invalid type for comparison")
          : incompatible(a, b);
    }
    throw new CallException("invalid type for comparison");
  }

  private static boolean basic(@Nullable Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }

  private static CallException incompatible(@Nullable Object a, @Nullable Object b) {
    return new CallException(
        "incompatible types for comparison: "
            + GoFormat.typeName(a)
            + " and "
            + GoFormat.typeName(b));
  }

  private static BigInteger big(Number number) {
    return number instanceof BigInteger b ? b : BigInteger.valueOf(number.longValue());
  }
}
