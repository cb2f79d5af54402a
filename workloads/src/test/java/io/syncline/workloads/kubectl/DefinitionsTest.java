package io.syncline.workloads.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows about resources that users define. */
final class DefinitionsTest {
  private static final String DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: robots.NS.example.com}
      spec:
        group: NS.example.com
        scope: Namespaced
        names: {plural: robots, singular: robot, kind: Robot, shortNames: [rb], categories: [all]}
        versions:
        - name: v1
          served: true
          storage: true
          subresources:
            status: {}
            scale: {specReplicasPath: .spec.arms, statusReplicasPath: .status.arms}
          additionalPrinterColumns:
          - {name: Arms, type: integer, jsonPath: .spec.arms}
          - {name: Phase, type: string, jsonPath: .status.phase, priority: 1}
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec:
                  type: object
                  required: [model]
                  properties:
                    model: {type: string, enum: [r2, c3], description: What it looks like}
                    arms: {type: integer, minimum: 0, maximum: 8, default: 2}
                status:
                  type: object
                  properties: {phase: {type: string}, arms: {type: integer}}
      """;

  private static final String ROBOT =
      "apiVersion: NS.example.com/v1\nkind: Robot\nmetadata: {name: r}\nspec: {model: r2}\n";

  @RegisterExtension private static final Kubectl kubectl = new Kubectl();

  @Test
  void a_defined_resource_is_like_any_other() throws Exception {
    for (var k : kubectl.users("1.30", "1.31", "1.32", "1.33")) {
      var robot = ROBOT.replace("NS", k.namespace());
      assertThat(k.fails("apply -f -", robot))
          .contains("no matches for kind \"Robot\"", "ensure CRDs are installed first");
      assertThat(k.ok("apply -f -", DEFINITION.replace("NS", k.namespace()))).contains("created");
      var name = "robots." + k.namespace() + ".example.com";
      assertThat(k.ok("wait --for=condition=Established crd/" + name + " --timeout=30s"))
          .contains("condition met");
      assertThat(k.ok("apply -f -", robot)).endsWith("/r created\n");
      assertThat(k.ok("get robot r -o jsonpath={.spec.arms}")).isEqualTo("2");
      assertThat(k.ok("get rb")).containsPattern("NAME +ARMS\nr +2\n");
      assertThat(k.ok("get rb -o wide")).containsPattern("NAME +ARMS +PHASE\n");
      assertThat(k.ok("get all")).contains("robot." + k.namespace() + ".example.com/r");
      assertThat(k.ok("explain robots.spec --api-version=" + k.namespace() + ".example.com/v1"))
          .contains("What it looks like", "-required-");
      assertThat(k.fails("apply -f -", robot.replace("r2", "x9")))
          .contains("spec.model: Unsupported value: \"x9\": supported values: \"r2\", \"c3\"");
      assertThat(k.fails("apply -f -", robot.replace("model: r2", "arms: 1")))
          .contains("spec.model: Required value");
      assertThat(k.fails("apply -f -", robot.replace("r2}", "r2, arms: 9}")))
          .contains("should be less than or equal to 8");
      assertThat(k.fails("apply -f -", robot.replace("r2}", "r2, legs: 2}")))
          .contains("unknown field \"spec.legs\"");
      k.ok("apply --validate=false -f -", robot.replace("r2}", "r2, legs: 2}"));
      assertThat(k.ok("get robot r -o jsonpath={.spec.legs}")).isEmpty();
      assertThat(k.ok("scale robot r --replicas=4")).contains("scaled");
      assertThat(k.ok("get robot r -o jsonpath={.spec.arms}")).isEqualTo("4");
      k.ok(
          "patch robot r --subresource=status --type=merge -p '{\"status\":{\"phase\":\"Awake\"},\"spec\":{\"arms\":8}}'");
      assertThat(k.ok("get robot r -o jsonpath='{.status.phase} {.spec.arms}'"))
          .isEqualTo("Awake 4");
      assertThat(k.ok("wait --for=jsonpath={.status.phase}=Awake robot/r --timeout=30s"))
          .contains("condition met");
      k.ok("delete crd " + name + " --timeout=60s");
      assertThat(k.fails("get robots." + k.namespace() + ".example.com"))
          .contains("the server doesn't have a resource type");
    }
  }

  @Test
  void its_version_is_an_api_service_while_it_is_served() throws Exception {
    for (var k : kubectl.users("1.32")) {
      k.ok("create -f -", DEFINITION.replace("NS", k.namespace()));
      var service = "apiservice/v1." + k.namespace() + ".example.com";
      k.ok("wait --for=create " + service + " --timeout=30s");
      k.ok("wait --for=condition=Available " + service + " --timeout=30s");
      k.ok("delete crd robots." + k.namespace() + ".example.com");
      k.ok("wait --for=delete " + service + " --timeout=30s");
    }
  }
}
