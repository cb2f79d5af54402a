package io.syncline.engine.schedule;

import io.syncline.model.application.Application;
import io.syncline.model.tree.ObjectTree;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Windows that concern one application, and whether they let a sync run (semantics 17).
 *
 * @param windows those that match the application
 * @param cron reads their schedules
 */
public record SyncWindows(List<SyncWindow> windows, Cron cron) {
  private static final int TURNS = 100;

  /** Copies the list. */
  public SyncWindows {
    windows = List.copyOf(windows);
  }

  /** The windows among {@code raw} that concern {@code app}. */
  public static SyncWindows of(List<ObjectTree> raw, Application app, Cron cron) {
    return new SyncWindows(
        raw.stream().map(SyncWindow::new).filter(w -> w.matches(app)).toList(), cron);
  }

  /** Why nobody can say what the windows permit; empty when one can. */
  public Optional<String> defect() {
    return windows.stream().flatMap(w -> w.defect().stream()).findFirst();
  }

  /** Windows open at {@code at}. */
  public List<SyncWindow> active(Instant at) {
    return windows.stream().filter(w -> w.active(at, cron)).toList();
  }

  /** Permitting windows that are closed at {@code at}. */
  public List<SyncWindow> inactiveAllows(Instant at) {
    return windows.stream().filter(w -> w.allows() && !w.active(at, cron)).toList();
  }

  /**
   * Whether a sync may run; never while a window cannot be read.
   *
   * @param manual whether somebody asked for it by hand
   * @param started when it began; empty for one that has not
   */
  public boolean permits(boolean manual, Optional<Instant> started, Instant now) {
    return defect().isEmpty() && permitted(manual, started, now);
  }

  /**
   * When a sync that has not begun may run next, to the second; {@code now} when it may already.
   * Empty when windows cannot be read, or do not open within their next hundred turns.
   */
  public Optional<Instant> opens(boolean manual, Instant now) {
    if (defect().isPresent()) {
      return Optional.empty();
    }
    var at = now;
    for (var turn = 0; turn < TURNS; turn++) {
      if (permitted(manual, Optional.empty(), at)) {
        return Optional.of(turn == 0 ? now : at.truncatedTo(ChronoUnit.SECONDS));
      }
      var from = at;
      var next =
          windows.stream()
              .flatMap(w -> w.turns(from, cron).stream())
              .filter(from::isBefore)
              .min(Comparator.naturalOrder());
      if (next.isEmpty()) {
        return Optional.empty();
      }
      at = next.get();
    }
    return Optional.empty();
  }

  private boolean permitted(boolean manual, Optional<Instant> started, Instant now) {
    return blocking(now).isEmpty()
        || (manual && all(blocking(now), SyncWindow::manualSync))
        || (all(blocking(now), SyncWindow::overrun)
            && started.filter(at -> permitted(manual, Optional.empty(), at)).isPresent());
  }

  /** The windows that stand in the way: open denials, else closed allowances. */
  private List<SyncWindow> blocking(Instant at) {
    var active = active(at);
    var denials = active.stream().filter(SyncWindow::denies).toList();
    if (!denials.isEmpty()) {
      return denials;
    }
    return active.stream().anyMatch(SyncWindow::allows) ? List.of() : inactiveAllows(at);
  }

  private static boolean all(List<SyncWindow> windows, Predicate<SyncWindow> which) {
    return windows.stream().allMatch(which);
  }
}
