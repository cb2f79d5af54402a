package io.syncline.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.regex.Pattern;

/** The expectations scenarios are told with. Resources are named {@code Kind name}. */
public final class Expect {
  private Expect() {}

  /** The last operation is in this phase. */
  public static Expectation operation(String phase) {
    return s ->
        assertThat(s.existing().text("status", "operationState", "phase"))
            .as("phase of the operation")
            .isEqualTo(phase);
  }

  /** The last operation's message contains {@code part}. */
  public static Expectation operationMessage(String part) {
    return s ->
        assertThat(s.existing().text("status", "operationState", "message"))
            .as("message of the operation")
            .contains(part);
  }

  /** How often the operation was tried again is at least {@code count}. */
  public static Expectation retried(int count) {
    return s ->
        assertThat(Tree.number(s.existing().root(), 0, "status", "operationState", "retryCount"))
            .as("retries")
            .isGreaterThanOrEqualTo(count);
  }

  /** Sync status of the application. */
  public static Expectation sync(String status) {
    return s ->
        assertThat(s.existing().text("status", "sync", "status")).as("sync").isEqualTo(status);
  }

  /** Health of the application. */
  public static Expectation health(String status) {
    return s ->
        assertThat(s.existing().text("status", "health", "status")).as("health").isEqualTo(status);
  }

  /** Sync status of one resource, {@code Kind name}. */
  public static Expectation resourceSync(String resource, String status) {
    return s ->
        assertThat(Tree.text(resource(s, resource), "status"))
            .as("sync of %s", resource)
            .isEqualTo(status);
  }

  /** Health of one resource, {@code Kind name}. */
  public static Expectation resourceHealth(String resource, String status) {
    return s ->
        assertThat(Tree.text(resource(s, resource), "health", "status"))
            .as("health of %s", resource)
            .isEqualTo(status);
  }

  private static ObjectTree resource(Scenario s, String resource) {
    return resources(s).stream()
        .filter(
            r ->
                resource.equals(Tree.text(r, "kind") + " " + Tree.text(r, "name"))
                    || resource.equals(
                        Tree.text(r, "kind")
                            + " "
                            + Tree.text(r, "namespace")
                            + "/"
                            + Tree.text(r, "name")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no resource " + resource));
  }

  /** {@code status.resources} as the REST API shows it: with health. */
  public static List<ObjectTree> resources(Scenario s) {
    return Tree.items(Tree.at(s.answer(""), "status", "resources")).stream()
        .map(Tree::object)
        .toList();
  }

  /** How many resources the application has. */
  public static Expectation resourceCount(int count) {
    return s -> assertThat(resources(s)).as("resources").hasSize(count);
  }

  /** {@code status.operationState.syncResult.resources}. */
  public static List<ObjectTree> results(Scenario s) {
    return Tree.items(s.existing().at("status", "operationState", "syncResult", "resources"))
        .stream()
        .map(Tree::object)
        .toList();
  }

  /** How many resources the result of the operation has. */
  public static Expectation resultCount(int count) {
    return s -> assertThat(results(s)).as("results").hasSize(count);
  }

  /**
   * What the operation says of one resource, {@code Kind name}: its status and a part of its
   * message.
   */
  public static Expectation result(String resource, String status, String messagePart) {
    return s -> {
      var found =
          results(s).stream()
              .filter(r -> resource.equals(Tree.text(r, "kind") + " " + Tree.text(r, "name")))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no result of " + resource));
      assertThat(
              Tree.text(found, "status").isEmpty()
                  ? Tree.text(found, "hookPhase")
                  : Tree.text(found, "status"))
          .as("result of %s: %s", resource, found)
          .isEqualTo(status);
      assertThat(Tree.text(found, "message")).as("message of %s", resource).contains(messagePart);
    };
  }

  /** There is a condition of this type whose message contains {@code part}. */
  public static Expectation condition(String type, String part) {
    return s ->
        assertThat(Tree.items(s.existing().at("status", "conditions")))
            .as("conditions (expected: %s with %s)", type, part)
            .anyMatch(
                c -> Tree.text(c, "type").equals(type) && Tree.text(c, "message").contains(part));
  }

  /** There are no conditions. */
  public static Expectation noConditions() {
    return s ->
        assertThat(Tree.items(s.existing().at("status", "conditions"))).as("conditions").isEmpty();
  }

  /** There is no condition of this type. */
  public static Expectation noCondition(String type) {
    return s ->
        assertThat(Tree.items(s.existing().at("status", "conditions")))
            .as("conditions")
            .noneMatch(c -> Tree.text(c, "type").equals(type));
  }

  /** The Application is gone. */
  public static Expectation gone() {
    return s -> assertThat(s.application()).as("application").isEmpty();
  }

  /** The Application is there. */
  public static Expectation there() {
    return s -> assertThat(s.application()).as("application").isPresent();
  }

  /** How many deployments the history has. */
  public static Expectation history(int count) {
    return s ->
        assertThat(Tree.items(s.existing().at("status", "history"))).as("history").hasSize(count);
  }

  /** The value of a field of the Application as text. */
  public static Expectation field(String value, String... path) {
    return s -> assertThat(s.existing().text(path)).as(String.join(".", path)).isEqualTo(value);
  }

  /** An event tells of the application with this reason and a part of its message. */
  public static Expectation event(String reason, String part) {
    return s ->
        assertThat(
                s.kube().list("v1/Event", s.appNamespace()).stream()
                    .filter(e -> e.text("involvedObject", "name").equals(s.name()))
                    .map(e -> e.text("reason") + ": " + e.text("message")))
            .as("events (expected: %s with %s)", reason, part)
            .anyMatch(e -> e.startsWith(reason + ": ") && e.contains(part));
  }

  /** The last command wrote {@code part} to standard output; runs of blanks count as one. */
  public static Expectation prints(String part) {
    return s -> assertThat(blanks(s.last().out())).as("output").contains(blanks(part));
  }

  /** The last command did not write {@code part} to standard output. */
  public static Expectation doesNotPrint(String part) {
    return s -> assertThat(blanks(s.last().out())).as("output").doesNotContain(blanks(part));
  }

  /** The last command wrote nothing to standard output. */
  public static Expectation printsNothing() {
    return s -> assertThat(s.last().out()).as("output").isBlank();
  }

  /** The last command complained with {@code part}. */
  public static Expectation complains(String part) {
    return s ->
        assertThat(blanks(s.last().err() + s.last().out())).as("complaint").contains(blanks(part));
  }

  /** The last command complained with something {@code expression} is found in. */
  public static Expectation complainsMatching(String expression) {
    return s ->
        assertThat(s.last().err() + s.last().out())
            .as("complaint")
            .containsPattern(Pattern.compile(expression, Pattern.DOTALL));
  }

  private static String blanks(String text) {
    return text.replaceAll("[ \\t]+", " ");
  }

  /** An object is there; {@code kind} as in {@link Kube}, in the destination namespace. */
  public static Expectation exists(String kind, String name) {
    return s ->
        assertThat(s.kube().get(kind, s.namespace(), name)).as(kind + " " + name).isPresent();
  }

  /** An object is not there; {@code kind} as in {@link Kube}, in the destination namespace. */
  public static Expectation absent(String kind, String name) {
    return s -> assertThat(s.kube().get(kind, s.namespace(), name)).as(kind + " " + name).isEmpty();
  }
}
