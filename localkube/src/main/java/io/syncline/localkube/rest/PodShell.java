package io.syncline.localkube.rest;

import io.syncline.model.object.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers commands that are executed in the containers of simulated pods. */
@FunctionalInterface
public interface PodShell {
  /** Knows no command, and says so. */
  PodShell NONE =
      (pod, container, command, streams) -> {
        streams
            .err()
            .write(
                ("[simulated] "
                        + command.getFirst()
                        + ": not found: nothing runs in pod "
                        + pod.name()
                        + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        return 127;
      };

  /**
   * The streams of one command. What goes to a stream the client does not want is lost.
   *
   * @param in what the client sends; at its end where the client sends nothing
   * @param out what the command prints
   * @param err what it complains about
   * @param terminal whether the client is a terminal: it shows only what comes back
   */
  record Streams(InputStream in, OutputStream out, OutputStream err, boolean terminal) {}

  /**
   * Runs {@code command}, which has at least one word, in a container of {@code pod}.
   *
   * @return its exit code
   * @throws IOException when the client is gone
   * @throws InterruptedException when the client is gone while the command waits
   */
  int run(Manifest pod, String container, List<String> command, Streams streams)
      throws IOException, InterruptedException;
}
