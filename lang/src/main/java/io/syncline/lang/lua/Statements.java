package io.syncline.lang.lua;

import java.util.ArrayList;
import java.util.List;

/** Does what statements say. */
final class Statements {
  /** How a statement ended. */
  sealed interface Outcome {}

  /** The next statement is to be done. */
  enum Flow implements Outcome {
    ON,
    BROKEN
  }

  record Returned(List<Object> values) implements Outcome {}

  record Jump(String label, int line) implements Outcome {}

  private Statements() {}

  static Outcome run(Node.Block block, Closure.Frame frame) {
    var statements = block.statements();
    for (var i = 0; i < statements.size(); i++) {
      var outcome = run(statements.get(i), frame);
      if (outcome instanceof Jump jump && block.labels().containsKey(jump.label())) {
        frame.machine().budget().step();
        i = block.labels().getOrDefault(jump.label(), 0) - 1;
      } else if (outcome != Flow.ON) {
        return outcome;
      }
    }
    return Flow.ON;
  }

  private static Outcome run(Node.Statement statement, Closure.Frame frame) {
    frame.machine().budget().step();
    return switch (statement) {
      case Node.Assign assign -> assign(assign, frame);
      case Node.Declare declare -> {
        var values = Expressions.all(declare.values(), frame);
        for (var i = 0; i < declare.slots().size(); i++) {
          frame.declare(declare.slots().get(i), i < values.size() ? values.get(i) : Nil.NIL);
        }
        yield Flow.ON;
      }
      case Node.DeclareFunction declare -> {
        frame.declare(declare.slot(), Nil.NIL);
        frame.set(declare.slot(), Closure.in(frame, declare.body()));
        yield Flow.ON;
      }
      case Node.Do inner -> run(inner.block(), frame);
      case Node.If choice -> choose(choice, frame);
      case Node.While loop -> {
        while (Values.truth(Expressions.one(loop.condition(), frame))) {
          var outcome = run(loop.block(), frame);
          if (outcome != Flow.ON) {
            yield outcome == Flow.BROKEN ? Flow.ON : outcome;
          }
          frame.machine().budget().step();
        }
        yield Flow.ON;
      }
      case Node.Repeat loop -> {
        Outcome outcome;
        do {
          frame.machine().budget().step();
          outcome = run(loop.block(), frame);
        } while (outcome == Flow.ON && !Values.truth(Expressions.one(loop.until(), frame)));
        yield outcome == Flow.BROKEN ? Flow.ON : outcome;
      }
      case Node.NumericFor loop -> count(loop, frame);
      case Node.GenericFor loop -> iterate(loop, frame);
      case Node.Return returns -> new Returned(Expressions.all(returns.values(), frame));
      case Node.Break _ -> Flow.BROKEN;
      case Node.Goto jump -> new Jump(jump.label(), jump.line());
      case Node.Evaluate evaluate -> {
        Expressions.many(evaluate.call(), frame);
        yield Flow.ON;
      }
    };
  }

  private static Outcome choose(Node.If choice, Closure.Frame frame) {
    for (var branch : choice.branches()) {
      if (Values.truth(Expressions.one(branch.condition(), frame))) {
        return run(branch.block(), frame);
      }
    }
    return choice.otherwise().isPresent() ? run(choice.otherwise().get(), frame) : Flow.ON;
  }

  private static Outcome assign(Node.Assign assign, Closure.Frame frame) {
    if (assign.targets().size() == 1 && assign.values().size() == 1) {
      var target = assign.targets().getFirst();
      if (!(target instanceof Node.Index)) {
        store(target, Expressions.one(assign.values().getFirst(), frame), frame);
        return Flow.ON;
      }
    }
    // Objects and keys are looked up before any value changes.
    var places = new ArrayList<Object>();
    for (var target : assign.targets()) {
      if (target instanceof Node.Index index) {
        places.add(Expressions.one(index.object(), frame));
        places.add(Expressions.one(index.key(), frame));
      }
    }
    var values = Expressions.all(assign.values(), frame);
    var place = 0;
    for (var i = 0; i < assign.targets().size(); i++) {
      var value = i < values.size() ? values.get(i) : Nil.NIL;
      if (assign.targets().get(i) instanceof Node.Index index) {
        var object = places.get(place++);
        var key = places.get(place++);
        Expressions.at(
            index.line(),
            () -> {
              frame.machine().assign(object, key, value);
              return Nil.NIL;
            });
      } else {
        store(assign.targets().get(i), value, frame);
      }
    }
    return Flow.ON;
  }

  private static void store(Node.Target target, Object value, Closure.Frame frame) {
    switch (target) {
      case Node.Local local -> frame.set(local.slot(), value);
      case Node.Upvalue upvalue -> frame.function().upvalue(upvalue.place()).value = value;
      case Node.Global global -> frame.machine().globals().set(global.name(), value);
      case Node.Index _ -> throw new IllegalStateException("an index is stored with its object");
    }
  }

  private static Outcome count(Node.NumericFor loop, Closure.Frame frame) {
    var from = bound(Expressions.one(loop.from(), frame), "init", loop.line());
    var to = bound(Expressions.one(loop.to(), frame), "limit", loop.line());
    var step =
        loop.step().isEmpty()
            ? 1
            : bound(Expressions.one(loop.step().get(), frame), "step", loop.line());
    for (var i = from; step > 0 ? i <= to : i >= to; i += step) {
      frame.machine().budget().step();
      frame.declare(loop.slot(), i);
      var outcome = run(loop.block(), frame);
      if (outcome != Flow.ON) {
        return outcome == Flow.BROKEN ? Flow.ON : outcome;
      }
    }
    return Flow.ON;
  }

  private static double bound(Object value, String what, int line) {
    return Values.asNumber(value)
        .orElseThrow(
            () ->
                new LuaException(
                    "<string>:" + line + ": for statement " + what + " must be a number"));
  }

  private static Outcome iterate(Node.GenericFor loop, Closure.Frame frame) {
    var triple = Expressions.all(loop.values(), frame);
    var function = triple.isEmpty() ? Nil.NIL : triple.getFirst();
    var state = triple.size() > 1 ? triple.get(1) : Nil.NIL;
    var control = triple.size() > 2 ? triple.get(2) : Nil.NIL;
    while (true) {
      frame.machine().budget().step();
      var arguments = List.of(state, control);
      var values =
          Expressions.located(loop.line(), () -> frame.machine().call(function, arguments));
      control = Machine.first(values);
      if (control == Nil.NIL) {
        return Flow.ON;
      }
      for (var i = 0; i < loop.slots().size(); i++) {
        frame.declare(loop.slots().get(i), i < values.size() ? values.get(i) : Nil.NIL);
      }
      var outcome = run(loop.block(), frame);
      if (outcome != Flow.ON) {
        return outcome == Flow.BROKEN ? Flow.ON : outcome;
      }
    }
  }
}
