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

/** The words of {@code proj} that change a project. */
final class ProjectCommandsTest {
  private static final String TEAM = "/api/v1/projects/team";
  private static final String PROJECT =
      """
      {"metadata":{"name":"team","resourceVersion":"7"},
       "spec":{"sourceRepos":["https://git/a"],
               "destinations":[{"server":"https://one","namespace":"web"}],
               "orphanedResources":{"ignore":[{"group":"apps","kind":"ReplicaSet"}]}}}
      """;

  @TempDir Path home;
  private RecordedServer server;

  @BeforeEach
  void start() {
    server =
        new RecordedServer()
            .on("GET " + TEAM, PROJECT)
            .on("PUT " + TEAM, PROJECT)
            .on("POST /api/v1/projects", PROJECT);
  }

  @AfterEach
  void end() {
    server.close();
  }

  private CommandLineRun run(String words) {
    return CommandLineRun.with(home, server).run(words.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "proj add-destination team https://two db | destinations | [{\"server\":\"https://one\",\"namespace\":\"web\"},{\"server\":\"https://two\",\"namespace\":\"db\"}]",
        "proj add-destination team far db --name | destinations | [{\"server\":\"https://one\",\"namespace\":\"web\"},{\"name\":\"far\",\"namespace\":\"db\"}]",
        "proj remove-destination team https://one web | destinations | null",
        "proj add-source team https://git/b | sourceRepos | [\"https://git/a\",\"https://git/b\"]",
        "proj remove-source team https://git/a | sourceRepos | null",
        "proj add-source-namespace team apps | sourceNamespaces | [\"apps\"]",
        "proj add-signature-key team ABCD | signatureKeys | [{\"keyID\":\"ABCD\"}]",
        "proj remove-orphaned-ignore team apps ReplicaSet | orphanedResources | {}",
        "proj allow-cluster-resource team * Namespace | clusterResourceWhitelist | [{\"group\":\"*\",\"kind\":\"Namespace\"}]",
        "proj deny-namespace-resource team apps Deployment | namespaceResourceBlacklist | [{\"group\":\"apps\",\"kind\":\"Deployment\"}]",
        "proj allow-namespace-resource team apps Deployment -l allow | namespaceResourceWhitelist | [{\"group\":\"apps\",\"kind\":\"Deployment\"}]",
        "proj set team --description x -d https://three,a -d https://three,b | destinations | [{\"server\":\"https://three\",\"namespace\":\"a\"},{\"server\":\"https://three\",\"namespace\":\"b\"}]",
        "proj add-destination-service-account team https://one web robot | destinationServiceAccounts | [{\"server\":\"https://one\",\"namespace\":\"web\",\"defaultServiceAccount\":\"robot\"}]",
        "proj set team --orphaned-resources --orphaned-resources-warn=false | orphanedResources | {\"ignore\":[{\"group\":\"apps\",\"kind\":\"ReplicaSet\"}],\"warn\":false}",
      })
  void lists_of_a_project_change_and_the_rest_stays(String words, String field, String wanted) {
    assertThat(run(words)).isEqualTo(new CommandLineRun(0, "", ""));

    var written = server.asked("PUT").getFirst().tree();
    assertThat(Tree.at(written, "project", "spec", field)).isEqualTo(Json.parse(wanted));
    assertThat(Tree.text(written, "project", "metadata", "resourceVersion")).isEqualTo("7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "proj add-destination team https://one web | Specified destination is already defined in project",
        "proj remove-source team https://git/none | Source repository 'https://git/none' does not exist in project",
        "proj remove-orphaned-ignore team group kind --name name | Specified orphaned resource does not exist in project",
        "proj create | project has no name (expected: PROJECT or metadata.name in --file)",
        "proj create team -d somewhere | Expected destination of the form: server,namespace. Received: somewhere",
      })
  void what_is_not_there_or_there_already_is_refused(String words, String message) {
    assertThat(run(words)).isEqualTo(new CommandLineRun(1, "", "syncline: " + message + "\n"));
    assertThat(server.asked("PUT")).isEmpty();
  }

  @Test
  void what_stays_the_same_is_not_written() {
    assertThat(run("proj add-source team https://git/a").code()).isZero();
    assertThat(server.asked("PUT")).isEmpty();
  }

  @Test
  void a_project_is_made_of_flags() {
    assertThat(run("proj create fresh -s * -d https://one,* --description Ours --upsert").code())
        .isZero();
    assertThat(server.asked("POST").getFirst().tree())
        .isEqualTo(
            Json.parse(
                """
                {"project":{"metadata":{"name":"fresh"},
                  "spec":{"description":"Ours","sourceRepos":["*"],
                          "destinations":[{"server":"https://one","namespace":"*"}]}},
                 "upsert":true}
                """));
  }
}
