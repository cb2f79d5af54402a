package io.syncline.controller;

import io.syncline.controller.compare.Rules;
import io.syncline.controller.control.AppKey;
import io.syncline.controller.control.ControlPlane;
import io.syncline.engine.diff.Customizations;
import io.syncline.engine.diff.IgnoreRule;
import io.syncline.engine.diff.Substance;
import io.syncline.engine.health.HealthRules;
import io.syncline.engine.schedule.Refresh.Level;
import io.syncline.engine.target.Tracking;
import io.syncline.kube.cache.LiveCache;
import io.syncline.kube.cache.LiveCache.Change;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** From a changed live object to the applications it concerns (semantics 4.7). */
final class LiveChanges implements LiveCache.Listener {
  /** Changes come in swarms: one comparison for those that arrive together. */
  private static final Duration BATCH = Duration.ofMillis(15);

  private static final Duration CHILD_BATCH = Duration.ofMillis(100);
  private static final int OWNERS = 8;

  private final LiveCache cache;
  private final Predicate<Application> here;
  private final ControlPlane control;
  private final ApplicationController controller;
  private final Supplier<Tracking> tracking;
  private final Supplier<Customizations> customizations;
  private final HealthRules health;

  /** Changes in {@code cache} concern the applications that are {@code here}. */
  LiveChanges(
      LiveCache cache,
      Predicate<Application> here,
      ControlPlane control,
      ApplicationController controller,
      Rules rules) {
    this.cache = cache;
    this.here = here;
    this.control = control;
    this.controller = controller;
    this.tracking = rules::tracking;
    this.customizations = rules::comparing;
    this.health = rules.health();
  }

  @Override
  public void changed(Change change) {
    var object = change.after().or(change::before).orElseThrow();
    var managed = new HashSet<AppKey>();
    change.before().flatMap(this::owner).ifPresent(managed::add);
    change.after().flatMap(this::owner).ifPresent(managed::add);
    var known = customizations.get();
    if (managed.isEmpty()) {
      if (!(known.filtersUpdates() && Substance.asksFor(object) && !matters(change, known))) {
        root(object, OWNERS).flatMap(this::owner).ifPresent(key -> child(key));
      }
      return;
    }
    var matters = matters(change, known);
    for (var key : managed) {
      if (controller.operating(key)) {
        controller.proceed(key);
      }
      if (matters) {
        controller.request(key, Level.RECENT, BATCH);
      } else {
        child(key);
      }
    }
  }

  private void child(AppKey key) {
    controller.request(key, Level.NOTHING, CHILD_BATCH);
  }

  private Optional<AppKey> owner(Manifest object) {
    return tracking
        .get()
        .owner(object)
        .map(owner -> AppKey.ofInstance(owner.instance(), control.namespace()))
        .filter(key -> control.application(key).filter(here).isPresent());
  }

  /** The topmost owner of {@code object} known here. */
  private Optional<Manifest> root(Manifest object, int depth) {
    for (var reference : object.owners()) {
      var owner = cache.withUid(Tree.text(reference, "uid"));
      if (owner.isPresent()) {
        return depth == 0 || owner.get().owners().isEmpty() ? owner : root(owner.get(), depth - 1);
      }
    }
    return Optional.empty();
  }

  /** Whether more than status, bookkeeping and ignored fields changed, or health did. */
  private boolean matters(Change change, Customizations known) {
    if (change.before().isEmpty() || change.after().isEmpty()) {
      return true;
    }
    var before = change.before().get();
    var after = change.after().get();
    var rules = known.filtersUpdates() ? known.updatesIgnored() : List.<IgnoreRule>of();
    return new Substance(rules).differs(before, after)
        || !HealthRules.health(before, health).equals(HealthRules.health(after, health));
  }
}
