package io.syncline.localkube;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever a client sends, the server answers and does not fail. */
final class HostileBodiesTest {
  private static final Map<String, String> SAMPLES =
      Map.of(
          "/apis/apps/v1/namespaces/default/deployments",
          """
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: web, labels: {a: b}, annotations: {c: d}, finalizers: [x.y/z]}
          spec:
            replicas: 2
            selector: {matchLabels: {app: web}, matchExpressions: [{key: app, operator: Exists}]}
            strategy: {rollingUpdate: {maxSurge: 25%}}
            template:
              metadata: {labels: {app: web}}
              spec:
                volumes: [{name: v, configMap: {name: m}}]
                containers:
                - name: c
                  image: nginx:1
                  env: [{name: A, value: b}, {name: B, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
                  ports: [{containerPort: 80}]
                  volumeMounts: [{name: v, mountPath: /v}]
                  resources: {limits: {cpu: 100m}}
                  livenessProbe: {httpGet: {path: /, port: http}}
          """,
          "/api/v1/namespaces/default/services",
          """
          apiVersion: v1
          kind: Service
          metadata: {name: s}
          spec: {type: NodePort, selector: {a: b}, ports: [{port: 80, targetPort: x, nodePort: 30001}]}
          """,
          "/api/v1/namespaces/default/pods",
          """
          apiVersion: v1
          kind: Pod
          metadata: {name: p, ownerReferences: [{apiVersion: v1, kind: Node, name: n, uid: u}]}
          spec: {tolerations: [{key: a}], containers: [{name: c, image: i}], priorityClassName: x}
          """,
          "/apis/batch/v1/namespaces/default/jobs",
          """
          apiVersion: batch/v1
          kind: Job
          metadata: {name: j}
          spec: {template: {metadata: {labels: {a: b}}, spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}
          """,
          "/apis/networking.k8s.io/v1/namespaces/default/ingresses",
          """
          apiVersion: networking.k8s.io/v1
          kind: Ingress
          metadata: {name: i}
          spec: {rules: [{host: h, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: s, port: {number: 80}}}}]}}]}
          """,
          "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
          """
          apiVersion: apiextensions.k8s.io/v1
          kind: CustomResourceDefinition
          metadata: {name: things.example.com}
          spec:
            group: example.com
            scope: Namespaced
            names: {plural: things, kind: Thing, shortNames: [t]}
            versions:
            - name: v1
              served: true
              storage: true
              subresources: {status: {}, scale: {specReplicasPath: .spec.n, statusReplicasPath: .status.n}}
              schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {n: {type: integer, default: 1}}}}}}
              additionalPrinterColumns: [{name: N, type: integer, jsonPath: .spec.n}]
          """,
          "/api/v1/namespaces/default/secrets",
          "{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {a: Yg==}, stringData: {c: d}}",
          "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers",
          "{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {name: h}, spec: {maxReplicas: 2, targetCPUUtilizationPercentage: 5, scaleTargetRef: {kind: A, name: b}}}");

  private final LocalKube kube = LocalKube.builder().start();
  private final Caller caller = new Caller(kube);
  private final Random random = new Random(20_261_121);

  @AfterEach
  void stop() {
    kube.close();
  }

  private @Nullable Object strange() {
    return switch (random.nextInt(9)) {
      case 0 -> null;
      case 1 -> -1L;
      case 2 -> "";
      case 3 -> "\u0000é\"\\ ../%2F";
      case 4 -> List.of();
      case 5 -> ObjectTree.EMPTY;
      case 6 -> 1.5e300;
      case 7 -> new BigInteger("123456789012345678901234567890");
      default -> ObjectTree.of("name", List.of(ObjectTree.of("key", true)));
    };
  }

  private @Nullable Object mutated(@Nullable Object value, double chance) {
    if (random.nextDouble() < chance) {
      return strange();
    }
    return switch (value) {
      case ObjectTree tree -> {
        var builder = new ObjectTree.Builder(tree.size());
        tree.keySet().forEach(key -> builder.put(key, mutated(tree.get(key), chance)));
        yield builder.build();
      }
      case List<?> list -> {
        var items = new ArrayList<@Nullable Object>();
        list.forEach(item -> items.add(mutated(item, chance)));
        yield Tree.list(items);
      }
      case null, default -> value;
    };
  }

  private final TreeMap<Integer, Integer> seen = new TreeMap<>();

  private void survives(Caller.Answer answer, String what) {
    seen.merge(answer.status(), 1, Integer::sum);
    // A real server has no reason for what it refuses late with 500; a failure has one.
    var refusedLate = answer.status() == 500 && answer.text("reason").isEmpty();
    assertThat(answer.status() < 500 || refusedLate).as("%s -> %s", what, answer.body()).isTrue();
  }

  @Test
  void no_body_makes_the_server_fail() {
    SAMPLES.forEach(
        (url, yaml) -> {
          var sample = Yaml.parseObject(yaml);
          var name = Tree.text(sample, "metadata", "name");
          for (var round = 0; round < 150; round++) {
            var body = Json.write(mutated(sample, 0.06));
            var answer = caller.send("POST", url, "application/json", body, Map.of());
            survives(answer, "POST " + url + " " + body);
            for (var type :
                List.of("merge-patch+json", "strategic-merge-patch+json", "apply-patch+yaml")) {
              var patch = Json.write(mutated(sample, 0.06));
              survives(
                  caller.patch(url + "/" + name + "?fieldManager=m&force=true", type, patch),
                  type + " " + url + " " + patch);
            }
            var replacement = Json.write(mutated(sample, 0.04));
            survives(
                caller.send("PUT", url + "/" + name, "application/json", replacement, Map.of()),
                "PUT " + url + " " + replacement);
            survives(
                caller.get(url, "application/json;as=Table;v=v1;g=meta.k8s.io"), "table " + url);
            if (round % 10 == 9) {
              caller.patch(
                  url + "/" + name, "merge-patch+json", "{\"metadata\":{\"finalizers\":null}}");
              survives(caller.delete(url + "/" + name), "DELETE " + url);
            }
          }
        });
    // Most must get in and many be refused, or the test would prove nothing.
    assertThat(seen.keySet()).contains(200, 201, 400, 409, 422);
  }
}
