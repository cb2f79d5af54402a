package io.syncline.lang.jsonnet;

/** What operators do. */
final class Operators {
  /** Whole numbers above this are not all known to a double. */
  private static final double SAFE = 9007199254740991.0;

  private Operators() {}

  static Object unary(String operator, Object operand) {
    return switch (operator) {
      case "!" -> !truth(operand);
      case "-" -> -number(operand);
      case "~" -> (double) ~bits(operand);
      default -> number(operand);
    };
  }

  private static boolean truth(Object value) {
    if (value instanceof Boolean yes) {
      return yes;
    }
    throw Fault.type(value, "boolean");
  }

  private static double number(Object value) {
    if (value instanceof Double number) {
      return number;
    }
    throw Fault.type(value, "number");
  }

  private static long bits(Object value) {
    var number = number(value);
    if (Math.abs(number) > SAFE) {
      throw new Fault(
          "bitwise operator on " + Values.text(number) + " (expected: at most 2^53 - 1)");
    }
    return (long) number;
  }

  static Object binary(Evaluator evaluator, Node.Binary binary, Frame frame) {
    var left = evaluator.eval(binary.left(), frame);
    return switch (binary.operator()) {
      case AND -> truth(left) && truth(evaluator.eval(binary.right(), frame));
      case OR -> truth(left) || truth(evaluator.eval(binary.right(), frame));
      default -> binary(evaluator, binary.operator(), left, evaluator.eval(binary.right(), frame));
    };
  }

  private static Object binary(
      Evaluator evaluator, Node.Operator operator, Object left, Object right) {
    return switch (operator) {
      case PLUS -> plus(evaluator, left, right);
      case MINUS -> Values.number(number(left) - number(right));
      case TIMES -> Values.number(number(left) * number(right));
      case DIVIDED -> Values.number(number(left) / divisor(right));
      case MODULO -> {
        if (left instanceof String format) {
          yield new Formatting(evaluator).format(format, right);
        }
        yield Values.number(number(left) % divisor(right));
      }
      case EQUAL -> Comparison.equal(evaluator, left, right);
      case UNEQUAL -> !Comparison.equal(evaluator, left, right);
      case LESS -> Comparison.compare(evaluator, left, right) < 0;
      case LESS_OR_EQUAL -> Comparison.compare(evaluator, left, right) <= 0;
      case GREATER -> Comparison.compare(evaluator, left, right) > 0;
      case GREATER_OR_EQUAL -> Comparison.compare(evaluator, left, right) >= 0;
      case IN -> in(left, right);
      default -> bitwise(operator, left, right);
    };
  }

  private static Object bitwise(Node.Operator operator, Object left, Object right) {
    var a = bits(left);
    var b = bits(right);
    if (b < 0 && (operator == Node.Operator.SHIFT_LEFT || operator == Node.Operator.SHIFT_RIGHT)) {
      throw new Fault("shift by negative exponent");
    }
    return (double)
        switch (operator) {
          case SHIFT_LEFT -> {
            var shift = (int) (b % 64);
            if (shift >= 1 && Math.abs(a) >= 1L << (63 - shift)) {
              throw new Fault("left shift would overflow");
            }
            yield a << shift;
          }
          case SHIFT_RIGHT -> a >> (int) (b % 64);
          case BIT_AND -> a & b;
          case BIT_XOR -> a ^ b;
          default -> a | b;
        };
  }

  private static double divisor(Object value) {
    var number = number(value);
    if (number == 0) {
      throw new Fault("division by zero");
    }
    return number;
  }

  private static boolean in(Object left, Object right) {
    if (!(right instanceof ObjectValue object)) {
      throw Fault.type(right, "object");
    }
    if (!(left instanceof String name)) {
      throw Fault.type(left, "string");
    }
    return object.has(name);
  }

  static Object plus(Evaluator evaluator, Object left, Object right) {
    if (left instanceof String || right instanceof String) {
      var a = evaluator.text(left);
      var b = evaluator.text(right);
      evaluator.meter().text((long) a.length() + b.length());
      return a + b;
    }
    return switch (left) {
      case Double number -> Values.number(number + number(right));
      case ArrayValue array when right instanceof ArrayValue more -> {
        evaluator.meter().slots((long) array.size() + more.size());
        var items = java.util.Arrays.copyOf(array.items(), array.size() + more.size());
        System.arraycopy(more.items(), 0, items, array.size(), more.size());
        yield new ArrayValue(items);
      }
      case ObjectValue object when right instanceof ObjectValue more ->
          object.plus(more, evaluator.meter());
      case ArrayValue _ -> throw Fault.type(right, "array");
      case ObjectValue _ -> throw Fault.type(right, "object");
      default -> throw Fault.type(left, "number, string, array or object");
    };
  }
}
