package io.syncline.lang.gotemplate;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Walks the statements of one template and writes what they print. */
final class Interpreter {
  private enum Flow {
    NEXT,
    BREAK,
    CONTINUE
  }

  private final Templates templates;
  private final Templates.Definition definition;
  private final Budget budget;
  private final StringBuilder out;
  private final Evaluator evaluator;

  Interpreter(
      Templates templates,
      String name,
      Templates.Definition definition,
      Budget budget,
      StringBuilder out) {
    this.templates = templates;
    this.definition = definition;
    this.budget = budget;
    this.out = out;
    this.evaluator = new Evaluator(templates, name, definition, budget);
  }

  void run(@Nullable Object data) {
    var dot = data == null ? Invalid.VALUE : data;
    evaluator.declare("$", dot, false);
    try {
      budget.enter();
      walk(definition.tree(), dot);
      budget.leave();
    } catch (Budget.ExhaustedException e) {
      // The innermost template is where the loop is; outer ones only lead to it.
      throw e.template().isEmpty()
          ? new Budget.ExhaustedException(evaluator.fail(String.valueOf(e.getMessage())))
          : e;
    }
  }

  private Flow walk(Node node, @Nullable Object dot) {
    budget.spend(1);
    evaluator.at(node);
    switch (node) {
      case Node.Text text -> write(text.text());
      case Node.Action action -> {
        var value = evaluator.pipe(action.pipe(), dot);
        if (action.pipe().variables().isEmpty()) {
          print(value);
        }
      }
      case Node.Sequence sequence -> {
        for (var child : sequence.nodes()) {
          var flow = walk(child, dot);
          if (flow != Flow.NEXT) {
            return flow;
          }
        }
      }
      case Node.Branch branch -> {
        var mark = evaluator.mark();
        var flow = branch.word().equals("range") ? range(branch, dot) : ifOrWith(branch, dot);
        evaluator.drop(mark);
        return flow;
      }
      case Node.Call call -> call(call, dot);
      case Node.Break _ -> {
        return Flow.BREAK;
      }
      case Node.Continue _ -> {
        return Flow.CONTINUE;
      }
      default -> throw evaluator.fail("unknown node: " + NodeText.of(node));
    }
    return Flow.NEXT;
  }

  private void write(String text) {
    budget.produce(text.length());
    out.append(text);
  }

  private void print(@Nullable Object value) {
    if (value instanceof GoFunction) {
      throw evaluator.fail("can't print " + NodeText.of(evaluator.at()) + " of type func()");
    }
    try {
      write(GoFormat.text(value));
    } catch (CallException e) {
      throw evaluator.fail(String.valueOf(e.getMessage()));
    }
  }

  private Flow ifOrWith(Node.Branch branch, @Nullable Object dot) {
    var value = evaluator.pipe(branch.pipe(), dot);
    if (GoFormat.truth(value)) {
      return branch.word().equals("with")
          ? walkWith(branch.body(), value, false)
          : walk(branch.body(), dot);
    }
    return branch.otherwise().isPresent() ? walk(branch.otherwise().get(), dot) : Flow.NEXT;
  }

  private Flow walkWith(Node.Sequence body, @Nullable Object dot, boolean element) {
    var outer = evaluator.element(element);
    var flow = walk(body, dot);
    evaluator.element(outer);
    return flow;
  }

  private Flow range(Node.Branch branch, @Nullable Object dot) {
    evaluator.at(branch);
    var value = evaluator.pipe(branch.pipe(), dot);
    var mark = evaluator.mark();
    var ran = false;
    switch (value) {
      case Map<?, ?> map -> {
        for (var entry : List.copyOf(GoFormat.sorted(map).keySet())) {
          ran = true;
          if (!once(branch, entry, map.get(entry), !(map instanceof GoStringMap), mark)) {
            break;
          }
        }
      }
      case List<?> list -> {
        var element = !(list instanceof GoStrings || list instanceof GoInts);
        for (var i = 0; i < list.size(); i++) {
          ran = true;
          if (!once(branch, i, list.get(i), element, mark)) {
            break;
          }
        }
      }
      case byte[] bytes -> {
        for (var i = 0; i < bytes.length; i++) {
          ran = true;
          if (!once(branch, i, bytes[i] & 0xff, false, mark)) {
            break;
          }
        }
      }
      case Integer count -> ran = count(branch, count, mark);
      case Long count -> ran = count(branch, count, mark);
      case null, default -> {
        if (value != null && value != Invalid.VALUE) {
          throw evaluator.fail("range can't iterate over " + GoFormat.text(value));
        }
      }
    }
    evaluator.drop(mark);
    return ran || branch.otherwise().isEmpty() ? Flow.NEXT : walk(branch.otherwise().get(), dot);
  }

  private boolean count(Node.Branch branch, Number count, int mark) {
    var end = count.longValue();
    if (branch.pipe().variables().size() > 1) {
      throw evaluator.fail("can't use " + count + " to iterate over more than one variable");
    }
    for (var i = 0L; i < end; i++) {
      Object item = count instanceof Long ? (Object) i : GoFormat.integer(i);
      if (!once(branch, GoFormat.integer(i), item, false, mark)) {
        break;
      }
    }
    return end > 0;
  }

  /** One round; false when the range is to stop. */
  private boolean once(
      Node.Branch branch, Object key, @Nullable Object item, boolean element, int mark) {
    var names = branch.pipe().variables();
    if (branch.pipe().assigns()) {
      if (names.size() > 1) {
        evaluator.assign(names.get(0), key);
      }
      if (!names.isEmpty()) {
        evaluator.assign(names.getLast(), item);
      }
    } else {
      evaluator.drop(mark - names.size());
      if (names.size() > 1) {
        evaluator.declare(names.get(0), key, false);
      }
      if (!names.isEmpty()) {
        evaluator.declare(names.getLast(), item, element);
      }
    }
    var flow = walkWith(branch.body(), item, element);
    evaluator.drop(mark);
    return flow != Flow.BREAK;
  }

  private void call(Node.Call call, @Nullable Object dot) {
    var called = templates.definition(call.name());
    if (called.isEmpty()) {
      throw evaluator.fail("template " + GoFormat.quote(call.name()) + " not defined");
    }
    var data = call.pipe().isPresent() ? evaluator.pipe(call.pipe().get(), dot) : Invalid.VALUE;
    new Interpreter(templates, call.name(), called.get(), budget, out).run(data);
  }
}
