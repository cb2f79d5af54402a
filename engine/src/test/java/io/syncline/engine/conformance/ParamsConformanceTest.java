package io.syncline.engine.conformance;

import io.syncline.engine.access.ApplicationValidation;
import io.syncline.engine.access.ProjectAccess;
import io.syncline.engine.destination.ClusterBook;
import io.syncline.engine.plan.SyncOptions;
import io.syncline.engine.schedule.RetryPolicy;
import io.syncline.engine.status.History;
import io.syncline.engine.target.Scope;
import io.syncline.engine.target.Tracking;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.project.Project;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The part of the corpus "params" that is about ownership, names, and policies. */
class ParamsConformanceTest {
  private static final Instant NOW = Instant.parse("2024-01-10T10:30:15Z");

  @Test
  void marks_and_names_as_argo_cd_does() {
    Corpus.find("params", "params of the engine")
        .ifPresent(
            cases -> {
              cases.some("tracking", ParamsConformanceTest::tracking);
              for (var group :
                  List.of(
                      "app-misc",
                      "instance-label",
                      "qualified-names",
                      "sync-options",
                      "source-props")) {
                cases.some(group, ParamsConformanceTest::answer);
              }
              cases.finish();
            });
  }

  private static Optional<String> tracking(ObjectTree one) {
    var expected = Tree.object(one.get("expected"));
    return switch (Tree.text(one, "op")) {
      case "SetAppInstance", "GetAppName" -> Optional.of(steps(one, expected));
      case "ParseAppInstanceValue" -> Optional.of(parsed(Tree.text(one, "value"), expected));
      default -> Optional.empty();
    };
  }

  private static String steps(ObjectTree one, ObjectTree expected) {
    var object = new Manifest(Tree.object(one.get("object")));
    Object got = object.root();
    for (var step : Tree.items(one.get("steps"))) {
      var tracking =
          new Tracking(
              Tracking.Method.parse(Tree.text(step, "trackingMethod")),
              Tree.text(step, "key"),
              Tree.text(step, "installationID"));
      if (Tree.text(step, "op").equals("SetAppInstance")) {
        object = tracking.mark(object, Tree.text(step, "value"), Tree.text(step, "namespace"));
        got = object.root();
      } else {
        got = tracking.owner(object).map(Tracking.Owner::instance).orElse("");
      }
    }
    return compared(expected, got);
  }

  private static String parsed(String value, ObjectTree expected) {
    var object =
        new Manifest(
            Tree.with(ObjectTree.EMPTY, value, "metadata", "annotations", Tracking.ANNOTATION));
    var owner = Tracking.DEFAULT.owner(object);
    if (Tree.flag(expected, "error")) {
      return owner.isEmpty() ? "" : "expected an error, got " + owner;
    }
    return owner
        .map(
            o -> {
              var key = o.written().orElseThrow();
              return compared(
                  expected,
                  ObjectTree.of("applicationName", o.instance())
                      .with("group", key.group())
                      .with("kind", key.kind())
                      .with("namespace", key.namespace())
                      .with("name", key.name()));
            })
        .orElse("expected " + expected + ", got nothing");
  }

  private static Optional<String> answer(ObjectTree one) {
    var input = Tree.object(one.get("input"));
    var expected = Tree.object(one.get("expected"));
    var receiver = one.get("receiver");
    return switch (Tree.text(one, "function")) {
      case "SetAppInstanceLabel" ->
          Optional.of(
              compared(
                  expected,
                  new Tracking(Tracking.Method.LABEL, Tree.text(input, "key"), "")
                      .mark(
                          new Manifest(Tree.object(input.get("target"))),
                          Tree.text(input, "val"),
                          "")
                      .root()));
      case "ValidatePermissions" -> Optional.of(validated(input, expected));
      case "AppInstanceName" ->
          Optional.of(
              compared(
                  expected,
                  named(
                      Tree.text(input, "appNs"),
                      Tree.text(input, "appName"),
                      Tree.text(input, "defaultNs"))));
      case "InstanceNameFromQualified" -> {
        var parts = Tree.text(input, "name").split("/", 2);
        yield Optional.of(
            compared(
                expected,
                named(
                    parts.length == 2 ? parts[0] : "",
                    parts[parts.length - 1],
                    Tree.text(input, "defaultNs"))));
      }
      case "TruncateLabel" -> Optional.of(truncated(Tree.text(input, "val"), expected));
      case "RetryStrategy.NextRetryAt" ->
          Optional.of(compared(expected, retry(Tree.object(receiver), input)));
      case "ApplicationSpec.GetRevisionHistoryLimit" ->
          Optional.of(compared(expected, (long) app(receiver).revisionHistoryLimit()));
      case "RevisionHistories.Trunc" ->
          Optional.of(compared(expected, trimmed(receiver, Tree.number(input, 1, "n"))));
      case "SyncStrategy.Force" ->
          Optional.of(
              compared(
                  expected, options(ObjectTree.of("syncStrategy", Tree.object(receiver))).force()));
      case "SyncOptions.HasOption" ->
          Optional.of(
              compared(
                  expected,
                  options(ObjectTree.of("syncOptions", Tree.items(receiver)))
                      .has(Tree.text(input, "option"))));
      case "ApplicationSpec.GetSources" ->
          Optional.of(
              compared(
                  expected,
                  Tree.list(app(receiver).sources().stream().map(s -> s.tree()).toList())));
      case "ApplicationSpec.GetSource" ->
          Optional.of(
              compared(
                  expected,
                  app(receiver).sources().stream()
                      .findFirst()
                      .map(s -> s.tree())
                      .orElse(ObjectTree.EMPTY)));
      default -> Optional.empty();
    };
  }

  private static String validated(ObjectTree input, ObjectTree expected) {
    var project = new Project(new Manifest(Tree.object(input.get("proj"))));
    var found =
        ApplicationValidation.problems(
            app(input.get("spec")),
            Optional.of(ProjectAccess.of(project)),
            ClusterBook.of(List.of(), true));
    return compared(
        expected,
        Tree.list(
            found.stream()
                .map(c -> ObjectTree.of("type", c.type(), "message", c.message()))
                .toList()));
  }

  private static Application app(@Nullable Object spec) {
    return new Application(new Manifest(ObjectTree.of("spec", Tree.object(spec))));
  }

  private static String named(String namespace, String name, String controller) {
    var metadata = ObjectTree.of("name", name, "namespace", namespace);
    return new Application(new Manifest(ObjectTree.of("metadata", metadata)))
        .instanceName(controller);
  }

  private static String truncated(String text, ObjectTree expected) {
    var marked =
        new Tracking(Tracking.Method.LABEL, "l", "")
            .mark(new Manifest(ObjectTree.of("kind", "ConfigMap")), text, "");
    return compared(expected, marked.label("l").orElse(""));
  }

  /** The cases ask when, and not whether, it is tried again. */
  private static String retry(ObjectTree strategy, ObjectTree input) {
    var last = OffsetDateTime.parse(Tree.text(input, "lastAttempt")).toInstant();
    return RetryPolicy.from(strategy.with("limit", -1L))
        .delay(Tree.number(input, 0, "retryCounts"))
        .map(delay -> last.plus(delay).toString())
        .orElse("never");
  }

  /** What one more entry leaves of a history, without that entry. */
  private static Object trimmed(@Nullable Object history, long limit) {
    var stored = Tree.items(history).stream().map(Tree::object).toList();
    var kept = History.append(stored, ObjectTree.EMPTY, (int) limit + 1, NOW);
    return Tree.list(kept.subList(0, kept.size() - 1));
  }

  private static SyncOptions options(ObjectTree operation) {
    var options = Tree.items(operation.get("syncOptions")).stream().map(String::valueOf).toList();
    return new SyncOptions(
        operation, options, "", NOW, "", "", SyncOptions.Surroundings.open(_ -> Scope.NAMESPACED));
  }

  private static String compared(ObjectTree expected, @Nullable Object got) {
    var complaint = Checks.all(Tree.items(expected.get("checks")), _ -> got);
    if (!complaint.isEmpty() || !expected.containsKey("value")) {
      return complaint;
    }
    return Objects.equals(expected.get("value"), got)
        ? ""
        : "expected " + expected.get("value") + ", got " + got;
  }
}
