package io.syncline.controller.deletion;

import io.syncline.controller.compare.Compared;
import io.syncline.controller.compare.Comparer;
import io.syncline.controller.compare.Rules;
import io.syncline.controller.control.AppKey;
import io.syncline.controller.control.ControlPlane;
import io.syncline.controller.status.StatusReport;
import io.syncline.engine.access.DestinationAccount;
import io.syncline.engine.annotations.Annotations;
import io.syncline.engine.annotations.Authorship;
import io.syncline.engine.annotations.HookDeletePolicy;
import io.syncline.engine.annotations.HookType;
import io.syncline.engine.annotations.Hooks;
import io.syncline.engine.diff.Difference;
import io.syncline.engine.health.HealthRules;
import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.Deletion;
import io.syncline.kube.WriteOptions;
import io.syncline.kube.cache.LiveCache;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.Condition;
import io.syncline.model.status.Health;
import io.syncline.model.status.HealthStatus;
import io.syncline.model.tree.Tree;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes an Application that is being deleted one stage further (semantics 20.2). */
public final class Finalization {
  private static final Logger log = LoggerFactory.getLogger(Finalization.class);

  /** Changes of live objects call earlier; this is for those nobody tells us of. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final Cluster cluster;
  private final LiveCache cache;
  private final ControlPlane control;
  private final Comparer comparer;
  private final Rules rules;
  private final InstantSource clock;

  /** Deletes from {@code cluster}. */
  public Finalization(
      Cluster cluster,
      LiveCache cache,
      ControlPlane control,
      Comparer comparer,
      Rules rules,
      InstantSource clock) {
    this.cluster = cluster;
    this.cache = cache;
    this.control = control;
    this.comparer = comparer;
    this.rules = rules;
    this.clock = clock;
  }

  /** Goes as far as it gets without waiting; the time given back is when to call again. */
  public Optional<Duration> advance(Application app) {
    var key = AppKey.of(app);
    try {
      return advance(key, app);
    } catch (ClusterException e) {
      if (!e.transientProblem()) {
        report(key, Optional.of(new Condition(Condition.DELETION, e.text())));
      }
      throw e;
    }
  }

  private Optional<Duration> advance(AppKey key, Application app) {
    var current = Optional.of(app);
    while (current.isPresent()
        && current.get().manifest().finalizers().stream().anyMatch(Finalizers::ours)) {
      var before = current.get().manifest().finalizers();
      current = stage(key, current.get());
      if (current.map(a -> a.manifest().finalizers().equals(before)).orElse(false)) {
        return Optional.of(LOOK_AGAIN);
      }
    }
    return Optional.empty();
  }

  /** One stage; the finalizers of the answer are the same when it is not over. */
  private Optional<Application> stage(AppKey key, Application app) {
    var finalizers = app.manifest().finalizers();
    if (!comparer.here(app) || control.project(app.project()).isEmpty()) {
      log.atWarn()
          .addKeyValue("application", key)
          .log("its cluster or project is unknown: its resources stay");
      return drop(key, Finalizers::ours);
    }
    if (finalizers.contains(Finalizers.PRE_DELETE)) {
      return hooks(key, app, HookType.PRE_DELETE, Finalizers.PRE_DELETE);
    }
    var cascade = Finalizers.cascade(app);
    if (cascade.isPresent()) {
      return cascaded(app, cascade.get()) ? drop(key, Finalizers::isCascade) : Optional.of(app);
    }
    if (finalizers.contains(Finalizers.POST_DELETE)) {
      return hooks(key, app, HookType.POST_DELETE, Finalizers.POST_DELETE);
    }
    return cleanup(key, app);
  }

  private Optional<Application> drop(AppKey key, Predicate<String> finished) {
    return control.change(
        key,
        root -> {
          var left = new Manifest(root).finalizers().stream().filter(finished.negate()).toList();
          return Tree.with(root, left.isEmpty() ? null : left, "metadata", "finalizers");
        });
  }

  private boolean cascaded(Application app, Deletion.Propagation propagation) {
    if (!confirmed(app)) {
      return false;
    }
    var owned = owned(app);
    var waiting = owned.stream().filter(Manifest::deleting).toList();
    if (!waiting.isEmpty()) {
      return false;
    }
    if (owned.isEmpty()) {
      return true;
    }
    for (var object : io.syncline.engine.plan.Deletion.firstWave(owned)) {
      var kind = cluster.kindOf(object.key());
      // An object whose kind is no longer served is gone with it.
      if (kind.isPresent()) {
        cluster.delete(kind.get(), object.key(), Deletion.of(propagation).as(user(app)));
      }
    }
    return owned(app).isEmpty();
  }

  /** The live objects that go with {@code app}, as the cluster has them now. */
  private List<Manifest> owned(Application app) {
    var compared = comparer.compare(app, Comparer.Against.at(app, StatusReport.revisions(app)));
    var instance = comparer.instance(app);
    var tracking = comparer.tracking();
    var owned = new ArrayList<Manifest>();
    for (var live : candidates(app, compared)) {
      if (tracking.owns(instance, live)
          && tracking.selfReferenced(live, Optional.empty())
          && deletable(app, live)) {
        present(live).ifPresent(owned::add);
      }
    }
    return owned;
  }

  /** Hooks are left to their own policies, but what a sync made as a hook goes too. */
  private List<Manifest> candidates(Application app, Compared compared) {
    var all = new ArrayList<>(cache.tracked(comparer.instance(app)));
    compared.differences().stream()
        .map(Difference::live)
        .flatMap(Optional::stream)
        .filter(l -> all.stream().noneMatch(known -> known.key().equals(l.key())))
        .forEach(all::add);
    return all;
  }

  /** The cache may lag behind a deletion: an object about to hold us up is read again. */
  private Optional<Manifest> present(Manifest live) {
    return cluster
        .kindOf(live.key())
        .flatMap(kind -> cluster.get(kind, live.namespace(), live.name()))
        .filter(found -> found.uid().equals(live.uid()));
  }

  private boolean deletable(Application app, Manifest live) {
    if (live.key().equals(app.manifest().key())
        || !io.syncline.engine.plan.Deletion.deletes(live, app.syncPolicy().options())) {
      return false;
    }
    var scope = comparer.scopes().of(live.groupKind());
    return control
        .project(app.project())
        .filter(p -> comparer.refusal(p, live, scope).isEmpty())
        .isPresent();
  }

  /** The user that deletes for {@code app}, "" for the controller itself. */
  private String user(Application app) {
    try {
      return control.project(app.project()).map(p -> comparer.user(app, p)).orElse("");
    } catch (DestinationAccount.NoAccountException e) {
      throw new ClusterException(
          ClusterException.Code.FORBIDDEN,
          "failed to find a matching service account to impersonate: " + e.getMessage(),
          e);
    }
  }

  private static boolean confirmed(Application app) {
    var asked =
        Tree.items(app.status().get("resources")).stream()
            .anyMatch(r -> Tree.flag(r, "requiresDeletionConfirmation"));
    if (!asked) {
      return true;
    }
    try {
      var deleted = Instant.parse(app.manifest().text("metadata", "deletionTimestamp"));
      return app.manifest()
          .annotation(Annotations.DELETION_APPROVED)
          .filter(at -> !Instant.parse(at).isBefore(deleted))
          .isPresent();
    } catch (DateTimeException unreadable) {
      return false;
    }
  }

  private Optional<Application> hooks(
      AppKey key, Application app, HookType type, String finalizer) {
    var hooks = hooksOf(app, type);
    if (hooks.isEmpty()) {
      return drop(key, finalizer::equals);
    }
    var open = false;
    Optional<Condition> problem = Optional.empty();
    for (var hook : hooks) {
      var kind = cluster.kindOf(hook);
      var live = cluster.get(kind, hook.namespace(), hook.name());
      if (live.isEmpty()) {
        cache.observe(cluster.create(hook, WriteOptions.by(Authorship.MANAGER).as(user(app))));
        open = true;
        continue;
      }
      var health = HealthRules.health(live.get(), rules.health()).orElse(Health.HEALTHY);
      switch (health.status()) {
        case HEALTHY -> {}
        case DEGRADED, UNKNOWN -> {
          open = true;
          problem = Optional.of(failed(type, live.get(), health));
          cluster.delete(
              kind, hook.key(), Deletion.of(Deletion.Propagation.BACKGROUND).as(user(app)));
        }
        case PROGRESSING, SUSPENDED, MISSING -> open = true;
      }
    }
    if (problem.isPresent()) {
      report(key, problem);
    }
    return open ? Optional.of(app) : drop(key, finalizer::equals);
  }

  private void report(AppKey key, Optional<Condition> problem) {
    control.change(
        key,
        root ->
            root.with(
                "status",
                StatusReport.deletionCondition(
                    Tree.object(root.get("status")), problem, clock.instant())));
  }

  private static Condition failed(HookType type, Manifest hook, Health health) {
    var why = health.message().isEmpty() ? "" : ": " + health.message();
    return new Condition(
        Condition.DELETION,
        type.word()
            + " hook "
            + hook.groupKind()
            + " "
            + hook.name()
            + " failed with "
            + health.status().word()
            + why);
  }

  private List<Manifest> hooksOf(Application app, HookType type) {
    var refresh = app.refreshRequested();
    var hard = refresh.filter("hard"::equals).isPresent();
    var compared = comparer.compare(app, Comparer.Against.own(app, refresh.isPresent(), hard));
    if (compared.outcome() != Compared.Outcome.COMPLETE) {
      throw new ClusterException(
          ClusterException.Code.INVALID,
          "deletion hooks of "
              + app.name()
              + " cannot be rendered: "
              + compared.conditions().stream().map(Condition::message).toList(),
          null);
    }
    var target = compared.target();
    var all = new ArrayList<>(target.deletionHooks());
    all.addAll(target.manifests());
    return all.stream().filter(m -> Hooks.types(m).contains(type) && !m.name().isEmpty()).toList();
  }

  /** Removes the hook objects themselves, once all have ended. */
  private Optional<Application> cleanup(AppKey key, Application app) {
    for (var type : List.of(HookType.PRE_DELETE, HookType.POST_DELETE)) {
      var finalizer =
          (type == HookType.PRE_DELETE ? Finalizers.PRE_DELETE : Finalizers.POST_DELETE)
              + Finalizers.CLEANUP;
      if (!app.manifest().finalizers().contains(finalizer)) {
        continue;
      }
      for (var hook : hooksOf(app, type)) {
        var kind = cluster.kindOf(hook);
        var live = cluster.get(kind, hook.namespace(), hook.name());
        if (live.isPresent() && removable(live.get())) {
          cluster.delete(
              kind, hook.key(), Deletion.of(Deletion.Propagation.BACKGROUND).as(user(app)));
        }
      }
      return drop(key, finalizer::equals);
    }
    return Optional.of(app);
  }

  private boolean removable(Manifest hook) {
    var policies = Hooks.deletePolicies(hook);
    var healthy =
        HealthRules.health(hook, rules.health())
            .map(h -> h.status() == HealthStatus.HEALTHY)
            .orElse(true);
    return policies.contains(
        healthy ? HookDeletePolicy.HOOK_SUCCEEDED : HookDeletePolicy.HOOK_FAILED);
  }
}
