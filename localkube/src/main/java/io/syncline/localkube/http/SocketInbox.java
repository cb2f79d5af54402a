package io.syncline.localkube.http;

import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import io.syncline.localkube.rest.Reply;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Messages of a client in a conversation, taken one at a time so that nothing piles up. The thread
 * that leads the conversation is interrupted when the client is gone.
 */
final class SocketInbox implements Subscriber<WebSocketFrame>, Reply.Inbox {
  private static final byte[] END = new byte[0];

  private final WebSocketWriter out;
  private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
  private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();
  private volatile @Nullable Subscription subscription;
  private volatile boolean left;
  private boolean ended;

  SocketInbox(WebSocketWriter out) {
    this.out = out;
  }

  /** Whom to interrupt when the client is gone. */
  void owner(Thread thread) {
    owner.set(thread);
  }

  /** Ends the conversation from this side; what still comes is lost, nobody is interrupted. */
  void leave() {
    owner.set(null);
    left = true;
    var source = subscription;
    if (source != null) {
      // To cancel would tell the client that the server failed.
      source.request(Long.MAX_VALUE);
    }
  }

  @Override
  public Optional<byte[]> next() throws InterruptedException {
    if (ended) {
      return Optional.empty();
    }
    var message = messages.take();
    if (message == END) {
      ended = true;
      return Optional.empty();
    }
    more();
    return Optional.of(message);
  }

  private void more() {
    var source = subscription;
    if (source != null) {
      source.request(1);
    }
  }

  private void gone() {
    messages.add(END);
    var thread = owner.getAndSet(null);
    if (thread != null) {
      thread.interrupt();
    }
  }

  @Override
  public void onSubscribe(Subscription source) {
    subscription = source;
    source.request(1);
  }

  @Override
  public void onNext(WebSocketFrame frame) {
    try (frame) {
      switch (frame.type()) {
        case BINARY, TEXT, CONTINUATION -> {
          var message = frame.array().clone();
          if (message.length == 0) {
            more();
          } else if (!left) {
            messages.add(message);
          }
        }
        case CLOSE -> {
          out.close();
          gone();
        }
        case PING -> {
          if (out.isOpen()) {
            out.writePong(frame.array());
          }
          more();
        }
        case PONG -> more();
      }
    }
  }

  @Override
  public void onError(Throwable problem) {
    out.abort();
    gone();
  }

  @Override
  public void onComplete() {
    gone();
  }
}
