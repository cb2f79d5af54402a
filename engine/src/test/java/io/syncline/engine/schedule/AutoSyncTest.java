package io.syncline.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.diff.Difference;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.SyncStatus;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AutoSyncTest {
  private static final Instant NOW = Instant.parse("2024-01-10T10:30:15Z");

  private static final String SOURCE = "{repoURL: https://git.example/shop, path: web}";

  private static Application app(String automated, String rest) {
    return new Application(
        new Manifest(
            Yaml.parseObject(
                "{metadata: {name: shop}, spec: {source: "
                    + SOURCE
                    + ", syncPolicy: {automated: "
                    + automated
                    + "}}"
                    + rest
                    + "}")));
  }

  private static String attempted(String phase, String revision, int attempts, int secondsAgo) {
    return ", status: {operationState: {phase: "
        + phase
        + ", message: it broke, finishedAt: '"
        + NOW.minusSeconds(secondsAgo)
        + "', operation: {sync: {autoHealAttemptsCount: "
        + attempts
        + "}}, syncResult: {revision: "
        + revision
        + ", source: "
        + SOURCE
        + "}}}";
  }

  private static Difference difference(String name, SyncStatus status, boolean prunes) {
    var object =
        new Manifest(
            Yaml.parseObject("{apiVersion: v1, kind: Service, metadata: {name: " + name + "}}"));
    var wanted = prunes ? Optional.<Manifest>empty() : Optional.of(object);
    return new Difference(
        object.key(),
        wanted,
        Optional.of(object),
        Optional.of(status),
        status == SyncStatus.OUT_OF_SYNC,
        prunes,
        false,
        Optional.of(object),
        wanted);
  }

  private static final Difference SYNCED = difference("same", SyncStatus.SYNCED, false);
  private static final Difference CHANGED = difference("other", SyncStatus.OUT_OF_SYNC, false);
  private static final Difference EXTRA = difference("extra", SyncStatus.OUT_OF_SYNC, true);

  private static Decision decide(Application app, Difference... differences) {
    return new AutoSync(
            app,
            SyncStatus.OUT_OF_SYNC,
            List.of(differences),
            List.of("abc"),
            false,
            SelfHealBackoff.DEFAULT)
        .decide(NOW);
  }

  @Test
  void syncs_a_new_revision_whole() {
    var decision =
        decide(app("{prune: true}", attempted("Succeeded", "old", 0, 60)), SYNCED, CHANGED);

    assertThat(decision)
        .isEqualTo(
            new Decision.Sync(
                ObjectTree.of(
                    "sync",
                    ObjectTree.of(
                        "revision", "abc", "source", Yaml.parseObject(SOURCE), "prune", true),
                    "initiatedBy",
                    ObjectTree.of("automated", true),
                    "retry",
                    ObjectTree.of("limit", 5L))));
  }

  @Test
  void leaves_an_application_alone_that_syncs_by_hand_or_is_busy() {
    assertThat(decide(app("{enabled: false}", ""), CHANGED)).isInstanceOf(Decision.Skip.class);
    assertThat(decide(app("{}", ", operation: {sync: {}}"), CHANGED))
        .isInstanceOf(Decision.Skip.class);
  }

  @Test
  void does_nothing_when_only_pruning_is_left_and_it_may_not_prune() {
    assertThat(decide(app("{}", ""), SYNCED, EXTRA)).isInstanceOf(Decision.Skip.class);
    assertThat(decide(app("{}", ""), CHANGED, EXTRA)).isInstanceOf(Decision.Sync.class);
  }

  @Test
  void refuses_to_wipe_out_everything_unless_that_is_allowed() {
    assertThat(decide(app("{prune: true}", ""), EXTRA))
        .isInstanceOfSatisfying(
            Decision.Error.class,
            e ->
                assertThat(e.condition().message())
                    .isEqualTo(
                        "Skipping sync attempt to [abc]: auto-sync will wipe out all resources"));
    assertThat(decide(app("{prune: true, allowEmpty: true}", ""), EXTRA))
        .isInstanceOf(Decision.Sync.class);
  }

  @Test
  void does_not_repeat_what_failed_until_something_changes() {
    assertThat(decide(app("{selfHeal: true}", attempted("Failed", "abc", 0, 9)), CHANGED))
        .isInstanceOfSatisfying(
            Decision.Error.class,
            e ->
                assertThat(e.condition().message())
                    .isEqualTo("Failed last sync attempt to [abc]: it broke"));
  }

  @Test
  void heals_only_what_drifted_and_slower_each_time() {
    var first =
        decide(app("{selfHeal: true}", attempted("Succeeded", "abc", 0, 1)), SYNCED, CHANGED);
    assertThat(first)
        .isInstanceOfSatisfying(
            Decision.Sync.class,
            s -> {
              assertThat(Tree.items(Tree.at(s.operation(), "sync", "resources")))
                  .isEqualTo(
                      List.of(ObjectTree.of("group", "", "kind", "Service", "name", "other")));
              assertThat(Tree.number(s.operation(), 0, "sync", "autoHealAttemptsCount"))
                  .isEqualTo(1);
            });

    assertThat(decide(app("{selfHeal: true}", attempted("Succeeded", "abc", 2, 1)), CHANGED))
        .isEqualTo(new Decision.Later(NOW.plusSeconds(5)));
    assertThat(decide(app("{selfHeal: true}", attempted("Succeeded", "abc", 9, 400)), CHANGED))
        .isInstanceOfSatisfying(
            Decision.Sync.class,
            s ->
                assertThat(Tree.number(s.operation(), 0, "sync", "autoHealAttemptsCount"))
                    .isEqualTo(1));
  }

  @Test
  void does_not_prune_again_what_finalizers_hold() {
    var held =
        new Manifest(
            Tree.object(
                EXTRA
                    .live()
                    .orElseThrow()
                    .root()
                    .with(
                        "metadata",
                        Yaml.parseObject(
                            "{name: extra, deletionTimestamp: '2024-01-10T10:30:00Z'}"))));
    var leaving =
        new Difference(
            held.key(),
            Optional.empty(),
            Optional.of(held),
            Optional.of(SyncStatus.OUT_OF_SYNC),
            true,
            true,
            false,
            Optional.of(held),
            Optional.empty());
    var app = app("{selfHeal: true, prune: true}", attempted("Succeeded", "abc", 0, 9));

    assertThat(decide(app, SYNCED, leaving)).isInstanceOf(Decision.Skip.class);
    var decision = (Decision.Sync) decide(app, leaving, CHANGED);
    assertThat(Tree.items(Tree.at(decision.operation(), "sync", "resources")))
        .extracting(r -> Tree.text(r, "name"))
        .containsExactly("other");
  }

  @Test
  void leaves_drift_when_it_does_not_heal() {
    assertThat(decide(app("{}", attempted("Succeeded", "abc", 0, 1)), CHANGED))
        .isInstanceOf(Decision.Skip.class);
  }
}
