package io.syncline.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** An HTTP server that answers what a test wrote down, and remembers what it was asked. */
final class RecordedServer implements AutoCloseable {
  /** Holds a stream open behind its last message until the server is closed. */
  static final String OPEN = "<open>";

  /**
   * One request.
   *
   * @param line method and path with query
   * @param body text of the body
   * @param authorization header, "" when none
   */
  record Asked(String line, String body, String authorization) {
    ObjectTree tree() {
      return Json.parseObject(body.getBytes(StandardCharsets.UTF_8));
    }
  }

  final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpServer server;

  private record Answer(int status, String body) {}

  RecordedServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** Answers requests of {@code line}, a method and a path without query. */
  RecordedServer on(String line, String body) {
    return on(line, 200, body);
  }

  RecordedServer on(String line, int status, String body) {
    answers.put(line, new Answer(status, body));
    return this;
  }

  /** A refusal in the shape of the API. */
  RecordedServer refuse(String line, int status, String message) {
    return on(
        line, status, Json.write(ObjectTree.of("error", message, "code", 5, "message", message)));
  }

  /** The requests with {@code method}. */
  List<Asked> asked(String method) {
    return asked.stream().filter(a -> a.line().startsWith(method + " ")).toList();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var uri = exchange.getRequestURI();
      var method = exchange.getRequestMethod();
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var authorization = exchange.getRequestHeaders().getFirst("Authorization");
      var line = method + " " + uri.getRawPath();
      asked.add(
          new Asked(
              uri.getRawQuery() == null ? line : line + "?" + uri.getRawQuery(),
              body,
              authorization == null ? "" : authorization));
      var answer =
          answers.getOrDefault(
              line, new Answer(404, "{\"message\":\"nothing recorded for " + line + "\"}"));
      exchange.sendResponseHeaders(answer.status(), 0);
      try (var out = exchange.getResponseBody()) {
        out.write(answer.body().replace(OPEN, "").getBytes(StandardCharsets.UTF_8));
        out.flush();
        if (answer.body().endsWith(OPEN)) {
          closed.await();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
