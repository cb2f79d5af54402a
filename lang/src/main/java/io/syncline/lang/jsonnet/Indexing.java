package io.syncline.lang.jsonnet;

/** Parts of values. */
final class Indexing {
  private Indexing() {}

  static Object index(Evaluator evaluator, Object target, Object index) {
    return switch (target) {
      case ObjectValue object -> {
        if (!(index instanceof String name)) {
          throw Fault.type(index, "string");
        }
        var value = object.field(evaluator, name);
        if (value == null) {
          throw new Fault("field does not exist: " + name);
        }
        yield value;
      }
      case ArrayValue array -> evaluator.force(array.at(position(index, array.size())));
      case String text -> {
        var length = Values.length(text);
        var at = position(index, length);
        evaluator.meter().steps(length == text.length() ? 0 : length / 8);
        yield Values.between(text, at, at + 1);
      }
      default -> throw new Fault("value non indexable: " + Values.type(target));
    };
  }

  private static int position(Object index, int size) {
    if (!(index instanceof Double number)) {
      throw Fault.type(index, "number");
    }
    var at = number.longValue();
    if (at < 0 || at >= size) {
      throw new Fault("index " + at + " out of bounds, not within [0, " + size + ")");
    }
    return (int) at;
  }

  /** Every {@code step}-th item from {@code from} up to {@code to}; NULL stands for no bound. */
  static Object slice(Evaluator evaluator, Object target, Object from, Object to, Object step) {
    var size =
        switch (target) {
          case ArrayValue array -> array.size();
          case String text -> Values.length(text);
          default -> throw Fault.type(target, "array or string");
        };
    var width = bound(step, 1);
    if (width <= 0) {
      throw new Fault("slice step is " + width + " (expected: above 0)");
    }
    var first = bound(from, 0);
    var last = bound(to, size);
    first = first < 0 ? Math.max(0, size + first) : first;
    last = last < 0 ? size + last : Math.min(last, size);
    var count = last <= first ? 0 : (last - first + width - 1) / width;
    evaluator.meter().slots(count);
    if (target instanceof ArrayValue array) {
      var items = new Object[(int) count];
      for (var i = 0; i < items.length; i++) {
        items[i] = array.at((int) (first + i * width));
      }
      return new ArrayValue(items);
    }
    var points = ((String) target).codePoints().toArray();
    var out = new StringBuilder();
    for (var i = 0L; i < count; i++) {
      out.appendCodePoint(points[(int) (first + i * width)]);
    }
    return out.toString();
  }

  private static long bound(Object value, long standard) {
    return switch (value) {
      case Double number -> number.longValue();
      case Object other when other == Values.NULL -> standard;
      default -> throw Fault.type(value, "number");
    };
  }
}
