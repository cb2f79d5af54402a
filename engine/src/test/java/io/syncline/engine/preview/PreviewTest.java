package io.syncline.engine.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.diff.Difference;
import io.syncline.engine.guard.DestructionGuard;
import io.syncline.engine.plan.SyncOptions;
import io.syncline.engine.plan.SyncPlan;
import io.syncline.engine.target.Scope;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.SyncStatus;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewTest {
  private static Manifest object(String yaml) {
    return new Manifest(Yaml.parseObject(yaml));
  }

  private static Manifest config(String name, String rest) {
    return object(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: "
            + name
            + ", namespace: shop}"
            + rest
            + "}");
  }

  private static Difference pair(Optional<Manifest> target, Optional<Manifest> live) {
    var same = target.equals(live);
    return new Difference(
        target.or(() -> live).orElseThrow().key(),
        target,
        live,
        Optional.of(same ? SyncStatus.SYNCED : SyncStatus.OUT_OF_SYNC),
        !same,
        target.isEmpty(),
        false,
        live,
        target);
  }

  private static SyncPlan plan(String operation, List<Difference> differences) {
    return SyncPlan.plan(
        differences,
        new SyncOptions(
            Yaml.parseObject(operation),
            List.of(),
            "abc",
            Instant.EPOCH,
            "shop",
            "",
            SyncOptions.Surroundings.open(_ -> Scope.NAMESPACED)));
  }

  private static Preview preview(String revision, Difference... differences) {
    var all = List.of(differences);
    return Preview.of(plan("{prune: true}", all), all, List.of(revision), Set.of(), List.of());
  }

  private static Difference pair(String target, String live) {
    return pair(Optional.of(config("a", target)), Optional.of(config("a", live)));
  }

  @Test
  void tells_what_each_task_does_field_by_field() {
    var changed =
        pair(
            Optional.of(
                object(
                    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop},"
                        + " spec: {template: {spec: {containers: [{name: main, image: 'a:2'}]}}}}")),
            Optional.of(
                object(
                    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop},"
                        + " spec: {paused: true, template: {spec: {containers: [{name: main,"
                        + " image: 'a:1'}]}}}}")));
    var made = pair(Optional.of(config("new", "")), Optional.empty());
    var gone = pair(Optional.empty(), Optional.of(config("old", "")));
    var same = pair(", data: {k: v}", ", data: {k: v}");

    var preview = preview("abc", changed, made, gone, same);

    assertThat(preview.entries())
        .extracting(e -> e.action() + " " + e.task().objectKey().name())
        .containsExactlyInAnyOrder("CHANGE web", "CREATE new", "DELETE old", "NOTHING a");
    assertThat(Preview.changes(changed, Set.of()))
        .containsExactlyInAnyOrder(
            new FieldChange(
                "spec.template.spec.containers[main].image",
                Optional.of("\"a:1\""),
                Optional.of("\"a:2\"")),
            new FieldChange("spec.paused", Optional.of("true"), Optional.empty()));
  }

  @Test
  void never_shows_the_values_of_secrets() {
    var secret =
        "{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop}, data: {p: %s}}";
    var difference =
        pair(
            Optional.of(object(secret.formatted("bmV3cGFzcw=="))),
            Optional.of(object(secret.formatted("b2xkcGFzcw=="))));

    var shown = Json.write(preview("abc", difference).tree());

    assertThat(shown).contains("data.p").doesNotContain("bmV3", "b2xk");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "abc | {k: new} | {k: old} | ''                       | ''",
        "abc | {k: new} | {k: old} | ', status: {seen: true}' | ''",
        "def | {k: new} | {k: old} | ''                       | the commit was abc and is def",
        "abc | {k: nwe} | {k: old} | ''                       | ConfigMap:shop/a is wanted otherwise",
        "abc | {k: new} | {k: odl} | ''                       | ConfigMap:shop/a was changed in the"
            + " cluster",
      })
  void its_digest_stands_for_commit_target_and_live_objects(
      String revision, String target, String live, String more, String news) {
    var then = preview("abc", pair(", data: {k: new}", ", data: {k: old}"));
    var now = preview(revision, pair(", data: " + target, ", data: " + live + more));

    assertThat(now.digest().equals(then.digest())).isEqualTo(news.isEmpty());
    assertThat(String.join("; ", now.changedSince(then)).replace("/ConfigMap/", "ConfigMap:"))
        .endsWith(news.isEmpty() ? "" : news.substring(news.indexOf(' ')));
  }

  private static List<String> objections(String annotation, String operation, Difference... all) {
    var app =
        new Application(
            object(
                "{metadata: {name: shop, annotations: {syncline.io/destruction-guard: '"
                    + annotation
                    + "'}}}"));
    return DestructionGuard.of(app, Optional.empty())
        .map(g -> g.objections(plan(operation, List.of(all))))
        .orElse(List.of());
  }

  private static Difference gone(String kind, String rest) {
    return pair(
        Optional.empty(),
        Optional.of(
            object(
                "{apiVersion: v1, kind: "
                    + kind
                    + ", metadata: {name: data, namespace: shop"
                    + rest
                    + "}}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "on              | {prune: true}  | PersistentVolumeClaim | true",
        "on              | {prune: false} | PersistentVolumeClaim | false",
        "off             | {prune: true}  | PersistentVolumeClaim | false",
        "kinds=ConfigMap | {prune: true}  | PersistentVolumeClaim | false",
        "kinds=ConfigMap | {prune: true}  | ConfigMap             | true",
        "on              | {prune: true}  | StatefulSet           | false",
      })
  void objects_to_losing_what_is_dear(
      String annotation, String operation, String kind, boolean objects) {
    assertThat(objections(annotation, operation, gone(kind, "")).isEmpty()).isEqualTo(!objects);
  }

  @Test
  void does_not_object_to_what_stays_anyway() {
    var kept = ", annotations: {argocd.argoproj.io/sync-options: Prune=false}";

    assertThat(objections("on", "{prune: true}", gone("PersistentVolumeClaim", kept))).isEmpty();
  }

  @Test
  void objects_to_losing_a_large_share_of_many_objects() {
    var all = new ArrayList<Difference>();
    for (var i = 0; i < 6; i++) {
      var object = Optional.of(config("c" + i, ""));
      all.add(pair(i < 4 ? Optional.empty() : object, object));
    }

    assertThat(objections("on", "{prune: true}", all.toArray(Difference[]::new)))
        .containsExactly("it would delete 4 of 6 objects (more than 50 %)");
    assertThat(objections("share=70", "{prune: true}", all.toArray(Difference[]::new))).isEmpty();
    assertThat(objections("least=7", "{prune: true}", all.toArray(Difference[]::new))).isEmpty();
  }

  @Test
  void objects_to_making_anew_what_cannot_be_changed_only_when_that_is_forced() {
    var deployment =
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec:"
            + " {selector: {matchLabels: {app: %s}}}}";
    var difference =
        pair(
            Optional.of(object(deployment.formatted("new"))),
            Optional.of(object(deployment.formatted("old"))));

    assertThat(objections("on", "{}", difference)).isEmpty();
    assertThat(objections("on", "{syncStrategy: {apply: {force: true}}}", difference))
        .singleElement()
        .asString()
        .contains("make it again, since spec.selector cannot be changed");
  }

  @Test
  void a_note_in_the_operation_confirms_beforehand() {
    var operation = "{info: [{name: %s, value: '%s'}]}";

    assertThat(DestructionGuard.allowed(tree(operation, DestructionGuard.ALLOWED, "true")))
        .isTrue();
    assertThat(DestructionGuard.allowed(tree(operation, DestructionGuard.ALLOWED, "no"))).isFalse();
    assertThat(DestructionGuard.allowed(ObjectTree.EMPTY)).isFalse();
  }

  private static ObjectTree tree(String text, Object... values) {
    return Yaml.parseObject(text.formatted(values));
  }
}
