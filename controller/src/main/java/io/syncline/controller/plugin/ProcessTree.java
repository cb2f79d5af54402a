package io.syncline.controller.plugin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** A started program with all that it started, also what went into the background. */
final class ProcessTree {
  private static final int ROUNDS = 50;
  private static final Path PROC = Path.of("/proc");

  private final Process process;
  private final String mark;

  /**
   * The tree of {@code process}.
   *
   * @param mark a variable with its value, as {@code NAME=VALUE}, that no other program has
   */
  ProcessTree(Process process, String mark) {
    this.process = process;
    this.mark = "\0" + mark + "\0";
  }

  /** Kills all of it; programs that start others at that very moment are looked for again. */
  void kill() {
    for (var round = 0; round < ROUNDS; round++) {
      var alive = alive();
      if (alive.isEmpty()) {
        return;
      }
      alive.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private Set<ProcessHandle> alive() {
    var found = new LinkedHashSet<ProcessHandle>();
    process.descendants().filter(ProcessHandle::isAlive).forEach(found::add);
    if (process.isAlive()) {
      found.add(process.toHandle());
    }
    // Who left its parents behind still has the variable it was born with.
    if (Files.isDirectory(PROC)) {
      ProcessHandle.allProcesses()
          .filter(one -> one.pid() != ProcessHandle.current().pid() && carriesMark(one.pid()))
          .filter(ProcessHandle::isAlive)
          .forEach(found::add);
    }
    return found;
  }

  private boolean carriesMark(long pid) {
    try {
      var environment = Files.readAllBytes(PROC.resolve(pid + "/environ"));
      return ("\0" + new String(environment, StandardCharsets.ISO_8859_1) + "\0").contains(mark);
    } catch (IOException goneOrNotOurs) {
      return false;
    }
  }
}
