package io.syncline.lang.cel;

import io.syncline.lang.cel.Evaluation.Perhaps;
import io.syncline.lang.cel.Evaluation.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evaluates the macros that go through lists and maps. */
final class Loops {
  private final Evaluation evaluation;
  private final CelBudget budget;

  Loops(Evaluation evaluation, CelBudget budget) {
    this.evaluation = evaluation;
    this.budget = budget;
  }

  Object value(Node.Loop loop, Optional<Scope> scope) {
    var target = evaluation.value(loop.target(), scope);
    return switch (loop.macro()) {
      case "all" -> quantified(loop, target, scope, false);
      case "exists" -> quantified(loop, target, scope, true);
      case "exists_one" -> one(loop, target, scope);
      case "filter" -> filter(loop, target, scope);
      case "map", "transformList" -> mapped(loop, target, scope);
      case "transformMap" -> transformed(loop, target, scope);
      default -> optional(loop, target, scope);
    };
  }

  private Optional<Scope> bound(
      Node.Loop loop, Object target, Object item, int place, Optional<Scope> scope) {
    budget.take(1);
    var known = Evaluation.known(item);
    if (loop.second().isEmpty()) {
      return Optional.of(new Scope(loop.first(), known, scope));
    }
    var isMap = target instanceof Map;
    Object key = isMap ? known : (Object) (long) place;
    Object value = target instanceof Map<?, ?> map ? Evaluation.known(map.get(item)) : known;
    return Optional.of(
        new Scope(loop.second().get(), value, Optional.of(new Scope(loop.first(), key, scope))));
  }

  private boolean test(
      Node body, Node.Loop loop, Object target, Object item, int place, Optional<Scope> scope) {
    return Evaluation.truth(evaluation.value(body, bound(loop, target, item, place, scope)));
  }

  private Object quantified(
      Node.Loop loop, Object target, Optional<Scope> scope, boolean decisive) {
    var failed = Optional.<CelException>empty();
    var place = 0;
    for (var item : Evaluation.range(target)) {
      try {
        if (test(loop.body(), loop, target, item, place++, scope) == decisive) {
          return decisive;
        }
      } catch (CelException e) {
        if (e.fault() == CelException.Fault.COST) {
          throw e;
        }
        failed = Optional.of(e);
      }
    }
    if (failed.isPresent()) {
      throw failed.get();
    }
    return !decisive;
  }

  private Object one(Node.Loop loop, Object target, Optional<Scope> scope) {
    var count = 0;
    var place = 0;
    for (var item : Evaluation.range(target)) {
      if (test(loop.body(), loop, target, item, place++, scope)) {
        count++;
      }
    }
    return count == 1;
  }

  private Object filter(Node.Loop loop, Object target, Optional<Scope> scope) {
    var kept = new ArrayList<Object>();
    var place = 0;
    for (var item : Evaluation.range(target)) {
      if (test(loop.body(), loop, target, item, place++, scope)) {
        kept.add(Evaluation.known(item));
      }
    }
    return kept;
  }

  private Object mapped(Node.Loop loop, Object target, Optional<Scope> scope) {
    var made = new ArrayList<Object>();
    var place = 0;
    for (var item : Evaluation.range(target)) {
      var inner = bound(loop, target, item, place++, scope);
      if (loop.result().isEmpty()) {
        made.add(evaluation.value(loop.body(), inner));
      } else if (Evaluation.truth(evaluation.value(loop.body(), inner))) {
        made.add(evaluation.value(loop.result().get(), inner));
      }
    }
    return made;
  }

  private Object transformed(Node.Loop loop, Object target, Optional<Scope> scope) {
    var made = new LinkedHashMap<Object, Object>();
    var place = 0;
    for (var item : Evaluation.range(target)) {
      Object key = target instanceof List ? (Object) (long) place : Evaluation.known(item);
      var inner = bound(loop, target, item, place++, scope);
      if (loop.result().isEmpty()) {
        made.put(key, evaluation.value(loop.body(), inner));
      } else if (Evaluation.truth(evaluation.value(loop.body(), inner))) {
        made.put(key, evaluation.value(loop.result().get(), inner));
      }
    }
    return made;
  }

  private Object optional(Node.Loop loop, Object target, Optional<Scope> scope) {
    if (!(target instanceof Perhaps perhaps)) {
      throw CelException.noOverload();
    }
    if (perhaps.value().isEmpty()) {
      return perhaps;
    }
    var inner = Optional.of(new Scope(loop.first(), perhaps.value().get(), scope));
    var made = evaluation.value(loop.body(), inner);
    return loop.macro().equals("optMap") ? new Perhaps(Optional.of(made)) : made;
  }
}
