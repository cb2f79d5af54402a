package io.syncline.controller.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.git.Credentials;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.render.RecordingTree;
import io.syncline.render.RenderException;
import io.syncline.render.RenderLimits;
import io.syncline.render.RenderResult;
import io.syncline.render.SourceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginsTest {
  @TempDir Path folder;
  private Stage stage;

  @BeforeEach
  void empty_stage() throws IOException {
    stage = new Stage(folder);
  }

  @Test
  void what_a_plugin_prints_is_what_git_wants() throws IOException {
    stage.plugin("cat", Stage.printing("cat input.txt"), "").block("{name: cat}");
    var result = stage.render();
    assertThat(((RenderResult.Rendered) result).type()).isEqualTo(SourceType.PLUGIN);
    assertThat(stage.value()).isEqualTo("hello");
    assertThat(result.inputs().files()).containsKey("app/input.txt");
    assertThat(stage.copies()).isZero();
  }

  @Test
  void init_comes_before_generate_in_the_same_copy() throws IOException {
    stage
        .plugin(
            "two", Stage.printing("cat made"), "{init: {command: [sh, -c, 'echo ready > made']}}")
        .block("{name: two}");
    assertThat(stage.value()).isEqualTo("ready");
    assertThat(stage.repository.resolve("app/made")).doesNotExist();
  }

  @Test
  void programs_are_looked_for_where_the_settings_say() throws IOException {
    var program = Files.createDirectories(folder.resolve("programs")).resolve("told");
    Files.writeString(program, "#!/bin/sh\n" + Stage.printing("echo found"));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    stage
        .searchPath(program.getParent() + ":" + System.getenv("PATH"))
        .definition(
            "told.yaml",
            """
            apiVersion: argoproj.io/v1alpha1
            kind: ConfigManagementPlugin
            metadata: {name: told}
            spec: {generate: {command: [told]}}
            """)
        .block("{name: told}");
    assertThat(stage.value()).isEqualTo("found");
  }

  @Test
  void a_plugin_has_no_environment_but_its_own() throws IOException {
    stage
        .plugin("env", Stage.printing("env | cut -d= -f1 | sort | tr '\\n' ' '"), "")
        .block("{name: env, env: [{name: A, value: b}], parameters: [{name: p-q, string: s}]}");
    assertThat(stage.value().split(" "))
        .containsExactlyInAnyOrder(
            "ARGOCD_APP_NAME",
            "ARGOCD_APP_NAMESPACE",
            "ARGOCD_APP_PARAMETERS",
            "ARGOCD_APP_PROJECT_NAME",
            "ARGOCD_APP_REVISION",
            "ARGOCD_APP_REVISION_SHORT",
            "ARGOCD_APP_REVISION_SHORT_8",
            "ARGOCD_APP_SOURCE_PATH",
            "ARGOCD_APP_SOURCE_REPO_URL",
            "ARGOCD_APP_SOURCE_TARGET_REVISION",
            "ARGOCD_ENV_A",
            "HOME",
            "KUBE_API_VERSIONS",
            "KUBE_VERSION",
            "LANG",
            "PARAM_P_Q",
            "PATH",
            "PWD",
            "TMPDIR");
  }

  @Test
  void home_and_temporary_folder_are_its_own_and_gone_afterwards() throws IOException {
    stage
        .plugin(
            "home",
            "touch $HOME/x $TMPDIR/y; mkdir -p deep/er; touch deep/er/z; chmod 000 deep/er; "
                + "chmod 500 deep; ln -s /etc outside; "
                + Stage.printing("dirname $HOME"),
            "")
        .block("{name: home}");
    assertThat(stage.value()).startsWith(stage.work.toRealPath().toString());
    assertThat(stage.copies()).isZero();
    assertThat(Path.of("/etc/passwd")).exists();
  }

  @Test
  void only_the_folder_of_the_application_is_copied_and_what_it_names_besides() throws IOException {
    stage
        .file("base/b.txt", "base")
        .file("lib/one/l.txt", "lib")
        .file("other/o.txt", "other")
        .plugin("tree", Stage.printing("cd .. && find . -type f | sort | tr '\\n' ' '"), "")
        .block("{name: tree}");
    assertThat(stage.value()).isEqualTo("./app/input.txt ");
    stage.annotated("../base;/lib/*/l.txt;/none;../../outside");
    assertThat(stage.value()).isEqualTo("./app/input.txt ./base/b.txt ./lib/one/l.txt ");
    assertThat(stage.render().inputs().files())
        .containsKeys("app/input.txt", "base/b.txt", "lib/one/l.txt")
        .doesNotContainKey("other/o.txt");
  }

  @Test
  void files_keep_their_permission_to_be_run_when_the_plugin_says_so() throws IOException {
    stage.file("app/run.sh", "#!/bin/sh\necho ran\n");
    Files.setPosixFilePermissions(
        stage.repository.resolve("app/run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
    stage
        .block("{name: run}")
        .plugin("run", Stage.printing("./run.sh"), "{preserveFileMode: true}");
    assertThat(stage.value()).isEqualTo("ran");
    stage.plugin("run", "./run.sh", "");
    assertThat(stage.problem()).contains("exited with code 126");
  }

  @Test
  void links_inside_come_along_with_what_they_lead_to() throws IOException {
    stage.file("base/b.txt", "base");
    Files.createSymbolicLink(stage.repository.resolve("app/link"), Path.of("../base/b.txt"));
    Files.createSymbolicLink(stage.repository.resolve("app/folder"), Path.of("../base"));
    stage.plugin("cat", Stage.printing("cat link folder/b.txt"), "").block("{name: cat}");
    assertThat(stage.value()).isEqualTo("basebase");
  }

  @ParameterizedTest
  @CsvSource({"/etc/passwd", "../../secret", "../x/../../secret"})
  void links_that_leave_the_repository_are_refused(String target) throws IOException {
    Files.createSymbolicLink(stage.repository.resolve("app/link"), Path.of(target));
    stage.plugin("cat", Stage.printing("cat link"), "").block("{name: cat}");
    assertThat(stage.problem()).contains("leaves the source");
    assertThat(stage.copies()).isZero();
  }

  @Test
  void the_first_by_name_that_discovers_the_source_renders_it() throws IOException {
    stage
        .plugin("a-none", Stage.printing("echo a"), "")
        .plugin("b-file", Stage.printing("echo b"), "{discover: {fileName: 'in*.json'}}")
        .plugin("c-glob", Stage.printing("echo c"), "{discover: {find: {glob: '**/input.txt'}}}")
        .plugin("d-file", Stage.printing("echo d"), "{discover: {fileName: ./input.txt}}");
    assertThat(stage.value()).isEqualTo("c");
    stage.block("{}");
    assertThat(stage.value()).isEqualTo("c");
    stage.block("{name: d-file}");
    assertThat(stage.value()).isEqualTo("d");
    stage.block("{name: a-none}");
    assertThat(stage.value()).isEqualTo("a");
    stage.block("{name: b-file}");
    assertThat(stage.problem()).contains("plugin b-file is not for this source");
  }

  @Test
  void a_command_discovers_by_succeeding_and_printing() throws IOException {
    stage
        .plugin(
            "a",
            Stage.printing("echo a"),
            "{discover: {find: {command: [sh, -c, 'cat input.txt; exit 1']}}}")
        .plugin("b", Stage.printing("echo b"), "{discover: {find: {command: [sh, -c, 'exit 0']}}}")
        .plugin(
            "c",
            Stage.printing("echo c"),
            "{discover: {find: {command: [sh, -c], args: ['grep hello input.txt']}}}");
    assertThat(stage.value()).isEqualTo("c");
    stage.file("app/input.txt", "bye\n");
    assertThat(((RenderResult.Rendered) stage.render()).type()).isEqualTo(SourceType.DIRECTORY);
  }

  @Test
  void a_version_belongs_to_the_name() throws IOException {
    stage.plugin("tool", Stage.printing("echo two"), "{version: v2}").block("{name: tool-v2}");
    assertThat(stage.value()).isEqualTo("two");
    stage.block("{name: tool}");
    assertThat(stage.problem())
        .contains("application shop: plugin tool is not known")
        .contains("(known: tool-v2)");
  }

  @Test
  void a_definition_counts_as_soon_as_it_is_written() throws IOException {
    stage.plugin("a", Stage.printing("echo one"), "").block("{name: a}");
    var host = stage.host();
    var app =
        new io.syncline.model.application.Application(
            new Manifest(
                io.syncline.model.yaml.Yaml.parseObject("{metadata: {name: shop}, spec: {}}")));
    var before = host.of(app, _ -> java.util.Optional.empty()).identity();
    assertThat(host.of(app, _ -> java.util.Optional.empty()).identity()).isEqualTo(before);
    stage.plugin("a", Stage.printing("echo another"), "");
    assertThat(host.of(app, _ -> java.util.Optional.empty()).identity()).isNotEqualTo(before);
    Files.delete(stage.plugins.resolve("a.yaml"));
    assertThat(host.of(app, _ -> java.util.Optional.empty()).identity()).isEmpty();
  }

  @Test
  void definitions_that_are_wrong_do_no_harm_to_others_and_are_told_to_who_wants_them()
      throws IOException {
    stage
        .plugin("good", Stage.printing("echo good"), "")
        .definition("bad.yaml", "kind: ConfigManagementPlugin\n\tx: y\n")
        .definition("kind.yaml", "---\n{apiVersion: v1, kind: Secret, metadata: {name: x}}\n")
        .definition("list.yaml", "- a\n")
        .definition("none.yaml", header("none") + "spec: {}\n")
        .definition("args.yaml", header("args") + "spec: {generate: {args: [x]}}\n")
        .definition("type.yaml", header("type") + "spec: {generate: {command: [a, 1]}}\n")
        .definition("text.yaml", header("text") + "spec: {generate: {command: a b}}\n")
        .definition("empty.yaml", header("empty") + "spec: {generate: {command: []}}\n")
        .definition(
            "glob.yaml",
            header("glob") + "spec: {generate: {command: [a]}, discover: {fileName: '[x'}}\n")
        .definition("twice.yaml", header("good") + "spec: {generate: {command: [a]}}\n")
        .definition("notes.txt", "not read")
        .block("{name: good}");
    assertThat(stage.value()).isEqualTo("good");
    stage.block("{name: none}");
    assertThat(stage.problem())
        .contains("plugin none is not known")
        .contains("bad.yaml:2: ")
        .contains("kind.yaml:2: object is of kind v1 Secret")
        .contains("list.yaml:1: document is no object")
        .contains("none.yaml:1: spec.generate is missing")
        .contains("args.yaml:1: spec.generate has args and no command")
        .contains("type.yaml:1: spec.generate.command holds 1 (expected: text; put it in quotes)")
        .contains("text.yaml:1: spec.generate.command is no list")
        .contains("empty.yaml:1: spec.generate.command is empty")
        .contains("glob.yaml:1: spec.discover.fileName: ")
        .contains("twice.yaml:1: plugin good is declared twice");
  }

  private static String header(String name) {
    return "apiVersion: argoproj.io/v1alpha1\nkind: ConfigManagementPlugin\nmetadata: {name: "
        + name
        + "}\n";
  }

  @Test
  void a_folder_that_is_not_there_is_told_at_once() {
    var settings = PluginSettings.of(folder.resolve("none"), folder.resolve("work"), "", "C");
    assertThatThrownBy(() -> PluginHost.of(java.util.Optional.of(settings)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void copies_a_killed_server_left_behind_are_deleted_at_start() throws IOException {
    Files.createDirectories(stage.work.resolve("run-1/source"));
    stage.host();
    assertThat(stage.copies()).isZero();
  }

  private static final String WANTED = "{provideGitCreds: true}";

  @Test
  void a_password_is_told_when_git_asks_for_the_repository_s_host() throws IOException {
    stage
        .login(Credentials.basic("ada", "hunter22"))
        .plugin(
            "git",
            """
            ask() { "$GIT_ASKPASS" "$1 for 'https://$2': "; }
            all="$GIT_ASKPASS $(ask Username git.example.com) $(ask Password ada@git.example.com)"
            all="$all $(ask Password git.example.com.evil.org || echo no)"
            """
                + Stage.printing("echo \"$all $GIT_USERNAME$GIT_PASSWORD\""),
            WANTED)
        .block("{name: git}");
    assertThat(stage.value()).isEqualTo("argocd ada hunter22 no ");
    assertThat(stage.copies()).isZero();
  }

  @Test
  void a_key_is_a_file_that_ssh_is_told_of() throws IOException {
    stage
        .login(
            Credentials.sshKey("secret key")
                .with(new Credentials.Trust(false, "", "host ssh-rsa AAAA", "", "")))
        .plugin(
            "git",
            "set -- $GIT_SSH_COMMAND\n"
                + Stage.printing("stat -c %a $3; cat $3 ${9#*=} | tr '\\n' ' '"),
            WANTED)
        .block("{name: git}");
    assertThat(stage.value()).isEqualTo("600 secret key host ssh-rsa AAAA");
  }

  @Test
  void a_token_goes_with_requests_to_the_repository_s_host() throws IOException {
    stage
        .login(Credentials.bearer("t0ken"))
        .plugin(
            "git",
            Stage.printing("git config --get-urlmatch http.extraHeader $ARGOCD_ENV_WHERE"),
            WANTED);
    for (var where : new String[] {"https://git.example.com/x.git", "https://other.example.com/"}) {
      stage.block("{name: git, env: [{name: WHERE, value: '" + where + "'}]}");
      assertThat(stage.value())
          .isEqualTo(where.contains("git.") ? "Authorization: Bearer t0ken" : "");
    }
  }

  @Test
  void plugins_that_want_no_login_get_none_and_passwords_are_not_shown() throws IOException {
    stage
        .login(Credentials.basic("ada", "hunter22"))
        .plugin("git", Stage.printing("env | grep -c GIT_; ls ../../login"), "")
        .block("{name: git}");
    assertThat(stage.value()).isEqualTo("0");
    stage.plugin("git", "echo it was hunter22 >&2; exit 1", WANTED);
    assertThat(stage.problem()).contains("it was ****").doesNotContain("hunter22");
  }

  @Test
  void parameters_are_announced_by_the_plugin_and_by_its_definition() throws IOException {
    stage
        .plugin(
            "par",
            "true",
            "{parameters: {static: [{name: s, title: Static}], dynamic: {command: [sh, -c,"
                + " 'echo \"[{\\\"name\\\": \\\"$(cat input.txt)\\\"}]\"']}}}")
        .block("{name: par}");
    var plugins = stage.ofApplication();
    var tree = new RecordingTree(stage.tree(), RenderLimits.DEFAULT);
    assertThat(plugins.parameters("par", tree, stage.request(plugins)))
        .extracting(one -> Tree.text(one, "name"))
        .containsExactly("hello", "s");
  }

  @ParameterizedTest
  @CsvSource({"echo nonsense", "echo {}"})
  void announcements_that_are_no_list_are_refused(String script) throws IOException {
    stage.plugin("par", "true", "{parameters: {dynamic: {command: [sh, -c, '" + script + "']}}}");
    var plugins = stage.ofApplication();
    var tree = new RecordingTree(stage.tree(), RenderLimits.DEFAULT);
    assertThatThrownBy(() -> plugins.parameters("par", tree, stage.request(plugins)))
        .isInstanceOf(RenderException.class)
        .hasMessageContaining("parameters.dynamic printed no");
  }
}
