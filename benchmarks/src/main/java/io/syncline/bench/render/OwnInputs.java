package io.syncline.bench.render;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Inputs of the size of {@code a_tiny} and {@code b_micro10}, for checkouts without the performance
 * record: one service behind one overlay, and ten services behind three.
 */
final class OwnInputs {
  private static final int SERVICES = 10;
  private static final String HEADER =
      "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n";

  private final Path root;

  private OwnInputs(Path root) {
    this.root = root;
  }

  static void write(Path root) throws IOException {
    var inputs = new OwnInputs(root);
    inputs.tiny();
    inputs.services();
  }

  private void tiny() throws IOException {
    file("a_tiny/base/deployment.yaml", deployment("greeter"));
    file("a_tiny/base/service.yaml", service("greeter"));
    file("a_tiny/base/kustomization.yaml", HEADER + "resources: [deployment.yaml, service.yaml]\n");
    file(
        "a_tiny/overlay/kustomization.yaml",
        HEADER
            + """
            namePrefix: test-
            namespace: test
            resources: [../base]
            images: [{name: registry.example.org/greeter, newTag: "7"}]
            replicas: [{name: greeter, count: 3}]
            """);
  }

  private void services() throws IOException {
    var bases = new StringBuilder();
    var images = new StringBuilder();
    for (var i = 0; i < SERVICES; i++) {
      var name = "part-" + i;
      var folder = "b_micro10/base/" + name + "/";
      file(folder + "deployment.yaml", deployment(name));
      file(folder + "service.yaml", service(name));
      file(folder + "scaler.yaml", scaler(name));
      file(folder + "ingress.yaml", ingress(name));
      file(
          folder + "kustomization.yaml",
          HEADER
              + """
              resources: [deployment.yaml, service.yaml, scaler.yaml, ingress.yaml]
              configMapGenerator:
              - {name: %1$s-settings, literals: [PART=%1$s, MODE=plain]}
              """
                  .formatted(name));
      bases.append("- ").append(name).append('\n');
      images.append("- {name: registry.example.org/%s, newTag: \"2.%d\"}\n".formatted(name, i));
    }
    file("b_micro10/base/kustomization.yaml", HEADER + "resources:\n" + bases);
    file(
        "b_micro10/overlays/prod/kustomization.yaml",
        HEADER
            + """
            namespace: prod
            resources: [../../base]
            commonAnnotations: {team: example}
            labels:
            - {pairs: {stage: prod}, includeTemplates: true}
            patches:
            - target: {kind: Deployment}
              patch: |-
                - {op: replace, path: /spec/replicas, value: 4}
            - target: {kind: Ingress}
              patch: |-
                - {op: add, path: /metadata/labels, value: {public: "yes"}}
            images:
            """
            + images);
  }

  private void file(String path, String text) throws IOException {
    var file = root.resolve(path);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  private static String deployment(String name) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s, labels: {app: %1$s}}
        spec:
          replicas: 1
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec:
              containers:
              - name: main
                image: registry.example.org/%1$s:1
                ports: [{name: http, containerPort: 8080}]
                env:
                - {name: PART, value: %1$s}
                - {name: LEVEL, value: info}
                envFrom: [{configMapRef: {name: %1$s-settings}}]
                readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 5}
                resources:
                  requests: {cpu: 50m, memory: 64Mi}
                  limits: {cpu: "1", memory: 256Mi}
        """
        .formatted(name);
  }

  private static String service(String name) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {name: %1$s, labels: {app: %1$s}}
        spec:
          selector: {app: %1$s}
          ports: [{name: http, port: 80, targetPort: http}]
        """
        .formatted(name);
  }

  private static String scaler(String name) {
    return """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: %1$s}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %1$s}
          minReplicas: 1
          maxReplicas: 5
          metrics:
          - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}
        """
        .formatted(name);
  }

  private static String ingress(String name) {
    return """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: %1$s}
        spec:
          rules:
          - host: %1$s.example.org
            http:
              paths:
              - {path: /, pathType: Prefix, backend: {service: {name: %1$s, port: {name: http}}}}
        """
        .formatted(name);
  }
}
