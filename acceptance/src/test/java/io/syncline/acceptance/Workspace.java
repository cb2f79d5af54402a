package io.syncline.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Folders and ports of this run; the folders are gone after it. */
public final class Workspace {
  private static final Path FOLDER = create();

  private Workspace() {}

  private static Path create() {
    try {
      var folder = Files.createTempDirectory("syncline-acceptance");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new folder. */
  public static Path folder(String name) {
    try {
      return Files.createTempDirectory(FOLDER, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port of loopback nobody listens on. */
  public static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port like that whose next one is free, too. */
  public static int freePorts() {
    while (true) {
      try (var one = new ServerSocket(0);
          var two = new ServerSocket(one.getLocalPort() + 1)) {
        return two.getLocalPort() - 1;
      } catch (IOException _) {
        // The next one is taken: another pair.
      }
    }
  }

  private static void remove(Path folder) {
    try (var walk = Files.walk(folder)) {
      walk.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
    } catch (IOException | UncheckedIOException _) {
      // A process that is being killed may still write; the folder is temporary either way.
    }
  }
}
