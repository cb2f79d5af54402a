package io.syncline.server.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer that goes on: JSON lines, or server-sent events when the caller accepts them (semantics
 * 31.2). One virtual thread writes; a slow reader only delays itself.
 */
public final class EventStream {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  /**
   * More waiting messages than this, and the reader is cut off: it reconnects and starts afresh.
   */
  private static final int MAX_WAITING = 10_000;

  /** What stands in the queue where the stream ends. */
  private static final ObjectTree END = ObjectTree.of("end", true);

  private final LinkedBlockingQueue<ObjectTree> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
  private volatile boolean overrun;

  /** Feeds a stream; what it returns is closed when the reader goes away. */
  @FunctionalInterface
  public interface Feed {
    /** Starts feeding {@code stream}. */
    AutoCloseable start(EventStream stream);
  }

  private EventStream() {}

  /** Sends {@code result} when its turn comes. */
  public void send(ObjectTree result) {
    offer(ObjectTree.of("result", result));
  }

  /** Tells the reader of a problem in the middle of the stream. */
  public void fail(String message) {
    offer(
        ObjectTree.of(
            "error",
            ObjectTree.of(
                "grpc_code", ApiException.Code.INTERNAL.grpc(),
                "http_code", ApiException.Code.INTERNAL.http(),
                "message", message,
                "http_status", "Internal Server Error",
                "details", List.of())));
  }

  /** Ends the stream after what was sent so far. */
  public void end() {
    offer(END);
  }

  private void offer(ObjectTree message) {
    if (!waiting.offer(message)) {
      overrun = true;
    }
  }

  /** Opens a stream for {@code call}. */
  public static HttpResponse open(Call call, Feed feed) {
    var sse = call.header("accept").orElse("").contains("text/event-stream");
    call.context().clearRequestTimeout();
    var writer = HttpResponse.streaming();
    writer.write(
        ResponseHeaders.builder(HttpStatus.OK)
            .set("content-type", sse ? "text/event-stream" : "application/json")
            .set("cache-control", "no-store")
            .set("x-accel-buffering", "no")
            .build());
    Thread.ofVirtual().name("stream-", 0).start(() -> pump(writer, feed, sse));
    return writer;
  }

  private static void pump(HttpResponseWriter writer, Feed feed, boolean sse) {
    var stream = new EventStream();
    // A reader that went away is not waited for until something is to be told.
    writer.whenComplete().whenComplete((_, _) -> stream.end());
    try (var _ = feed.start(stream)) {
      if (sse) {
        write(writer, ":\n\n");
      }
      while (writer.isOpen() && !stream.overrun) {
        var next = stream.waiting.poll(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS);
        if (next == END) {
          break;
        }
        if (next != null) {
          var line = Json.write(next);
          write(writer, sse ? "data: " + line + "\n\n" : line + "\n");
        } else if (sse) {
          write(writer, ":\n\n");
        }
      }
      writer.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      writer.close();
    } catch (Exception e) {
      LOG.debug("stream ended", e);
      writer.close(e);
    }
  }

  private static void write(HttpResponseWriter writer, String text) throws InterruptedException {
    if (writer.tryWrite(HttpData.ofUtf8(text))) {
      try {
        writer.whenConsumed().get(60, TimeUnit.SECONDS);
      } catch (java.util.concurrent.ExecutionException
          | java.util.concurrent.TimeoutException gone) {
        writer.close();
      }
    }
  }
}
