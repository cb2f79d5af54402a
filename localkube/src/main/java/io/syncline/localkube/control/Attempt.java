package io.syncline.localkube.control;

import io.syncline.localkube.api.ApiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A write of the cluster itself that others may have made unnecessary. */
final class Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  private Attempt() {}

  /** Runs {@code write}; absent objects and conflicts are fine, other refusals are logged. */
  static void at(Runnable write) {
    try {
      write.run();
    } catch (ApiException e) {
      if (!e.notFound() && e.code() != 409) {
        LOG.warn("the cluster could not keep house: {}", e.getMessage());
      }
    }
  }
}
