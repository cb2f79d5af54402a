package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.engine.diff.Comparison;
import io.syncline.engine.diff.DiffRules;
import io.syncline.engine.diff.IgnoreRule;
import io.syncline.engine.target.Tracking;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields that do not count when something is compared here and not by the server: what the settings
 * and the application ignore.
 */
final class IgnoredFields {
  /** Nothing. */
  static final IgnoredFields NONE = new IgnoredFields(List.of());

  private final List<IgnoreRule> rules;

  private IgnoredFields(List<IgnoreRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** What counts not in {@code app}, by its spec and the settings of the server. */
  static IgnoredFields of(ApiClient client, ObjectTree app) {
    var rules = new ArrayList<IgnoreRule>();
    Tree.object(client.get("/api/v1/settings").get("resourceOverrides"))
        .forEach(
            (kinds, override) -> {
              var ignored = Tree.object(Tree.at(override, "ignoreDifferences"));
              if (!ignored.isEmpty()) {
                rules.add(IgnoreRule.forKinds(kinds, ignored));
              }
            });
    Tree.items(Tree.at(app, "spec", "ignoreDifferences"))
        .forEach(entry -> rules.add(IgnoreRule.from(Tree.object(entry))));
    return new IgnoredFields(rules);
  }

  /**
   * {@code object} without them.
   *
   * @param live the live side, whose managers a rule may name
   */
  ObjectTree leftOutOf(ObjectTree object, ObjectTree live) {
    if (rules.isEmpty() || object.isEmpty()) {
      return object;
    }
    return Comparison.normalize(
            new Manifest(object),
            new Manifest(live.isEmpty() ? object : live),
            DiffRules.of("", Tracking.DEFAULT).ignoring(rules))
        .root();
  }
}
