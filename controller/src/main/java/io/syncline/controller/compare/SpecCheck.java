package io.syncline.controller.compare;

import io.syncline.engine.access.ProjectAccess;
import io.syncline.model.application.Application;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.application.Destination;
import io.syncline.model.project.Project;
import io.syncline.model.status.Condition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Whether the spec of an Application can be used at all (semantics 3). */
final class SpecCheck {
  private SpecCheck() {}

  static List<Condition> check(
      Application app, Optional<Project> project, List<ApplicationSource> sources) {
    var problems = new ArrayList<String>();
    destination(app, problems);
    sources(app, sources, problems);
    if (project.isEmpty()) {
      problems.add(
          "application references project "
              + app.project()
              + " which does not exist; hint: create the AppProject or correct spec.project");
    } else if (problems.isEmpty()) {
      permissions(app, ProjectAccess.of(project.get()), sources, problems);
    }
    return problems.stream().map(text -> new Condition(Condition.INVALID_SPEC, text)).toList();
  }

  private static void destination(Application app, List<String> problems) {
    var to = app.destination();
    if (!to.server().isEmpty() && !to.name().isEmpty()) {
      problems.add(
          "application destination can't have both name and server defined: "
              + to.name()
              + " "
              + to.server());
    } else if (to.server().isEmpty() && to.name().isEmpty()) {
      problems.add("Destination server missing from app spec");
    } else if (!to.inCluster()) {
      problems.add(
          "cluster "
              + (to.server().isEmpty() ? to.name() : to.server())
              + " is not known (expected: server "
              + Destination.IN_CLUSTER
              + " or name "
              + Destination.IN_CLUSTER_NAME
              + ")");
    }
  }

  private static void sources(
      Application app, List<ApplicationSource> sources, List<String> problems) {
    if (sources.isEmpty()) {
      problems.add("spec.source is missing (expected: spec.source or spec.sources)");
    }
    var refs = new HashSet<String>();
    for (var source : sources) {
      if (source.repoUrl().isEmpty()) {
        problems.add("spec.source.repoURL is missing (expected: URL of a repository)");
      }
      var ref = source.ref();
      if (source.path().isEmpty() && source.chart().isEmpty() && ref.isEmpty()) {
        problems.add("spec.source.path is missing in " + source.repoUrl() + " (expected: a path or chart)");
      }
      if (!source.chart().isEmpty() && source.targetRevision().isEmpty()) {
        problems.add("spec.source.targetRevision is required if the manifest source is a helm chart");
      }
      if (!source.chart().isEmpty() && !ref.isEmpty()) {
        problems.add("spec.sources of " + app.name() + ": a source with chart cannot have a ref");
      }
      if (!ref.isEmpty() && !ref.matches("[A-Za-z0-9_-]+")) {
        problems.add("spec.sources.ref \"" + ref + "\" is not valid (expected: letters, digits, _ and -)");
      }
      if (!ref.isEmpty() && !refs.add(ref)) {
        problems.add("spec.sources.ref \"" + ref + "\" is used twice (expected: once)");
      }
    }
  }

  private static void permissions(
      Application app,
      ProjectAccess access,
      List<ApplicationSource> sources,
      List<String> problems) {
    for (var source : sources) {
      if (!access.permitsSource(source.repoUrl())) {
        problems.add(
            "application repo "
                + source.repoUrl()
                + " is not permitted in project '"
                + app.project()
                + "'");
      }
    }
    var to = app.destination();
    if (!access.permitsDestination(inCluster(), to.namespace())) {
      problems.add(
          "application destination server '"
              + (to.server().isEmpty() ? to.name() : to.server())
              + "' and namespace '"
              + to.namespace()
              + "' do not match any of the allowed destinations in project '"
              + app.project()
              + "'");
    }
  }

  /** The cluster the controller runs in, by both its names. */
  static Destination inCluster() {
    return new Destination(Destination.IN_CLUSTER, Destination.IN_CLUSTER_NAME, "");
  }
}
