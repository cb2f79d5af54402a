package io.syncline.localkube.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponseWriter;
import io.syncline.localkube.rest.Reply;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends frames as lines of a chunked answer. */
final class HttpSink implements Reply.Sink {
  private static final long PATIENCE_SECONDS = 60;

  private final HttpResponseWriter response;

  HttpSink(HttpResponseWriter response) {
    this.response = response;
  }

  @Override
  public boolean write(byte[] frame) throws InterruptedException {
    return writeAll(List.of(frame));
  }

  @Override
  public boolean writeAll(List<byte[]> frames) throws InterruptedException {
    var size = 0;
    for (var frame : frames) {
      size += frame.length + 1;
    }
    var lines = new byte[size];
    var at = 0;
    for (var frame : frames) {
      System.arraycopy(frame, 0, lines, at, frame.length);
      at += frame.length;
      if (frame.length == 0 || frame[frame.length - 1] != '\n') {
        lines[at++] = '\n';
      }
    }
    return response.tryWrite(HttpData.wrap(lines, 0, at)) && drained();
  }

  /** Waits until the client took what was written, so that nothing piles up for slow ones. */
  private boolean drained() throws InterruptedException {
    try {
      response.whenConsumed().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      // The client is gone or has stopped reading.
      response.abort();
      return false;
    }
  }

  @Override
  public boolean open() {
    return response.isOpen();
  }
}
