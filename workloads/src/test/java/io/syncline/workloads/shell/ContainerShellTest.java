package io.syncline.workloads.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.localkube.LocalKube;
import io.syncline.model.object.Manifest;
import io.syncline.model.yaml.Yaml;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContainerShellTest {
  private static final LocalKube KUBE = LocalKube.builder().start();
  private static final Manifest POD =
      new Manifest(
          Yaml.parseObject(
              """
              metadata: {name: p, namespace: default, uid: u}
              spec:
                containers: [{name: c, env: [{name: A, value: one two}]}]
              """));

  private final ContainerShell shell =
      new ContainerShell(KUBE.api(), InstantSource.fixed(Instant.parse("2026-03-01T10:00:00Z")));

  @AfterAll
  static void stop() {
    KUBE.close();
  }

  private String run(boolean terminal, String input, String... command) throws Exception {
    var out = new ByteArrayOutputStream();
    var code =
        shell.run(
            POD,
            "c",
            List.of(command),
            new ContainerShell.Client(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                out,
                terminal));
    return code + " " + out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          echo $A                                 | 0 one two/
          echo "$A" '$A' ${B:-none}               | 0 one two $A none/
          false; echo $?                          | 0 1/
          true && echo yes                        | 0 yes/
          exit 3; echo no                         | 3
          B=x; echo $B                            | 0 x/
          cd /tmp; pwd                            | 0 /tmp/
          echo hi > /tmp/f; cat /tmp/f            | 0 hi/
          echo hi > /no/f                         | 1 sh: can't create /no/f: No such file or directory/
          test -d /tmp                            | 0
          [ a = b ]                               | 1
          date +%s                                | 0 1772359200/
          printf '%s-%d\\n' a 1                   | 0 a-1/
          cat /nowhere                            | 1 cat: /nowhere: No such file or directory/
          """)
  void a_line_prints_and_ends(String line, String expected) throws Exception {
    var text = run(false, "", "sh", "-c", line).replace("\n", "/").strip();
    assertThat(text).startsWith(expected);
  }

  @Test
  void a_pipe_hands_on_what_was_printed() throws Exception {
    assertThat(run(false, "", "sh", "-c", "printf 'a\\nb\\n' | tail -n 1 || echo no"))
        .isEqualTo("0 b\n");
  }

  @ParameterizedTest
  @CsvSource({"echo $(date)", "sleep 1 &", "nginx", "if true; then echo a; fi"})
  void what_is_beyond_it_is_marked(String line) throws Exception {
    assertThat(run(false, "", "sh", "-c", line)).startsWith("127 [simulated]");
  }

  @Test
  void a_terminal_shows_what_is_typed() throws Exception {
    assertThat(run(true, "ecx\177ho hi\rexit 2\r", "sh"))
        .startsWith("2 [simulated] shell of pod default/p")
        .endsWith("\r\n/ # ecx\b \bho hi\r\nhi\r\n/ # exit 2\r\n");
  }

  @Test
  void an_archive_comes_back_as_it_went() throws Exception {
    var name = "deep/" + "x".repeat(120) + "/file";
    assertThat(run(false, "", "mkdir", "-p", "/tmp/deep/" + "x".repeat(120))).isEqualTo("0 ");
    assertThat(run(false, "", "sh", "-c", "echo kept > /tmp/" + name)).isEqualTo("0 ");
    assertThat(run(false, "", "sh", "-c", "tar cf /tmp/a.tar -C /tmp deep && mkdir /tmp/to"))
        .isEqualTo("0 ");
    assertThat(run(false, "", "tar", "-xmf", "/tmp/a.tar", "-C", "/tmp/to")).isEqualTo("0 ");
    assertThat(run(false, "", "cat", "/tmp/to/" + name)).isEqualTo("0 kept\n");
    assertThat(run(false, "no archive at all", "tar", "-xmf", "-", "-C", "/tmp")).isEqualTo("0 ");
  }
}
