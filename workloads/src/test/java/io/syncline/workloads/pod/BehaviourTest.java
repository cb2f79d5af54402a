package io.syncline.workloads.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.workloads.control.Spans;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BehaviourTest {
  private static Behaviour of(String annotations, String container) {
    var pod =
        new Manifest(
            Yaml.parseObject(
                "{metadata: {name: p, annotations: {"
                    + annotations
                    + "}}, spec: {restartPolicy: Always, containers: [{name: c, "
                    + container
                    + "}]}}"));
    return Behaviour.of(pod, Tree.items(pod.at("spec", "containers")).getFirst());
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, WORKS",
    "nginx:1.27, WORKS",
    "ghcr.io/acme/web:v1.2.3-rc.1, WORKS",
    "localhost:5000/acme/web, WORKS",
    "nginx:does-not-exist, MISSING",
    "nginx:sim-missing, MISSING",
    "registry.invalid/web:1, MISSING",
    "registry.invalid:5000/web:1, MISSING",
    "'bad image', INVALID_NAME",
    "UPPER/Case:1, INVALID_NAME",
    "nginx:, INVALID_NAME",
  })
  void an_image_can_be_had_or_not(String image, Behaviour.Pull pull) {
    assertThat(of("", "image: \"" + image + "\"").pull()).isEqualTo(pull);
  }

  @Test
  void an_annotation_wins_over_a_tag_and_a_tag_over_the_command() {
    var crash = of("sim.syncline.io/crash: \"exit=7,after=5s\"", "image: \"x:sim-crash\"");
    assertThat(crash.exitCode()).isEqualTo(7);
    assertThat(crash.runs()).contains(Duration.ofSeconds(5));
    var tag = of("", "image: \"x:sim-crash\", command: [sleep, infinity]");
    assertThat(tag.exitCode()).isEqualTo(1);
    assertThat(tag.runs()).isPresent();
    var command = of("", "image: x, command: [sleep, infinity]");
    assertThat(command.runs()).isEmpty();
  }

  @Test
  void an_annotation_may_concern_one_container_alone() {
    assertThat(of("sim.syncline.io/unready.other: \"true\"", "image: x").neverReady()).isFalse();
    assertThat(of("sim.syncline.io/unready.c: \"true\"", "image: x").neverReady()).isTrue();
  }

  @Test
  void memory_trouble_is_told_apart() {
    var behaviour = of("sim.syncline.io/crash: oom", "image: x");
    assertThat(behaviour.oom()).isTrue();
    assertThat(behaviour.exitCode()).isEqualTo(137);
  }

  @Test
  void failures_count_down_over_the_attempts_of_a_job() {
    var second =
        of("sim.syncline.io/fail-first: \"2\", sim.syncline.io/attempt: \"1\"", "image: x");
    assertThat(second.failures()).isEqualTo(1);
    assertThat(second.exit(0)).isEqualTo(1);
    assertThat(second.exit(1)).isZero();
    var third = of("sim.syncline.io/fail-first: \"2\", sim.syncline.io/attempt: \"2\"", "image: x");
    assertThat(third.exit(0)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "45s, 45000",
    "1m30s, 90000",
    "200ms, 200",
    "7, 7000",
    "1.5s, 1500",
  })
  void durations_are_read(String text, long millis) {
    assertThat(Spans.parse(text)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"soon", "5 apples", "s", "''", "-3s"})
  void other_texts_are_no_durations(String text) {
    assertThat(Spans.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[true]                                    | 0     | 0 | ''",
        "[/bin/false]                              | 0     | 1 | ''",
        "[sleep, '5']                              | 5000  | 0 | ''",
        "[sh, -c, 'sleep 3 && echo ok']            | 3000  | 0 | ok",
        "[/bin/sh, -c, 'echo \"a b\"; exit 3']     | 0     | 3 | a b",
        "[bash, -ec, 'sleep 1; false; sleep 9']    | 1000  | 1 | ''",
      })
  void plain_commands_are_understood(String command, long millis, int exit, String output) {
    var script = script(command);
    assertThat(script.orElseThrow().runs()).contains(Duration.ofMillis(millis));
    assertThat(script.get().exitCode()).isEqualTo(exit);
    assertThat(String.join("\n", script.get().output())).isEqualTo(output);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[nginx, -g, daemon off;]",
        "[sh, -c, 'while true; do sleep 1; done']",
        "[sh, -c, 'sleep 1 | cat']",
        "[sh, -c, 'exit $CODE']",
        "[python, main.py]",
      })
  void other_commands_say_nothing(String command) {
    assertThat(script(command)).isEmpty();
  }

  private static Optional<Script> script(String command) {
    return Script.of(Yaml.parseObject("{name: c, command: " + command + "}"));
  }
}
