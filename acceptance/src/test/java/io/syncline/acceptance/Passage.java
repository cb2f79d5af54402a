package io.syncline.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The only way from a process to an API server. It counts the writes that pass and calls somebody
 * at one of them.
 */
final class Passage implements AutoCloseable {
  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");
  private static final List<String> REQUEST =
      List.of("Authorization", "Content-Type", "Accept", "User-Agent", "Impersonate-User");
  private static final List<String> ANSWER = List.of("Content-Type", "Retry-After");

  private final String target;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();

  private Point point = new Point(-1, false, () -> {});
  private int writes;
  private boolean firing;

  /**
   * A moment in the stream of writes.
   *
   * @param write which write, from 0 on; negative for none
   * @param done whether the server still does it
   * @param event what happens then; the process gets no answer
   */
  record Point(int write, boolean done, Runnable event) {}

  Passage(String target) {
    this.target = target;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::pass);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Begins to count anew, up to {@code point}; an event under way ends first. */
  synchronized void arm(Point next) {
    try {
      while (firing) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    point = next;
    writes = 0;
  }

  /** How many writes came since. */
  synchronized int writes() {
    return writes;
  }

  private synchronized Optional<Point> here(boolean write) {
    if (!write || writes++ != point.write()) {
      return Optional.empty();
    }
    firing = true;
    return Optional.of(point);
  }

  private void fire(Point reached) {
    try {
      reached.event().run();
    } finally {
      synchronized (this) {
        firing = false;
        notifyAll();
      }
    }
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      var address = exchange.getRequestURI();
      var dry = String.valueOf(address.getQuery()).contains("dryRun");
      var here = here(WRITES.contains(exchange.getRequestMethod()) && !dry);
      if (here.isPresent()) {
        reached(exchange, here.get());
        return;
      }
      var answer = client.send(request(exchange), HttpResponse.BodyHandlers.ofInputStream());
      try (var body = answer.body()) {
        give(exchange, answer, body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reached(HttpExchange exchange, Point point)
      throws IOException, InterruptedException {
    try {
      if (point.done()) {
        client.send(request(exchange), HttpResponse.BodyHandlers.discarding());
      }
    } finally {
      fire(point);
    }
  }

  private HttpRequest request(HttpExchange exchange) throws IOException {
    var builder = HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()));
    for (var name : REQUEST) {
      exchange
          .getRequestHeaders()
          .getOrDefault(name, List.of())
          .forEach(value -> builder.header(name, value));
    }
    var body = exchange.getRequestBody().readAllBytes();
    return builder
        .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private static void give(
      HttpExchange exchange, HttpResponse<InputStream> answer, InputStream body)
      throws IOException {
    for (var name : ANSWER) {
      answer
          .headers()
          .firstValue(name)
          .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
    }
    exchange.sendResponseHeaders(answer.statusCode(), 0);
    var out = exchange.getResponseBody();
    var buffer = new byte[8192];
    for (var read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      out.write(buffer, 0, read);
      out.flush();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.shutdownNow();
    threads.shutdownNow();
  }
}
