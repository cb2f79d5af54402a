package io.syncline.merge.normal;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.merge.facts.TypeFacts;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import org.junit.jupiter.api.Test;

class NormalizerTest {
  private static Normalizer.Result normalize(String yaml) {
    var object = Yaml.parseObject(yaml);
    var schema =
        TypeFacts.builtin()
            .schema(Tree.text(object, "apiVersion"), Tree.text(object, "kind"))
            .orElseThrow();
    return Normalizer.normalize(schema, object);
  }

  @Test
  void unknown_fields_are_dropped_and_listed_with_their_paths() {
    var result =
        normalize(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: a, color: red}
            spec:
              containers:
              - name: a
                imge: x
              - name: b
                ports: [{containerPort: 1, prot: TCP}]
            """);
    assertThat(result.unknown())
        .containsExactly(
            "metadata.color", "spec.containers[0].imge", "spec.containers[1].ports[0].prot");
    assertThat(Tree.object(Tree.at(result.object(), "spec", "containers", "0")))
        .doesNotContainKey("imge");
  }

  @Test
  void wrong_types_are_reported_as_the_decoder_does() {
    var result =
        normalize(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: a, labels: {x: 1}}
            spec:
              hostNetwork: "yes"
              terminationGracePeriodSeconds: 1.5
              containers:
              - name: a
                env: [{name: A, value: 5}]
                resources: {limits: {cpu: x}}
                ports: [{containerPort: 99999999999}]
            """);
    assertThat(result.problems())
        .extracting(Normalizer.Problem::path, Normalizer.Problem::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "metadata.labels.x",
                "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of"
                    + " type string"),
            org.assertj.core.groups.Tuple.tuple(
                "spec.hostNetwork",
                "json: cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork of"
                    + " type bool"),
            org.assertj.core.groups.Tuple.tuple(
                "spec.terminationGracePeriodSeconds",
                "json: cannot unmarshal number 1.5 into Go struct field"
                    + " PodSpec.spec.terminationGracePeriodSeconds of type int64"),
            org.assertj.core.groups.Tuple.tuple(
                "spec.containers[0].env[0].value",
                "json: cannot unmarshal number into Go struct field"
                    + " EnvVar.spec.containers.env.value of type string"),
            org.assertj.core.groups.Tuple.tuple(
                "spec.containers[0].resources.limits.cpu",
                "quantities must match the regular expression"
                    + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"),
            org.assertj.core.groups.Tuple.tuple(
                "spec.containers[0].ports[0].containerPort",
                "json: cannot unmarshal number 99999999999 into Go struct field"
                    + " ContainerPort.spec.containers.ports.containerPort of type int32"));
  }

  @Test
  void empty_optional_values_go_and_explicit_zeros_of_pointers_stay() {
    var spec =
        Tree.object(
            Tree.at(
                normalize(
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: a, labels: {}, annotations: null}
                        spec:
                          replicas: 0
                          paused: false
                          minReadySeconds: 0
                          selector: {matchLabels: {a: b}}
                          template:
                            spec:
                              hostname: ""
                              securityContext: {}
                              tolerations: []
                              containers: [{name: a, resources: {limits: {cpu: 0.5, memory: 1024Mi}}}]
                        """)
                    .object(),
                "spec"));
    assertThat(spec)
        .isEqualTo(
            Yaml.parseObject(
                """
                replicas: 0
                selector: {matchLabels: {a: b}}
                strategy: {}
                template:
                  metadata: {creationTimestamp: null}
                  spec:
                    securityContext: {}
                    containers:
                    - name: a
                      resources: {limits: {cpu: 500m, memory: 1Gi}}
                """));
  }

  @Test
  void string_data_of_secrets_is_folded_into_data() {
    var secret =
        normalize(
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: a}
                data: {a: eA==, b: eQ==}
                stringData: {b: zz}
                """)
            .object();
    assertThat(secret.get("data")).isEqualTo(ObjectTree.of("a", "eA==", "b", "eno="));
    assertThat(secret).doesNotContainKey("stringData");
  }

  @Test
  void times_are_utc_with_whole_seconds() {
    var lease =
        normalize(
                """
                apiVersion: coordination.k8s.io/v1
                kind: Lease
                metadata: {name: a, deletionTimestamp: "2024-01-01T02:00:00.5+02:00"}
                spec: {renewTime: "2024-01-01T00:00:00Z"}
                """)
            .object();
    assertThat(Tree.text(lease, "metadata", "deletionTimestamp")).isEqualTo("2024-01-01T00:00:00Z");
    assertThat(Tree.text(lease, "spec", "renewTime")).isEqualTo("2024-01-01T00:00:00.000000Z");
  }

  @Test
  void normal_form_is_stable() {
    for (var kind : TypeFacts.builtin().kinds()) {
      var schema = TypeFacts.builtin().struct(kind.struct()).orElseThrow();
      var once = Normalizer.normalize(schema, ObjectTree.of("kind", kind.kind())).object();
      assertThat(Normalizer.normalize(schema, once).object()).isEqualTo(once);
      var filled = Defaulter.builtin().apply(schema, once);
      assertThat(Defaulter.builtin().apply(schema, filled)).as(kind.kind()).isEqualTo(filled);
      assertThat(Normalizer.normalize(schema, filled).unknown()).as(kind.kind()).isEmpty();
      assertThat(Normalizer.normalize(schema, filled).problems()).as(kind.kind()).isEmpty();
    }
  }
}
