package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code proj source-integrity git policies}. */
final class SourceIntegrityTest {
  private static final String TEAM = "/api/v1/projects/team";
  private static final String PROJECT =
      """
      {"metadata":{"name":"team"},"spec":{"description":"Ours","sourceIntegrity":{"git":{"policies":[
        {"repos":[{"url":"https://a/*"},{"url":"https://b/*"}],"gpg":{"mode":"strict","keys":["D56C4FCA57A46444"]}},
        {"repos":[{"url":"https://c/*"}]}]}}}}
      """;

  @TempDir Path home;
  private RecordedServer server;

  @BeforeEach
  void start() {
    server =
        new RecordedServer()
            .on("GET " + TEAM, PROJECT)
            .on("PUT " + TEAM, PROJECT)
            .on("GET /api/v1/gpgkeys", "{\"items\":[{\"keyID\":\"D56C4FCA57A46444\"}]}");
  }

  @AfterEach
  void end() {
    server.close();
  }

  private CommandLineRun run(String words) {
    return CommandLineRun.with(home, server)
        .run(("proj source-integrity git policies " + words).split(" "));
  }

  @Test
  void policies_are_listed_with_the_ids_that_name_them() {
    assertThat(run("list team").out())
        .isEqualTo(
            """
            ID  GPG-MODE  GPG-KEYS          REPO-URLS
            0   strict    D56C4FCA57A46444  https://a/*, https://b/*
            1   <none>    <none>            https://c/*
            """);
    assertThat(run("list team -o json").out()).contains("\"url\": \"https://c/*\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "add team --repo-url https://d/* --gpg-mode head --gpg-key D56C4FCA57A46444 | 2 | {\"repos\":[{\"url\":\"https://d/*\"}],\"gpg\":{\"mode\":\"head\",\"keys\":[\"D56C4FCA57A46444\"]}}",
        "update team 0 --repo-url https://d/* | 0 | {\"repos\":[{\"url\":\"https://d/*\"}],\"gpg\":{\"mode\":\"strict\",\"keys\":[\"D56C4FCA57A46444\"]}}",
        "update team 0 --delete-repo-url https://a/* --add-repo-url https://b/*,https://e/* | 0 | {\"repos\":[{\"url\":\"https://b/*\"},{\"url\":\"https://e/*\"}],\"gpg\":{\"mode\":\"strict\",\"keys\":[\"D56C4FCA57A46444\"]}}",
        "update team 1 --gpg-mode none --add-gpg-key D56C4FCA57A46444 --yes | 1 | {\"repos\":[{\"url\":\"https://c/*\"}],\"gpg\":{\"mode\":\"none\",\"keys\":[\"D56C4FCA57A46444\"]}}",
        "delete team 0 -y | 0 | {\"repos\":[{\"url\":\"https://c/*\"}]}",
      })
  void a_policy_is_written_as_argo_cd_writes_it(String words, int id, String wanted) {
    var result = run(words);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
    var spec = Tree.at(server.asked("PUT").getFirst().tree(), "project", "spec");
    assertThat(Tree.text(spec, "description")).isEqualTo("Ours");
    assertThat(Tree.items(Tree.at(spec, "sourceIntegrity", "git", "policies")).get(id))
        .isEqualTo(Json.parse(wanted));
  }

  @Test
  void without_a_policy_nothing_is_demanded() {
    assertThat(run("delete team 1 0 -y").code()).isZero();

    assertThat(Tree.at(server.asked("PUT").getFirst().tree(), "project", "spec"))
        .isEqualTo(Json.parse("{\"description\":\"Ours\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "add team --gpg-mode head | Warning: Policy has no repository URLs and will never be used;Warning: Policy has no GPG keys and will never validate any revision",
        "add team --repo-url * --gpg-mode head --gpg-key 4AEE18F83AFDEB23 | Warning: Following GPG keys are not in repo-server keyring: 4AEE18F83AFDEB23",
      })
  void a_policy_that_cannot_do_anything_is_told(String words, String told) {
    var result = run(words);

    assertThat(result.code()).isZero();
    assertThat(result.err()).isEqualTo(told.replace(";", "\n") + "\n");
    assertThat(server.asked("PUT")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "add team --repo-url * | gpg-mode must be set",
        "add team --repo-url * --gpg-mode some | gpg-mode must be one of: strict, head, none (it is \"some\")",
        "add team --repo-url * --gpg-mode head --gpg-key ours | Invalid GPG key ID 'ours' (expected: 16 or 40 hexadecimal digits)",
        "update team 1 --repo-url * | gpg-mode must be set",
        "update team 2 --gpg-mode none | POLICY_ID 2 is out of range (0-1)",
        "update team one --gpg-mode none | Invalid POLICY_ID 'one'",
        "update team 0 --gpg-key D56C4FCA57A46444 --add-gpg-key D56C4FCA57A46444 | Option --gpg-key, cannot be combined with --add-gpg-key or --delete-gpg-key",
        "delete team 0 7 -y | POLICY_ID 7 is out of range (0-1)",
      })
  void what_cannot_be_is_refused_and_nothing_written(String words, String told) {
    var result = run(words);

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).isEqualTo("syncline: " + told + "\n");
    assertThat(server.asked("PUT")).isEmpty();
  }

  @Test
  void a_project_that_demands_nothing_says_so() {
    server.on("GET " + TEAM, "{\"metadata\":{\"name\":\"team\"},\"spec\":{}}");

    assertThat(run("list team").err())
        .isEqualTo("syncline: No source integrity git policies defined for project \"team\"\n");
  }

  @Test
  void who_says_no_keeps_the_policies() {
    var result =
        CommandLineRun.with(home, server)
            .typing("n\n")
            .run("proj", "source-integrity", "git", "policies", "delete", "team", "1");

    assertThat(result.out()).isEqualTo("Aborted by user.\n");
    assertThat(server.asked("PUT")).isEmpty();
  }
}
