package io.syncline.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Reads over HTTP: bounded, with retries, and with a login that does not wander to other hosts. */
final class Web implements AutoCloseable {
  private static final int REDIRECTS = 10;
  private static final int TRIES = 3;
  private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);
  private static final Set<Integer> REDIRECTING = Set.of(301, 302, 303, 307, 308);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final int LONGEST_PAUSE = 10;

  private final Connections connections;
  private final Duration timeout;
  private final Pause pause;

  /** How to wait between two tries. */
  @FunctionalInterface
  interface Pause {
    /** Returns after {@code time}. */
    void take(Duration time) throws InterruptedException;
  }

  /**
   * What to read.
   *
   * @param uri address
   * @param headers sent along
   * @param authorization value of that header for the host of {@code uri}; "" for none
   * @param limit most bytes to take
   */
  record Request(URI uri, Map<String, String> headers, String authorization, int limit) {
    Request {
      headers = Collections.unmodifiableMap(new TreeMap<>(headers));
    }

    static Request of(URI uri, int limit) {
      return new Request(uri, Map.of(), "", limit);
    }

    Request authorized(String value) {
      return new Request(uri, headers, value, limit);
    }
  }

  /** What came: at which address in the end. */
  static final class Answer {
    private final URI uri;
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    Answer(URI uri, int status, HttpHeaders headers, byte[] body) {
      this.uri = uri;
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    URI uri() {
      return uri;
    }

    int status() {
      return status;
    }

    HttpHeaders headers() {
      return headers;
    }

    /** Not to be changed. */
    byte[] body() {
      return body;
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  Web(Duration timeout, Pause pause) {
    this.connections = new Connections(timeout);
    this.timeout = timeout;
    this.pause = pause;
  }

  /** The login as a header, unless a token service must be asked first. */
  static String authorization(Access.Login login) {
    return switch (login) {
      case Access.Anonymous _ -> "";
      case Access.Basic basic ->
          "Basic "
              + Base64.getEncoder()
                  .encodeToString(
                      (basic.username() + ":" + basic.password()).getBytes(StandardCharsets.UTF_8));
      case Access.Bearer bearer -> "Bearer " + bearer.token();
    };
  }

  /** Whether both addresses belong to one server. */
  static boolean sameServer(URI one, URI other) {
    return String.valueOf(one.getScheme()).equalsIgnoreCase(other.getScheme())
        && String.valueOf(one.getHost()).equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0
        ? uri.getPort()
        : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  /** An address as messages show it: without login and query, which may be secret. */
  static String shown(URI uri) {
    var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
  }

  /** {@code text} as an address of HTTP. */
  static URI uri(String text) {
    try {
      var uri = new URI(text.strip());
      var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return uri;
      }
    } catch (java.net.URISyntaxException malformed) {
      // Said below, without the text, which may hold a password.
    }
    throw new RegistryException(
        "address " + redacted(text) + " is malformed (expected: https://host/path)",
        "correct the URL");
  }

  /** {@code text} without what stands before an @ and behind a question mark. */
  static String redacted(String text) {
    return text.replaceFirst("//[^/@]*@", "//").replaceFirst("\\?.*$", "");
  }

  /** Fetches; any status but passing troubles and redirects is an answer. */
  Answer get(Request request, Access access) {
    var here = request;
    for (var i = 0; i <= REDIRECTS; i++) {
      var answer = withRetries(here, access);
      var target = answer.header("Location");
      if (!REDIRECTING.contains(answer.status()) || target.isEmpty()) {
        return answer;
      }
      here = redirected(here, target, access);
    }
    throw new RegistryException(
        shown(request.uri()) + " redirects more than " + REDIRECTS + " times (expected: an answer)",
        "correct the URL of the repository");
  }

  private static Request redirected(Request from, String target, Access access) {
    URI to;
    try {
      to = uri(from.uri().resolve(target).toString());
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          shown(from.uri()) + " redirects to a malformed address", "tell its operators", e);
    }
    if (from.uri().getScheme().equalsIgnoreCase("https") && to.getScheme().equals("http")) {
      throw new RegistryException(
          shown(from.uri()) + " redirects to " + shown(to) + " without TLS (expected: https)",
          "use the address it should redirect to");
    }
    var keeps = access.passCredentials() || sameServer(from.uri(), to);
    return new Request(to, from.headers(), keeps ? from.authorization() : "", from.limit());
  }

  private Answer withRetries(Request request, Access access) {
    var wait = FIRST_PAUSE;
    for (var i = 1; ; i++) {
      Answer answer;
      try {
        answer = once(request, access);
        if (!PASSING.contains(answer.status()) || i == TRIES) {
          return answer;
        }
      } catch (IOException e) {
        if (i == TRIES || e instanceof SSLException || e instanceof Bounded.TooLarge) {
          throw unreachable(request.uri(), e);
        }
        answer = null;
      }
      rest(answer == null ? wait : asked(answer).orElse(wait), request.uri());
      wait = wait.multipliedBy(2);
    }
  }

  private static Optional<Duration> asked(Answer answer) {
    var seconds = answer.header("Retry-After");
    return seconds.matches("[0-9]{1,6}")
        ? Optional.of(Duration.ofSeconds(Math.min(Integer.parseInt(seconds), LONGEST_PAUSE)))
        : Optional.empty();
  }

  private void rest(Duration time, URI uri) {
    try {
      pause.take(time);
    } catch (InterruptedException e) {
      throw interrupted(uri);
    }
  }

  private static RegistryException interrupted(URI uri) {
    Thread.currentThread().interrupt();
    return new RegistryException(shown(uri) + " was not read: interrupted", "");
  }

  private Answer once(Request request, Access access) throws IOException {
    var builder = HttpRequest.newBuilder(withoutLogin(request.uri())).timeout(timeout);
    builder.header("User-Agent", "syncline");
    request.headers().forEach(builder::header);
    if (!request.authorization().isEmpty()) {
      builder.header("Authorization", request.authorization());
    }
    var sent =
        connections
            .client(access)
            .sendAsync(
                builder.build(), (HttpResponse.ResponseInfo _) -> new Bounded(request.limit()));
    try {
      var response = sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(request.uri(), response.statusCode(), response.headers(), response.body());
    } catch (TimeoutException e) {
      sent.cancel(true);
      throw new IOException("no answer within " + timeout.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      sent.cancel(true);
      throw interrupted(request.uri());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException problem
          ? problem
          : new IOException(String.valueOf(e.getCause()), e);
    }
  }

  private static URI withoutLogin(URI uri) {
    return uri.getRawUserInfo() == null
        ? uri
        : URI.create(uri.toString().replaceFirst("//[^/@]*@", "//"));
  }

  private static RegistryException unreachable(URI uri, IOException e) {
    if (e instanceof Bounded.TooLarge tooLarge) {
      return new RegistryException(
          shown(uri) + " is too large (expected: at most " + tooLarge.limit() + " bytes)", "", e);
    }
    var why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    var hint =
        e instanceof SSLException
            ? "add the CA of its host to argocd-tls-certs-cm, or set insecure on the repository"
            : "check the URL and the network";
    return new RegistryException(shown(uri) + " cannot be read: " + why, hint, e);
  }

  /** The problem of an answer that is not the wanted one. */
  static RegistryException refused(Answer answer, String what) {
    var hint =
        switch (answer.status()) {
          case 401, 403 -> "check the credentials of the repository";
          case 404 -> "check the URL, the name and the version";
          case 429 -> "the server limits requests; log in or ask less often";
          default -> "look at the log of the server";
        };
    return new RegistryException(
        what + ": " + shown(answer.uri()) + " answered " + answer.status() + " (expected: 200)",
        hint);
  }

  @Override
  public void close() {
    connections.close();
  }
}
