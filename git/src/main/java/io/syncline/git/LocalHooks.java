package io.syncline.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hooks a receiving repository has, for pushes to a folder on a machine without Git: JGit
 * writes the objects and the reference but runs none.
 */
final class LocalHooks {
  private static final Logger LOG = LoggerFactory.getLogger(LocalHooks.class);
  private static final long TIMEOUT_SECONDS = 60;

  private LocalHooks() {}

  /** A reference that moves from one object id to another. */
  record Move(String from, String to, String ref) {
    String line() {
      return from + " " + to + " " + ref + "\n";
    }
  }

  /** The push itself. */
  interface Push {
    PushOutcome run() throws IOException;
  }

  private record Answer(int code, String output) {}

  /** {@code push} with the hooks that may refuse it before, and those that learn of it after. */
  static PushOutcome around(Path repository, Move move, Push push) throws IOException {
    var before = run(repository, "pre-receive", List.of(), move.line());
    if (before.code() != 0) {
      return new PushOutcome.Declined("pre-receive hook declined: " + before.output());
    }
    var update = run(repository, "update", List.of(move.ref(), move.from(), move.to()), "");
    if (update.code() != 0) {
      return new PushOutcome.Declined("update hook declined: " + update.output());
    }
    var outcome = push.run();
    if (outcome instanceof PushOutcome.Landed) {
      run(repository, "post-receive", List.of(), move.line());
      run(repository, "post-update", List.of(move.ref()), "");
    }
    return outcome;
  }

  private static Answer run(Path repository, String hook, List<String> arguments, String input)
      throws IOException {
    var program = repository.resolve("hooks").resolve(hook);
    if (!Files.isExecutable(program)) {
      return new Answer(0, "");
    }
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command).directory(repository.toFile()).redirectErrorStream(true);
    builder.environment().put("GIT_DIR", ".");
    var process = builder.start();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.debug("{} does not read its input: {}", hook, e.getMessage());
    }
    try {
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Answer(1, "no answer within " + TIMEOUT_SECONDS + " s");
      }
      return new Answer(process.exitValue(), output.strip());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while hook " + hook + " ran", e);
    }
  }
}
