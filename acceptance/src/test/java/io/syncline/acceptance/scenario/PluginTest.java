package io.syncline.acceptance.scenario;

import static io.syncline.acceptance.scenario.Expect.*;
import static io.syncline.acceptance.scenario.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.kube.ResourceKind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Config management plugins: how they are found, what they get, what comes of them. */
@Scenarios
class PluginTest {
  /** As much of kustomize as the plugins of the scenarios use: resources and one image. */
  private static final String KUSTOMIZE =
      """
      #!/bin/sh
      set -e
      case "$1 $2" in
      version*) echo v5.0.0 ;;
      'edit set') echo "${4#*=}" > image ;;
      build*)
        image=test
        if [ -f image ]; then image=$(cat image); fi
        sed -n 's|^ *- *\\([^ ]*[.]yaml\\) *$|\\1|p' kustomization.yaml | while read -r file; do
          echo ---
          sed "s|image: test$|image: $image|" "$file"
          echo
        done ;;
      *) echo "unexpected: $*" >&2; exit 1 ;;
      esac
      """;

  private static Given withKustomize(Given given) {
    return given.with(s -> s.program(s.installation().programs(), "kustomize", KUSTOMIZE));
  }

  private static Expectation annotation(String name, String value) {
    return s -> assertThat(annotationOf(s, name)).as(name).isEqualTo(value);
  }

  private static String annotationOf(Scenario s, String name) {
    return s.kube().text("v1/ConfigMap", s.namespace(), s.name(), "metadata", "annotations", name);
  }

  private static Expectation succeeded() {
    return s -> {
      operation("Succeeded").check(s);
      sync("Synced").check(s);
      health("Healthy").check(s);
      field("Plugin", "status", "sourceType").check(s);
    };
  }

  /** The plugin was told of the cluster. */
  private static void clusterIsKnown(Scenario s) {
    var cluster = s.installation().cluster();
    assertThat("v" + annotationOf(s, "KubeVersion")).isEqualTo(cluster.version().replace("+", ""));
    assertThat(List.of(annotationOf(s, "KubeApiVersion").split(",")))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            cluster.rediscover().kinds().stream().flatMap(PluginTest::names).distinct().toList());
  }

  private static Stream<String> names(ResourceKind kind) {
    return Stream.of(kind.apiVersion(), kind.apiVersion() + "/" + kind.kind());
  }

  @Test
  void entries_of_env_are_variables_even_empty_ones() {
    given("cmp-fileName")
        .plugin("cmp-fileName")
        .when()
        .createWith("source: {plugin: {env: [{name: FOO, value: bar}, {name: EMPTY, value: ''}]}}")
        .sync()
        .then()
        .expect(
            succeeded(),
            annotation("Bar", "baz"),
            annotation("Foo", "bar"),
            PluginTest::clusterIsKnown);
  }

  @Test
  void a_plugin_is_found_by_a_file_below_the_folder_only() {
    given("cmp-fileName/subdir")
        .plugin("cmp-fileName")
        .when()
        .create()
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"), health("Healthy"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "source: {plugin: {name: cmp-find-glob-v1.0}}"})
  @Scenarios.NeedsWorkloads
  void a_plugin_is_found_by_a_pattern_or_by_its_name(String spec) {
    withKustomize(given("guestbook").plugin("cmp-find-glob"))
        .when()
        .createWith(spec.isEmpty() ? "{}" : spec)
        .sync()
        .then()
        .expect(succeeded());
  }

  @Test
  void a_plugin_is_found_by_a_command() {
    given("cmp-find-command")
        .plugin("cmp-find-command")
        .when()
        .create()
        .sync()
        .then()
        .expect(succeeded(), annotation("Bar", "baz"), PluginTest::clusterIsKnown);
  }

  @Test
  void files_may_be_run_where_the_plugin_says_so() {
    given("cmp-preserve-file-mode")
        .plugin("cmp-preserve-file-mode")
        .files(
            f ->
                f.program(
                    "cmp-preserve-file-mode/script.sh",
                    """
                    #!/bin/sh
                    echo '{apiVersion: v1, kind: ConfigMap, metadata: {name: told}}'
                    """))
        .when()
        .createWith("source: {plugin: {name: cmp-preserve-file-mode-v1.0}}")
        .refresh()
        .then()
        .expect(resourceCount(1), resourceSync("ConfigMap told", "OutOfSync"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"files", "folder"})
  @Scenarios.NeedsWorkloads
  void symbolic_links_lead_where_they_do_in_the_repository(String what) {
    var path = "guestbook-symlink-" + what;
    withKustomize(given().plugin("cmp-symlink"))
        .files(
            f ->
                f.testdata("guestbook")
                    .replace(
                        "guestbook/guestbook-ui-deployment.yaml",
                        "image: quay.io/argoprojlabs/argocd-e2e-container:0.2",
                        "image: test"))
        .files(
            f -> {
              if (what.equals("folder")) {
                f.link(path, "guestbook");
                return;
              }
              f.write(path + "/.keep", "");
              for (var file :
                  List.of(
                      "guestbook-ui-deployment.yaml",
                      "guestbook-ui-svc.yaml",
                      "kustomization.yaml")) {
                f.link(path + "/" + file, "../guestbook/" + file);
              }
            })
        .at(path)
        .when()
        .create()
        .sync()
        .then()
        .expect(
            succeeded(),
            resourceCount(2),
            s ->
                assertThat(
                        s.kube()
                            .existing("apps/v1/Deployment", s.namespace(), "guestbook-ui")
                            .json())
                    .contains("quay.io/argoprojlabs/argocd-e2e-container:0.2"));
  }

  @Test
  void a_folder_is_synced_and_compared_by_a_plugin_of_the_server() {
    var given =
        withKustomize(given("config-map").plugin("cmp-kustomize"))
            .flags("--config-management-plugin", "cmp-kustomize-v1.0");
    var root = given.scenario().repository().files().toString();
    var local = new String[] {"--local", root + "/config-map", "--local-repo-root", root};
    var then =
        given
            .when()
            .create()
            .sync(local)
            .then()
            .expect(succeeded())
            .when()
            .sync(local)
            .then()
            .expect(succeeded());
    for (var words :
        new String[][] {
          local,
          {"--local", root, "--server-side-generate"},
          {"--server-side-diff", "--local", root, "--server-side-generate"}
        }) {
      then.when().app("diff", words).then().expect(printsNothing());
    }
    // An empty answer could also come from a folder that nobody looks at.
    given
        .files(f -> f.replace("config-map/config-map.yaml", "foo: bar", "foo: changed"))
        .when()
        .failing()
        .app("diff", local)
        .then()
        .expect(prints("foo: changed"));
  }

  /** Prints what ssh is told and the sum of the key it is told of. */
  private static final String KEY =
      """
      #!/bin/sh
      set -e
      key=$(echo "$GIT_SSH_COMMAND" | sed -n 's/.*-i \\([^ ]*\\).*/\\1/p')
      sum=$(sha256sum "$key")
      cat <<END
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: $ARGOCD_APP_NAME
        annotations: {GitSSHCommand: "$GIT_SSH_COMMAND", GitSSHCredsFileSHA: "$sum"}
      END
      """;

  @Test
  void a_plugin_that_wants_it_can_log_in_over_https() {
    var given =
        given("cmp-gitcredstemplate").plugin("cmp-gitcredstemplate").files(Repository::commit);
    var servers = Servers.of(given.scenario());
    servers.believeAuthority();
    var bare = given.scenario().repository().bare();
    var url = servers.https(bare.resolveSibling("")).url(String.valueOf(bare.getFileName()));
    servers.add(url, "--username", Servers.USER, "--password", Servers.PASSWORD);
    given
        .at(url, "cmp-gitcredstemplate")
        .when()
        .create()
        .sync()
        .then()
        .expect(
            succeeded(),
            annotation("GitAskpass", "argocd"),
            annotation("GitUsername", ""),
            annotation("GitPassword", ""));
  }

  private static When createdOverSsh(Given given, String... flags) {
    given.files(f -> f.program("cmp-gitsshcreds/generate.sh", KEY).commit());
    var servers = Servers.of(given.scenario());
    var ssh = servers.ssh();
    servers.believe(ssh);
    var url = ssh.url(given.scenario().repository().bare().toString());
    servers.add(url, "--ssh-private-key-path", servers.file(ssh.userKey()).toString());
    return given.at(url, "cmp-gitsshcreds").when().create(flags);
  }

  @Test
  void a_plugin_that_wants_it_can_log_in_over_ssh() {
    createdOverSsh(given("cmp-gitsshcreds").plugin("cmp-gitsshcreds"))
        .sync()
        .then()
        .expect(
            succeeded(),
            s -> assertThat(annotationOf(s, "GitSSHCommand")).containsPattern("-i [^ ]+"),
            s ->
                assertThat(annotationOf(s, "GitSSHCredsFileSHA"))
                    .containsPattern("\\w+\\s+[/\\w]+"));
  }

  @Test
  void a_plugin_that_does_not_want_it_cannot_log_in() {
    createdOverSsh(
            given("cmp-gitsshcreds").plugin("cmp-gitsshcreds-disable-provide"), "--validate=false")
        .trying()
        .sync()
        .then()
        .expect(operation("Error"), sync("Unknown"));
  }
}
