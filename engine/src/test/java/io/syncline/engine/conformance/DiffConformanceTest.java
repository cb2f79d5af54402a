package io.syncline.engine.conformance;

import io.syncline.engine.diff.CompareOptions;
import io.syncline.engine.diff.Comparison;
import io.syncline.engine.diff.DiffRules;
import io.syncline.engine.diff.DiffStrategy;
import io.syncline.engine.diff.Difference;
import io.syncline.engine.diff.IgnoreRule;
import io.syncline.engine.diff.KnownField;
import io.syncline.engine.diff.SecretMask;
import io.syncline.engine.target.Target;
import io.syncline.engine.target.Tracking;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiffConformanceTest {
  @Test
  void compares_objects_as_argo_cd_does() {
    Corpus.find("diff")
        .ifPresent(
            cases -> {
              cases.group("diff", DiffConformanceTest::diff);
              cases.group("app-diff", DiffConformanceTest::application);
              cases.group("normalizers", DiffConformanceTest::normalizer);
              cases.group("managed-fields", DiffConformanceTest::managedFields);
              cases.group("ignore-config-match", DiffConformanceTest::matching);
              cases.group("hide-secret", DiffConformanceTest::hidden);
              cases.group("normalize-secret", DiffConformanceTest::normalForm);
              cases.group("normalize-remarshal", DiffConformanceTest::normalForm);
              cases.group("normalize-removeNamespaceAnnotation", DiffConformanceTest::normalForm);
              cases.finish();
            });
  }

  private static DiffRules rules(List<IgnoreRule> ignores, boolean aggregated) {
    return DiffRules.of("app", Tracking.DEFAULT)
        .ignoring(ignores)
        .options(new CompareOptions(CompareOptions.StatusField.NONE, aggregated, true));
  }

  private static Optional<Manifest> object(@Nullable Object value) {
    return value instanceof ObjectTree tree ? Optional.of(new Manifest(tree)) : Optional.empty();
  }

  /** Upstream pairs objects by hand, whatever they are called, so both get one name here. */
  private static Difference compare(
      Optional<Manifest> config, Optional<Manifest> live, DiffRules rules) {
    var name = "the-object";
    var target = config.map(m -> named(m, name)).map(List::of).orElse(List.of());
    var objects = new TreeMap<io.syncline.model.object.ObjectKey, Manifest>();
    var key =
        (config.isPresent() ? named(config.get(), name) : named(live.orElseThrow(), name)).key();
    live.ifPresent(l -> objects.put(key, named(l, name)));
    return Comparison.diff(new Target(target, List.of(), List.of()), new LiveState(objects), rules)
        .getFirst();
  }

  private static Manifest named(Manifest object, String name) {
    return object.name().isEmpty() ? object.with(name, "metadata", "name") : object;
  }

  private static String diff(ObjectTree one) {
    if (Tree.text(one, "mode").equals("array")) {
      return array(one);
    }
    var config = object(one.get("config"));
    var live = object(one.get("live"));
    var expected = Tree.object(one.get("expected"));
    if (config.isEmpty()) {
      // Nothing wanted: only ownership, not comparison, decides about such an object.
      return Tree.flag(expected, "modified") ? "expected a difference" : "";
    }
    var ignored = new ArrayList<String>();
    for (var path : Tree.items(Tree.at(one, "options", "ignoredFields"))) {
      ignored.add("/" + String.join("/", Tree.items(path).stream().map(String::valueOf).toList()));
    }
    var rule = new IgnoreRule("*", "*", "", "", ignored, List.of(), List.of());
    var aggregated = Tree.flag(one, "options", "ignoreAggregatedRoles");
    var rules = rules(List.of(rule), aggregated).by(strategy(one, config.get(), live));
    return verdict(expected, compare(config, live, rules));
  }

  private static DiffStrategy strategy(ObjectTree one, Manifest config, Optional<Manifest> live) {
    return switch (Tree.text(one, "mode")) {
      case "serverSide" -> {
        var answer = object(one.get("dryRunResult")).orElseThrow();
        var webhooks = Boolean.FALSE.equals(Tree.at(one, "options", "ignoreMutationWebhook"));
        yield new DiffStrategy(false, Map.of(live.orElse(config).key(), answer), webhooks);
      }
      case "structuredMerge" -> new DiffStrategy(true, Map.of(), false);
      default -> DiffStrategy.CLIENT_SIDE;
    };
  }

  private static List<KnownField> known(ObjectTree one) {
    var fields = new ArrayList<KnownField>();
    Tree.object(one.get("resourceOverrides"))
        .forEach(
            (kind, override) -> {
              var slash = kind.lastIndexOf('/');
              fields.addAll(
                  KnownField.from(
                      new GroupKind(
                          slash < 0 ? "" : kind.substring(0, slash), kind.substring(slash + 1)),
                      Tree.items(Tree.at(override, "knownTypeFields"))));
            });
    return fields;
  }

  private static String array(ObjectTree one) {
    var configs = Tree.items(one.get("config"));
    var lives = Tree.items(one.get("live"));
    var modified = false;
    for (var i = 0; i < configs.size(); i++) {
      modified |=
          compare(object(configs.get(i)), object(lives.get(i)), rules(List.of(), false)).modified();
    }
    return modified == Tree.flag(one, "expected", "modified") ? "" : "modified: " + modified;
  }

  private static String verdict(ObjectTree expected, Difference difference) {
    if (expected.containsKey("modified")
        && Tree.flag(expected, "modified") != difference.modified()) {
      return "modified: "
          + difference.modified()
          + "\n    live "
          + difference.normalizedLive().map(Manifest::json).orElse("-")
          + "\n    next "
          + difference.predictedLive().map(Manifest::json).orElse("-");
    }
    var sides =
        ObjectTree.of(
            "modified", difference.modified(),
            "predictedLive", difference.predictedLive().map(Manifest::root).orElse(null),
            "normalizedLive", difference.normalizedLive().map(Manifest::root).orElse(null));
    return Checks.all(Tree.items(expected.get("checks")), _ -> sides);
  }

  private static List<IgnoreRule> ignores(ObjectTree settings) {
    var rules = new ArrayList<IgnoreRule>();
    Tree.object(settings.get("resourceOverrides"))
        .forEach(
            (kind, override) ->
                rules.add(
                    IgnoreRule.forKinds(
                        kind, Tree.object(Tree.at(override, "ignoreDifferences")))));
    Tree.items(settings.get("ignoreDifferences"))
        .forEach(entry -> rules.add(IgnoreRule.from(Tree.object(entry))));
    return rules;
  }

  private static String application(ObjectTree one) {
    if (one.containsKey("lives")) {
      return normalizedPair(one);
    }
    var settings = Tree.object(one.get("settings"));
    var source = settings.isEmpty() ? one : settings;
    var difference =
        compare(
            object(one.get("config")).or(() -> object(one.get("target"))),
            object(one.get("live")),
            rules(ignores(source), false));
    return verdict(Tree.object(one.get("expected")), difference);
  }

  private static String normalizedPair(ObjectTree one) {
    var rules = rules(ignores(Tree.object(one.get("settings"))), false);
    var live = object(Tree.items(one.get("lives")).getFirst()).orElseThrow();
    var target = object(Tree.items(one.get("configs")).getFirst()).orElseThrow();
    var sides =
        ObjectTree.of(
            "lives",
            List.of(ObjectTree.of("object", Comparison.normalize(live, live, rules).root())),
            "targets",
            List.of(ObjectTree.of("object", Comparison.normalize(target, live, rules).root())));
    return Checks.all(Tree.items(Tree.at(one, "expected", "checks")), _ -> sides);
  }

  private static String normalizer(ObjectTree one) {
    var object = object(one.get("object")).orElseThrow();
    var rules = rules(ignores(one), false).knowing(known(one));
    var reduced = Comparison.normalize(object, object, rules);
    return Checks.all(Tree.items(Tree.at(one, "expected", "checks")), _ -> reduced.root());
  }

  private static String managedFields(ObjectTree one) {
    var managers = Tree.items(one.get("trustedManagers")).stream().map(String::valueOf).toList();
    var rules =
        rules(List.of(new IgnoreRule("*", "*", "", "", List.of(), List.of(), managers)), false);
    var live = object(one.get("live")).orElseThrow();
    var config = object(one.get("config")).orElseThrow();
    return Checks.all(
        Tree.items(Tree.at(one, "expected", "checks")),
        check ->
            Comparison.normalize(Tree.number(check, 0, "result") == 0 ? live : config, live, rules)
                .root());
  }

  private static String matching(ObjectTree one) {
    var query = Tree.object(one.get("query"));
    var key =
        new io.syncline.model.object.ObjectKey(
            Tree.text(query, "group"),
            Tree.text(query, "kind"),
            Tree.text(query, "namespace"),
            Tree.text(query, "name"));
    var found = IgnoreRule.merged(ignores(one), key);
    var expected = Tree.object(one.get("expected"));
    if (Tree.flag(expected, "value") != found.isPresent()) {
      return "found: " + found;
    }
    var tree =
        found
            .map(
                rule ->
                    ObjectTree.of(
                        "jsonPointers", rule.jsonPointers(),
                        "jqPathExpressions", rule.jqPaths(),
                        "managedFieldsManagers", rule.managers()))
            .orElse(null);
    return Checks.all(
        Tree.items(expected.get("checks")),
        _ -> new ObjectTree.Builder(1).put("found", tree).build());
  }

  private static String hidden(ObjectTree one) {
    var annotations = new HashSet<String>();
    if (one.get("hideAnnotations") instanceof ObjectTree names) {
      annotations.addAll(names.keySet());
    } else {
      Tree.items(one.get("hideAnnotations")).forEach(a -> annotations.add(String.valueOf(a)));
    }
    var shown =
        SecretMask.mask(
            List.of(object(one.get("target")), object(one.get("live"))), Set.copyOf(annotations));
    return Checks.all(
        Tree.items(Tree.at(one, "expected", "checks")),
        check ->
            shown
                .get(Tree.text(check, "on").equals("live") ? 1 : 0)
                .map(Manifest::root)
                .orElse(null));
  }

  private static String normalForm(ObjectTree one) {
    var object =
        object(one.get("object")).or(() -> object(Tree.at(one, "input", "object"))).orElseThrow();
    var normal = Comparison.normalize(object, object, rules(List.of(), false));
    return Checks.all(Tree.items(Tree.at(one, "expected", "checks")), _ -> normal.root());
  }
}
