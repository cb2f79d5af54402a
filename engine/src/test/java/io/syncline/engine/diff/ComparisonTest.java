package io.syncline.engine.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.target.Target;
import io.syncline.engine.target.Tracking;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.Condition;
import io.syncline.model.status.SyncStatus;
import io.syncline.model.yaml.Yaml;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final DiffRules RULES = DiffRules.of("app", Tracking.DEFAULT);

  private static Manifest object(String kind, String name, String fields) {
    return new Manifest(
        Yaml.parseObject(
            "{apiVersion: v1, kind: "
                + kind
                + ", metadata: {name: "
                + name
                + ", namespace: shop}"
                + (fields.isEmpty() ? "" : ", " + fields)
                + "}"));
  }

  private static Manifest ours(Manifest object) {
    return Tracking.DEFAULT.mark(object, "app", "shop");
  }

  private static Comparison compare(DiffRules rules, List<Manifest> targets, Manifest... live) {
    return Comparison.compare(
        new Target(targets, List.of(), List.of()), LiveState.of(Arrays.asList(live)), rules);
  }

  @Test
  void what_the_cluster_adds_by_itself_is_no_difference() {
    var target = ours(object("Service", "web", "spec: {ports: [{port: 80}]}"));
    var live =
        ours(object(
                "Service",
                "web",
                "spec: {clusterIP: 10.0.0.1, type: ClusterIP, sessionAffinity: None,"
                    + " ports: [{port: 80, protocol: TCP, targetPort: 80}]},"
                    + " status: {loadBalancer: {}}"))
            .with("17", "metadata", "resourceVersion");

    assertThat(compare(RULES, List.of(target), live).status()).isEqualTo(SyncStatus.SYNCED);
  }

  @Test
  void annotations_of_others_stay_where_the_target_has_none() {
    var target = object("ConfigMap", "c", "data: {a: x}");
    var live =
        target
            .with("1", "metadata", "annotations", "deployment.kubernetes.io/revision")
            .with(
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"annotations\":{},\"name\":\"c\",\"namespace\":\"shop\"},\"data\":{\"a\":\"x\"}}",
                "metadata",
                "annotations",
                "kubectl.kubernetes.io/last-applied-configuration");

    assertThat(compare(RULES, List.of(target), live).status()).isEqualTo(SyncStatus.SYNCED);
  }

  @Test
  void what_is_missing_changed_or_left_over_is_a_difference() {
    var target = ours(object("ConfigMap", "c", "data: {a: x}"));
    var changed = ours(object("ConfigMap", "c", "data: {a: y}"));

    assertThat(compare(RULES, List.of(target)).status()).isEqualTo(SyncStatus.OUT_OF_SYNC);
    assertThat(compare(RULES, List.of(target), changed).differences())
        .singleElement()
        .matches(Difference::modified);
    assertThat(compare(RULES, List.of(), changed).differences())
        .singleElement()
        .matches(Difference::requiresPruning);
  }

  @Test
  void left_overs_may_be_declared_harmless() {
    var extra =
        ours(object("ConfigMap", "c", ""))
            .with(
                "IgnoreExtraneous",
                "metadata",
                "annotations",
                "argocd.argoproj.io/compare-options");
    var comparison = compare(RULES, List.of(), extra);

    assertThat(comparison.status()).isEqualTo(SyncStatus.SYNCED);
    assertThat(comparison.differences())
        .singleElement()
        .matches(d -> d.status().equals(Optional.of(SyncStatus.OUT_OF_SYNC)));
  }

  @Test
  void objects_of_others_are_left_alone_and_shared_ones_warned_about() {
    var foreign = Tracking.DEFAULT.mark(object("ConfigMap", "c", ""), "team_other", "shop");

    assertThat(compare(RULES, List.of(), foreign).differences()).isEmpty();
    assertThat(compare(RULES, List.of(ours(object("ConfigMap", "c", ""))), foreign).conditions())
        .containsExactly(
            new Condition(
                Condition.SHARED, "ConfigMap/c is part of applications app and team/other"));
  }

  @Test
  void ignored_fields_do_not_count_and_can_be_kept_at_a_sync() {
    var target = ours(object("ConfigMap", "c", "data: {a: git, b: git}"));
    var live = ours(object("ConfigMap", "c", "data: {a: cluster, b: git}"));
    var byPointer =
        RULES.ignoring(
            List.of(
                new IgnoreRule("", "ConfigMap", "", "", List.of("/data/a"), List.of(), List.of())));
    var byJq =
        RULES.ignoring(
            List.of(new IgnoreRule("*", "*", "c", "", List.of(), List.of(".data.a"), List.of())));

    assertThat(compare(RULES, List.of(target), live).status()).isEqualTo(SyncStatus.OUT_OF_SYNC);
    assertThat(compare(byPointer, List.of(target), live).status()).isEqualTo(SyncStatus.SYNCED);
    assertThat(compare(byJq, List.of(target), live).status()).isEqualTo(SyncStatus.SYNCED);
    assertThat(Comparison.respectingIgnores(target, live, byJq).at("data"))
        .isEqualTo(Yaml.parseObject("{a: cluster, b: git}"));
  }

  @Test
  void an_object_the_project_does_not_permit_is_unknown() {
    var target = ours(object("Service", "web", ""));
    var comparison =
        compare(RULES.permitting(o -> !o.kind().equals("Service")), List.of(target), target);

    assertThat(comparison.differences())
        .singleElement()
        .matches(d -> d.status().equals(Optional.of(SyncStatus.UNKNOWN)));
    assertThat(comparison.status()).isEqualTo(SyncStatus.SYNCED);
  }

  @Test
  void a_field_given_up_under_server_side_apply_is_a_difference() {
    var live =
        ours(object("ConfigMap", "c", "data: {a: x, b: y}"))
            .with(
                List.of(
                    Yaml.parseObject(
                        "{manager: argocd-controller, operation: Apply, apiVersion: v1,"
                            + " fieldsType: FieldsV1, fieldsV1: {'f:data': {'f:a': {}, 'f:b': {}}}}")),
                "metadata",
                "managedFields");

    var target = ours(object("ConfigMap", "c", "data: {a: x}"));
    assertThat(compare(RULES, List.of(target), live).differences())
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.modified()).isTrue();
              assertThat(d.predictedLive().orElseThrow().at("data"))
                  .isEqualTo(Yaml.parseObject("{a: x}"));
            });
  }

  @Test
  void an_expression_without_end_ignores_nothing_and_ends() {
    var target = object("ConfigMap", "a", "data: {k: new}");
    var live = object("ConfigMap", "a", "data: {k: old}");
    for (var path : List.of(".data | (range(1e18) | empty)", "def f: f; f", "last(range(1e18))")) {
      var rules =
          RULES.ignoring(
              List.of(new IgnoreRule("*", "*", "", "", List.of(), List.of(path), List.of())));
      assertThat(compare(rules, List.of(target), live).status())
          .as(path)
          .isEqualTo(SyncStatus.OUT_OF_SYNC);
    }
  }
}
