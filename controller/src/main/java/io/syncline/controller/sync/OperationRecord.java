package io.syncline.controller.sync;

import io.syncline.controller.compare.Rules;
import io.syncline.controller.control.AppKey;
import io.syncline.controller.control.ControlPlane;
import io.syncline.engine.schedule.RetryPolicy;
import io.syncline.engine.status.History;
import io.syncline.engine.status.OperationStates;
import io.syncline.engine.status.Timestamps;
import io.syncline.engine.sync.OperationPhase;
import io.syncline.engine.sync.SyncState;
import io.syncline.model.application.Application;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The record of operations: {@code status.operationState}, read and written (semantics 16). */
final class OperationRecord {
  private static final String OVERTIME = "operation is terminating due to timeout";

  private final ControlPlane control;
  private final Rules rules;
  private final InstantSource clock;
  private final Map<AppKey, Sighting> sightings = new ConcurrentHashMap<>();

  /** An operation seen for the first time: when, by {@link System#nanoTime}, and how old it was. */
  private record Sighting(String startedAt, long at, Duration before) {}

  OperationRecord(ControlPlane control, Rules rules, InstantSource clock) {
    this.control = control;
    this.rules = rules;
    this.clock = clock;
  }

  static ObjectTree state(Application app) {
    return Tree.object(app.status().get("operationState"));
  }

  static boolean completed(ObjectTree state) {
    return OperationPhase.parse(Tree.text(state, "phase"))
        .filter(OperationPhase::completed)
        .isPresent();
  }

  static boolean terminating(ObjectTree state) {
    return Tree.text(state, "phase").equals(OperationPhase.TERMINATING.word());
  }

  /** Whether it ends because it took too long. */
  static boolean overtime(ObjectTree state) {
    return terminating(state) && Tree.text(state, "message").equals(OVERTIME);
  }

  /** {@code state} to be ended because it took too long. */
  static ObjectTree outOfTime(ObjectTree state) {
    return state.with("phase", OperationPhase.TERMINATING.word()).with("message", OVERTIME);
  }

  /** Stores {@code state}; that somebody asked for the end meanwhile is not overwritten. */
  Optional<Application> write(AppKey key, ObjectTree state) {
    return control.change(
        key,
        root -> {
          var stored = Tree.object(Tree.at(root, "status", "operationState"));
          var ending =
              terminating(stored)
                  && !completed(state)
                  && Tree.text(stored, "startedAt").equals(Tree.text(state, "startedAt"));
          var next = ending ? state.with("phase", OperationPhase.TERMINATING.word()) : state;
          return Tree.with(root, next, "status", "operationState");
        });
  }

  /** What is left of the time an operation may take; empty when there is no limit. */
  Optional<Duration> untilTimeout(AppKey key, ObjectTree state) {
    return rules.parameters().syncTimeout().map(limit -> limit.minus(elapsed(key, state)));
  }

  /** Since this process knows of it its own measure counts: the clock may be set meanwhile. */
  private Duration elapsed(AppKey key, ObjectTree state) {
    var startedAt = Tree.text(state, "startedAt");
    var now = System.nanoTime();
    var seen =
        sightings.compute(
            key,
            (_, known) ->
                known != null && known.startedAt().equals(startedAt)
                    ? known
                    : new Sighting(
                        startedAt,
                        now,
                        Duration.between(time(state, "startedAt"), clock.instant())));
    return seen.before().plusNanos(now - seen.at());
  }

  void forget(AppKey key) {
    sightings.remove(key);
  }

  Optional<Duration> untilRetry(Request request, ObjectTree state) {
    var policy = RetryPolicy.from(Tree.object(request.tree().get("retry")));
    var delay = policy.delay(Tree.number(state, 1, "retryCount") - 1).orElse(Duration.ZERO);
    var passed = Duration.between(time(state, "finishedAt"), clock.instant());
    // It cannot have failed in the future: the clock was put back, and how long ago is not known.
    var left = passed.isNegative() ? Duration.ZERO : delay.minus(passed);
    return left.isPositive() ? Optional.of(left) : Optional.empty();
  }

  static Instant time(ObjectTree state, String field) {
    try {
      return Instant.parse(Tree.text(state, field));
    } catch (DateTimeException unreadable) {
      return Instant.EPOCH;
    }
  }

  Optional<Application> retried(AppKey key, Request request, ObjectTree state) {
    var latest = RetryPolicy.from(Tree.object(request.tree().get("retry"))).refresh();
    var next = OperationStates.retry(state, latest);
    if (latest) {
      next = Tree.without(next, "operation", "sync", "revision");
      next = Tree.without(next, "operation", "sync", "revisions");
    }
    return write(key, next);
  }

  static ObjectTree deploying(Request request, ObjectTree state, List<String> revisions) {
    var sources = request.sources().stream().map(ApplicationSource::tree).toList();
    var next = OperationStates.deploying(state, sources, revisions, request.several());
    var metadata = request.app().syncPolicy().namespaceMetadata();
    return metadata.isEmpty()
        ? next
        : Tree.with(next, metadata, "syncResult", "managedNamespaceMetadata");
  }

  static ObjectTree progress(ObjectTree state, SyncState sync, String message) {
    return OperationStates.results(state, sync)
        .with("message", overtime(state) ? OVERTIME : message);
  }

  /**
   * Times are told in seconds: whoever waits for the comparison behind an operation must not take
   * one for it that was made within the operation's last second.
   */
  private static ObjectTree comparedBefore(ObjectTree root, Instant end) {
    var second = end.truncatedTo(ChronoUnit.SECONDS);
    var compared = time(Tree.object(root.get("status")), "reconciledAt");
    return compared.isBefore(second)
        ? root
        : Tree.with(root, Timestamps.write(second.minusSeconds(1)), "status", "reconciledAt");
  }

  static ObjectTree closed(
      ObjectTree root, Request request, ObjectTree last, OperationPhase phase, Instant now) {
    var next = Tree.with(root.without("operation"), last, "status", "operationState");
    if (!request.dryRun()) {
      next = comparedBefore(next, now);
    }
    if (phase != OperationPhase.SUCCEEDED || request.dryRun() || request.partial()) {
      return next;
    }
    var stored = Tree.items(Tree.at(root, "status", "history")).stream().map(Tree::object).toList();
    var limit = request.app().revisionHistoryLimit();
    return Tree.with(next, History.append(stored, last, limit, now), "status", "history");
  }
}
