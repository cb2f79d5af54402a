package io.syncline.localkube.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponseWriter;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Hands bytes to a client at the speed at which it takes them. */
record Delivery(HttpResponseWriter response) {
  private static final long PATIENCE_SECONDS = 60;

  /**
   * Sends {@code data} and waits until the client took it, so that nothing piles up for slow ones.
   * False when the client is gone, or took nothing for so long that the answer was broken off.
   */
  boolean send(HttpData data) throws InterruptedException {
    if (!response.tryWrite(data)) {
      return false;
    }
    try {
      response.whenConsumed().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      // The client is gone or has stopped reading.
      response.abort();
      return false;
    }
  }
}
