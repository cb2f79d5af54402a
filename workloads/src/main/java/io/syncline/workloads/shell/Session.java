package io.syncline.workloads.shell;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What a running shell knows: its files, its variables, where it is. For one thread. */
final class Session {
  private final Mounts files;
  private final Map<String, String> variables;
  private final String host;
  private final Supplier<Instant> clock;
  private String folder = "/";
  private Optional<Integer> exit = Optional.empty();

  Session(Mounts files, Map<String, String> variables, String host, Supplier<Instant> clock) {
    this.files = files;
    this.variables = new TreeMap<>(variables);
    this.host = host;
    this.clock = clock;
  }

  /** A shell that this one starts: it sees the same files, and keeps its changes to itself. */
  Session child() {
    var child = new Session(files, variables, host, clock);
    child.folder = folder;
    return child;
  }

  Mounts files() {
    return files;
  }

  /** Its variables, to be changed freely. */
  Map<String, String> variables() {
    return variables;
  }

  String host() {
    return host;
  }

  Instant now() {
    return clock.get();
  }

  String folder() {
    return folder;
  }

  void enter(String path) {
    folder = path;
  }

  /** A path as it is meant here. */
  String path(String word) {
    return Files.resolved(folder, word);
  }

  /** With which code the shell is to end, once it is. */
  Optional<Integer> exit() {
    return exit;
  }

  void exit(int code) {
    exit = Optional.of(code);
  }
}
