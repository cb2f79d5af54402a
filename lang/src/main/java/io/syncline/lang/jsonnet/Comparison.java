package io.syncline.lang.jsonnet;

/** Equality and order of values. */
final class Comparison {
  private Comparison() {}

  static boolean equal(Evaluator evaluator, Object a, Object b) {
    evaluator.meter().step();
    return switch (a) {
      case Callable _ when b instanceof Callable ->
          throw new Fault("cannot test equality of functions");
      case ArrayValue left when b instanceof ArrayValue right ->
          left == right || left.size() == right.size() && equalItems(evaluator, left, right);
      case ObjectValue left when b instanceof ObjectValue right ->
          left == right || equalFields(evaluator, left, right);
      case Double left when b instanceof Double right -> left.doubleValue() == right.doubleValue();
      default -> a.equals(b);
    };
  }

  private static boolean equalItems(Evaluator evaluator, ArrayValue left, ArrayValue right) {
    evaluator.meter().enter();
    for (var i = 0; i < left.size(); i++) {
      if (!equal(evaluator, evaluator.force(left.at(i)), evaluator.force(right.at(i)))) {
        evaluator.meter().leave();
        return false;
      }
    }
    evaluator.meter().leave();
    return true;
  }

  private static boolean equalFields(Evaluator evaluator, ObjectValue left, ObjectValue right) {
    var names = left.names(false);
    if (!names.equals(right.names(false))) {
      return false;
    }
    evaluator.meter().enter();
    for (var name : names) {
      if (!equal(
          evaluator,
          Indexing.index(evaluator, left, name),
          Indexing.index(evaluator, right, name))) {
        evaluator.meter().leave();
        return false;
      }
    }
    evaluator.meter().leave();
    return true;
  }

  static int compare(Evaluator evaluator, Object a, Object b) {
    evaluator.meter().step();
    return switch (a) {
      case Double left when b instanceof Double right -> Double.compare(left + 0.0, right + 0.0);
      case String left when b instanceof String right -> Values.ORDER.compare(left, right);
      case ArrayValue left when b instanceof ArrayValue right ->
          compareItems(evaluator, left, right);
      case Double _ -> throw Fault.type(b, "number");
      case String _ -> throw Fault.type(b, "string");
      case ArrayValue _ -> throw Fault.type(b, "array");
      default -> throw Fault.type(a, "number, string or array");
    };
  }

  private static int compareItems(Evaluator evaluator, ArrayValue left, ArrayValue right) {
    evaluator.meter().enter();
    var result = Integer.compare(left.size(), right.size());
    for (var i = 0; i < Math.min(left.size(), right.size()); i++) {
      var order = compare(evaluator, evaluator.force(left.at(i)), evaluator.force(right.at(i)));
      if (order != 0) {
        result = order;
        break;
      }
    }
    evaluator.meter().leave();
    return result;
  }
}
