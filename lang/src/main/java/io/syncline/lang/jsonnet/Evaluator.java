package io.syncline.lang.jsonnet;

import io.syncline.lang.jsonnet.Node.Step;
import io.syncline.lang.jsonnet.ObjectValue.Layer;
import io.syncline.lang.jsonnet.ObjectValue.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions, each at most once and only when it is needed. */
final class Evaluator {
  private final JsonnetBudget meter;
  private final Files files;

  /** Evaluates with what {@code files} can import. */
  Evaluator(JsonnetBudget meter, Files files) {
    this.meter = meter;
    this.files = files;
  }

  JsonnetBudget meter() {
    return meter;
  }

  Files files() {
    return files;
  }

  /** The value of a slot. */
  Object force(Object slot) {
    return slot instanceof Thunk thunk ? thunk.value(meter) : slot;
  }

  /** A slot for the value of {@code node}. */
  Object delay(Node node, Frame frame) {
    return switch (node) {
      case Node.Literal literal -> literal.value();
      case Node.Lambda lambda -> new Callable.Closure(lambda, frame);
      case Node.Variable variable -> {
        // Names that are being bound together have no slot yet.
        var slot = frame.up(variable.hops).slots[variable.index];
        yield slot == null ? later(() -> eval(node, frame)) : slot;
      }
      default -> later(() -> eval(node, frame));
    };
  }

  /** A slot for a value computed when it is needed. */
  Thunk later(java.util.function.Supplier<Object> source) {
    meter.take(Thunk.BYTES);
    return new Thunk(source);
  }

  /** The value of {@code node}. */
  Object eval(Node start, Frame startFrame) {
    var node = start;
    var frame = startFrame;
    try {
      // What stands last is evaluated in the same round: it costs no room on the stack.
      while (true) {
        meter.step();
        switch (node) {
          case Node.If choice -> {
            var otherwise = choice.otherwise();
            if (truth(eval(choice.condition(), frame))) {
              node = choice.then();
            } else if (otherwise == null) {
              return Values.NULL;
            } else {
              node = otherwise;
            }
          }
          case Node.Local local -> {
            frame = bound(local, frame);
            node = local.body();
          }
          case Node.Assert check -> {
            check(
                new Node.Check(check.place(), check.condition(), check.message()),
                frame,
                "assertion failed");
            node = check.body();
          }
          case Node.Call call -> {
            var function = eval(call.function(), frame);
            if (!call.strict() || !(function instanceof Callable.Closure closure)) {
              return Calls.call(this, function, call, frame);
            }
            var slots = Calls.slots(this, closure, call, frame);
            for (var slot : slots) {
              if (slot != null) {
                force(slot);
              }
            }
            frame = Calls.frame(this, closure, slots);
            node = closure.lambda().body();
          }
          default -> {
            return simple(node, frame);
          }
        }
      }
    } catch (Fault fault) {
      throw node.place().problem(fault.problem());
    }
  }

  /** The value of what has no expression standing last. */
  private Object simple(Node node, Frame frame) {
    return switch (node) {
      case Node.Literal literal -> literal.value();
      case Node.Variable variable -> force(frame.up(variable.hops).slots[variable.index]);
      case Node.Index index ->
          Indexing.index(this, eval(index.target(), frame), eval(index.index(), frame));
      case Node.Self self -> frame.up(self.hops).object();
      case Node.Binary binary -> Operators.binary(this, binary, frame);
      case Node.Unary unary -> Operators.unary(unary.operator(), eval(unary.operand(), frame));
      case Node.ObjectBody object -> object(object, frame);
      case Node.Array array -> array(array, frame);
      case Node.Lambda lambda -> new Callable.Closure(lambda, frame);
      case Node.Super parent -> parent(parent, frame);
      case Node.ArrayComprehension loop -> comprehension(loop, frame);
      case Node.ObjectComprehension loop -> comprehension(loop, frame);
      case Node.Slice slice -> slice(slice, frame);
      case Node.Import imported -> files.imported(this, imported);
      case Node.Raise raise -> throw new Fault(text(eval(raise.message(), frame)));
      default -> throw new IllegalArgumentException("no value known of " + node);
    };
  }

  private static boolean truth(Object value) {
    if (value instanceof Boolean yes) {
      return yes;
    }
    throw Fault.type(value, "boolean");
  }

  /** The text a value is shown as: strings as they are, others as JSON on one line. */
  String text(Object value) {
    return value instanceof String text ? text : new Writing(this).line(value);
  }

  void check(Node.Check check, Frame frame, String standard) {
    var holds = eval(check.condition(), frame);
    if (!(holds instanceof Boolean yes)) {
      throw check.place().problem("assertion is a " + Values.type(holds) + " (expected: boolean)");
    }
    if (!yes) {
      var message = check.message();
      throw check.place().problem(message == null ? standard : text(eval(message, frame)));
    }
  }

  private Frame bound(Node.Local local, Frame frame) {
    var binds = local.binds();
    meter.slots(binds.size());
    var inner = new Frame(frame, new Object[binds.size()]);
    for (var i = 0; i < binds.size(); i++) {
      inner.slots[i] = delay(binds.get(i).body(), inner);
    }
    return inner;
  }

  private ArrayValue array(Node.Array array, Frame frame) {
    var items = array.items();
    meter.slots(items.size());
    var slots = new Object[items.size()];
    for (var i = 0; i < slots.length; i++) {
      slots[i] = delay(items.get(i), frame);
    }
    return new ArrayValue(slots);
  }

  private Object parent(Node.Super parent, Frame frame) {
    var here = frame.up(parent.hops);
    if (!(eval(parent.field, frame) instanceof String name)) {
      throw Fault.type(eval(parent.field, frame), "string");
    }
    if (parent.asks) {
      return here.object().has(name, here.layer);
    }
    if (here.layer == 0) {
      throw new Fault("attempt to use super when there is no super class");
    }
    var value = here.object().inherited(this, name, here.layer);
    if (value == null) {
      throw new Fault("field does not exist: " + name);
    }
    return value;
  }

  private Object slice(Node.Slice slice, Frame frame) {
    return Indexing.slice(
        this,
        eval(slice.target(), frame),
        optional(slice.from(), frame),
        optional(slice.to(), frame),
        optional(slice.step(), frame));
  }

  private Object optional(@Nullable Node node, Frame frame) {
    return node == null ? Values.NULL : eval(node, frame);
  }

  private ObjectValue object(Node.ObjectBody object, Frame frame) {
    var members = LinkedHashMap.<String, Member>newLinkedHashMap(object.fields().size());
    meter.slots(12 + 6L * object.fields().size());
    for (var field : object.fields()) {
      var member = new Member(field.visibility(), field.plus(), field.body(), null, null);
      add(members, field, member, frame);
    }
    return new ObjectValue(List.of(new Layer(members, object.locals(), object.checks(), frame)));
  }

  private void add(Map<String, Member> members, Node.Field field, Member member, Frame frame) {
    var name = eval(field.name(), frame);
    if (name == Values.NULL) {
      return;
    }
    if (!(name instanceof String text)) {
      throw field.place().problem("field name must be string, got " + Values.type(name));
    }
    if (members.put(text, member) != null) {
      throw field.place().problem("duplicate field name: \"" + text + "\"");
    }
  }

  private ArrayValue comprehension(Node.ArrayComprehension loop, Frame frame) {
    var slots = new ArrayList<Object>();
    each(
        loop.steps(),
        0,
        frame,
        inner -> {
          meter.slots(2);
          slots.add(delay(loop.item(), inner));
        });
    return ArrayValue.of(slots);
  }

  private ObjectValue comprehension(Node.ObjectComprehension loop, Frame frame) {
    var members = new LinkedHashMap<String, Member>();
    var field = loop.field();
    each(
        loop.steps(),
        0,
        frame,
        inner -> {
          meter.slots(8);
          var member = new Member(field.visibility(), field.plus(), field.body(), inner, null);
          add(members, field, member, inner);
        });
    return new ObjectValue(List.of(new Layer(members, loop.locals(), List.of(), frame)));
  }

  private void each(List<Step> steps, int from, Frame frame, Consumer<Frame> visit) {
    if (from == steps.size()) {
      visit.accept(frame);
      return;
    }
    var step = steps.get(from);
    var value = eval(step.node(), frame);
    if (step.name() == null) {
      if (truth(value)) {
        each(steps, from + 1, frame, visit);
      }
      return;
    }
    if (!(value instanceof ArrayValue array)) {
      throw Fault.type(value, "array");
    }
    for (var item : array.items()) {
      meter.slots(3);
      each(steps, from + 1, new Frame(frame, new Object[] {item}), visit);
    }
  }

  /** The result of a function called from the standard library. */
  Object call(Object function, Object... arguments) {
    return Calls.call(this, function, arguments);
  }
}
