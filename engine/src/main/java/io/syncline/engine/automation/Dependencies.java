package io.syncline.engine.automation;

import io.syncline.model.application.Application;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The applications that one waits for before it syncs by itself.
 *
 * @param waiting why it waits, one sentence for each application that is not ready
 * @param cycle the way from the application back to itself; empty when there is none
 */
public record Dependencies(List<String> waiting, List<String> cycle) {
  /** Annotation of the Application: names, or namespace/name, separated by commas. */
  public static final String ANNOTATION = "syncline.io/depends-on";

  /** Type of the condition that shows what is waited for. */
  public static final String WAITING = "DependencyWarning";

  /** Type of the condition that shows a cycle. */
  public static final String CYCLE = "DependencyError";

  /** None. */
  public static final Dependencies NONE = new Dependencies(List.of(), List.of());

  /** Copies the lists. */
  public Dependencies {
    waiting = List.copyOf(waiting);
    cycle = List.copyOf(cycle);
  }

  /** The applications {@code app} names, as namespace/name, each once. */
  public static List<String> named(Application app) {
    return Arrays.stream(app.manifest().annotation(ANNOTATION).orElse("").split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(name -> name.contains("/") ? name : app.namespace() + "/" + name)
        .distinct()
        .toList();
  }

  /**
   * What {@code app} waits for.
   *
   * @param commits where the sources of {@code app} point
   * @param known finds an application by namespace/name
   */
  public static Dependencies of(
      Application app, List<String> commits, Function<String, Optional<Application>> known) {
    var named = named(app);
    if (named.isEmpty()) {
      return NONE;
    }
    var way = new ArrayList<String>();
    if (leadsBack(name(app), name(app), known, new HashSet<>(), way)) {
      return new Dependencies(List.of(), way);
    }
    var waiting = new ArrayList<String>();
    for (var name : named) {
      var other = known.apply(name);
      unready(name, other, app, commits).ifPresent(waiting::add);
    }
    return new Dependencies(waiting, List.of());
  }

  private static String name(Application app) {
    return app.namespace() + "/" + app.name();
  }

  private static boolean leadsBack(
      String from,
      String to,
      Function<String, Optional<Application>> known,
      Set<String> seen,
      List<String> way) {
    way.add(from);
    for (var next : known.apply(from).map(Dependencies::named).orElse(List.of())) {
      if (next.equals(to)) {
        way.add(next);
        return true;
      }
      if (seen.add(next) && leadsBack(next, to, known, seen, way)) {
        return true;
      }
    }
    way.removeLast();
    return false;
  }

  private static Optional<String> unready(
      String name, Optional<Application> other, Application app, List<String> commits) {
    if (other.isEmpty()) {
      return Optional.of(name + " does not exist");
    }
    var state = other.get();
    if (state.operation().isPresent()) {
      return Optional.of(name + " is syncing");
    }
    var sync = state.manifest().text("status", "sync", "status");
    if (!sync.equals("Synced")) {
      return Optional.of(name + " is " + (sync.isEmpty() ? "not compared yet" : sync));
    }
    var health = state.manifest().text("status", "health", "status");
    if (!health.equals("Healthy")) {
      return Optional.of(name + " is " + (health.isEmpty() ? "without health yet" : health));
    }
    var at = state.manifest().text("status", "sync", "revision");
    return behind(state, app, commits, at)
        ? Optional.of(name + " was compared at " + at + ", not yet at " + commits.getFirst())
        : Optional.empty();
  }

  /** Both follow one branch: the other may not have seen yet that the commit concerns it. */
  private static boolean behind(
      Application other, Application app, List<String> commits, String at) {
    if (other.multiSource() || app.multiSource() || commits.size() != 1) {
      return false;
    }
    var theirs = other.sources();
    var ours = app.sources();
    return !theirs.isEmpty()
        && !ours.isEmpty()
        && theirs.getFirst().repoUrl().equals(ours.getFirst().repoUrl())
        && theirs.getFirst().targetRevision().equals(ours.getFirst().targetRevision())
        && !at.equals(commits.getFirst());
  }

  /** All of it in one sentence; empty when there is nothing to wait for. */
  public Optional<String> sentence() {
    if (!cycle.isEmpty()) {
      return Optional.of("the application depends on itself: " + String.join(" -> ", cycle));
    }
    return waiting.isEmpty()
        ? Optional.empty()
        : Optional.of("it waits for other applications: " + String.join(", ", waiting));
  }
}
