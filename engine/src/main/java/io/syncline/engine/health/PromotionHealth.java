package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.degraded;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges how far GitOps Promoter carried a commit: into one environment, or through all. */
final class PromotionHealth {
  private static final int SHORT = 7;

  private PromotionHealth() {}

  /** One environment. */
  static Health transfer(Manifest live) {
    var environment = live.at("status");
    var missing = missing(environment, "");
    if (missing.isPresent()) {
      return missing.get();
    }
    var active = sha(environment, "active");
    if (!active.equals(sha(environment, "proposed"))) {
      return progressing(
          "Promotion in progress from '"
              + abbreviated(active)
              + "' to '"
              + abbreviated(sha(environment, "proposed"))
              + "': "
              + counts(environment, "proposed"));
    }
    if (open(environment)) {
      return healthy(
          "Environment is up-to-date, but there are non-successful active commit statuses: "
              + counts(environment, "active"));
    }
    return healthy("Environment is up-to-date on commit " + abbreviated(active) + ".");
  }

  /** All environments of a strategy. */
  static Health strategy(Manifest live) {
    var environments = Tree.items(live.at("status", "environments"));
    if (environments.isEmpty()) {
      return degraded("Promotion strategy has no environments configured");
    }
    for (var environment : environments) {
      var missing =
          missing(environment, " in environment '" + Tree.text(environment, "branch") + "'");
      if (missing.isPresent()) {
        return missing.get();
      }
    }
    if (environments.stream().map(e -> hydrated(e)).distinct().count() > 1) {
      return progressing(
          "Not all environments have the same proposed commit SHA. This likely means the hydrator"
              + " has not run for all environments yet.");
    }
    for (var environment : environments) {
      var moving = moving(environment);
      if (moving.isPresent()) {
        return moving.get();
      }
    }
    return settled(environments);
  }

  private static Optional<Health> moving(Object environment) {
    var active = sha(environment, "active");
    var proposed = sha(environment, "proposed");
    if (active.equals(proposed)) {
      return Optional.empty();
    }
    return Optional.of(
        progressing(
            "Promotion in progress for environment '"
                + Tree.text(environment, "branch")
                + "' from '"
                + abbreviated(active)
                + "' to '"
                + abbreviated(proposed)
                + "': "
                + counts(environment, "proposed")
                + "Hydrator has processed dry commit '"
                + abbreviated(hydrated(environment))
                + "'. "));
  }

  private static Health settled(List<Object> environments) {
    var open =
        environments.stream()
            .filter(PromotionHealth::open)
            .map(PromotionHealth::openCounts)
            .collect(Collectors.joining(", "));
    if (!open.isEmpty()) {
      return healthy(
          "Environments are up-to-date, but some environments have non-successful commit"
              + " statuses: "
              + open
              + ".");
    }
    var first = environments.getFirst();
    var active = sha(first, "active");
    var hydrated = hydrated(first);
    return healthy(
        "All environments are up-to-date on commit '"
            + abbreviated(active)
            + "'."
            + (hydrated.equals(active)
                ? ""
                : " Hydrator has processed dry commit '" + abbreviated(hydrated) + "'."));
  }

  private static Optional<Health> missing(@Nullable Object environment, String where) {
    for (var side : List.of("active", "proposed")) {
      if (sha(environment, side).isEmpty()) {
        return Optional.of(
            progressing("The " + side + " commit DRY SHA is missing or empty" + where + "."));
      }
    }
    return Optional.empty();
  }

  private static String sha(@Nullable Object environment, String side) {
    return Tree.text(environment, side, "dry", "sha");
  }

  /** The commit the hydrator saw last, which may have changed nothing for this environment. */
  private static String hydrated(Object environment) {
    var note = Tree.text(environment, "proposed", "note", "drySha");
    return note.isEmpty() ? sha(environment, "proposed") : note;
  }

  private static boolean open(@Nullable Object environment) {
    return Tree.items(Tree.at(environment, "active", "commitStatuses")).stream()
        .anyMatch(s -> List.of("pending", "failure").contains(Tree.text(s, "phase")));
  }

  private static String openCounts(Object environment) {
    var statuses = Tree.items(Tree.at(environment, "active", "commitStatuses"));
    return Tree.text(environment, "branch")
        + " ("
        + keys(statuses, "failure").size()
        + " failed, "
        + keys(statuses, "pending").size()
        + " pending)";
  }

  private static String counts(@Nullable Object environment, String side) {
    var statuses = Tree.items(Tree.at(environment, side, "commitStatuses"));
    var pending = keys(statuses, "pending");
    var failed = keys(statuses, "failure");
    return pending.size()
        + " pending, "
        + keys(statuses, "success").size()
        + " successful, "
        + failed.size()
        + " failed. "
        + named("Pending", pending)
        + named("Failed", failed);
  }

  private static List<String> keys(List<Object> statuses, String phase) {
    return statuses.stream()
        .filter(s -> Tree.text(s, "phase").equals(phase))
        .map(s -> Tree.text(s, "key"))
        .toList();
  }

  private static String named(String word, List<String> keys) {
    return keys.isEmpty()
        ? ""
        : word + " commit statuses: " + keys.stream().collect(Collectors.joining(", ")) + ". ";
  }

  private static String abbreviated(String sha) {
    return sha.length() > SHORT ? sha.substring(0, SHORT) : sha;
  }
}
