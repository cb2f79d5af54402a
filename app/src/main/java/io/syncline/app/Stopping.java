package io.syncline.app;

import io.syncline.cli.terminal.Terminal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/** Ends a server in order when somebody asks the process to end. */
final class Stopping {
  private final Terminal terminal;
  private final AutoCloseable parts;
  private final AtomicBoolean begun = new AtomicBoolean();

  private Stopping(Terminal terminal, AutoCloseable parts) {
    this.terminal = terminal;
    this.parts = parts;
  }

  /** From now on Ctrl-C and SIGTERM close {@code parts} before the process ends. */
  static Stopping on(Terminal terminal, AutoCloseable parts) {
    var stopping = new Stopping(terminal, parts);
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("stopping").unstarted(stopping::stop));
    return stopping;
  }

  /** Waits until the process is asked to end; a thread that is interrupted closes the parts. */
  void await() throws Exception {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException asked) {
      LoggerFactory.getLogger(Stopping.class).debug("asked to end", asked);
      now();
    }
  }

  /** Closes the parts now, without a word. */
  void now() throws Exception {
    if (begun.compareAndSet(false, true)) {
      parts.close();
    }
  }

  private void stop() {
    try {
      if (begun.get()) {
        return;
      }
      now();
      terminal.err().println("\nsyncline: stopped");
    } catch (Exception e) {
      LoggerFactory.getLogger(Stopping.class).error("stopping failed", e);
      terminal.err().println("\nsyncline: stopped, with a problem: " + e.getMessage());
    }
  }
}
