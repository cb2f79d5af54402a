package io.syncline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real kubectl with one kubeconfig. */
final class Kubectl {
  private static final String BINARY = binary();

  private final Shell shell;

  Kubectl(Path kubeconfig) {
    this.shell =
        new Shell(
            Path.of("").toAbsolutePath(),
            Map.of("KUBECONFIG", kubeconfig.toAbsolutePath().toString()));
  }

  /**
   * Some machines have a dispatcher that asks the server first; the version we want stands beside
   * it.
   */
  private static String binary() {
    for (var folder : System.getenv("PATH").split(java.io.File.pathSeparator)) {
      var file = Path.of(folder, "kubectl");
      if (Files.isExecutable(file)) {
        try {
          var beside = file.toRealPath().resolveSibling("kubectl.1.32");
          return Files.isExecutable(beside) ? beside.toString() : file.toString();
        } catch (IOException _) {
          return file.toString();
        }
      }
    }
    throw new IllegalStateException("no kubectl on PATH (expected: version 1.27 or newer)");
  }

  /** Runs kubectl to its end, whatever that is. */
  Outcome run(String... words) {
    return input("", words);
  }

  /** Runs kubectl with a manifest on standard input. */
  Outcome input(String manifest, String... words) {
    var command = new ArrayList<>(List.of(BINARY));
    command.addAll(List.of(words));
    return shell.run(manifest, command);
  }

  /** Standard output of a command that must succeed. */
  String text(String... words) {
    return run(words).exits(0).text();
  }

  /** One object. */
  ObjectTree object(String kind, String namespace, String name) {
    return Tree.object(Json.parse(text("get", kind, name, "-n", namespace, "-o", "json")));
  }

  /** All objects of a kind in a namespace. */
  List<Object> objects(String kind, String namespace, String... more) {
    var words = new ArrayList<>(List.of("get", kind, "-n", namespace, "-o", "json"));
    words.addAll(List.of(more));
    return Tree.items(Tree.at(Json.parse(text(words.toArray(String[]::new))), "items"));
  }

  /** Images of the running pods labelled {@code app=NAME}. */
  List<String> runningImages(String namespace, String app) {
    return objects("pods", namespace, "-l", "app=" + app).stream()
        .filter(p -> Tree.text(p, "status", "phase").equals("Running"))
        .filter(p -> Tree.text(p, "metadata", "deletionTimestamp").isEmpty())
        .map(p -> Tree.text(Tree.items(Tree.at(p, "spec", "containers")).getFirst(), "image"))
        .toList();
  }

  /** Waits until the pods labelled {@code app=NAME} run exactly {@code image}. */
  void awaitImage(String namespace, String app, String image) {
    Eventually.holds(
        () -> assertThat(runningImages(namespace, app)).isNotEmpty().containsOnly(image));
  }

  /** Sync and health of an Application, as in {@code Synced Healthy}. */
  String state(String application) {
    var status = object("application", "argocd", application).get("status");
    return (Tree.text(status, "sync", "status") + " " + Tree.text(status, "health", "status"))
        .strip();
  }

  /** Waits for {@link #state}. */
  void awaitState(String application, String state) {
    Eventually.holds(() -> assertThat(state(application)).as(application).isEqualTo(state));
  }

  /** Texts of the conditions of an Application. */
  List<String> conditions(String application) {
    return Tree.items(Tree.at(object("application", "argocd", application), "status", "conditions"))
        .stream()
        .map(c -> Tree.text(c, "type") + ": " + Tree.text(c, "message"))
        .toList();
  }
}
