package io.syncline.localkube.http;

import com.linecorp.armeria.common.websocket.WebSocketWriter;
import io.syncline.localkube.rest.Reply;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends frames as text or binary frames of a WebSocket. */
final class WebSocketSink implements Reply.Sink {
  private static final long PATIENCE_SECONDS = 60;

  private final WebSocketWriter socket;

  private final boolean binary;

  WebSocketSink(WebSocketWriter socket, boolean binary) {
    this.socket = socket;
    this.binary = binary;
  }

  @Override
  public boolean write(byte[] frame) throws InterruptedException {
    if (!(binary
        ? socket.tryWrite(frame)
        : socket.tryWrite(new String(frame, StandardCharsets.UTF_8)))) {
      return false;
    }
    try {
      socket.whenConsumed().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      // The client is gone or has stopped reading.
      socket.abort();
      return false;
    }
  }

  @Override
  public boolean open() {
    return socket.isOpen();
  }
}
