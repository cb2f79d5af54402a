package io.syncline.testservers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
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
import javax.net.ssl.SSLContext;

/** An HTTP server with fixed answers by path, which remembers what it was asked. */
public final class TestServer implements AutoCloseable {
  /** An answer. */
  public static final class Reply {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    /** An answer in full. */
    public Reply(int status, Map<String, String> headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    /** Content. */
    public static Reply of(byte[] body) {
      return new Reply(200, Map.of(), body);
    }

    /** A status without content. */
    public static Reply of(int status) {
      return new Reply(status, Map.of(), new byte[0]);
    }

    /** Somewhere else. */
    public static Reply to(String location) {
      return new Reply(302, Map.of("Location", location), new byte[0]);
    }
  }

  /** A request: path with query, and its headers in lower case. */
  public record Asked(String path, Map<String, String> headers) {
    /** A header, by its name in lower case; "" when absent. */
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** Answers to whoever asks for a path. */
  @FunctionalInterface
  public interface Answers {
    /** The answer to one request. */
    Reply to(Asked asked);
  }

  private static final Reply REFUSED =
      new Reply(401, Map.of("WWW-Authenticate", "Basic realm=\"test\""), new byte[0]);

  private final HttpServer server;
  private final Map<String, Answers> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  /** Starts one. */
  public TestServer() throws IOException {
    this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  /** Starts one over TLS with {@code context}; {@code clients} must show a certificate. */
  public TestServer(SSLContext context, boolean clients) throws IOException {
    this(Certificates.listen(context, clients));
  }

  private TestServer(HttpServer server) {
    this.server = server;
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

  /** Answers requests for a path. */
  public TestServer on(String path, Answers answer) {
    answers.put(path, answer);
    return this;
  }

  /** The same, always with this content. */
  public TestServer on(String path, byte[] body) {
    return on(path, _ -> Reply.of(body));
  }

  /** The same, always with this content. */
  public TestServer on(String path, String body) {
    return on(path, body.getBytes(StandardCharsets.UTF_8));
  }

  /** The same, always with this answer. */
  public TestServer on(String path, Reply reply) {
    return on(path, _ -> reply);
  }

  /** Host and port. */
  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Address of a path. */
  public String url(String path) {
    return (server instanceof HttpsServer ? "https://" : "http://") + host() + path;
  }

  /** Requests so far. */
  public List<Asked> asked() {
    return asked;
  }

  /** Requests for one path so far. */
  public List<Asked> asked(String path) {
    var found = new ArrayList<Asked>();
    for (var one : asked) {
      if (one.path().split("\\?", 2)[0].equals(path)) {
        found.add(one);
      }
    }
    return found;
  }

  /** Answers only those who log in. */
  public static Answers guarded(String user, String password, Reply reply) {
    var wanted =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    return asked -> asked.header("authorization").equals(wanted) ? reply : REFUSED;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
