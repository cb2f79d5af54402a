package io.syncline.controller;

import io.syncline.controller.control.AppKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells those who listen that what is shown of an application changed. */
final class Details {
  private static final Logger log = LoggerFactory.getLogger(Details.class);
  private final List<Consumer<AppKey>> listeners = new CopyOnWriteArrayList<>();

  Runnable listen(Consumer<AppKey> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  void changed(AppKey key) {
    for (var listener : listeners) {
      try {
        listener.accept(key);
      } catch (RuntimeException e) {
        log.atError().addKeyValue("application", key).setCause(e).log("detail listener failed");
      }
    }
  }
}
