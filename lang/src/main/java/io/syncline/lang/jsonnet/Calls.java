package io.syncline.lang.jsonnet;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives arguments to parameters and calls. */
final class Calls {
  private Calls() {}

  /** What a call in a program gives. */
  static Object call(Evaluator evaluator, Object function, Node.Call call, Frame frame) {
    if (!(function instanceof Callable callable)) {
      throw Fault.type(function, "function");
    }
    var slots = slots(evaluator, callable, call, frame);
    if (call.strict()) {
      for (var slot : slots) {
        if (slot != null) {
          evaluator.force(slot);
        }
      }
    }
    return run(evaluator, callable, slots);
  }

  /** What a call with arguments by position gives. */
  static Object call(Evaluator evaluator, Object function, Object... arguments) {
    if (!(function instanceof Callable callable)) {
      throw Fault.type(function, "function");
    }
    var slots = new @Nullable Object[callable.parameters().size()];
    requireRoom(slots.length, arguments.length);
    System.arraycopy(arguments, 0, slots, 0, arguments.length);
    requireAll(callable, slots);
    return run(evaluator, callable, slots);
  }

  /** What a call with arguments by name gives. */
  static Object call(Evaluator evaluator, Callable callable, Map<String, Object> arguments) {
    var slots = new @Nullable Object[callable.parameters().size()];
    arguments.forEach((name, value) -> put(callable.parameters(), slots, name, value));
    requireAll(callable, slots);
    return run(evaluator, callable, slots);
  }

  private static Object run(Evaluator evaluator, Callable callable, @Nullable Object[] slots) {
    evaluator.meter().enter();
    var result =
        switch (callable) {
          case Callable.Closure closure ->
              evaluator.eval(closure.lambda().body(), frame(evaluator, closure, slots));
          case Callable.Builtin builtin -> builtin.body().run(new Arguments(evaluator, slots));
        };
    evaluator.meter().leave();
    return result;
  }

  /** The slots of the parameters; null for one that its default is for. */
  static @Nullable Object[] slots(
      Evaluator evaluator, Callable callable, Node.Call call, Frame frame) {
    var names = callable.parameters();
    var slots = new @Nullable Object[names.size()];
    var position = 0;
    for (var argument : call.arguments()) {
      var slot = evaluator.delay(argument.value(), frame);
      if (argument.name().isEmpty()) {
        requireRoom(slots.length, position + 1);
        slots[position++] = slot;
      } else {
        put(names, slots, argument.name(), slot);
      }
    }
    requireAll(callable, slots);
    return slots;
  }

  private static void put(List<String> names, @Nullable Object[] slots, String name, Object slot) {
    var index = names.indexOf(name);
    if (index < 0) {
      throw new Fault("function has no parameter " + name);
    }
    if (slots[index] != null) {
      throw new Fault("argument " + name + " already provided");
    }
    slots[index] = slot;
  }

  private static void requireRoom(int room, int given) {
    if (given > room) {
      throw new Fault("function expected " + room + " positional argument(s), but got " + given);
    }
  }

  private static void requireAll(Callable callable, @Nullable Object[] slots) {
    for (var i = 0; i < slots.length; i++) {
      var optional =
          switch (callable) {
            case Callable.Closure closure ->
                closure.lambda().parameters().get(i).standard() != null;
            case Callable.Builtin builtin -> i >= builtin.required();
          };
      if (slots[i] == null && !optional) {
        throw new Fault("missing argument: " + callable.parameters().get(i));
      }
    }
  }

  /** The frame the body of {@code closure} is evaluated in. */
  static Frame frame(Evaluator evaluator, Callable.Closure closure, @Nullable Object[] given) {
    evaluator.meter().slots(given.length);
    var frame = new Frame(closure.frame(), new Object[given.length]);
    for (var i = 0; i < given.length; i++) {
      var slot = given[i];
      var standard = closure.lambda().parameters().get(i).standard();
      if (slot != null) {
        frame.slots[i] = slot;
      } else if (standard != null) {
        frame.slots[i] = evaluator.delay(standard, frame);
      }
    }
    return frame;
  }
}
