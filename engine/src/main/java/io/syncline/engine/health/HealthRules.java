package io.syncline.engine.health;

import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.status.HealthStatus;
import java.util.Optional;

/**
 * Which check judges which kind: those of the settings first, the built-in ones after.
 *
 * @param overrides checks of the settings by kind; empty for kinds they do not name
 */
public record HealthRules(Overrides overrides) {
  /** Checks that replace the built-in one. */
  @FunctionalInterface
  public interface Overrides {
    /** The check for {@code kind}, if there is one. */
    Optional<HealthCheck> of(GroupKind kind);
  }

  /** The built-in checks alone. */
  public static final HealthRules BUILT_IN = new HealthRules(_ -> Optional.empty());

  /**
   * How {@code live} is; empty when nothing judges its kind. A check that cannot read the object
   * yields Unknown with the reason.
   */
  public static Optional<Health> health(Manifest live, HealthRules rules) {
    return judge(live, rules).health();
  }

  /** As {@link #health}, with the problem of a check that failed. */
  public static Judgement judge(Manifest live, HealthRules rules) {
    if (PendingDeletion.applies(live)) {
      return new Judgement(
          Optional.of(new Health(HealthStatus.PROGRESSING, "Pending deletion")), Optional.empty());
    }
    try {
      return new Judgement(
          check(live.groupKind(), rules).flatMap(check -> check.assess(live)), Optional.empty());
    } catch (HealthException e) {
      var message = String.valueOf(e.getMessage());
      return new Judgement(
          Optional.of(new Health(HealthStatus.UNKNOWN, message)), Optional.of(message));
    }
  }

  /** The check for {@code kind}; whether an object is being deleted is looked at before it. */
  public static Optional<HealthCheck> check(GroupKind kind, HealthRules rules) {
    return rules.overrides().of(kind).or(() -> BuiltInChecks.of(kind));
  }
}
