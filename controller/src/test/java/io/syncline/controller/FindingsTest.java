package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a comparison while operations come and go. */
final class FindingsTest {
  @ParameterizedTest(name = "[{index}] {0} then {1}")
  @CsvSource({
    // before the comparison, after it, whether automatic sync decides, whether to compare anew
    "idle, idle, true, ",
    "ended at 1, ended at 1, true, ",
    "running since 2, running since 2, false, ",
    "idle, running since 2, false, ",
    "running since 2, ended at 2, false, at once",
    "ended at 1, ended at 2, false, at once",
    "idle, ended at 2, false, at once",
  })
  void a_comparison_that_an_operation_came_between_is_made_again_when_nobody_else_asks(
      String before, String after, boolean decides, String anew) {
    assertThat(Findings.quiet(app(before), app(after))).isEqualTo(decides);
    if (!decides) {
      assertThat(Findings.anew(app(after)))
          .isEqualTo(anew == null ? Optional.empty() : Optional.of(Duration.ZERO));
    }
  }

  private static Application app(String state) {
    var words = state.split(" ");
    var root = ObjectTree.of("metadata", ObjectTree.of("name", "shop", "namespace", "argocd"));
    if (words.length == 1) {
      return new Application(new Manifest(root));
    }
    var running = words[0].equals("running");
    var operation =
        ObjectTree.of("phase", running ? "Running" : "Succeeded", "startedAt", words[2]);
    var status = root.with("status", ObjectTree.of("operationState", operation));
    return new Application(
        new Manifest(
            running ? status.with("operation", ObjectTree.of("sync", ObjectTree.EMPTY)) : status));
  }
}
