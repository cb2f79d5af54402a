package io.syncline.workloads.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows about what happens inside pods: exec, cp, attach, logs. */
final class PodCommandsTest {
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: p}
      spec:
        volumes: [{name: conf, configMap: {name: conf}}, {name: room, emptyDir: {}}]
        containers:
        - name: c
          image: nginx
          env: [{name: COLOR, value: blue}]
          volumeMounts: [{name: conf, mountPath: /conf}, {name: room, mountPath: /room}]
        - name: d
          image: nginx
          volumeMounts: [{name: room, mountPath: /shared}]
      """;

  @RegisterExtension private static final Kubectl kubectl = new Kubectl();

  @BeforeAll
  static void start() throws Exception {
    for (var binary : Kubectl.installed("1.32")) {
      kubectl.run(binary, "create", "cm", "conf", "--from-literal=key=value").exits(0);
      kubectl.typing(binary, POD, "create", "-f", "-").exits(0);
      kubectl.run(binary, "wait", "--for=condition=Ready", "pod/p", "--timeout=60s").exits(0);
    }
  }

  @Test
  void exec_answers_plain_commands_with_their_exit_codes() throws Exception {
    for (var binary : Kubectl.installed("1.30", "1.31", "1.32", "1.33")) {
      assertThat(kubectl.run(binary, "exec", "p", "-c", "c", "--", "echo", "hi").exits(0).text())
          .as("%s", binary)
          .isEqualTo("hi\n");
      assertThat(
              kubectl
                  .run(
                      binary,
                      "exec",
                      "p",
                      "-c",
                      "c",
                      "--",
                      "sh",
                      "-c",
                      "echo $HOSTNAME $COLOR && cat /conf/key; exit 3")
                  .exits(3)
                  .text())
          .as("%s", binary)
          .startsWith("p blue\nvalue");
    }
  }

  @Test
  void exec_says_that_other_programs_do_not_run() throws Exception {
    for (var binary : Kubectl.installed("1.32")) {
      assertThat(kubectl.run(binary, "exec", "p", "-c", "c", "--", "nginx", "-t").exits(127).text())
          .startsWith("[simulated] nginx: not found");
      assertThat(kubectl.run(binary, "exec", "absent", "--", "ls").exits(1).text())
          .contains("pods \"absent\" not found");
    }
  }

  @Test
  void exec_reads_what_is_sent_to_it() throws Exception {
    for (var binary : Kubectl.installed("1.32")) {
      assertThat(
              kubectl
                  .typing(binary, "one\n", "exec", "-i", "p", "-c", "c", "--", "cat")
                  .exits(0)
                  .text())
          .isEqualTo("one\n");
      assertThat(
              kubectl
                  .typing(binary, "pwd\nexit 4\n", "exec", "-i", "p", "-c", "c", "--", "sh")
                  .exits(4)
                  .text())
          .startsWith("/\n");
    }
  }

  @Test
  void cp_carries_folders_there_and_back() throws Exception {
    for (var binary : Kubectl.installed("1.30", "1.32", "1.33")) {
      var sent =
          Files.createDirectories(
              Files.createTempDirectory(kubectl.folder(), "cp").resolve("sent"));
      var bytes = new byte[200_000];
      for (var i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (i * 31 + i / 7);
      }
      Files.write(Files.createDirectories(sent.resolve("inner")).resolve("file"), bytes);
      kubectl.run(binary, "cp", sent.toString(), "p:/room/", "-c", "c").exits(0);
      var back = sent.resolveSibling("back");
      kubectl.run(binary, "cp", "p:/shared/sent", back.toString(), "-c", "d").exits(0);
      assertThat(back.resolve("inner/file")).hasBinaryContent(bytes);
      kubectl.run(binary, "exec", "p", "-c", "c", "--", "rm", "-r", "/room/sent").exits(0);
    }
  }

  @Test
  void logs_are_marked_and_know_earlier_runs() throws Exception {
    for (var binary : Kubectl.installed("1.32")) {
      assertThat(kubectl.run(binary, "logs", "p", "-c", "c", "--tail=1").exits(0).text())
          .startsWith("[simulated]");
      assertThat(kubectl.run(binary, "logs", "p", "-c", "c", "--timestamps").exits(0).text())
          .matches("(?s)\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z \\[simulated\\].*");
      assertThat(kubectl.run(binary, "logs", "p", "-c", "c", "--previous").exits(1).text())
          .contains("previous terminated container \"c\" in pod \"p\" not found");
    }
  }

  @Test
  void logs_of_a_container_that_never_started_are_refused() throws Exception {
    for (var k : kubectl.users("1.32")) {
      k.ok("run stuck --image=nginx:does-not-exist");
      k.ok(
          "wait --for=jsonpath={.status.containerStatuses[0].state.waiting.reason}=ImagePullBackOff pod/stuck --timeout=60s");
      assertThat(k.fails("logs stuck"))
          .containsPattern(
              "\\(BadRequest\\): container \"stuck\" in pod \"stuck\" is waiting to start: "
                  + "(trying and failing to pull image|image can't be pulled)");
    }
  }

  @Test
  void port_forward_is_refused_clearly() throws Exception {
    for (var binary : Kubectl.installed("1.32")) {
      assertThat(kubectl.run(binary, "port-forward", "p", ":80").exits(1).text())
          .contains("portforward is not possible: pods of this cluster are simulated");
    }
  }
}
