package io.syncline.workloads.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.localkube.LocalKube;
import io.syncline.localkube.LocalKubeServer;
import io.syncline.workloads.SimulatedLogs;
import io.syncline.workloads.SimulatedShell;
import io.syncline.workloads.WorkloadSettings;
import io.syncline.workloads.Workloads;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A cluster with simulated workloads on a port, and the kubectls of this machine: for all tests of
 * one class, registered there as an extension.
 */
final class Kubectl implements AfterAllCallback {
  private final Path folder;
  private final Workloads workloads;
  private final LocalKubeServer server;
  private final AtomicInteger namespaces = new AtomicInteger();
  private String editor = "false";

  Kubectl() {
    folder = temporary();
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
    var command = command(kubectl, arguments);
    var output = Files.createTempFile(folder, "out", ".txt");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("KUBE_EDITOR", editor);
    var process = builder.start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
    return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  /**
   * Someone who types commands in a namespace made for them.
   *
   * @param binary the kubectl they use
   * @param namespace theirs alone
   */
  record User(Kubectl machine, Path binary, String namespace) {
    /** What a command that succeeds prints; words in single quotes stay together. */
    String ok(String command) throws Exception {
      return typing("", command).exits(0).text();
    }

    /** What a command that fails prints. */
    String fails(String command) throws Exception {
      return typing("", command).exits(1).text();
    }

    /** What a command that succeeds prints when it reads {@code input}. */
    String ok(String command, String input) throws Exception {
      return typing(input, command).exits(0).text();
    }

    /** What a command that fails prints when it reads {@code input}. */
    String fails(String command, String input) throws Exception {
      return typing(input, command).exits(1).text();
    }

    /** A command that goes on until it is closed. */
    Watching begin(String command) throws IOException {
      return machine.begin(binary, words(command));
    }

    private Run typing(String input, String command) throws Exception {
      return machine.typing(binary, input, words(command));
    }

    private String[] words(String command) {
      var words = new ArrayList<>(List.of("-n", namespace));
      var word = Pattern.compile("(?:[^\\s']|'[^']*')+").matcher(command);
      while (word.find()) {
        words.add(word.group().replace("'", ""));
      }
      return words.toArray(String[]::new);
    }
  }

  /** A command under way. */
  record Watching(Process process, BufferedReader lines) implements AutoCloseable {
    /** Waits for the next line that has {@code pattern} in it. */
    void shows(String pattern) throws IOException {
      var seen = new StringBuilder();
      var wanted = Pattern.compile(pattern);
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        seen.append(line).append('\n');
        if (wanted.matcher(line).find()) {
          return;
        }
      }
      throw new AssertionError("ended without " + pattern + ": " + seen);
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  private Watching begin(Path kubectl, String... arguments) throws IOException {
    var builder = new ProcessBuilder(command(kubectl, arguments)).redirectErrorStream(true);
    var process = builder.start();
    // A watch that shows nothing must not hold the tests up for ever.
    process
        .onExit()
        .orTimeout(120, TimeUnit.SECONDS)
        .exceptionally(late -> process.destroyForcibly());
    return new Watching(
        process,
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
  }

  private List<String> command(Path kubectl, String... arguments) {
    var command = new ArrayList<>(List.of(kubectl.toString()));
    command.add("--kubeconfig=" + folder.resolve("config"));
    command.add("--cache-dir=" + folder.resolve("cache"));
    command.addAll(List.of(arguments));
    return command;
  }

  /** One user for each of {@code versions} that is installed. */
  List<User> users(String... versions) throws Exception {
    var users = new ArrayList<User>();
    for (var binary : installed(versions)) {
      var namespace = "test-" + namespaces.incrementAndGet();
      run(binary, "create", "namespace", namespace).exits(0);
      users.add(new User(this, binary, namespace));
    }
    return users;
  }

  /** Has commands that open an editor run {@code command} on the file instead. */
  void editor(String command) {
    editor = command;
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    workloads.close();
    server.close();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("kubectl");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder that is gone after the tests. */
  Path folder() {
    return folder;
  }
}
