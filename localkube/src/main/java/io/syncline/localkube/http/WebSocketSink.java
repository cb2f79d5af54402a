package io.syncline.localkube.http;

import com.linecorp.armeria.common.websocket.WebSocketWriter;
import io.syncline.localkube.rest.Reply;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends frames as text frames of a WebSocket. */
final class WebSocketSink implements Reply.Sink {
  private static final long PATIENCE_SECONDS = 60;

  private final WebSocketWriter socket;

  WebSocketSink(WebSocketWriter socket) {
    this.socket = socket;
  }

  @Override
  public boolean write(byte[] frame) throws InterruptedException {
    if (!socket.tryWrite(new String(frame, StandardCharsets.UTF_8))) {
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
