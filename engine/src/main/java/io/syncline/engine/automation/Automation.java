package io.syncline.engine.automation;

import io.syncline.engine.schedule.AutoSync;
import io.syncline.engine.schedule.Decision;
import io.syncline.engine.schedule.SyncWindows;
import io.syncline.model.status.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that decides whether an application syncs by itself now. The controller acts on it and {@code
 * explain} tells it: there is no second opinion.
 *
 * @param sync what its policy says after the last comparison
 * @param windows when its project lets it sync
 * @param hold that somebody holds it
 * @param dependencies what it waits for
 */
public record Automation(
    AutoSync sync, SyncWindows windows, Optional<Hold> hold, Dependencies dependencies) {
  /** Types of the conditions that tell of all this. */
  public static final List<String> CONDITIONS =
      List.of(Condition.SYNC, Hold.CONDITION, Dependencies.WAITING, Dependencies.CYCLE);

  /** The decision at {@code now}. Only what would happen is stood in the way of. */
  public Decision decide(Instant now) {
    var own = sync.decide(now);
    return switch (own) {
      case Decision.Sync _ -> obstacle(now).<Decision>map(o -> o).orElse(own);
      case Decision.Later _ -> obstacle(now).<Decision>map(o -> o).orElse(own);
      case Decision.Skip _, Decision.Error _, Decision.Blocked _ -> own;
    };
  }

  private Optional<Decision.Blocked> obstacle(Instant now) {
    var held = hold.filter(h -> h.covers(sync.revisions(), now));
    if (held.isPresent()) {
      return Optional.of(new Decision.Blocked(held.get().sentence(), held.get().until()));
    }
    if (!windows.permits(false, Optional.empty(), now)) {
      var opens = windows.opens(false, now);
      return Optional.of(new Decision.Blocked(closed(opens), opens));
    }
    return dependencies.sentence().map(s -> new Decision.Blocked(s, Optional.empty()));
  }

  private String closed(Optional<Instant> opens) {
    return windows
        .defect()
        .map(defect -> "a sync window cannot be read: " + defect)
        .orElse(
            "the sync windows of the project are closed"
                + opens.map(at -> " until " + at).orElse(""));
  }

  /** What to show beside the comparison at {@code now}. */
  public List<Condition> conditions(Instant now) {
    var conditions = new ArrayList<Condition>();
    if (sync.decide(now) instanceof Decision.Error error) {
      conditions.add(error.condition());
    }
    hold.filter(h -> h.stands(now))
        .ifPresent(h -> conditions.add(new Condition(Hold.CONDITION, h.sentence())));
    if (sync.app().syncPolicy().automated().isPresent()) {
      var type = dependencies.cycle().isEmpty() ? Dependencies.WAITING : Dependencies.CYCLE;
      var blocks = !(sync.decide(now) instanceof Decision.Skip);
      dependencies
          .sentence()
          .filter(_ -> blocks || type.equals(Dependencies.CYCLE))
          .ifPresent(s -> conditions.add(new Condition(type, s)));
    }
    return conditions;
  }

  /** When the answer may be another one without any news; empty when it cannot. */
  public Optional<Instant> lookAgain(Instant now) {
    var decided =
        switch (decide(now)) {
          case Decision.Later later -> Optional.of(later.at());
          case Decision.Blocked blocked -> blocked.until();
          case Decision.Sync _, Decision.Skip _, Decision.Error _ -> Optional.<Instant>empty();
        };
    return decided.or(() -> hold.filter(h -> h.stands(now)).flatMap(Hold::until));
  }
}
