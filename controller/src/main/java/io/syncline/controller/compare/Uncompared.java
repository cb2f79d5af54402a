package io.syncline.controller.compare;

import io.syncline.engine.diff.Difference;
import io.syncline.engine.health.ApplicationHealth;
import io.syncline.engine.target.Target;
import io.syncline.model.application.Application;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.status.Condition;
import io.syncline.model.status.Health;
import io.syncline.model.status.HealthStatus;
import io.syncline.model.status.SyncStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Comparisons that came to nothing. */
final class Uncompared {
  /** The health of what is not known. */
  static final ApplicationHealth UNKNOWN =
      new ApplicationHealth(Health.of(HealthStatus.UNKNOWN), Map.of());

  private Uncompared() {}

  /** The spec is not usable. */
  static Compared refused(Application app, List<Condition> problems) {
    var finding =
        new Compared.Finding(
            Compared.Outcome.REFUSED,
            SyncStatus.UNKNOWN,
            new Target(List.of(), List.of(), List.of()),
            LiveState.EMPTY,
            List.of(),
            UNKNOWN,
            problems);
    return new Compared(app, finding, List.of(), List.of(), List.of());
  }

  /** A side is missing: what is live is shown with unknown status, health is still judged. */
  static Compared incomplete(
      Application app,
      Compared.Outcome outcome,
      LiveState live,
      List<Difference> differences,
      ApplicationHealth health,
      List<String> revisions,
      String problem) {
    var finding =
        new Compared.Finding(
            outcome,
            SyncStatus.UNKNOWN,
            new Target(List.of(), List.of(), List.of()),
            live,
            differences,
            health,
            List.of(new Condition(Condition.COMPARISON, problem)));
    return new Compared(app, finding, revisions, List.of(), List.of());
  }

  /** A live object with nothing to compare it with. */
  static Difference unknown(Manifest live) {
    ObjectKey key = live.key();
    return new Difference(
        key,
        Optional.empty(),
        Optional.of(live),
        Optional.of(SyncStatus.UNKNOWN),
        false,
        false,
        false,
        Optional.of(live),
        Optional.empty());
  }
}
