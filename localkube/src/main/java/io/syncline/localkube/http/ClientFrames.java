package io.syncline.localkube.http;

import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketFrameType;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** What a watching client sends: pings are answered, its end ends the watch. */
final class ClientFrames implements Subscriber<WebSocketFrame> {
  private final WebSocketWriter out;

  ClientFrames(WebSocketWriter out) {
    this.out = out;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(WebSocketFrame frame) {
    try (frame) {
      if (frame.type() == WebSocketFrameType.PING && out.isOpen()) {
        out.writePong(frame.array());
      } else if (frame.type() == WebSocketFrameType.CLOSE) {
        out.close();
      }
    }
  }

  @Override
  public void onError(Throwable problem) {
    out.abort();
  }

  @Override
  public void onComplete() {
    out.close();
  }
}
