package io.syncline.git;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;

/** Plain HTTP beside Git's own: tokens and large files, by a repository's trust and proxy. */
final class Web implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(15);

  private final HttpClient client;
  private final Duration timeout;

  /** Reaches servers as {@code credentials} say, but does not log in by itself. */
  Web(Credentials credentials, Duration timeout) throws IOException {
    var builder =
        HttpClient.newBuilder()
            .connectTimeout(timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(WayOut.route(credentials).selector());
    try {
      WayOut.tls(credentials.trust()).context().ifPresent(builder::sslContext);
    } catch (GeneralSecurityException e) {
      throw WayOut.unusable(e);
    }
    this.client = builder.build();
    this.timeout = timeout;
  }

  /** An answer, as far as it was read. */
  static final class Answer {
    private final int status;
    private final byte[] body;

    Answer(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }

    int status() {
      return status;
    }

    byte[] body() {
      return body;
    }
  }

  /** Sends {@code request} and reads at most {@code most} bytes of the answer and one. */
  Answer send(HttpRequest.Builder request, int most) throws IOException {
    try {
      var answer =
          client.send(request.timeout(timeout).build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        return new Answer(
            answer.statusCode(), body.readNBytes(most == Integer.MAX_VALUE ? most : most + 1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted");
    } catch (java.net.http.HttpTimeoutException e) {
      throw new java.net.SocketTimeoutException("no answer within " + timeout.toSeconds() + " s");
    }
  }

  /** Host and port of {@code uri}, for comparing origins. */
  static String origin(URI uri) {
    var address =
        InetSocketAddress.createUnresolved(
            String.valueOf(uri.getHost()),
            uri.getPort() >= 0
                ? uri.getPort()
                : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80);
    return uri.getScheme() + "://" + address.getHostString() + ":" + address.getPort();
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
