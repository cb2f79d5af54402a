package io.syncline.server.api;

import io.syncline.engine.access.GlobalProjects;
import io.syncline.engine.schedule.Cron;
import io.syncline.engine.schedule.SyncWindow;
import io.syncline.engine.schedule.SyncWindows;
import io.syncline.kube.Cluster;
import io.syncline.model.application.Application;
import io.syncline.model.project.Project;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import io.syncline.server.http.ApiException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The sync windows of applications, and what they permit people (semantics 17). */
final class Windows {
  private final Cluster cluster;
  private final String namespace;

  /** Windows of the projects in {@code namespace}. */
  Windows(Cluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  /** Refuses a sync by hand while the windows are against it. */
  void requireOpen(Application app, Instant now) {
    if (!of(app).permits(true, Optional.empty(), now)) {
      throw new ApiException(
          ApiException.Code.PERMISSION_DENIED, "cannot sync: blocked by sync window");
    }
  }

  /** The windows of {@code app} as the API shows them. */
  ObjectTree view(Application app, Instant now) {
    var windows = of(app);
    return ObjectTree.of(
        "activeWindows", windows.active(now).stream().map(Windows::view).toList(),
        "assignedWindows", windows.windows().stream().map(Windows::view).toList(),
        "canSync", windows.permits(true, Optional.empty(), now));
  }

  private static ObjectTree view(SyncWindow window) {
    return ObjectTree.of(
        "kind", Tree.text(window.tree(), "kind"),
        "schedule", Tree.text(window.tree(), "schedule"),
        "duration", Tree.text(window.tree(), "duration"),
        "manualSync", window.manualSync());
  }

  private SyncWindows of(Application app) {
    var windows =
        project(app.project())
            .map(
                own -> GlobalProjects.merged(own, GlobalProjects.of(own, globals(), this::project)))
            .map(Project::syncWindows)
            .orElse(List.of());
    return SyncWindows.of(windows, app, Cron.STANDARD);
  }

  private Optional<Project> project(String name) {
    return cluster.get(Kinds.PROJECT, namespace, name).map(Project::new);
  }

  private List<?> globals() {
    var text =
        new Settings(cluster, namespace, "argocd-cm").read().getOrDefault("globalProjects", "");
    try {
      return text.isBlank() ? List.of() : Tree.items(Yaml.parse(text));
    } catch (YamlException unreadable) {
      return List.of();
    }
  }
}
