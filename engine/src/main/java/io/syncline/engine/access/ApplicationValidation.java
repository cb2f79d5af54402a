package io.syncline.engine.access;

import io.syncline.engine.destination.ClusterBook;
import io.syncline.model.application.Application;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.application.Destination;
import io.syncline.model.project.Project;
import io.syncline.model.status.Condition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds what makes an application's spec unusable (semantics 3). */
public final class ApplicationValidation {
  private static final Pattern REF = Pattern.compile("[A-Za-z0-9_-]+");

  private final Application app;
  private final List<Condition> problems = new ArrayList<>();

  private ApplicationValidation(Application app) {
    this.app = app;
  }

  /**
   * What is wrong with {@code app}; empty when nothing is.
   *
   * @param project the application's project; empty when there is none of that name
   * @param clusters the registered clusters
   */
  public static List<Condition> problems(
      Application app, Optional<ProjectAccess> project, ClusterBook clusters) {
    var validation = new ApplicationValidation(app);
    if (project.isEmpty()) {
      validation.report(
          "Application referencing project " + app.project() + " which does not exist");
      return List.copyOf(validation.problems);
    }
    if (validation.sources(project.get())) {
      validation.destination(project.get(), clusters);
    }
    return List.copyOf(validation.problems);
  }

  /** Why {@code app} may not use its project from where it stands; empty when it may. */
  public static Optional<Condition> misplaced(
      Application app, ProjectAccess project, String controllerNamespace) {
    return project.permitsApplicationsIn(app.namespace(), controllerNamespace)
        ? Optional.empty()
        : Optional.of(
            new Condition(
                Condition.INVALID_SPEC,
                "application '"
                    + app.name()
                    + "' in namespace '"
                    + app.namespace()
                    + "' is not permitted to use project '"
                    + project.project().name()
                    + "'"));
  }

  private void report(String message) {
    problems.add(new Condition(Condition.INVALID_SPEC, message));
  }

  /** Whether every source says where it is; else what follows from it is not told as well. */
  private boolean sources(ProjectAccess project) {
    if (app.sources().isEmpty()) {
      report("spec.source or spec.sources is missing");
      return false;
    }
    var refs = new HashSet<String>();
    for (var source : app.sources()) {
      var before = problems.size();
      shape(source);
      if (problems.size() > before) {
        return false;
      }
      if (!source.ref().isEmpty()) {
        ref(source, refs);
      }
      if (!project.permitsSource(source.repoUrl())) {
        refused(source, project);
      }
    }
    return true;
  }

  private void refused(ApplicationSource source, ProjectAccess project) {
    report(
        "application repo "
            + source.repoUrl()
            + " is not permitted in project '"
            + project.project().name()
            + "'");
  }

  private void shape(ApplicationSource source) {
    var oci = source.repoUrl().startsWith("oci://");
    var nowhere = source.path().isEmpty() && source.chart().isEmpty();
    if (source.repoUrl().isEmpty() || (nowhere && source.ref().isEmpty() && !oci)) {
      report(
          app.multiSource()
              ? "spec.source.repoURL and either source.path, source.chart, or source.ref are"
                  + " required for source "
                  + source.repoUrl()
              : "spec.source.repoURL and either spec.source.path or spec.source.chart are"
                  + " required");
      return;
    }
    if (!source.chart().isEmpty() && source.targetRevision().isEmpty()) {
      report("spec.source.targetRevision is required if the manifest source is a helm chart");
    }
    if (!source.chart().isEmpty() && !source.ref().isEmpty()) {
      report("source " + source.repoUrl() + " has both chart and ref (expected: one of them)");
    }
  }

  private void ref(ApplicationSource source, HashSet<String> refs) {
    if (!app.multiSource()) {
      return;
    }
    if (!REF.matcher(source.ref()).matches()) {
      report(
          "source ref \""
              + source.ref()
              + "\" is invalid (expected: letters, digits, '_' and '-')");
    }
    if (!refs.add(source.ref())) {
      report("source ref \"" + source.ref() + "\" is used twice (expected: each once)");
    }
  }

  private void destination(ProjectAccess project, ClusterBook clusters) {
    var wanted = app.destination();
    if (!wanted.server().isEmpty() && !wanted.name().isEmpty()) {
      report(
          "application destination can't have both name and server defined: "
              + wanted.name()
              + " "
              + wanted.server());
      return;
    }
    if (wanted.server().isEmpty() && wanted.name().isEmpty()) {
      report("Destination server missing from app spec");
      return;
    }
    var found = clusters.matching(wanted);
    if (found.size() != 1) {
      report(unresolved(wanted, found.size()));
      return;
    }
    var destination = found.getFirst().destination();
    if (!project.permitsDestination(destination, wanted.namespace())) {
      report(refusal(project.project(), destination, wanted.namespace()));
    }
  }

  private static String unresolved(Destination wanted, int found) {
    if (!wanted.server().isEmpty()) {
      return "there is no cluster with server '"
          + wanted.server()
          + "' (expected: a registered cluster, see cluster list)";
    }
    return found == 0
        ? "there are no clusters with this name: " + wanted.name()
        : "there are " + found + " clusters with the same name: " + wanted.name();
  }

  private static String refusal(Project project, Destination cluster, String namespace) {
    return "application destination server '"
        + cluster.server()
        + "' and namespace '"
        + namespace
        + "' do not match any of the allowed destinations in project '"
        + project.name()
        + "'";
  }
}
