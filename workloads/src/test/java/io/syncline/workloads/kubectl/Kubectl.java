package io.syncline.workloads.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.localkube.LocalKube;
import io.syncline.localkube.LocalKubeServer;
import io.syncline.workloads.SimulatedLogs;
import io.syncline.workloads.SimulatedShell;
import io.syncline.workloads.WorkloadSettings;
import io.syncline.workloads.Workloads;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A cluster with simulated workloads on a port, and the kubectls of this machine. */
final class Kubectl implements AutoCloseable {
  private final Path folder;
  private final Workloads workloads;
  private final LocalKubeServer server;

  Kubectl(Path folder) {
    this.folder = folder;
    var kube = LocalKube.builder().start();
    kube.podLogs(SimulatedLogs::lines);
    kube.podShell(new SimulatedShell(kube.api(), InstantSource.system()));
    workloads = Workloads.start(kube.api(), WorkloadSettings.DEFAULT.withTimeScale(0.05));
    server = LocalKubeServer.start(kube, 0);
    server.writeKubeconfig(folder.resolve("config"));
  }

  /** What a run printed, both streams together, and its exit code. */
  record Run(int code, String text) {
    Run exits(int expected) {
      assertThat(code).as(text).isEqualTo(expected);
      return this;
    }
  }

  /** The kubectls of {@code versions} that are installed, such as {@code 1.32}. */
  static List<Path> installed(String... versions) {
    var found = new ArrayList<Path>();
    for (var entry : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      var plain = Path.of(entry).resolve("kubectl");
      try {
        // The kubectl on the path may be a dispatcher that stands beside the versions.
        var real = Files.isExecutable(plain) ? plain.toRealPath() : plain;
        for (var version : versions) {
          var exact = real.resolveSibling("kubectl." + version);
          if (Files.isExecutable(exact) && !found.contains(exact)) {
            found.add(exact);
          }
        }
      } catch (IOException e) {
        System.out.println(plain + " is a broken link: no kubectl there");
      }
    }
    if (found.isEmpty()) {
      System.out.println("kubectl " + List.of(versions) + " is not installed: nothing to do");
    }
    return found;
  }

  Run run(Path kubectl, String... arguments) throws Exception {
    return typing(kubectl, "", arguments);
  }

  /** A run that finds {@code input} on its standard input. */
  Run typing(Path kubectl, String input, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(kubectl.toString()));
    command.add("--kubeconfig=" + folder.resolve("config"));
    command.add("--cache-dir=" + folder.resolve("cache"));
    command.addAll(List.of(arguments));
    var output = Files.createTempFile(folder, "out", ".txt");
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
    return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    workloads.close();
    server.close();
  }
}
