package io.syncline.localkube.rest;

import io.syncline.localkube.api.ApiException;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An answer: whole, or as a stream of frames. */
public sealed interface Reply {
  /** HTTP status. */
  int status();

  /** Header values by name. */
  Map<String, List<String>> headers();

  /**
   * A whole answer.
   *
   * @param status HTTP status
   * @param headers headers, with the content type
   * @param body body; not copied
   */
  record Whole(int status, Map<String, List<String>> headers, Body body) implements Reply {
    /** Copies the headers. */
    public Whole {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * An answer too large to be made at once: its bytes are made while they are sent.
   *
   * @param status HTTP status
   * @param headers headers, with the content type
   * @param parts writes the bytes in parts, which belong together without anything between them
   */
  record Parts(int status, Map<String, List<String>> headers, Feed parts) implements Reply {
    /** Copies the headers. */
    public Parts {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * Frames that come over time.
   *
   * @param status HTTP status
   * @param headers headers, with the content type
   * @param feed writes the frames
   */
  record Stream(int status, Map<String, List<String>> headers, Feed feed) implements Reply {
    /** Copies the headers. */
    public Stream {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * A conversation over a WebSocket, possible only where the client asked for one.
   *
   * @param talk leads it
   */
  record Conversation(Talk talk) implements Reply {
    /** What the two sides may agree to speak. */
    public static final List<String> PROTOCOLS = List.of("v5.channel.k8s.io", "v4.channel.k8s.io");

    @Override
    public int status() {
      return 101;
    }

    @Override
    public Map<String, List<String>> headers() {
      return Map.of();
    }
  }

  /** Leads a conversation until it is over. */
  @FunctionalInterface
  interface Talk {
    /**
     * Leads it to its end.
     *
     * @throws InterruptedException when the client is gone or the server stops
     */
    void run(Inbox in, Sink out) throws InterruptedException;
  }

  /** What the client says. */
  interface Inbox {
    /** The next message, waited for; empty when there are no more. */
    Optional<byte[]> next() throws InterruptedException;
  }

  /** Bytes of a body. */
  interface Body {
    /** The bytes; not to be changed. */
    byte[] bytes();
  }

  /** Writes frames until it has no more or the client is gone. */
  @FunctionalInterface
  interface Feed {
    /**
     * Writes all frames.
     *
     * @throws InterruptedException when the server stops
     */
    void run(Sink sink) throws InterruptedException;
  }

  /** Where frames go; each is sent at once. */
  interface Sink {
    /** Sends a frame, waiting while the client is slow. False when the client is gone. */
    boolean write(byte[] frame) throws InterruptedException;

    /** Sends frames in order, together where the connection can. False when the client is gone. */
    default boolean writeAll(List<byte[]> frames) throws InterruptedException {
      for (var frame : frames) {
        if (!write(frame)) {
          return false;
        }
      }
      return true;
    }

    /** Whether the client is still there. */
    boolean open();
  }

  /** JSON. */
  static Whole json(int status, Object tree) {
    return body(status, "application/json", Json.bytes(tree));
  }

  /** JSON with warnings for the client. */
  static Whole json(int status, Object tree, List<String> warnings) {
    return warned(json(status, tree), warnings);
  }

  /** {@code reply} with warnings for the client. */
  static Whole warned(Whole reply, List<String> warnings) {
    if (warnings.isEmpty()) {
      return reply;
    }
    var headers = new LinkedHashMap<>(reply.headers());
    headers.put("Warning", warnings.stream().map(Reply::warning).toList());
    return new Whole(reply.status(), headers, reply.body());
  }

  private static String warning(String text) {
    var quoted = new StringBuilder("299 - \"");
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c >= ' ' && c < 127) {
        quoted.append(c);
      } else {
        quoted.append('?');
      }
    }
    return quoted.append('"').toString();
  }

  /** Plain text. */
  static Whole text(int status, String text) {
    return body(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** Any bytes. */
  static Whole body(int status, String type, byte[] bytes) {
    return new Whole(status, Map.of("Content-Type", List.of(type)), () -> bytes);
  }

  /** The answer to a refused request. */
  static Whole refused(ApiException refusal) {
    ObjectTree status = refusal.status();
    var reply = json(refusal.code(), status);
    var seconds = Tree.number(status, 0, "details", "retryAfterSeconds");
    if (seconds <= 0) {
      // Clients repeat a request with this header by themselves, ten times, without a word.
      return reply;
    }
    var headers = new LinkedHashMap<>(reply.headers());
    headers.put("Retry-After", List.of(Long.toString(seconds)));
    return new Whole(reply.status(), headers, reply.body());
  }
}
