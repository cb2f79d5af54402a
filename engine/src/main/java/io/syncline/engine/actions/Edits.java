package io.syncline.engine.actions;

import io.syncline.engine.actions.BuiltInAction.Edit;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.time.temporal.ChronoUnit;
import java.util.function.Predicate;

/** Changes and questions that several kinds share. */
final class Edits {
  private Edits() {}

  /** Sets a field. */
  static Edit set(Object value, String... path) {
    return (live, _) -> live.with(value, path);
  }

  /** Sets a field to the time. */
  static Edit stamp(String before, String... path) {
    return (live, input) -> live.with(before + input.now().truncatedTo(ChronoUnit.SECONDS), path);
  }

  static Edit annotate(String name, String value) {
    return set(value, "metadata", "annotations", name);
  }

  /** Takes fields away; annotations that get empty go, too. */
  static Edit unannotate(String... names) {
    return (live, _) -> {
      var result = live;
      for (var name : names) {
        result = result.without("metadata", "annotations", name);
      }
      return Tree.object(result.at("metadata", "annotations")).isEmpty()
          ? result.without("metadata", "annotations")
          : result;
    };
  }

  static Edit then(Edit first, Edit second) {
    return (live, input) -> second.apply(first.apply(live, input), input);
  }

  /** A number that was said with the action. */
  static long number(BuiltInAction.Input input, String name, String hint) {
    var text = input.params().getOrDefault(name, "");
    if (!text.matches("\\d{1,9}")) {
      throw new ActionException("invalid number: " + text + hint);
    }
    return Long.parseLong(text);
  }

  static Predicate<Manifest> flag(String... path) {
    return live -> Tree.flag(live.root(), path);
  }

  static Predicate<Manifest> annotated(String name, String value) {
    return live -> live.annotation(name).filter(value::equals).isPresent();
  }

  static Predicate<Manifest> reads(String value, String... path) {
    return live -> live.text(path).equals(value);
  }
}
