package io.syncline.acceptance;

import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The demo all classes share: started once, started again when a test stopped it. */
final class Demo {
  private static @Nullable Demo shared;

  private final Path data = Workspace.folder("demo").resolve("data");
  private final int port = Workspace.freePort();
  private Started process;
  private final Map<String, String> statesAtReady;
  private final String firstOutput;

  private Demo() {
    process = launch();
    statesAtReady = states();
    Eventually.is(
        "the welcome to be printed", Eventually.LIMIT, () -> process.printed().contains("Ctrl-C"));
    firstOutput = process.printed();
  }

  /** The demo, running and ready. */
  static synchronized Demo shared() {
    var demo = shared;
    if (demo == null) {
      demo = new Demo();
      shared = demo;
    } else if (!demo.process.alive()) {
      demo.start();
    }
    return demo;
  }

  private Started launch() {
    var log = data.resolveSibling("demo-" + System.nanoTime() + ".log");
    // One that was killed could not take it away.
    data.resolve("ready").toFile().delete();
    var started =
        Started.product(log, "demo", "--port", String.valueOf(port), "--data", data.toString());
    started.awaits(data.resolve("ready"), Duration.ofMinutes(5));
    return started;
  }

  /** Starts it again on the same data. */
  void start() {
    process = launch();
  }

  Started process() {
    return process;
  }

  /** Sync and health by application, as they were when the file {@code ready} first appeared. */
  Map<String, String> statesAtReady() {
    return statesAtReady;
  }

  /** What the first start printed. */
  String firstOutput() {
    return firstOutput;
  }

  /** Sync and health of all applications now. */
  Map<String, String> states() {
    var states = new TreeMap<String, String>();
    for (var app : kubectl().objects("applications", "argocd")) {
      states.put(
          Tree.text(app, "metadata", "name"),
          Tree.text(app, "status", "sync", "status")
              + " "
              + Tree.text(app, "status", "health", "status"));
    }
    return states;
  }

  Path data() {
    return data;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  /** A bare repository of the demo. */
  Path repository(String name) {
    return data.resolve("repos").resolve(name + ".git");
  }

  Kubectl kubectl() {
    return new Kubectl(data.resolve("kubeconfig"));
  }

  /** Runs {@code syncline WORDS} logged in as admin. */
  Outcome cli(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--config", data.resolve("cli.yaml").toString()));
    return Product.run(all.toArray(String[]::new));
  }

  String adminPassword() {
    return file("admin-password").strip();
  }

  /** Token of the CLI configuration. */
  String token() {
    return file("cli.yaml")
        .lines()
        .filter(l -> l.contains("auth-token:"))
        .map(l -> l.substring(l.indexOf(':') + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  private String file(String name) {
    try {
      return Files.readString(data.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Applies a manifest with kubectl. */
  void apply(String manifest) {
    kubectl().input(manifest, "apply", "-f", "-").exits(0);
  }

  /** An Application over a repository of this machine. */
  static String application(String name, Path repository, String path, String namespace) {
    return """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: %s
          namespace: argocd
        spec:
          project: default
          source:
            repoURL: %s
            targetRevision: main
            path: %s
          destination:
            server: https://kubernetes.default.svc
            namespace: %s
          syncPolicy:
            automated: {}
            syncOptions: [CreateNamespace=true]
        """
        .formatted(name, repository, path, namespace);
  }
}
