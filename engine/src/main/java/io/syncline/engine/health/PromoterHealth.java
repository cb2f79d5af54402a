package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.degraded;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Judges kinds of GitOps Promoter: each first says whether its controller keeps up with it, then,
 * for gates and promotions, how the environments are.
 */
final class PromoterHealth {
  /** What a finalizer waits for, told to people who are tempted to remove it. */
  private static final Map<String, String> FINALIZERS =
      Map.of(
          "clusterscmprovider.promoter.argoproj.io/finalizer",
          "Waiting until no GitRepository still references this cluster-wide SCM provider. Risk if"
              + " removed manually: GitRepository objects can reference a provider that no longer"
              + " exists.",
          "scmprovider.promoter.argoproj.io/finalizer",
          "Waiting until no GitRepository in this namespace still references this provider. Risk if"
              + " removed manually: GitRepository objects can reference a provider that no longer"
              + " exists.",
          "gitrepository.promoter.argoproj.io/finalizer",
          "Waiting until no non-deleting PullRequests still reference this repository. Risk if"
              + " removed manually: repository metadata may be removed while promotions still"
              + " depend on it.",
          "pullrequest.promoter.argoproj.io/finalizer",
          "Waiting for SCM closure or reconciliation of the pull request. Risk if removed manually:"
              + " the real PR can stay open after the CR is gone.",
          "changetransferpolicy.promoter.argoproj.io/pullrequest-finalizer",
          "Waiting for the ChangeTransferPolicy to observe PR identity and state. Risk if removed"
              + " manually: promotion status or history can be wrong or racy.");

  /**
   * How one kind is spoken of.
   *
   * @param name in the middle of a sentence
   * @param initializing what is being initialized
   * @param work what Ready is about; its first letter starts sentences
   * @param failure the verb phrase for a reconciliation that failed
   * @param missing what is said without a Ready condition
   */
  private record Words(
      String name, String initializing, String work, String failure, String missing) {
    static Words older(String name) {
      var capital = Character.toUpperCase(name.charAt(0)) + name.substring(1);
      return new Words(
          name, name, capital, " reconciliation failed: ", capital + " is not ready yet");
    }

    static Words newer(String kind, String initializing, String work, String failure) {
      return new Words(kind, initializing, work, failure, kind + " Ready condition is missing");
    }
  }

  private static final Map<String, Words> WORDS =
      Map.ofEntries(
          Map.entry("CommitStatus", Words.older("commit status")),
          Map.entry("ArgoCDCommitStatus", Words.older("Argo CD commit status")),
          Map.entry("PullRequest", Words.older("pull request")),
          Map.entry("PromotionStrategy", Words.older("promotion strategy")),
          Map.entry("ChangeTransferPolicy", Words.older("change transfer policy")),
          Map.entry(
              "ScmProvider",
              Words.newer("ScmProvider", "SCM provider", "SCM provider", " validation failed: ")),
          Map.entry(
              "ClusterScmProvider",
              Words.newer(
                  "ClusterScmProvider",
                  "cluster SCM provider",
                  "Cluster SCM provider",
                  " validation failed: ")),
          Map.entry(
              "GitRepository",
              Words.newer(
                  "GitRepository", "Git repository", "Git repository", " validation failed: ")),
          Map.entry(
              "GitCommitStatus",
              Words.newer(
                  "GitCommitStatus",
                  "git commit validation",
                  "Git commit validation",
                  " failed: ")),
          Map.entry(
              "TimedCommitStatus",
              Words.newer(
                  "TimedCommitStatus", "timed commit gate", "Timed commit gate", " failed: ")),
          Map.entry(
              "WebRequestCommitStatus",
              Words.newer(
                  "WebRequestCommitStatus",
                  "web request commit validation",
                  "Web request commit validation",
                  " failed: ")));

  private PromoterHealth() {}

  /** Whether {@code kind} is one of them. */
  static boolean knows(String kind) {
    return WORDS.containsKey(kind);
  }

  static Health assess(Manifest live) {
    var words = WORDS.get(live.kind());
    if (words == null) {
      return Verdict.unknown("unknown kind " + live.kind());
    }
    return controller(live, words).orElseGet(() -> settled(live, words));
  }

  /** What there is to say before the kind itself matters. */
  private static Optional<Health> controller(Manifest live, Words words) {
    var older = !words.missing().endsWith("missing");
    var sentence = older ? words.work() : words.name();
    if (live.deleting()) {
      var waits =
          live.finalizers().stream()
              .filter(FINALIZERS::containsKey)
              .map(f -> " " + f + ": " + FINALIZERS.get(f))
              .collect(Collectors.joining());
      return Optional.of(
          progressing(sentence + " is being deleted" + (waits.isEmpty() ? "" : "." + waits)));
    }
    if (live.at("status") == null) {
      return Optional.of(progressing("Initializing " + words.initializing()));
    }
    var ready =
        StatusCondition.find(live, "Ready")
            .or(
                () ->
                    live.kind().equals("PullRequest")
                        ? StatusCondition.find(live, "Reconciled")
                        : Optional.empty());
    if (StatusCondition.observed(live).stream().anyMatch(seen -> seen < live.generation())) {
      return Optional.of(
          progressing("Waiting for " + words.name() + " spec update to be observed"));
    }
    if (ready.isEmpty()) {
      return Optional.of(progressing(words.missing()));
    }
    return unready(live, ready.get(), words, older);
  }

  private static Optional<Health> unready(
      Manifest live, StatusCondition ready, Words words, boolean older) {
    var failed = ready.isFalse();
    if (!failed && (older || !ready.status().equals("Unknown"))) {
      return Optional.empty();
    }
    var plain = ready.reason().equals("ReconciliationError");
    var reason = " (" + (ready.reason().isEmpty() ? "Unknown" : ready.reason()) + "): ";
    var message =
        ready.message().isEmpty() ? (failed ? "Unknown error" : "Unknown") : ready.message();
    if (older) {
      var told = live.kind().equals("PullRequest") && !plain;
      return Optional.of(
          degraded(
              words.work()
                  + (told ? " reconciliation failed" + reason : words.failure())
                  + message));
    }
    if (failed) {
      return Optional.of(
          degraded(words.work() + (plain ? words.failure() : " not ready" + reason) + message));
    }
    var unknown =
        words.failure().startsWith(" validation")
            ? " readiness unknown"
            : live.kind().equals("WebRequestCommitStatus") ? " unknown" : " status unknown";
    return Optional.of(progressing(words.work() + unknown + reason + message));
  }

  private static Health settled(Manifest live, Words words) {
    return switch (live.kind()) {
      case "CommitStatus" -> commit(live);
      case "ArgoCDCommitStatus" -> applications(live);
      case "PullRequest" -> pullRequest(live);
      case "ChangeTransferPolicy" -> PromotionHealth.transfer(live);
      case "PromotionStrategy" -> PromotionHealth.strategy(live);
      case "GitCommitStatus" -> gate(live, words, words.work(), " passed");
      case "TimedCommitStatus" -> gate(live, words, words.work(), " satisfied");
      case "WebRequestCommitStatus" -> gate(live, words, "Web request validation", " passed");
      default -> healthy(words.work() + " is ready");
    };
  }

  private static Health commit(Manifest live) {
    var sha = live.text("status", "sha");
    var phase = live.text("status", "phase");
    return sha.isEmpty() || phase.isEmpty()
        ? healthy("Commit status is healthy")
        : healthy("Commit status for commit " + sha + " reports " + phase);
  }

  private static Health applications(Manifest live) {
    var applications = Tree.items(live.at("status", "applicationsSelected")).size();
    return applications == 0
        ? degraded("Argo CD commit status has no applications configured")
        : healthy(
            "Argo CD commit status is healthy and is tracking " + applications + " applications");
  }

  private static Health pullRequest(Manifest live) {
    var state = live.text("status", "state");
    var id = live.text("status", "id");
    if (state.isEmpty() || id.isEmpty()) {
      return healthy("Pull request is healthy");
    }
    return healthy("Pull request is " + state + " as PR " + id);
  }

  private static Health gate(Manifest live, Words words, String subject, String passed) {
    var environments = Tree.items(live.at("status", "environments"));
    if (environments.isEmpty()) {
      return healthy(words.work() + " reconciled");
    }
    var failed = branches(environments, "failure");
    if (!failed.isEmpty()) {
      return degraded(subject + " failed for branch(es): " + failed);
    }
    var pending = branches(environments, "pending");
    if (!pending.isEmpty()) {
      return progressing(subject + " pending for branch(es): " + pending);
    }
    return healthy(subject + passed + " for " + environments.size() + " environment(s)");
  }

  private static String branches(List<Object> environments, String phase) {
    return environments.stream()
        .filter(e -> phase(e).equals(phase))
        .map(e -> Tree.text(e, "branch"))
        .map(branch -> branch.isEmpty() ? "?" : branch)
        .collect(Collectors.joining(", "));
  }

  /** What is neither failed nor done is pending. */
  private static String phase(Object environment) {
    var phase = Tree.text(environment, "phase");
    return List.of("failure", "success").contains(phase) ? phase : "pending";
  }
}
