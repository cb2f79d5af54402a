package io.syncline.controller;

import io.syncline.controller.compare.Rules;
import io.syncline.controller.control.AppKey;
import io.syncline.controller.control.ControlPlane;
import io.syncline.engine.diff.Customizations;
import io.syncline.engine.diff.IgnoreRule;
import io.syncline.engine.diff.Substance;
import io.syncline.engine.health.HealthRules;
import io.syncline.engine.schedule.Refresh.Level;
import io.syncline.kube.cache.LiveCache;
import io.syncline.kube.cache.LiveCache.Change;
import io.syncline.model.application.Application;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** From a changed live object to the applications it concerns (semantics 4.7). */
final class LiveChanges implements LiveCache.Listener {
  private static final Duration CHILD_BATCH = Duration.ofMillis(40);

  private final LiveCache cache;
  private final Predicate<Application> here;
  private final ControlPlane control;
  private final ApplicationController controller;
  private final OrphanWatch orphans;
  private final Supplier<Customizations> customizations;
  private final HealthRules health;

  /** Changes in {@code cache} concern the applications that are {@code here}. */
  LiveChanges(
      LiveCache cache,
      Predicate<Application> here,
      ControlPlane control,
      ApplicationController controller,
      OrphanWatch orphans,
      Rules rules) {
    this.cache = cache;
    this.here = here;
    this.control = control;
    this.controller = controller;
    this.orphans = orphans;
    this.customizations = rules::comparing;
    this.health = rules.health();
  }

  @Override
  public void changed(Change change) {
    var managed = new LinkedHashSet<AppKey>();
    change.instances().forEach(instance -> here(instance).ifPresent(managed::add));
    if (managed.isEmpty()) {
      descendant(change);
      return;
    }
    var known = customizations.get();
    var matters = matters(change, known);
    for (var key : managed) {
      if (controller.operating(key)) {
        controller.proceed(key);
      }
      if (matters) {
        controller.changed(key, change);
      } else {
        child(key);
      }
    }
  }

  private void child(AppKey key) {
    controller.request(key, Level.NOTHING, CHILD_BATCH);
  }

  /** What an application made of its objects shows in its tree, and no more. */
  private void descendant(Change change) {
    var object = change.after().or(change::before).orElseThrow();
    var above = cache.instanceAbove(object).flatMap(this::here);
    if (above.isPresent()) {
      var known = customizations.get();
      if (!(known.filtersUpdates() && Substance.asksFor(object) && !matters(change, known))) {
        child(above.get());
      }
    } else if (!change.goesOn() && object.owners().isEmpty() && !object.namespace().isEmpty()) {
      orphans.concerned(object.namespace()).stream()
          .filter(here)
          .forEach(app -> controller.orphansChanged(AppKey.of(app), CHILD_BATCH));
    }
  }

  private Optional<AppKey> here(String instance) {
    var key = AppKey.ofInstance(instance, control.namespace());
    return control.application(key).filter(here).map(_ -> key);
  }

  /** Whether more than status, bookkeeping and ignored fields changed, or health did. */
  private boolean matters(Change change, Customizations known) {
    if (!change.goesOn()) {
      return true;
    }
    var before = change.before().orElseThrow();
    var after = change.after().orElseThrow();
    var rules = known.filtersUpdates() ? known.updatesIgnored() : List.<IgnoreRule>of();
    return new Substance(rules).differs(before, after)
        || !HealthRules.health(before, health).equals(HealthRules.health(after, health));
  }
}
