package io.syncline.engine.health;

import io.syncline.engine.annotations.Annotations;
import io.syncline.engine.annotations.Hooks;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.status.Health;
import io.syncline.model.status.HealthStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The health of an application, rolled up from the objects it manages (semantics 18.3).
 *
 * @param overall the worst that counts
 * @param resources health of each managed object that has one, missing ones included
 * @param problems what checks that failed said, one text an object
 */
public record ApplicationHealth(
    Health overall, Map<ObjectKey, Health> resources, List<String> problems) {
  private static final int NAMED_CAUSES = 3;

  /** Copies the collections in their order. */
  public ApplicationHealth {
    resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
    problems = List.copyOf(problems);
  }

  /** Without problems. */
  public ApplicationHealth(Health overall, Map<ObjectKey, Health> resources) {
    this(overall, resources, List.of());
  }

  /** What to tell of the problems, in one sentence; empty when there are none. */
  public Optional<String> problem() {
    if (problems.isEmpty()) {
      return Optional.empty();
    }
    var more = problems.size() - 1;
    return Optional.of(
        "error setting app health: "
            + problems.getLast()
            + (more == 0 ? "" : " (and " + more + " more)"));
  }

  /**
   * One managed object, as far as health is concerned.
   *
   * @param key identity
   * @param target as Git wants it
   * @param live as the cluster has it
   */
  public record Subject(ObjectKey key, Optional<Manifest> target, Optional<Manifest> live) {}

  /** The health of the application {@code self}, made of {@code subjects}. */
  public static ApplicationHealth of(
      List<Subject> subjects, HealthRules rules, Optional<ObjectKey> self) {
    var resources = new LinkedHashMap<ObjectKey, Health>();
    var worst = HealthStatus.HEALTHY;
    var causes = new ArrayList<ObjectKey>();
    var problems = new ArrayList<String>();
    var counted = 0;
    var found = 0;
    for (var subject : subjects) {
      if (leftOut(subject, self)) {
        continue;
      }
      counted++;
      found += subject.live().isPresent() ? 1 : 0;
      if (ignored(subject)) {
        continue;
      }
      if (subject.live().isEmpty()) {
        resources.put(subject.key(), Health.of(HealthStatus.MISSING));
        continue;
      }
      var judgement = HealthRules.judge(subject.live().get(), rules);
      judgement.problem().map(problem -> told(subject.key(), problem)).ifPresent(problems::add);
      var health = judgement.health();
      if (health.isEmpty()) {
        continue;
      }
      resources.put(subject.key(), health.get());
      var status = health.get().status();
      if (!counts(subject, status)) {
        continue;
      }
      if (status.worseThan(worst)) {
        worst = status;
        causes.clear();
      }
      if (status == worst) {
        causes.add(subject.key());
      }
    }
    if (counted > 0 && found == 0 && HealthStatus.MISSING.worseThan(worst)) {
      return new ApplicationHealth(Health.of(HealthStatus.MISSING), resources, problems);
    }
    return new ApplicationHealth(new Health(worst, message(worst, causes)), resources, problems);
  }

  private static String told(ObjectKey key, String problem) {
    return "failed to get resource health for \""
        + key.kind()
        + "\" with name \""
        + key.name()
        + "\" in namespace \""
        + key.namespace()
        + "\": "
        + problem;
  }

  private static boolean leftOut(Subject subject, Optional<ObjectKey> self) {
    return subject.target().filter(Hooks::skipped).isPresent()
        || subject.live().filter(l -> Hooks.isHook(l) || Hooks.ignored(l)).isPresent()
        || self.filter(subject.key()::equals).isPresent();
  }

  private static boolean ignored(Subject subject) {
    return subject
        .live()
        .or(subject::target)
        .flatMap(object -> object.annotation(Annotations.IGNORE_HEALTH))
        .filter("true"::equals)
        .isPresent();
  }

  private static boolean counts(Subject subject, HealthStatus status) {
    var child =
        subject.key().group().equals("argoproj.io") && subject.key().kind().equals("Application");
    return !child || (status != HealthStatus.MISSING && status != HealthStatus.UNKNOWN);
  }

  private static String message(HealthStatus worst, List<ObjectKey> causes) {
    if (worst == HealthStatus.HEALTHY || causes.isEmpty()) {
      return "";
    }
    var named =
        causes.stream()
            .limit(NAMED_CAUSES)
            .map(k -> k.groupKind() + ":" + k.namespace() + "/" + k.name())
            .collect(java.util.stream.Collectors.joining(", "));
    var more = causes.size() - NAMED_CAUSES;
    return "Caused by " + named + (more > 0 ? " and " + more + " more" : "");
  }
}
