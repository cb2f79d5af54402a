package io.syncline.localkube.rules;

import io.syncline.localkube.refusal.Cause;
import io.syncline.localkube.select.LabelSelector;
import io.syncline.localkube.select.SelectorException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import org.jspecify.annotations.Nullable;

/** Rules of selectors of labels. */
final class SelectorRules {
  private SelectorRules() {}

  static void check(@Nullable Object selector, String path, Causes causes) {
    causes.addAll(
        NameRules.labels(path + ".matchLabels", Tree.object(Tree.at(selector, "matchLabels"))));
    var i = 0;
    for (var expression : Tree.items(Tree.at(selector, "matchExpressions"))) {
      expression(expression, path + ".matchExpressions[" + i++ + "]", causes);
    }
  }

  private static void expression(Object expression, String path, Causes causes) {
    var values = Tree.items(Tree.at(expression, "values"));
    var operator = Tree.text(expression, "operator");
    switch (operator) {
      case "In", "NotIn" -> {
        if (values.isEmpty()) {
          causes.required(path + ".values", "must be specified when `operator` is 'In' or 'NotIn'");
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (!values.isEmpty()) {
          causes.forbidden(
              path + ".values",
              "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
      }
      default -> causes.invalid(path + ".operator", operator, "not a valid selector operator");
    }
    causes.addAll(NameRules.key(path + ".key", Tree.text(expression, "key")));
    var i = 0;
    for (var value : values) {
      for (var cause : NameRules.labels("", ObjectTree.of("value", value))) {
        causes.add(new Cause(cause.reason(), cause.message(), path + ".values[" + i + "]"));
      }
      i++;
    }
  }

  /** What {@code labels} are to a selector. */
  enum Match {
    FITS,
    MISSES,
    UNREADABLE
  }

  /** Whether labels fit; an absent selector fits none. */
  static Match match(@Nullable Object selector, ObjectTree labels) {
    if (!(selector instanceof ObjectTree tree)) {
      return Match.MISSES;
    }
    try {
      return LabelSelector.of(tree).fits(labels) ? Match.FITS : Match.MISSES;
    } catch (SelectorException e) {
      return Match.UNREADABLE;
    }
  }
}
