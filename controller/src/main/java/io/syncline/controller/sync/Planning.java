package io.syncline.controller.sync;

import io.syncline.controller.compare.Compared;
import io.syncline.controller.compare.Comparer;
import io.syncline.controller.compare.Rules;
import io.syncline.controller.control.ControlPlane;
import io.syncline.controller.settings.ControllerSettings;
import io.syncline.controller.source.SourceException;
import io.syncline.engine.access.DestinationAccount;
import io.syncline.engine.annotations.Annotations;
import io.syncline.engine.diff.Difference;
import io.syncline.engine.plan.SyncOptions;
import io.syncline.engine.plan.SyncPlan;
import io.syncline.engine.preview.Preview;
import io.syncline.engine.sync.SyncState;
import io.syncline.engine.sync.TaskResults;
import io.syncline.model.application.Application;
import io.syncline.model.object.GroupKind;
import io.syncline.model.status.Condition;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the plan of an operation: compares, asks for consent, and says how it is to run. */
final class Planning {
  private static final String MIGRATED_MANAGER =
      "argocd.argoproj.io/client-side-apply-migration-manager";

  private final ControlPlane control;
  private final Comparer comparer;
  private final Rules rules;
  private final ControllerSettings settings;
  private final InstantSource clock;
  private final Consent consent;

  Planning(
      ControlPlane control,
      Comparer comparer,
      Rules rules,
      ControllerSettings settings,
      InstantSource clock) {
    this.control = control;
    this.comparer = comparer;
    this.rules = rules;
    this.settings = settings;
    this.clock = clock;
    this.consent = new Consent(control, rules);
  }

  /** Whether an automatic operation must not go on. */
  boolean held(Request request) {
    return consent.held(request, clock.instant());
  }

  /** A course, or why there is none, or what somebody must confirm before it begins. */
  record Planned(Optional<Course> course, Optional<String> refusal, Optional<String> question) {
    static Planned refused(String reason) {
      return new Planned(Optional.empty(), Optional.of(reason), Optional.empty());
    }
  }

  /**
   * What {@code operation} of {@code app} would do if it began now.
   *
   * @throws SourceException when it could not begin; the message says why
   */
  Preview preview(Application app, ObjectTree operation) {
    var request = new Request(app, operation);
    var compared = comparer.compare(app, request.against(ObjectTree.EMPTY));
    if (!compared.errors().isEmpty()) {
      throw new SourceException(text(compared.errors()), null);
    }
    return consent.preview(request, compared, differences(request, compared), this::options);
  }

  private List<Difference> differences(Request request, Compared compared) {
    return request.options().contains("RespectIgnoreDifferences=true")
        ? comparer.respectingIgnores(request.app(), compared.differences())
        : compared.differences();
  }

  /**
   * How an operation is to go.
   *
   * @param found the comparison it began by, if that was just now
   */
  Planned planned(Request request, ObjectTree state, Optional<Compared> found) {
    if (!request.readable()) {
      return Planned.refused(
          "operation.sync.manifests holds text that is not JSON (expected: JSON objects)");
    }
    var app = request.app();
    SyncExecutor.Manner manner;
    try {
      manner = manner(request);
    } catch (DestinationAccount.NoAccountException e) {
      return Planned.refused(
          "failed to find a matching service account to impersonate: " + e.getMessage());
    }
    var result = Tree.object(state.get("syncResult"));
    var compared =
        found
            .filter(known -> serves(known, request, state))
            .map(known -> known.with(app))
            .orElseGet(() -> comparer.compare(app, request.against(result)));
    if (!compared.errors().isEmpty()) {
      return Planned.refused(text(compared.errors()));
    }
    var shared =
        compared.conditions().stream().filter(c -> c.type().equals(Condition.SHARED)).toList();
    if (!shared.isEmpty() && request.options().contains("FailOnSharedResource=true")) {
      return Planned.refused("Shared resource found: " + shared.getFirst().message());
    }
    var differences = differences(request, compared);
    if (!request.dryRun() && begins(state)) {
      var refusal =
          consent
              .heldByHand(request, compared, clock.instant())
              .or(() -> consent.otherPlan(request, compared, differences, this::options));
      if (refusal.isPresent()) {
        return Planned.refused(refusal.get());
      }
    }
    var plan = SyncPlan.plan(differences, options(request, state, compared));
    var stored =
        TaskResults.read(Tree.items(result.get("resources")).stream().map(Tree::object).toList());
    var sync = SyncState.resume(plan, rules.health(), settings(app, state, plan), stored);
    return new Planned(
        Optional.of(
            new Course(
                Tree.text(state, "startedAt"),
                Tree.number(state, 0, "retryCount"),
                compared,
                manner,
                sync)),
        Optional.empty(),
        approved(app, state) ? Optional.empty() : consent.question(request, plan));
  }

  /** Whether comparing again would come to {@code known}, as far as it is asked for. */
  private static boolean serves(Compared known, Request request, ObjectTree state) {
    return request.automated()
        && begins(state)
        && known.outcome() == Compared.Outcome.COMPLETE
        && known.app().spec().equals(request.app().spec())
        && request.sources().equals(known.app().sources())
        && request.manifests().isEmpty()
        && request.revisions().equals(known.revisions());
  }

  /** Whether nothing was done yet. */
  private static boolean begins(ObjectTree state) {
    return Tree.number(state, 0, "retryCount") == 0
        && Tree.items(Tree.at(state, "syncResult", "resources")).isEmpty();
  }

  private SyncExecutor.Manner manner(Request request) {
    var app = request.app();
    var user =
        control.project(app.project()).map(project -> comparer.user(app, project)).orElse("");
    return new SyncExecutor.Manner(
        request.dryRun(),
        user,
        app.manifest().annotation(MIGRATED_MANAGER).orElse("kubectl-client-side-apply"));
  }

  /**
   * One try of one operation: what its hooks are known by. Times have seconds, so two operations
   * may share one; they do not share what they deploy and what was deployed before.
   */
  private static String run(Application app, ObjectTree state, List<String> revisions) {
    var history = Tree.items(app.status().get("history"));
    var last = history.isEmpty() ? "none" : Tree.number(history.getLast(), 0, "id");
    return Tree.text(state, "startedAt")
        + "/"
        + Tree.number(state, 0, "retryCount")
        + "/"
        + last
        + "/"
        + String.join(",", revisions);
  }

  private static String text(List<Condition> conditions) {
    return conditions.stream()
        .map(c -> c.type() + ": " + c.message())
        .collect(Collectors.joining("; "));
  }

  private SyncOptions options(Request request, ObjectTree state, Compared compared) {
    var app = request.app();
    var project = control.project(app.project());
    var namespace = app.destination().namespace();
    var surroundings =
        new SyncOptions.Surroundings(
            comparer.scopes(),
            (object, scope) -> project.flatMap(p -> comparer.refusal(p, object, scope)),
            request.options().contains("CreateNamespace=true")
                ? comparer.namespace(namespace)
                : Optional.empty(),
            app.syncPolicy().namespaceMetadata());
    return new SyncOptions(
        request.sync(),
        request.options(),
        compared.revisions().isEmpty() ? "" : compared.revisions().getFirst(),
        OperationRecord.time(state, "startedAt"),
        namespace,
        run(app, state, compared.revisions()),
        surroundings);
  }

  SyncState.Settings settings(Application app, ObjectTree state, SyncPlan plan) {
    var approved = approved(app, state);
    var custom = plan.tasks().stream().anyMatch(t -> custom(t.object().groupKind()));
    return new SyncState.Settings(
        custom ? rules.parameters().waveDelay(settings.patience().wave()) : Duration.ZERO,
        approved,
        OperationRecord.terminating(state));
  }

  private static boolean approved(Application app, ObjectTree state) {
    return app.manifest()
        .annotation(Annotations.DELETION_APPROVED)
        .filter(at -> !parsed(at).isBefore(OperationRecord.time(state, "startedAt")))
        .isPresent();
  }

  private static Instant parsed(String at) {
    try {
      return Instant.parse(at);
    } catch (DateTimeException unreadable) {
      return Instant.EPOCH;
    }
  }

  /** Kinds of Kubernetes itself say which generation their status speaks of. */
  private static boolean custom(GroupKind kind) {
    return kind.group().contains(".") && !kind.group().endsWith(".k8s.io");
  }
}
