package io.syncline.cli.client;

import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the API. It uses the oldest HTTP client of the JDK because that one starts fastest,
 * and a command line is mostly starting.
 */
public final class ApiClient {
  private final Login login;

  /** A client of one server. */
  public ApiClient(Login login) {
    this.login = login;
  }

  /** The server and token in use. */
  public Login login() {
    return login;
  }

  /** A part of a path, encoded. */
  public static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** {@code GET}. */
  public ObjectTree get(String path) {
    return call("GET", path, null);
  }

  /**
   * One request.
   *
   * @throws CliException with exit code 20 when the API refuses or does not answer
   */
  public ObjectTree call(String method, String path, @Nullable Object body) {
    if (method.equals("PATCH") && body != null) {
      return patch(path, body);
    }
    try {
      var connection = open(method, path, body);
      try (var in = answer(connection)) {
        var bytes = in.readAllBytes();
        return bytes.length == 0 ? ObjectTree.EMPTY : Tree.object(Json.parse(bytes));
      }
    } catch (IOException e) {
      throw unreachable(e);
    } catch (Json.SyntaxException e) {
      throw noJson();
    }
  }

  /** The oldest client of the JDK refuses to send PATCH; the newer one starts slower. */
  private ObjectTree patch(String path, Object body) {
    var request =
        HttpRequest.newBuilder(URI.create(login.url() + path))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + login.token())
            .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
            .build();
    var builder = HttpClient.newBuilder();
    if (login.insecure()) {
      builder.sslContext(trustingContext());
    }
    try (var client = builder.build()) {
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 400) {
        throw new CliException(
            CliException.API, message(answer.body(), "HTTP " + answer.statusCode()));
      }
      return Tree.object(Json.parse(answer.body()));
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(CliException.API, "interrupted");
    } catch (Json.SyntaxException e) {
      throw noJson();
    }
  }

  /** Passes each message of a stream on until {@code more} says no or the stream ends. */
  public void stream(String path, Predicate<ObjectTree> more) {
    try {
      var connection = open("GET", path, null);
      try (var lines =
          new BufferedReader(new InputStreamReader(answer(connection), StandardCharsets.UTF_8))) {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          if (!line.isBlank() && !more.test(result(line))) {
            break;
          }
        }
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      throw unreachable(e);
    } catch (Json.SyntaxException e) {
      throw noJson();
    }
  }

  /** A stream that fails on its way says so in a message of its own. */
  private static ObjectTree result(String line) {
    var message = Tree.object(Json.parse(line));
    if (message.get("error") instanceof ObjectTree error) {
      throw new CliException(CliException.API, Tree.text(error, "message"));
    }
    return Tree.object(message.get("result"));
  }

  private CliException noJson() {
    return new CliException(
        CliException.API,
        "server " + login.url() + " did not answer with JSON (is it an API server?)");
  }

  private CliException unreachable(IOException e) {
    return new CliException(
        CliException.API,
        "server "
            + login.url()
            + " cannot be reached: "
            + e.getMessage()
            + "; hint: is it running, and is the address right (--server, ARGOCD_SERVER, `syncline login`)?");
  }

  /**
   * Posts messages of a stream, one a line.
   *
   * @throws CliException with exit code 20 when the API refuses or does not answer
   */
  public ObjectTree upload(String path, byte[] lines) {
    try {
      var connection = opened("POST", path, lines);
      try (var in = answer(connection)) {
        return Tree.object(Json.parse(in.readAllBytes()));
      }
    } catch (IOException e) {
      throw unreachable(e);
    } catch (Json.SyntaxException e) {
      throw noJson();
    }
  }

  private HttpURLConnection open(String method, String path, @Nullable Object body)
      throws IOException {
    return opened(method, path, body == null ? null : Json.bytes(body));
  }

  private HttpURLConnection opened(String method, String path, byte @Nullable [] body)
      throws IOException {
    var connection = (HttpURLConnection) URI.create(login.url() + path).toURL().openConnection();
    if (connection instanceof HttpsURLConnection https && login.insecure()) {
      trustAll(https);
    }
    connection.setConnectTimeout(10_000);
    connection.setRequestMethod(method);
    connection.setRequestProperty("Accept", "application/json");
    if (!login.token().isEmpty()) {
      connection.setRequestProperty("Authorization", "Bearer " + login.token());
    }
    if (body != null) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      try (var out = connection.getOutputStream()) {
        out.write(body);
      }
    }
    return connection;
  }

  private InputStream answer(HttpURLConnection connection) throws IOException {
    var status = connection.getResponseCode();
    if (status < 400) {
      return connection.getInputStream();
    }
    var message = "HTTP " + status;
    var errors = connection.getErrorStream();
    if (errors != null) {
      try (errors) {
        var text = new String(errors.readAllBytes(), StandardCharsets.UTF_8);
        message = message(text, message);
      }
    }
    throw new CliException(
        CliException.API,
        status == 401 ? message + "; hint: log in with `syncline login`" : message);
  }

  private static String message(String text, String otherwise) {
    try {
      var found = Tree.text(Json.parse(text), "message");
      return found.isEmpty() ? otherwise : found;
    } catch (Json.SyntaxException notJson) {
      return text.isBlank() ? otherwise : text.strip();
    }
  }

  /** Only for {@code --insecure}: the person asked for it by name. */
  private static void trustAll(HttpsURLConnection connection) {
    connection.setSSLSocketFactory(trustingContext().getSocketFactory());
    connection.setHostnameVerifier((_, _) -> true);
  }

  private static SSLContext trustingContext() {
    var all =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {all}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS belongs to every JDK", e);
    }
  }
}
