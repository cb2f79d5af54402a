package io.syncline.merge.custom;

import io.syncline.lang.cel.Cel;
import io.syncline.lang.cel.CelException;
import io.syncline.merge.value.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The functions of quantities in rules. */
final class QuantityFunctions implements Cel.Extension {
  static final QuantityFunctions ALL = new QuantityFunctions();

  private static final Set<String> NAMES =
      Set.of(
          "quantity",
          "isQuantity",
          "isInteger",
          "asInteger",
          "asApproximateFloat",
          "sign",
          "add",
          "sub",
          "isLessThan",
          "isGreaterThan",
          "compareTo");

  private QuantityFunctions() {}

  private record Amount(BigDecimal value) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Amount amount && value.compareTo(amount.value) == 0;
    }

    @Override
    public int hashCode() {
      return value.stripTrailingZeros().hashCode();
    }
  }

  @Override
  public boolean knows(String function) {
    return NAMES.contains(function);
  }

  @Override
  public Optional<Object> call(String function, List<Object> arguments) {
    if (arguments.size() == 1 && arguments.getFirst() instanceof String text) {
      var read = Quantity.of(text);
      return switch (function) {
        case "isQuantity" -> Optional.of(read.isPresent());
        case "quantity" ->
            Optional.of(
                new Amount(
                    read.orElseThrow(
                            () ->
                                new CelException(
                                    CelException.Fault.EVALUATION,
                                    "quantities must match the regular expression"))
                        .amount()));
        default -> Optional.empty();
      };
    }
    if (arguments.isEmpty() || !(arguments.getFirst() instanceof Amount first)) {
      return Optional.empty();
    }
    if (arguments.size() == 1) {
      return alone(function, first.value());
    }
    return switch (arguments.get(1)) {
      case Amount other -> two(function, first.value(), other.value());
      case Long number -> two(function, first.value(), BigDecimal.valueOf(number));
      default -> Optional.empty();
    };
  }

  private static Optional<Object> alone(String function, BigDecimal value) {
    return switch (function) {
      case "isInteger" -> Optional.of(value.stripTrailingZeros().scale() <= 0);
      case "asInteger" -> {
        try {
          yield Optional.of(value.longValueExact());
        } catch (ArithmeticException e) {
          throw new CelException(CelException.Fault.EVALUATION, "cannot convert value to integer");
        }
      }
      case "asApproximateFloat" -> Optional.of(value.doubleValue());
      case "sign" -> Optional.of((long) value.signum());
      default -> Optional.empty();
    };
  }

  private static Optional<Object> two(String function, BigDecimal a, BigDecimal b) {
    return switch (function) {
      case "add" -> Optional.of(new Amount(a.add(b)));
      case "sub" -> Optional.of(new Amount(a.subtract(b)));
      case "isLessThan" -> Optional.of(a.compareTo(b) < 0);
      case "isGreaterThan" -> Optional.of(a.compareTo(b) > 0);
      case "compareTo" -> Optional.of((long) a.compareTo(b));
      default -> Optional.empty();
    };
  }
}
