package io.syncline.app;

import io.syncline.app.demo.Convergence;
import io.syncline.app.demo.Examples;
import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Terminal;
import io.syncline.controller.settings.ControllerSettings;
import io.syncline.kube.ClusterException;
import io.syncline.kube.WriteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code demo}: the product with the example teams, on this machine, without anything installed.
 */
@Command(name = "demo", description = "Start everything with five example teams, on this machine")
final class DemoCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Port on loopback (default ${DEFAULT-VALUE}; 0: any)")
  int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder to keep everything in (default .syncline/demo beside ./syncline)")
  @Nullable Path data;

  @Option(
      names = "--once",
      hidden = true,
      description = "End when ready; the build uses it to prepare fast starts")
  boolean once;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    var begin = Clock.systemUTC().instant();
    var home = Path.of(terminal.variable("SYNCLINE_HOME").orElse("."));
    var folder = data != null ? data : home.resolve(".syncline").resolve("demo");
    var examples = home.resolve("examples");
    if (!Files.isRegularFile(examples.resolve("demo.yaml"))) {
      throw new CliException(
          CliException.USAGE,
          "examples not found in "
              + examples
              + " (expected: demo.yaml); hint: run ./syncline from its checkout");
    }
    terminal.err().println("starting the embedded Kubernetes, the controller and the API server …");
    var running =
        Running.start(
            new Running.Plan(
                port,
                folder,
                Optional.empty(),
                ControllerSettings.DEFAULT,
                terminal.environment()));
    var stopping = Stopping.on(terminal, running);
    try {
      var teams = Examples.read(examples);
      var repos = Files.createDirectories(running.data().resolve("repos")).toAbsolutePath();
      teams.publish(repos, running.git());
      teams.wire(repos, running.url());
      running.writeAccess();
      var again = !apply(running, teams);
      terminal
          .err()
          .println(
              "five example repositories stand in " + repos + "; waiting for their applications …");
      var converged =
          new Convergence(running.cluster(), terminal, running::compared, again)
              .await(again ? Duration.ofMinutes(1) : Duration.ofMinutes(5));
      var took = Duration.between(begin, Clock.systemUTC().instant());
      Files.writeString(running.data().resolve("ready"), Clock.systemUTC().instant() + "\n");
      welcome(running, converged, took);
    } catch (RuntimeException | IOException e) {
      stopping.now();
      throw e;
    }
    if (once) {
      stopping.now();
      return 0;
    }
    stopping.await();
    return 0;
  }

  /** Only on the first start: later ones go on with what people made of it. Says whether it was. */
  private static boolean apply(Running running, Examples teams) throws IOException {
    var marker = running.data().resolve("applied");
    if (Files.exists(marker)) {
      return false;
    }
    for (var manifest : teams.manifests()) {
      try {
        running.cluster().create(manifest, WriteOptions.by("syncline-demo"));
      } catch (ClusterException e) {
        if (e.code() != ClusterException.Code.ALREADY_EXISTS) {
          throw e;
        }
      }
    }
    Files.writeString(
        marker,
        "the example applications were applied once; delete this file to apply missing ones again\n");
    return true;
  }

  private void welcome(Running running, Convergence.Result converged, Duration took) {
    var folder = running.data().path().toAbsolutePath();
    terminal
        .out()
        .printf(
            """

            Syncline is ready after %.1f s: %s.

              page        %s
              login       admin / %s
              kubectl     export KUBECONFIG=%s
              CLI         ./syncline app list --config %s

            Three things to try:
              1. push:    ./syncline image set %s/repos/techtorque.git//k8s/services/timelogging-service-deployment.yaml ghcr.io/techtorque-2025/timelogging-service:dev-1234567 --branch dev --commit --push
              2. drift:   kubectl delete deployment user-service -n inventory-system   (and watch it come back)
              3. approve: ./syncline app sync k8s-blog-prod --config %s

            Everything in this cluster is simulated: images are not pulled, nothing really runs.
            Ctrl-C stops it; the next start goes on from here.
            """,
            took.toMillis() / 1000.0,
            converged.text(),
            running.url(),
            running.adminPassword().orElse("(the password you set)"),
            folder.resolve("kubeconfig"),
            folder.resolve("cli.yaml"),
            folder,
            folder.resolve("cli.yaml"));
    terminal.out().flush();
  }
}
