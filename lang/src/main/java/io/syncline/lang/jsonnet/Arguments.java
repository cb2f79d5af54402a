package io.syncline.lang.jsonnet;

import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a function of the standard library was called with. */
final class Arguments {
  private final Evaluator evaluator;
  private final @Nullable Object[] slots;

  Arguments(Evaluator evaluator, @Nullable Object[] slots) {
    this.evaluator = evaluator;
    this.slots = slots;
  }

  Evaluator evaluator() {
    return evaluator;
  }

  JsonnetBudget meter() {
    return evaluator.meter();
  }

  boolean given(int i) {
    return slots[i] != null;
  }

  Object value(int i) {
    var slot = slots[i];
    return slot == null ? Values.NULL : evaluator.force(slot);
  }

  /** The slot itself, for who passes it on. */
  Object slot(int i) {
    var slot = slots[i];
    return slot == null ? Values.NULL : slot;
  }

  Object value(int i, Object standard) {
    return given(i) ? value(i) : standard;
  }

  String text(int i) {
    if (value(i) instanceof String text) {
      return text;
    }
    throw wrong(i, "string");
  }

  String text(int i, String standard) {
    return given(i) ? text(i) : standard;
  }

  double number(int i) {
    if (value(i) instanceof Double number) {
      return number;
    }
    throw wrong(i, "number");
  }

  long whole(int i) {
    var number = number(i);
    if (number != Math.rint(number)) {
      throw new Fault("number " + Values.text(number) + " is not whole (expected: an integer)");
    }
    return (long) number;
  }

  boolean flag(int i) {
    if (value(i) instanceof Boolean flag) {
      return flag;
    }
    throw wrong(i, "boolean");
  }

  boolean flag(int i, boolean standard) {
    return given(i) ? flag(i) : standard;
  }

  ObjectValue object(int i) {
    if (value(i) instanceof ObjectValue object) {
      return object;
    }
    throw wrong(i, "object");
  }

  ArrayValue array(int i) {
    if (value(i) instanceof ArrayValue array) {
      return array;
    }
    throw wrong(i, "array");
  }

  /** An array, or the characters of a text. */
  ArrayValue sequence(int i) {
    return switch (value(i)) {
      case ArrayValue array -> array;
      case String text -> characters(text);
      default -> throw wrong(i, "array or string");
    };
  }

  ArrayValue characters(String text) {
    meter().slots(2L * text.length());
    return ArrayValue.of(text.codePoints().mapToObj(Character::toString).toList());
  }

  Callable function(int i) {
    if (value(i) instanceof Callable function) {
      return function;
    }
    throw wrong(i, "function");
  }

  /** The values of an array, each computed when it is asked for. */
  List<Object> values(ArrayValue array) {
    meter().steps(array.size());
    return new AbstractList<>() {
      @Override
      public Object get(int index) {
        return evaluator.force(array.at(index));
      }

      @Override
      public int size() {
        return array.size();
      }
    };
  }

  Object call(Object function, Object... arguments) {
    return Calls.call(evaluator, function, arguments);
  }

  /** Whether {@code function} says yes. */
  boolean holds(Callable function, Object argument) {
    var answer = call(function, argument);
    if (answer instanceof Boolean yes) {
      return yes;
    }
    throw Fault.type(answer, "boolean");
  }

  private Fault wrong(int i, String expected) {
    return Fault.type(value(i), expected);
  }
}
