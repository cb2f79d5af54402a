package io.syncline.controller.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.render.RenderResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that hang, flood, leave things behind or tell secrets. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BadPluginsTest {
  @TempDir Path folder;
  private Stage stage;

  /** An argument by which the programs of this test are found. */
  private final String mark = "mark" + UUID.randomUUID().toString().replace("-", "");

  @BeforeEach
  void stage_with_a_short_limit() throws IOException {
    stage = new Stage(folder).time(Duration.ofSeconds(1)).block("{name: bad}");
  }

  private long running() {
    return ProcessHandle.allProcesses()
        .filter(ProcessHandle::isAlive)
        .filter(
            one -> {
              try {
                var words = Files.readString(Path.of("/proc/" + one.pid() + "/cmdline"));
                return words.contains(mark);
              } catch (IOException goneOrNoProc) {
                return false;
              }
            })
        .count();
  }

  @Test
  void one_that_hangs_is_ended() throws IOException {
    stage.plugin("bad", ": " + mark + "; echo begun >&2; sleep 1000", "");
    assertThat(stage.problem())
        .startsWith("app: application shop: plugin bad: generate command `sh -c : ")
        .contains("took longer than 1 s and was ended: begun")
        .contains("hint:");
    assertThat(running()).isZero();
    assertThat(stage.copies()).isZero();
  }

  @Test
  void one_that_goes_into_the_background_and_hangs_is_ended_too() throws IOException {
    stage.plugin(
        "bad",
        "(trap '' TERM HUP; sh -c 'sleep 1000; : "
            + mark
            + "' & "
            + "setsid sh -c 'sh -c \"sleep 1000; : "
            + mark
            + "\" & sleep 1000; : "
            + mark
            + "' >/dev/null 2>&1 &) ; sleep 1000; : "
            + mark,
        "");
    assertThat(stage.problem()).contains("took longer than 1 s");
    assertThat(running()).isZero();
    assertThat(stage.copies()).isZero();
  }

  @Test
  void what_a_good_plugin_leaves_in_the_background_is_ended_and_not_waited_for()
      throws IOException {
    stage
        .time(Duration.ofSeconds(30))
        .plugin(
            "bad",
            "setsid sh -c 'sleep 1000; : " + mark + "' & " + Stage.printing("echo fine"),
            "");
    assertThat(stage.value()).isEqualTo("fine");
    assertThat(running()).isZero();
  }

  @Test
  void one_that_prints_without_end_is_ended() throws IOException {
    stage.time(Duration.ofSeconds(30)).plugin("bad", "head -c 1000000000 /dev/zero; sleep 5", "");
    assertThat(stage.problem()).contains("printed more than 67108864 bytes");
    assertThat(stage.copies()).isZero();
  }

  @Test
  void one_that_complains_without_end_is_heard_to_its_last_lines() throws IOException {
    stage
        .time(Duration.ofSeconds(30))
        .plugin("bad", "yes complaint | head -c 30000000 >&2; echo last >&2; exit 1", "");
    var problem = stage.problem();
    assertThat(problem).contains("exited with code 1: ").contains("complaint | last");
    assertThat(problem.length()).isLessThan(2_500);
  }

  @Test
  void one_that_fails_is_named_with_its_command_its_code_and_what_it_says() throws IOException {
    stage.plugin("bad", "echo one >&2; echo ignored; echo two >&2; exit 3", "");
    assertThat(stage.problem())
        .isEqualTo(
            "app: application shop: plugin bad: generate command `sh -c echo one >&2; echo ignored;"
                + " echo two >&2; exit 3` exited with code 3: one | two; hint: run the command in"
                + " the application's folder to see more");
    assertThat(((RenderResult.Failed) stage.render()).passing()).isTrue();
  }

  @Test
  void one_that_fails_to_prepare_is_told_apart() throws IOException {
    stage.plugin("bad", "true", "{init: {command: [sh, -c, exit 4]}}");
    assertThat(stage.problem()).contains("init command `sh -c exit 4` exited with code 4");
  }

  @Test
  void a_program_that_is_not_there_is_told() throws IOException {
    stage.definition(
        "bad.yaml",
        """
        apiVersion: argoproj.io/v1alpha1
        kind: ConfigManagementPlugin
        metadata: {name: bad}
        spec: {generate: {command: [no-such-program-here]}}
        """);
    assertThat(stage.problem())
        .contains("generate command `no-such-program-here` cannot be started")
        .contains("PATH of the server");
    stage.plugin("bad", "no-such-program-here", "");
    assertThat(stage.problem()).contains("exited with code 127").contains("PATH of the server");
  }

  @Test
  void files_it_misses_lead_to_the_annotation() throws IOException {
    stage.plugin("bad", "cat ../base/x", "");
    assertThat(stage.problem()).contains("manifest-generate-paths");
  }

  @Test
  void secrets_it_tells_are_not_told_on() throws IOException {
    stage
        .block(
            "{name: bad, env: [{name: DB_PASSWORD, value: hunter2hunter2}],"
                + " parameters: [{name: api-token, string: t0p-s3cret}]}")
        .plugin(
            "bad",
            "echo \"login with $ARGOCD_ENV_DB_PASSWORD and $PARAM_API_TOKEN failed\" >&2;"
                + " echo 'cloning https://joe:pa55word@git.example.com/x.git' >&2;"
                + " echo 'Authorization: Bearer abcdef0123456789' >&2;"
                + " echo '-----BEGIN RSA PRIVATE KEY-----' >&2; echo 'MIIEabcdef' >&2;"
                + " echo '-----END RSA PRIVATE KEY-----' >&2;"
                + " echo '\"secret\": \"qwertz\"' >&2; exit 1",
            "");
    assertThat(stage.problem())
        .contains("login with ******** and ******** failed")
        .contains("cloning https://********@git.example.com/x.git")
        .doesNotContain("hunter2")
        .doesNotContain("t0p-s3cret")
        .doesNotContain("pa55word")
        .doesNotContain("abcdef0123456789")
        .doesNotContain("MIIEabcdef")
        .doesNotContain("qwertz");
  }

  @Test
  void variables_that_cannot_be_set_are_told() throws IOException {
    stage.block("{name: bad, env: [{name: A=B, value: c}]}").plugin("bad", "true", "");
    assertThat(stage.problem()).contains("variable \"ARGOCD_ENV_A=B\" cannot be set");
  }

  @Test
  void files_beyond_the_limit_are_not_copied() throws IOException {
    stage.copyBytes(1_000).file("app/big", "x".repeat(2_000)).plugin("bad", "true", "");
    assertThat(stage.problem()).contains("files for the plugin exceed 1000 bytes");
    assertThat(stage.copies()).isZero();
  }

  @Test
  void nothing_printed_is_nothing_wanted() throws IOException {
    stage.time(Duration.ofSeconds(30)).plugin("bad", "true", "");
    assertThat(stage.manifests()).isEmpty();
  }

  @Test
  void who_waits_no_longer_ends_it() throws Exception {
    var begun = folder.resolve("begun");
    stage
        .time(Duration.ofSeconds(50))
        .plugin("bad", "touch " + begun + "; sleep 1000; : " + mark, "");
    var ended = new java.util.concurrent.CompletableFuture<String>();
    var waiting = Thread.ofPlatform().start(() -> ended.complete(stage.problem()));
    while (!Files.exists(begun)) {
      Thread.onSpinWait();
    }
    waiting.interrupt();
    assertThat(ended.get(30, TimeUnit.SECONDS)).contains("was stopped");
    assertThat(running()).isZero();
    assertThat(stage.copies()).isZero();
  }
}
