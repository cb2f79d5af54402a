package io.syncline.kube.http;

import io.syncline.kube.ClusterConfig;
import io.syncline.kube.ClusterException;
import io.syncline.kube.ClusterException.Code;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.outbound.ProxyRoute;
import io.syncline.outbound.TlsMaterial;
import io.syncline.outbound.TlsMaterial.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Sends requests with credentials and turns refusals into {@link ClusterException}s. */
final class Transport implements AutoCloseable {
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(1);
  private static final int THROTTLED_TRIES = 5;

  private final ClusterConfig config;
  private final Duration patience;
  private final Optional<ExecLogin> exec;
  private volatile Shown client;
  private volatile @Nullable FileToken fileToken;

  private record FileToken(String text, long readAt) {}

  /** A client, and the certificate and key that it shows, "" for none. */
  private record Shown(HttpClient client, String certificate, String key) {}

  /**
   * One request.
   *
   * @param method HTTP method
   * @param path path below the server's prefix, with query
   * @param contentType of the body, "" for none
   * @param accept media types wanted
   * @param body text, "" for none
   * @param user user to act as, "" for none
   */
  record Request(
      String method, String path, String contentType, String accept, String body, String user) {
    static Request get(String path) {
      return new Request("GET", path, "", "application/json", "", "");
    }
  }

  Transport(ClusterConfig config) {
    this(config, HttpCluster.Patience.DEFAULT.answer());
  }

  Transport(ClusterConfig config, Duration patience) {
    this.config = config;
    this.patience = patience;
    this.exec = config.exec().map(e -> new ExecLogin(e, config.server().toString()));
    var shows = config.certificate().isPresent() && config.key().isPresent();
    this.client =
        shows
            ? client(config.certificate().orElseThrow(), config.key().orElseThrow())
            : client("", "");
  }

  private Shown client(String certificate, String key) {
    var builder =
        HttpClient.newBuilder()
            // Watches hold a connection each: HTTP/2 would make them share one and its limits.
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .executor(
                Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("kube-http-", 0).factory()));
    if ("https".equals(config.server().getScheme())) {
      tls(certificate, key).ifPresent(builder::sslContext);
      config.serverName().ifPresent(name -> builder.sslParameters(asking(name)));
    }
    config.proxy().ifPresent(proxy -> builder.proxy(through(proxy)));
    return new Shown(builder.build(), certificate, key);
  }

  private static SSLParameters asking(String name) {
    var parameters = new SSLParameters();
    if (!name.matches("[0-9.]+") && !name.contains(":")) {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    }
    return parameters;
  }

  private ProxySelector through(String proxy) {
    try {
      var way = ProxyRoute.of(proxy, "");
      if (way.isSocks()) {
        throw new IllegalArgumentException(
            "proxy is of the kind SOCKS (expected: http://host:port)");
      }
      return way.selector();
    } catch (IllegalArgumentException e) {
      throw new ClusterException(
          Code.BAD_REQUEST, "cluster " + config.server() + ": " + e.getMessage(), e);
    }
  }

  private Optional<SSLContext> tls(String certificate, String key) {
    try {
      var material =
          new TlsMaterial(
              config.insecure(),
              new Pem(config.authority().orElse(""), "certificate authority"),
              new Pem(certificate, "client certificate"),
              new Pem(key, "client key"));
      return config.serverName().isPresent()
          ? Optional.of(material.context(config.serverName().get()))
          : material.context();
    } catch (GeneralSecurityException e) {
      throw new ClusterException(
          Code.BAD_REQUEST,
          "TLS material for " + config.server() + " is not usable: " + e.getMessage(),
          e);
    }
  }

  /** Sends and waits for a good answer as a tree. */
  ObjectTree send(Request request) {
    var answer = exchange(request);
    if (answer.statusCode() / 100 != 2) {
      throw refusal(request, answer.statusCode(), answer.body(), retryAfter(answer));
    }
    try {
      return Json.parseObject(answer.body());
    } catch (Json.SyntaxException e) {
      throw new ClusterException(
          Code.SERVER,
          request.method() + " " + url(request.path()) + ": answer is not a JSON object",
          e);
    }
  }

  /** Sends and waits for any answer; a throttled request is sent again after the time asked for. */
  HttpResponse<byte[]> exchange(Request request) {
    for (var attempt = 1; ; attempt++) {
      var answer = once(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() == 401 && attempt == 1 && exec.isPresent()) {
        exec.get().forget();
        continue;
      }
      if (answer.statusCode() != 429 || attempt == THROTTLED_TRIES) {
        return answer;
      }
      pause(retryAfter(answer).orElse(Duration.ofMillis(100L << attempt)));
    }
  }

  /** Opens a stream; the caller closes it. */
  InputStream open(Request request) {
    var answer = once(request, HttpResponse.BodyHandlers.ofInputStream());
    if (answer.statusCode() / 100 == 2) {
      return answer.body();
    }
    try (var body = answer.body()) {
      throw refusal(request, answer.statusCode(), body.readNBytes(1 << 20), retryAfter(answer));
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private <T> HttpResponse<T> once(Request request, HttpResponse.BodyHandler<T> handler) {
    try {
      try {
        return sent(prepare(request), handler);
      } catch (IOException e) {
        if (!stale(e)) {
          throw e;
        }
        return sent(prepare(request), handler);
      }
    } catch (HttpTimeoutException e) {
      throw new ClusterException(
          Code.TIMEOUT,
          "cluster " + config.server() + " did not answer in " + patience.toSeconds() + " s",
          e);
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException(
          Code.UNREACHABLE, "request to " + config.server() + " was interrupted", e);
    }
  }

  /** The client that shows what the command last gave; what is under way goes on as it began. */
  private HttpClient client() {
    var now = client;
    if (exec.isEmpty()) {
      return now.client();
    }
    var login = exec.get().login();
    if (login.certificate().isEmpty()
        || login.certificate().equals(now.certificate()) && login.key().equals(now.key())) {
      return now.client();
    }
    synchronized (this) {
      now = client;
      if (!login.certificate().equals(now.certificate()) || !login.key().equals(now.key())) {
        now.client().shutdown();
        now = client(login.certificate(), login.key());
        client = now;
      }
      return now.client();
    }
  }

  /** Waits for the end of the answer, too: the client itself waits for its beginning only. */
  private <T> HttpResponse<T> sent(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    var answer = client().sendAsync(request, handler);
    try {
      return answer.get(2 * patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException problem -> throw problem;
        case RuntimeException mistake -> throw mistake;
        case null, default -> throw new IOException(e);
      }
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new HttpTimeoutException("the answer does not end");
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    }
  }

  /** The server closed an idle connection while the request was on its way: it never saw it. */
  private static boolean stale(IOException e) {
    return !(e instanceof ConnectException)
        && !(e instanceof HttpTimeoutException)
        && String.valueOf(e.getMessage()).contains("received no bytes");
  }

  private HttpRequest prepare(Request request) {
    var builder = HttpRequest.newBuilder(url(request.path())).timeout(patience);
    builder.header("Accept", request.accept());
    builder.header("User-Agent", "syncline");
    if (!request.contentType().isEmpty()) {
      builder.header("Content-Type", request.contentType());
    }
    if (!request.user().isEmpty()) {
      builder.header("Impersonate-User", request.user());
    }
    authorization().ifPresent(value -> builder.header("Authorization", value));
    builder.method(
        request.method(),
        request.body().isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(request.body()));
    return builder.build();
  }

  HttpResponse<byte[]> raw(String method, String path, Map<String, String> headers, String body) {
    var request =
        new Request(
            method,
            path,
            headers.getOrDefault("Content-Type", ""),
            headers.getOrDefault("Accept", "application/json"),
            body,
            headers.getOrDefault("Impersonate-User", ""));
    return exchange(request);
  }

  private URI url(String path) {
    return URI.create(config.server() + path);
  }

  private Optional<String> authorization() {
    if (config.token().isPresent()) {
      return Optional.of("Bearer " + config.token().get());
    }
    if (exec.isPresent()) {
      var token = exec.get().login().token();
      return token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token);
    }
    if (config.tokenFile().isPresent()) {
      return Optional.of("Bearer " + tokenOf(config.tokenFile().get()));
    }
    if (config.username().isPresent()) {
      var pair = config.username().get() + ":" + config.password().orElse("");
      return Optional.of(
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
    return Optional.empty();
  }

  private String tokenOf(Path file) {
    var known = fileToken;
    var now = System.nanoTime();
    if (known == null || now - known.readAt() > TOKEN_LIFE.toNanos()) {
      try {
        known = new FileToken(Files.readString(file).strip(), now);
      } catch (IOException e) {
        throw new ClusterException(
            Code.UNAUTHORIZED, "token file " + file + " cannot be read: " + e.getMessage(), e);
      }
      fileToken = known;
    }
    return known.text();
  }

  private ClusterException unreachable(IOException e) {
    var why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new ClusterException(
        Code.UNREACHABLE, "cluster " + config.server() + " is not reachable: " + why, e);
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(s -> s.matches("[0-9]{1,4}"))
        .map(s -> Duration.ofSeconds(Math.min(30, Long.parseLong(s))));
  }

  private ClusterException refusal(
      Request request, int status, byte[] body, Optional<Duration> retryAfter) {
    var reason = "";
    var message = "";
    try {
      if (Json.parse(body) instanceof ObjectTree tree && Tree.text(tree, "kind").equals("Status")) {
        reason = Tree.text(tree, "reason");
        message = Tree.text(tree, "message");
      }
    } catch (Json.SyntaxException notJson) {
      message = plain(body);
    }
    if (message.isEmpty()) {
      var path =
          request.path().indexOf('?') < 0
              ? request.path()
              : request.path().substring(0, request.path().indexOf('?'));
      message = request.method() + " " + path + ": HTTP " + status;
    }
    return new ClusterException(
        ClusterException.codeOf(status, reason), status, message, retryAfter.orElse(null), null);
  }

  /** Proxies answer with pages; their first line is enough. */
  private static String plain(byte[] body) {
    var text = new String(body, StandardCharsets.UTF_8).strip();
    var line = text.lines().findFirst().orElse("");
    return line.startsWith("<") ? "" : line.length() > 300 ? line.substring(0, 300) + "…" : line;
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException(Code.TOO_MANY_REQUESTS, "interrupted while throttled", e);
    }
  }

  @Override
  public void close() {
    client.client().shutdownNow();
  }
}
