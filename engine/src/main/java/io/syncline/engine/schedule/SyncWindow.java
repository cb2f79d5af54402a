package io.syncline.engine.schedule;

import io.syncline.engine.glob.Patterns;
import io.syncline.lang.sprig.GoDuration;
import io.syncline.model.application.Application;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One entry of {@code spec.syncWindows} of a project (semantics 17). */
public record SyncWindow(ObjectTree tree) {
  private static final List<String> SELECTORS = List.of("applications", "namespaces", "clusters");
  private static final List<String> EDITABLE =
      List.of("schedule", "duration", "applications", "namespaces", "clusters", "description");

  /** Whether it forbids rather than permits. */
  public boolean denies() {
    return Tree.text(tree, "kind").equals("deny");
  }

  /** Whether it permits rather than forbids. */
  public boolean allows() {
    return Tree.text(tree, "kind").equals("allow");
  }

  /** Whether syncs asked for by hand pass it. */
  public boolean manualSync() {
    return Tree.flag(tree, "manualSync");
  }

  /** Whether syncs that began before it may go on. */
  public boolean overrun() {
    return Tree.flag(tree, "syncOverrun");
  }

  /** Whether it concerns {@code app}. */
  public boolean matches(Application app) {
    var destination = app.destination();
    var answers = new ArrayList<Boolean>();
    ask(answers, "applications", List.of(app.name()));
    ask(answers, "clusters", List.of(destination.server(), destination.name()));
    ask(answers, "namespaces", List.of(destination.namespace()));
    return Tree.flag(tree, "andOperator")
        ? !answers.isEmpty() && !answers.contains(false)
        : answers.contains(true);
  }

  private void ask(List<Boolean> answers, String field, List<String> names) {
    var patterns = Tree.items(tree.get(field));
    if (!patterns.isEmpty()) {
      answers.add(
          names.stream()
              .filter(name -> !name.isEmpty())
              .anyMatch(
                  name ->
                      patterns.stream().anyMatch(p -> Patterns.matches(String.valueOf(p), name))));
    }
  }

  /** Whether it is open at {@code at}: its last firing is less than its duration ago. */
  public boolean active(Instant at, Cron cron) {
    var duration = GoDuration.parse(Tree.text(tree, "duration"));
    if (duration.isEmpty()) {
      return false;
    }
    var there = at.atZone(zone());
    return cron.next(Tree.text(tree, "schedule"), there.minus(duration.get()))
        .filter(start -> start.isBefore(there))
        .isPresent();
  }

  /** When it opens next after {@code at}, and when it closes if it is open; just past the turn. */
  List<Instant> turns(Instant at, Cron cron) {
    var duration = GoDuration.parse(Tree.text(tree, "duration"));
    if (duration.isEmpty()) {
      return List.of();
    }
    var turns = new ArrayList<Instant>();
    var there = at.atZone(zone());
    var schedule = Tree.text(tree, "schedule");
    cron.next(schedule, there).ifPresent(t -> turns.add(t.toInstant().plusMillis(1)));
    cron.next(schedule, there.minus(duration.get()))
        .filter(start -> start.isBefore(there))
        .ifPresent(start -> turns.add(start.plus(duration.get()).toInstant().plusMillis(1)));
    return turns;
  }

  /** What is wrong with it, for people; empty when nothing is. */
  public List<String> problems() {
    var problems = new ArrayList<String>();
    if (!allows() && !denies()) {
      problems.add("kind '" + Tree.text(tree, "kind") + "' mismatch: can only be allow or deny");
    }
    Cron.problem(Tree.text(tree, "schedule")).ifPresent(problems::add);
    durationProblem().ifPresent(problems::add);
    return problems;
  }

  /** Why nobody can say when it is open; empty when one can. */
  public Optional<String> defect() {
    return Cron.problem(Tree.text(tree, "schedule")).or(this::durationProblem);
  }

  private Optional<String> durationProblem() {
    var duration = Tree.text(tree, "duration");
    return GoDuration.parse(duration).isPresent()
        ? Optional.empty()
        : Optional.of("cannot parse duration '" + duration + "' (expected: as in 1h30m)");
  }

  /** Why it concerns no application at all; empty when it may concern some. */
  public Optional<String> aimless() {
    return SELECTORS.stream().allMatch(field -> Tree.items(tree.get(field)).isEmpty())
        ? Optional.of(
            "window '"
                + Tree.text(tree, "schedule")
                + "' requires one of application, cluster or namespace")
        : Optional.empty();
  }

  /**
   * This window with what {@code change} says; fields it leaves empty stay.
   *
   * @throws IllegalArgumentException when it says nothing
   */
  public SyncWindow with(ObjectTree change) {
    var next = tree;
    for (var entry : change.entrySet()) {
      next = unset(entry.getValue()) ? next : next.with(entry.getKey(), entry.getValue());
    }
    var said = EDITABLE.stream().anyMatch(f -> !unset(change.get(f)));
    if (!said) {
      throw new IllegalArgumentException(
          "cannot update: require one or more of schedule, duration, application, namespace,"
              + " cluster or description");
    }
    return new SyncWindow(next);
  }

  private static boolean unset(@Nullable Object value) {
    return value == null || "".equals(value) || List.of().equals(value);
  }

  private ZoneId zone() {
    var name = Tree.text(tree, "timeZone");
    try {
      return name.isEmpty() ? ZoneOffset.UTC : ZoneId.of(name);
    } catch (DateTimeException _) {
      return ZoneOffset.UTC;
    }
  }
}
