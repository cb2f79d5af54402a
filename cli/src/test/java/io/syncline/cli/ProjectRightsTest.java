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

/** {@code proj role}, {@code proj windows} and {@code proj edit}. */
final class ProjectRightsTest {
  private static final String TEAM = "/api/v1/projects/team";
  private static final String PROJECT =
      """
      {"metadata":{"name":"team"},
       "spec":{"roles":[{"name":"ci","description":"Robots",
                         "policies":["p, proj:team:ci, applications, sync, team/*, allow"],
                         "groups":["builders"]}],
               "syncWindows":[
                 {"kind":"deny","schedule":"0 0 * * *","duration":"1h","applications":["a","b"],"timeZone":"UTC"},
                 {"kind":"allow","schedule":"* * * * *","duration":"2h","clusters":["*"],"manualSync":true,
                  "syncOverrun":true,"andOperator":true,"timeZone":"Asia/Tokyo"}]},
       "status":{"jwtTokensByRole":{"ci":{"items":[{"iat":1696759698},{"iat":1696759699,"exp":4102444800}]}}}}
      """;

  @TempDir Path home;
  private RecordedServer server;

  @BeforeEach
  void start() {
    server = new RecordedServer().on("GET " + TEAM, PROJECT).on("PUT " + TEAM, PROJECT);
  }

  @AfterEach
  void end() {
    server.close();
  }

  private CommandLineRun run(String... words) {
    return CommandLineRun.with(home, server).run(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "role create team ops --description Ops | Role 'ops' created | /roles/1 | {\"name\":\"ops\",\"description\":\"Ops\"}",
        "role delete team ci | Role 'ci' deleted | /roles | null",
        "role add-policy team ci -a get -o * -r logs | | /roles/0/policies | [\"p, proj:team:ci, applications, sync, team/*, allow\",\"p, proj:team:ci, logs, get, team/*, allow\"]",
        "role remove-policy team ci -a sync -o * -p allow | | /roles/0/policies | []",
        "role add-group team ci ops | Group 'ops' added to role 'ci' | /roles/0/groups | [\"builders\",\"ops\"]",
        "role remove-group team ci builders | Group 'builders' removed from role 'ci' | /roles/0/groups | []",
        "windows add team -k deny --schedule @daily --duration 1h --namespaces x,y --manual-sync | | /syncWindows/2 | {\"kind\":\"deny\",\"schedule\":\"@daily\",\"duration\":\"1h\",\"namespaces\":[\"x\",\"y\"],\"timeZone\":\"UTC\",\"manualSync\":true}",
        "windows update team 0 --duration 30m --applications c | | /syncWindows/0 | {\"kind\":\"deny\",\"schedule\":\"0 0 * * *\",\"duration\":\"30m\",\"applications\":[\"c\"],\"timeZone\":\"UTC\"}",
        "windows enable-manual-sync team 0 | | /syncWindows/0/manualSync | true",
        "windows disable-sync-overrun team 1 | | /syncWindows/1/syncOverrun | null",
        "windows delete team 0 | | /syncWindows/0/kind | \"allow\"",
      })
  void roles_and_windows_change_as_argo_cd_changes_them(
      String words, String said, String path, String wanted) {
    var result = run(("proj " + words).split(" "));

    assertThat(result).isEqualTo(new CommandLineRun(0, said == null ? "" : said + "\n", ""));
    Object here = Tree.at(server.asked("PUT").getFirst().tree(), "project", "spec");
    for (var step : path.substring(1).split("/")) {
      here =
          step.matches("\\d+")
              ? Tree.items(here).get(Integer.parseInt(step))
              : Tree.object(here).get(step);
    }
    assertThat(here).isEqualTo(Json.parse(wanted));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "role create team ci | 0 | Role 'ci' already exists",
        "role delete team none | 0 | Role 'none' does not exist in project",
        "role add-group team ci builders | 0 | Group 'builders' already present in role 'ci'",
        "role remove-group team ci none | 0 | Group 'none' not present in role 'ci'",
        "role get team none | 20 | syncline: role 'none' does not exist in project 'team'",
        "role add-policy team none -a get -o * | 20 | syncline: role 'none' does not exist in project 'team'",
        "role add-policy team ci -a get -o * -r accounts | 1 | syncline: resource \"accounts\" is none of a project (expected: one of applications, applicationsets, clusters, exec, logs, repositories)",
        "windows add team -k deny | 20 | syncline: cannot create window: require kind, schedule, duration and one or more of applications, namespaces and clusters",
        "windows add team -k maybe --schedule @daily --duration 1h | 20 | syncline: kind 'maybe' mismatch: can only be allow or deny",
        "windows update team 0 | 20 | syncline: cannot update: require one or more of schedule, duration, application, namespace, cluster or description",
        "windows delete team 2 | 20 | syncline: window with id '2' not found",
        "windows delete team first | 20 | syncline: window id \"first\" is no number (expected: an ID of `proj windows list`)",
      })
  void what_changes_nothing_is_not_written(String words, int code, String told) {
    var result = run(("proj " + words).split(" "));

    assertThat(result.code()).isEqualTo(code);
    assertThat(result.out() + result.err()).isEqualTo(told + "\n");
    assertThat(server.asked("PUT")).isEmpty();
  }

  @Test
  void who_says_no_keeps_a_role() {
    var result =
        CommandLineRun.with(home, server).typing("n\n").run("proj", "role", "delete", "team", "ci");

    assertThat(result)
        .isEqualTo(
            new CommandLineRun(
                0,
                "The command to delete role 'ci' was cancelled.\n",
                "Are you sure you want to delete 'ci' role? [y/n] "));
    assertThat(server.asked("PUT")).isEmpty();
  }

  @Test
  void a_role_is_shown_with_its_policies_groups_and_tokens() {
    assertThat(run("proj", "role", "list", "team").out())
        .isEqualTo("ROLE-NAME  DESCRIPTION\nci         Robots\n");
    assertThat(run("proj", "role", "list", "team", "-o", "name").out()).isEqualTo("ci\n");
    assertThat(
            run("proj", "role", "get", "team", "ci")
                .out()
                .replaceAll("\\(\\d+ days", "(n days")
                .replaceAll("ISSUED-AT +", "ISSUED-AT  "))
        .isEqualTo(
            """
            Role Name:     ci
            Description:   Robots
            Policies:
            p, proj:team:ci, projects, get, team, allow
            p, proj:team:ci, applications, sync, team/*, allow
            g, builders, proj:team:ci
            Groups:
              - builders
            JWT Tokens:
            ID          ISSUED-AT  EXPIRES-AT
            1696759698  2023-10-08T10:08:18Z (n days ago)  <none>
            1696759699  2023-10-08T10:08:19Z (n days ago)  2100-01-01T00:00:00Z (n days from now)
            """);
  }

  @Test
  void windows_are_listed_with_whether_they_are_open() {
    // The first window never opens: February has no 30th day.
    server.on("GET " + TEAM, PROJECT.replace("0 0 * * *", "0 0 30 2 *"));

    assertThat(run("proj", "windows", "list", "team").out())
        .isEqualTo(
            """
            ID  STATUS    KIND   SCHEDULE    DURATION  APPLICATIONS  NAMESPACES  CLUSTERS  MANUALSYNC  SYNCOVERRUN  TIMEZONE    USEANDOPERATOR
            0   Inactive  deny   0 0 30 2 *  1h        a,b           -           -         Disabled    Disabled     UTC         Disabled
            1   Active    allow  * * * * *   2h        -             -           *         Enabled     Enabled      Asia/Tokyo  Enabled
            """);
    assertThat(run("proj", "windows", "list", "team", "-o", "name").code()).isEqualTo(1);
  }

  @Test
  void a_project_is_edited_until_the_server_takes_it() {
    var result =
        CommandLineRun.with(home, server)
            .variable("KUBE_EDITOR", "sed -i s/Robots/Machines/")
            .run("proj", "edit", "team");

    assertThat(result).isEqualTo(new CommandLineRun(0, "", ""));
    assertThat(
            Tree.text(
                Tree.items(
                        Tree.at(server.asked("PUT").getFirst().tree(), "project", "spec", "roles"))
                    .getFirst(),
                "description"))
        .isEqualTo("Machines");
  }

  @Test
  void an_edit_that_changes_nothing_is_cancelled() {
    var result =
        CommandLineRun.with(home, server).variable("EDITOR", "true").run("proj", "edit", "team");

    assertThat(result)
        .isEqualTo(
            new CommandLineRun(20, "", "syncline: edit cancelled, no valid changes were saved\n"));
    assertThat(server.asked("PUT")).isEmpty();
  }

  @Test
  void a_refused_spec_is_shown_again_with_the_reason() {
    server
        .on("GET /api/v1/applications/x", "{\"spec\":{\"project\":\"one\"}}")
        .refuse("PUT /api/v1/applications/x/spec", 400, "project two is unknown");

    var result =
        CommandLineRun.with(home, server)
            .variable("KUBE_EDITOR", "sed -i s/one/two/")
            .run("app", "edit", "x");

    assertThat(result.code()).isEqualTo(20);
    assertThat(result.err())
        .contains("project two is unknown")
        .endsWith("syncline: edit cancelled, no valid changes were saved\n");
    assertThat(server.asked("PUT")).hasSize(1);
  }
}
