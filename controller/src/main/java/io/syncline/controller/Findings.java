package io.syncline.controller;

import io.syncline.controller.Sites.Site;
import io.syncline.controller.compare.Compared;
import io.syncline.controller.control.AppKey;
import io.syncline.controller.control.ControlPlane;
import io.syncline.controller.deletion.Finalizers;
import io.syncline.controller.status.EventWriter;
import io.syncline.controller.status.StatusReport;
import io.syncline.engine.automation.Automation;
import io.syncline.engine.schedule.Decision;
import io.syncline.engine.schedule.Refresh.Level;
import io.syncline.engine.status.OperationStates;
import io.syncline.engine.status.ResourceStatuses;
import io.syncline.kube.ClusterException;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what comparisons find, in one write with what goes with it: the operation that automatic
 * sync begins, or the end of the operation that was compared after.
 */
final class Findings {
  private static final Logger log = LoggerFactory.getLogger(Findings.class);

  private final ControlPlane control;
  private final Automations automations;
  private final EventWriter events;
  private final InstantSource clock;

  Findings(ControlPlane control, Automations automations, EventWriter events, InstantSource clock) {
    this.control = control;
    this.automations = automations;
    this.events = events;
    this.clock = clock;
  }

  /**
   * What was stored.
   *
   * @param app the application as it is now
   * @param again when automatic sync wants another comparison
   * @param began whether an operation began
   */
  record Stored(Application app, Optional<Duration> again, boolean began) {}

  /**
   * Stores {@code result} and what automatic sync makes of it; empty when the application is gone.
   *
   * @param before the application as it was when the comparison began
   */
  Optional<Stored> store(AppKey key, Application before, Compared result, Site site, Level level) {
    var current = control.application(key);
    if (current.isEmpty()) {
      return Optional.empty();
    }
    var now = clock.instant();
    var report = once(root -> report(root, result, site, level, now));
    var app = changed(current.get(), report);
    if (result.outcome() != Compared.Outcome.COMPLETE) {
      return written(key, current.get(), report, Optional.empty());
    }
    if (!quiet(before, app)) {
      return written(key, current.get(), report, anew(app));
    }
    var automation = automations.of(app, result);
    if (automation.decide(now) instanceof Decision.Sync sync) {
      return begun(key, current.get(), report, sync.operation(), result);
    }
    return calm(key, current.get(), report, automation, now);
  }

  /**
   * Stores the end of an operation with how the application is after it; empty when the application
   * is gone.
   *
   * @param closing ends the operation
   * @param result a comparison of the application as {@code closing} leaves it
   */
  Optional<Stored> conclude(
      AppKey key, Compared result, Site site, UnaryOperator<ObjectTree> closing) {
    var current = control.application(key);
    if (current.isEmpty()) {
      return Optional.empty();
    }
    var now = clock.instant();
    var report = once(root -> report(closing.apply(root), result, site, Level.LATEST, now));
    var automation = automations.of(changed(current.get(), report), result);
    if (automation.decide(now) instanceof Decision.Sync) {
      // Another operation begins with a write of its own.
      return written(key, current.get(), report, Optional.of(Duration.ZERO));
    }
    return calm(key, current.get(), report, automation, now);
  }

  /** Stores {@code report} and what automatic sync tells that has nothing to do now. */
  private Optional<Stored> calm(
      AppKey key,
      Application current,
      UnaryOperator<ObjectTree> report,
      Automation automation,
      Instant now) {
    var conditions = automation.conditions(now);
    return written(
        key,
        current,
        root ->
            told(report.apply(root), status -> StatusReport.automation(status, conditions, now)),
        automation.lookAgain(now).map(at -> Duration.between(now, at)));
  }

  /** The same as {@code change}, found anew only for another tree than the last. */
  @SuppressWarnings("ReferenceEquality")
  private static UnaryOperator<ObjectTree> once(UnaryOperator<ObjectTree> change) {
    var known = new ObjectTree[2];
    return root -> {
      // Trees never change: another state is another object.
      if (known[0] != root) {
        known[1] = change.apply(root);
        known[0] = root;
      }
      return known[1];
    };
  }

  private static ObjectTree told(ObjectTree root, UnaryOperator<ObjectTree> status) {
    return root.with("status", status.apply(Tree.object(root.get("status"))));
  }

  private static Application changed(Application app, UnaryOperator<ObjectTree> change) {
    return new Application(new Manifest(change.apply(app.manifest().root())));
  }

  private Optional<Stored> written(
      AppKey key, Application before, UnaryOperator<ObjectTree> change, Optional<Duration> again) {
    var stored = control.change(key, change);
    stored.ifPresent(app -> tell(app, before.status()));
    return stored.map(app -> new Stored(app, again, false));
  }

  private ObjectTree report(ObjectTree root, Compared result, Site site, Level level, Instant now) {
    var status =
        StatusReport.write(
            Tree.object(root.get("status")), result, site.tree().descendants(result), level, now);
    var healthy = ResourceStatuses.healthIn(status, site.comparer().persistsHealth());
    var placed = healthy.with("controllerNamespace", control.namespace());
    return finalizers(root.with("status", placed), result);
  }

  /** Deletion hooks need finalizers before the application is called synced. */
  private static ObjectTree finalizers(ObjectTree root, Compared result) {
    if (result.outcome() != Compared.Outcome.COMPLETE) {
      return root;
    }
    var app = new Application(new Manifest(root));
    var wanted = Finalizers.wanted(app, result.target());
    return wanted.equals(app.manifest().finalizers())
        ? root
        : Tree.with(root, wanted, "metadata", "finalizers");
  }

  private void tell(Application app, ObjectTree before) {
    for (var field : List.of("sync", "health")) {
      var was = Tree.text(before, field, "status");
      var is = Tree.text(app.status(), field, "status");
      if (!was.equals(is)) {
        events.normal(app, "ResourceUpdated", "Updated " + field + " status: " + was + " -> " + is);
      }
    }
  }

  /** Whether no operation changed the cluster while it was being compared. */
  static boolean quiet(Application before, Application after) {
    return before.operation().isEmpty()
        && after.operation().isEmpty()
        && Objects.equals(
            before.status().get("operationState"), after.status().get("operationState"));
  }

  /**
   * When to compare {@code app} again, which an operation changed while it was being compared: at
   * once, unless the operation goes on and asks for it when it ends.
   */
  static Optional<Duration> anew(Application app) {
    return app.operation().isPresent() ? Optional.empty() : Optional.of(Duration.ZERO);
  }

  /**
   * Puts an operation in the slot, recorded as begun, with what it is to change. When somebody
   * changed the application meanwhile there is no operation, and another look at once.
   */
  private Optional<Stored> begun(
      AppKey key,
      Application current,
      UnaryOperator<ObjectTree> report,
      ObjectTree operation,
      Compared result) {
    var state = OperationStates.begin(operation, clock.instant());
    try {
      var started =
          control.change(
              current,
              root ->
                  told(
                      report.apply(root).with("operation", operation),
                      status -> status.with("operationState", state)));
      started.ifPresent(app -> began(key, app, current.status(), result));
      return started.map(app -> new Stored(app, Optional.empty(), true));
    } catch (ClusterException e) {
      if (!e.conflict()) {
        throw e;
      }
      log.atDebug().addKeyValue("application", key).log("changed meanwhile: no automatic sync");
      return written(key, current, report, Optional.of(Duration.ZERO));
    }
  }

  private void began(AppKey key, Application app, ObjectTree before, Compared result) {
    log.atInfo().addKeyValue("application", key).log("operation began");
    tell(app, before);
    events.normal(
        app,
        "OperationStarted",
        "Initiated automated sync to '" + String.join(", ", result.revisions()) + "'");
  }
}
