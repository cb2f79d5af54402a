package io.syncline.localkube.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A Kubernetes API at an address, spoken to over HTTP. */
final class Server implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long FRAME_SECONDS = 4;

  private final String url;
  private final HttpClient client;

  /** At {@code url}; an https server need not prove who it is. */
  Server(String url) {
    this.url = url;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(AnyCertificate.context())
            .build();
  }

  /**
   * An answer.
   *
   * @param status HTTP status
   * @param headers headers by lower-case name
   * @param body the whole body, or the frames of a stream
   */
  record Answer(int status, Map<String, List<String>> headers, List<String> body) {}

  Answer send(String method, String path, Map<String, String> headers, byte[] body, long frames) {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(PATIENCE)
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try {
      if (frames == 0) {
        var whole =
            client
                .sendAsync(request.build(), BodyHandlers.ofString())
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return new Answer(whole.statusCode(), whole.headers().map(), List.of(whole.body()));
      }
      var answer = client.send(request.build(), BodyHandlers.ofInputStream());
      try (var in = answer.body()) {
        var read =
            frames(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), frames);
        return new Answer(answer.statusCode(), answer.headers().map(), read);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(method + " " + path + ": " + e, e);
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Up to {@code count} lines, fewer when no more come or the stream ends. */
  private static List<String> frames(BufferedReader in, long count) throws InterruptedException {
    var lines = new ArrayList<String>();
    var end = new CompletableFuture<Boolean>();
    var reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    for (var line = in.readLine(); line != null; line = in.readLine()) {
                      synchronized (lines) {
                        lines.add(line);
                        if (lines.size() == count) {
                          break;
                        }
                      }
                    }
                    end.complete(true);
                  } catch (IOException e) {
                    end.completeExceptionally(e);
                  }
                });
    try {
      end.get(FRAME_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("stream broke: " + e.getCause(), e);
    } catch (TimeoutException e) {
      synchronized (lines) {
        lines.add("{\"missing\": \"no further frame came\"}");
      }
    }
    reader.interrupt();
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
