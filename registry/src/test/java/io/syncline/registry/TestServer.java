package io.syncline.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An HTTP server with fixed answers by path, which remembers what it was asked. */
final class TestServer implements AutoCloseable {
  static final class Reply {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    Reply(int status, Map<String, String> headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    static Reply of(byte[] body) {
      return new Reply(200, Map.of(), body);
    }

    static Reply of(int status) {
      return new Reply(status, Map.of(), new byte[0]);
    }

    static Reply to(String location) {
      return new Reply(302, Map.of("Location", location), new byte[0]);
    }
  }

  /** A request: path with query, and its headers in lower case. */
  record Asked(String path, Map<String, String> headers) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  interface Answers {
    Reply to(Asked asked);
  }

  private final HttpServer server;
  private final Map<String, Answers> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  TestServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    var headers = new TreeMap<String, String>();
    exchange.getRequestHeaders().forEach((k, v) -> headers.put(k.toLowerCase(), v.getFirst()));
    var request = new Asked(exchange.getRequestURI().toString(), headers);
    asked.add(request);
    var known = answers.get(exchange.getRequestURI().getPath());
    var reply = known == null ? Reply.of(404) : known.to(request);
    reply.headers.forEach(exchange.getResponseHeaders()::add);
    exchange.sendResponseHeaders(reply.status, reply.body.length == 0 ? -1 : reply.body.length);
    exchange.getResponseBody().write(reply.body);
    exchange.close();
  }

  TestServer on(String path, Answers answer) {
    answers.put(path, answer);
    return this;
  }

  TestServer on(String path, byte[] body) {
    return on(path, _ -> Reply.of(body));
  }

  TestServer on(String path, String body) {
    return on(path, body.getBytes(StandardCharsets.UTF_8));
  }

  TestServer on(String path, Reply reply) {
    return on(path, _ -> reply);
  }

  /** Host and port. */
  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  String url(String path) {
    return "http://" + host() + path;
  }

  /** Requests so far. */
  List<Asked> asked() {
    return asked;
  }

  List<Asked> asked(String path) {
    var found = new ArrayList<Asked>();
    for (var one : asked) {
      if (one.path().split("\\?", 2)[0].equals(path)) {
        found.add(one);
      }
    }
    return found;
  }

  /** Answers only those who log in. */
  static Answers guarded(String user, String password, Reply reply) {
    var wanted =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    return asked -> asked.header("authorization").equals(wanted) ? reply : Reply.of(401);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
