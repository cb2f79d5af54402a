package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code app resources} and {@code app get-resource}. */
final class AppResourcesTest {
  private static final String ONE = "/api/v1/applications/shop";
  private static final String TREE =
      """
      {"nodes":[
         {"group":"argoproj.io","kind":"Rollout","version":"v1alpha1","namespace":"ns","name":"web",
          "health":{"status":"Degraded","message":"Readiness\\nfailed"}},
         {"group":"apps","kind":"ReplicaSet","version":"v1","namespace":"ns","name":"rs1",
          "parentRefs":[{"group":"argoproj.io","kind":"Rollout","namespace":"ns","name":"web"}]},
         {"group":"apps","kind":"ReplicaSet","version":"v1","namespace":"ns","name":"rs2",
          "parentRefs":[{"group":"argoproj.io","kind":"Rollout","namespace":"ns","name":"web"}]},
         {"kind":"Pod","version":"v1","namespace":"ns","name":"pod1","createdAt":"2000-01-01T00:00:00Z",
          "parentRefs":[{"group":"apps","kind":"ReplicaSet","namespace":"ns","name":"rs1"}]}],
       "orphanedNodes":[{"kind":"ConfigMap","version":"v1","namespace":"ns","name":"lost"}]}
      """;

  @TempDir Path home;
  private RecordedServer server;

  @BeforeEach
  void start() {
    server = new RecordedServer().on("GET " + ONE + "/resource-tree", TREE);
  }

  @AfterEach
  void end() {
    server.close();
  }

  private CommandLineRun run(String... words) {
    return CommandLineRun.with(home, server).run(words);
  }

  @Test
  void resources_are_told_below_their_owners() {
    assertThat(run("app", "resources", "shop", "--output", "tree").out())
        .isEqualTo(
            """
            GROUP        KIND        NAMESPACE  NAME  ORPHANED
            argoproj.io  Rollout     ns         web   No
            ├─apps       ReplicaSet  ns         rs1   No
            │ └─         Pod         ns         pod1  No
            └─apps       ReplicaSet  ns         rs2   No
                         ConfigMap   ns         lost  Yes
            """);
  }

  @Test
  void a_detailed_tree_tells_age_and_health() {
    assertThat(
            run("app", "resources", "shop", "--output", "tree=detailed", "--orphaned=false")
                .out()
                .replaceAll("No        [0-9]+y", "No        n years"))
        .isEqualTo(
            """
            GROUP        KIND        NAMESPACE  NAME  ORPHANED  AGE        HEALTH    REASON
            argoproj.io  Rollout     ns         web   No        <unknown>  Degraded  Readiness failed
            ├─apps       ReplicaSet  ns         rs1   No        <unknown>
            │ └─         Pod         ns         pod1  No        n years
            └─apps       ReplicaSet  ns         rs2   No        <unknown>
            """);
  }

  @Test
  void a_list_tells_what_nobody_owns() {
    assertThat(run("app", "resources", "shop").out())
        .isEqualTo(
            """
            GROUP        KIND       NAMESPACE  NAME  ORPHANED
            argoproj.io  Rollout    ns         web   No
                         ConfigMap  ns         lost  Yes
            """);
    assertThat(run("app", "resources", "shop", "--output", "dots").err())
        .isEqualTo(
            "syncline: unknown output format: dots (expected: wide, tree, tree=detailed, json or"
                + " yaml)\n");
  }

  @Test
  void fields_are_found_through_lists() {
    server.on(
        "GET " + ONE + "/resource",
        """
        {"manifest":"{\\"kind\\":\\"Pod\\",\\"metadata\\":{\\"name\\":\\"pod1\\",\\"managedFields\\":[]},\
        \\"spec\\":{\\"containers\\":[{\\"name\\":\\"a\\",\\"image\\":\\"x\\",\\"tty\\":true},{\\"name\\":\\"b\\",\\"image\\":\\"y\\"}]}}"}
        """);

    assertThat(
            run(
                    "app",
                    "get-resource",
                    "shop",
                    "--kind",
                    "Pod",
                    "--filter-fields",
                    "spec.containers.name,spec.containers.image,kind")
                .out())
        .isEqualTo(
            """
            FIELD                     RESOURCE NAME  VALUE
            spec.containers[0].name   pod1           a
            spec.containers[0].image  pod1           x
            spec.containers[1].name   pod1           b
            spec.containers[1].image  pod1           y
            kind                      pod1           Pod
            """);
    assertThat(
            run(
                    "app",
                    "get-resource",
                    "shop",
                    "--kind",
                    "Pod",
                    "--resource-name",
                    "pod1",
                    "-o",
                    "yaml")
                .out())
        .isEqualTo(
            """
            kind: Pod
            metadata:
                name: pod1
            spec:
                containers:
                    - image: x
                      name: a
                      tty: true
                    - image: "y"
                      name: b

            """);
  }

  @Test
  void an_object_that_is_not_there_is_no_failure() {
    assertThat(run("app", "get-resource", "shop", "--kind", "Job"))
        .isEqualTo(
            new CommandLineRun(
                0, "FIELD  RESOURCE NAME  VALUE\n", "no live object of shop fits (kind Job)\n"));
    assertThat(run("app", "delete-resource", "shop", "--kind", "Job").code()).isEqualTo(1);
  }
}
