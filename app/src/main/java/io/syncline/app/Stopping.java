package io.syncline.app;

import io.syncline.cli.terminal.Terminal;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** Keeps a server running until somebody asks the process to end, and ends it in order. */
final class Stopping {
  private Stopping() {}

  /** Waits for Ctrl-C or SIGTERM, then closes {@code parts}. */
  static void await(Terminal terminal, AutoCloseable parts) throws InterruptedException {
    var never = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stopping")
                .unstarted(
                    () -> {
                      try {
                        parts.close();
                        terminal.err().println("\nsyncline: stopped");
                      } catch (Exception e) {
                        LoggerFactory.getLogger(Stopping.class).error("stopping failed", e);
                        terminal.err().println("\nsyncline: stopped, with a problem: " + e.getMessage());
                      }
                    }));
    never.await();
  }
}
