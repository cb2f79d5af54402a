package io.syncline.controller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A world, a repository and the objects tests put there. */
abstract class Example {
  static final String AUTOMATED =
      "{automated: {prune: true, selfHeal: true}, syncOptions: [CreateNamespace=true]}";
  static final String MANUAL = "{syncOptions: [CreateNamespace=true]}";

  World world;
  GitFolder git;

  @BeforeEach
  void begin(@TempDir Path folder) {
    try {
      git = new GitFolder(Files.createDirectories(folder.resolve("repo")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    world = World.of(folder);
  }

  @AfterEach
  void end() {
    world.close();
  }

  /** What a suite needs besides. */
  @BeforeEach
  void prepare() {}

  /** Gives it back. */
  @AfterEach
  void release() {}

  void application(String name, String path, String policy) {
    world.apply(applicationYaml(name, path, policy, "[]"));
  }

  String applicationYaml(String name, String path, String policy, String finalizers) {
    return """
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: %s, namespace: argocd%s}
    spec:
      project: default
      source: {repoURL: "%s", path: %s, targetRevision: main}
      destination: {server: https://kubernetes.default.svc, namespace: shop}
      syncPolicy: %s
    """
        .formatted(
            name,
            finalizers.equals("[]") ? "" : ", finalizers: " + finalizers,
            git.url(),
            path,
            policy);
  }

  static String deployment(String name, int replicas, String image) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s}
    spec:
      replicas: %2$d
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata: {labels: {app: %1$s}}
        spec: {containers: [{name: main, image: "%3$s"}]}
    """
        .formatted(name, replicas, image);
  }

  static String configMap(String name, String value) {
    return annotated("ConfigMap", name, "", value);
  }

  static String annotated(String kind, String name, String annotations, String value) {
    return "{apiVersion: v1, kind: %s, metadata: {name: %s, annotations: {%s}}, data: {key: \"%s\"}}\n"
        .formatted(kind, name, annotations, value);
  }

  static String job(String name, String annotations) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: %s, annotations: {%s}}
    spec:
      backoffLimit: 0
      template:
        spec: {restartPolicy: Never, containers: [{name: main, image: "shop/job:1", command: ["true"]}]}
    """
        .formatted(name, annotations);
  }
}
