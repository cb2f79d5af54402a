package io.syncline.engine.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.sync.OperationPhase;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.Condition;
import io.syncline.model.status.Health;
import io.syncline.model.status.HealthStatus;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatusPiecesTest {
  private static final Instant NOW = Instant.parse("2024-01-10T10:30:15.7Z");

  @Test
  void conditions_keep_the_time_they_are_known_since() {
    var stored =
        List.of(
            condition("ComparisonError", "gone", "2024-01-01T00:00:00Z"),
            condition("ComparisonError", "stays", "2024-01-02T00:00:00Z"),
            condition("SyncError", "of another evaluator", "2024-01-03T00:00:00Z"));

    var merged =
        Conditions.merge(
            stored,
            Set.of("ComparisonError", "SharedResourceWarning"),
            List.of(
                new Condition("SharedResourceWarning", "new"),
                new Condition("ComparisonError", "stays")),
            NOW);

    assertThat(merged)
        .containsExactly(
            condition("ComparisonError", "stays", "2024-01-02T00:00:00Z"),
            condition("SharedResourceWarning", "new", "2024-01-10T10:30:15Z"),
            condition("SyncError", "of another evaluator", "2024-01-03T00:00:00Z"));
  }

  private static ObjectTree condition(String type, String message, String time) {
    return ObjectTree.of("type", type, "message", message, "lastTransitionTime", time);
  }

  @Test
  void health_moves_its_time_only_when_the_word_changes() {
    var stored = ObjectTree.of("status", "Healthy", "lastTransitionTime", "2024-01-01T00:00:00Z");

    assertThat(HealthField.write(stored, Health.HEALTHY, NOW)).isEqualTo(stored);
    assertThat(HealthField.write(stored, new Health(HealthStatus.DEGRADED, "why"), NOW))
        .isEqualTo(
            ObjectTree.of(
                "status", "Degraded",
                "lastTransitionTime", "2024-01-10T10:30:15Z",
                "message", "why"));
  }

  @Test
  void history_counts_on_and_drops_the_oldest() {
    var state =
        Yaml.parseObject(
            "{startedAt: '2024-01-10T10:30:00Z', operation: {initiatedBy: {username: ann}},"
                + " syncResult: {revision: abc, source: {repoURL: r}, resources: []}}");
    var stored = List.of(ObjectTree.of("id", 3L), ObjectTree.of("id", 4L));

    var history = History.append(stored, state, 2, NOW);

    assertThat(history).extracting(h -> Tree.number(h, -1, "id")).containsExactly(4L, 5L);
    assertThat(history.getLast())
        .isEqualTo(
            ObjectTree.of(
                "id",
                5L,
                "deployStartedAt",
                "2024-01-10T10:30:00Z",
                "deployedAt",
                "2024-01-10T10:30:15Z",
                "initiatedBy",
                ObjectTree.of("username", "ann"),
                "revision",
                "abc",
                "source",
                ObjectTree.of("repoURL", "r")));
    assertThat(History.append(stored, state, 0, NOW)).isEmpty();
    assertThat(History.append(List.of(), state, 10, NOW))
        .singleElement()
        .matches(h -> Tree.number(h, -1, "id") == 0);
  }

  @Test
  void a_waiting_retry_is_running_and_finished_at_once() {
    var begun = OperationStates.begin(ObjectTree.EMPTY, NOW);

    var waiting =
        OperationStates.waitForRetry(
            begun, "it broke", Duration.ofSeconds(50), NOW, ZoneOffset.UTC);

    assertThat(OperationStates.waitsForRetry(begun)).isFalse();
    assertThat(OperationStates.waitsForRetry(waiting)).isTrue();
    assertThat(Tree.text(waiting, "phase")).isEqualTo(OperationPhase.RUNNING.word());
    assertThat(Tree.text(waiting, "message"))
        .isEqualTo("it broke. Retrying attempt #1 at 10:31AM.");

    var again = OperationStates.retry(waiting, true);
    assertThat(OperationStates.waitsForRetry(again)).isFalse();
    assertThat(Tree.text(again, "message"))
        .isEqualTo("Retrying operation with latest revisions. Attempt #1");
  }

  @Test
  void summary_lists_images_and_addresses() {
    var ingress =
        Yaml.parseObject(
            """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              annotations: {link.argocd.argoproj.io/wiki: "Wiki|https://wiki.example"}
            spec:
              tls: [{hosts: [shop.example]}]
              rules:
                - host: shop.example
                  http: {paths: [{path: /api/*}, {path: /}]}
                - host: plain.example
            """);
    var pod =
        Yaml.parseObject(
            "{apiVersion: v1, kind: Pod, spec: {containers: [{image: b}, {image: a}]}}");

    assertThat(Summary.write(List.of(new Manifest(ingress), new Manifest(pod))))
        .isEqualTo(
            ObjectTree.of(
                "externalURLs",
                List.of(
                    "http://plain.example",
                    "https://shop.example",
                    "https://shop.example/api/",
                    "https://wiki.example"),
                "images",
                List.of("a", "b")));
  }
}
