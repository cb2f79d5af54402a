package io.syncline.controller.sync;

import io.syncline.controller.control.ControlPlane;
import io.syncline.engine.schedule.Cron;
import io.syncline.engine.schedule.SyncWindows;
import io.syncline.model.application.Application;
import io.syncline.model.project.Project;
import io.syncline.model.tree.ObjectTree;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether the sync windows of an application's project let it sync now. */
public final class Windows {
  private Windows() {}

  /**
   * Whether {@code app} may sync.
   *
   * @param manual whether somebody asked for it
   * @param started when the sync began; empty for one that has not
   */
  public static boolean permit(
      ControlPlane control,
      Application app,
      boolean manual,
      Optional<Instant> started,
      Instant now) {
    return of(control, app).permits(manual, started, now);
  }

  /** The windows that concern {@code app}. */
  public static SyncWindows of(ControlPlane control, Application app) {
    var windows =
        control.project(app.project()).map(Project::syncWindows).orElse(List.<ObjectTree>of());
    return SyncWindows.of(windows, app, Cron.STANDARD);
  }
}
