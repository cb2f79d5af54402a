package io.syncline.engine.conformance;

import io.syncline.engine.health.ApplicationHealth;
import io.syncline.engine.health.HealthRules;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.status.Health;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthConformanceTest {
  @Test
  void judges_objects_as_argo_cd_does() {
    var corpus = Corpus.find("health");
    corpus.ifPresent(
        cases -> {
          cases.group("builtin", one -> object(cases, one));
          cases.group("custom", one -> custom(cases, one));
          cases.group("app-aggregation", HealthConformanceTest::application);
          cases.finish();
        });
  }

  /** Rules are judged alone here: that an object is being deleted is looked at before any rule. */
  private static String custom(Corpus cases, ObjectTree one) {
    var live = cases.object(Tree.text(one, "input"));
    return judge(
        one,
        live,
        HealthRules.check(live.groupKind(), HealthRules.BUILT_IN)
            .flatMap(check -> check.assess(live)));
  }

  private static String object(Corpus cases, ObjectTree one) {
    var live = cases.object(Tree.text(one, "input"));
    return judge(one, live, HealthRules.health(live, HealthRules.BUILT_IN));
  }

  private static String judge(ObjectTree one, Manifest live, Optional<Health> health) {
    if (!(one.get("expected") instanceof ObjectTree expected)) {
      return health.isEmpty() ? "" : "expected no health, got " + health;
    }
    if (health.isEmpty()) {
      return "expected " + expected + ", got no health";
    }
    var same = health.get().status().word().equals(Tree.text(expected, "status"));
    var told =
        expected.get("message") == null
            || health.get().message().equals(Tree.text(expected, "message"));
    return same && told
        ? ""
        : "expected " + expected + ", got " + health.get() + " for " + live.key();
  }

  private static String application(ObjectTree one) {
    var input = Tree.object(one.get("input"));
    var subjects = new ArrayList<ApplicationHealth.Subject>();
    for (var resource : Tree.items(input.get("resources"))) {
      var key =
          new ObjectKey(
              Tree.text(resource, "Group"),
              Tree.text(resource, "Kind"),
              Tree.text(resource, "Namespace"),
              Tree.text(resource, "Name"));
      subjects.add(
          new ApplicationHealth.Subject(key, side(resource, "Target"), side(resource, "Live")));
    }
    var health = ApplicationHealth.of(subjects, HealthRules.BUILT_IN, Optional.empty());
    var expected = Tree.text(one, "expected", "value");
    return expected.equals(health.overall().status().word())
        ? ""
        : "expected " + expected + ", got " + health;
  }

  private static Optional<Manifest> side(Object resource, String name) {
    return Tree.at(resource, name) instanceof ObjectTree tree
        ? Optional.of(new Manifest(tree))
        : Optional.empty();
  }
}
