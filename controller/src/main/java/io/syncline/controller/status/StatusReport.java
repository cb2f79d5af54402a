package io.syncline.controller.status;

import io.syncline.controller.compare.Compared;
import io.syncline.controller.control.ControlPlane;
import io.syncline.engine.automation.Automation;
import io.syncline.engine.schedule.Refresh;
import io.syncline.engine.status.Conditions;
import io.syncline.engine.status.HealthField;
import io.syncline.engine.status.ResourceStatuses;
import io.syncline.engine.status.Summary;
import io.syncline.engine.status.SyncField;
import io.syncline.engine.status.Timestamps;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.Condition;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.render.SourceType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Makes {@code status} of a comparison. */
public final class StatusReport {
  private static final List<String> COMPARISON_CONDITIONS =
      List.of(
          Condition.INVALID_SPEC,
          Condition.COMPARISON,
          Condition.REPEATED,
          Condition.SHARED,
          Condition.EXCLUDED,
          Condition.ORPHANED,
          "UnknownError");

  private StatusReport() {}

  /**
   * The status after a comparison; fields it does not own stay as {@code stored}.
   *
   * @param descendants what the managed objects made
   * @param level how thorough the comparison was: only a thorough one counts as reconciled
   */
  public static ObjectTree write(
      ObjectTree stored,
      Compared compared,
      Collection<Manifest> descendants,
      Refresh.Level level,
      Instant now) {
    var app = compared.app();
    var status = stored;
    status = status.with("sync", sync(compared));
    status =
        status.with(
            "health",
            HealthField.write(Tree.object(stored.get("health")), compared.health().overall(), now));
    status =
        list(
            status,
            "resources",
            ResourceStatuses.write(
                compared.differences(),
                app.syncPolicy().options(),
                Optional.of(compared.health())));
    status =
        list(
            status,
            "conditions",
            Conditions.merge(
                conditions(stored), COMPARISON_CONDITIONS, compared.conditions(), now));
    status = types(status, app, compared.types());
    status = status.with("summary", summary(compared, descendants));
    return level.compareTo(Refresh.Level.LATEST) >= 0
        ? status.with("reconciledAt", Timestamps.write(now))
        : status;
  }

  /** {@code stored} at other commits, which render to the same manifests. */
  public static ObjectTree moved(ObjectTree stored, Compared compared, Instant now) {
    return stored.with("sync", sync(compared)).with("reconciledAt", Timestamps.write(now));
  }

  /** {@code stored} with what automation tells in place of what it told before. */
  public static ObjectTree automation(ObjectTree stored, List<Condition> found, Instant now) {
    return list(
        stored,
        "conditions",
        Conditions.merge(conditions(stored), Automation.CONDITIONS, found, now));
  }

  /** {@code stored} with what is told of orphans in place of what was told before. */
  public static ObjectTree orphans(ObjectTree stored, Optional<Condition> found, Instant now) {
    return list(
        stored,
        "conditions",
        Conditions.merge(
            conditions(stored), List.of(Condition.ORPHANED), found.stream().toList(), now));
  }

  /** {@code stored} with what deletion found in place of what it found before. */
  public static ObjectTree deletionCondition(
      ObjectTree stored, Optional<Condition> found, Instant now) {
    return list(
        stored,
        "conditions",
        Conditions.merge(
            conditions(stored), List.of(Condition.DELETION), found.stream().toList(), now));
  }

  private static List<ObjectTree> conditions(ObjectTree stored) {
    return Tree.items(stored.get("conditions")).stream().map(Tree::object).toList();
  }

  private static ObjectTree sync(Compared compared) {
    var revisions = compared.revisions();
    if (revisions.isEmpty() && compared.outcome().incomplete()) {
      // The commit known last still says what stands in the cluster.
      revisions = revisions(compared.app());
    }
    return SyncField.write(compared.app(), compared.status(), revisions);
  }

  /** The commits an Application was last compared with, one per source; empty for none. */
  public static List<String> revisions(Application app) {
    var sync = Tree.object(app.status().get("sync"));
    if (app.multiSource()) {
      return Tree.items(sync.get("revisions")).stream().map(String::valueOf).toList();
    }
    var revision = Tree.text(sync, "revision");
    return revision.isEmpty() ? List.of() : List.of(revision);
  }

  private static ObjectTree types(
      ObjectTree status, Application app, List<Optional<SourceType>> types) {
    if (types.isEmpty()) {
      return status;
    }
    var words = types.stream().map(t -> t.map(SourceType::word).orElse("")).toList();
    return app.multiSource()
        ? status.without("sourceType").with("sourceTypes", words)
        : status.without("sourceTypes").with("sourceType", words.getFirst());
  }

  private static ObjectTree summary(Compared compared, Collection<Manifest> descendants) {
    var live = new java.util.ArrayList<Manifest>(descendants);
    compared.differences().forEach(d -> d.live().ifPresent(live::add));
    var summary = Summary.write(live);
    var parent =
        compared.differences().stream()
            .anyMatch(d -> d.key().groupKind().equals(ControlPlane.APPLICATION));
    return parent ? summary.with("isAppOfApps", true) : summary;
  }

  private static ObjectTree list(ObjectTree status, String field, List<ObjectTree> items) {
    return items.isEmpty() ? status.without(field) : status.with(field, items);
  }
}
