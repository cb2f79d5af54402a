package io.syncline.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * The bare repositories below a folder as the real program serves them: {@code git http-backend}.
 */
final class RealGitServer implements AutoCloseable {
  private final Path root;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Bodies of all questions to {@code git-upload-pack} so far, as text. */
  final List<String> questions = new CopyOnWriteArrayList<>();

  /** Each question for objects takes one; more may be given at any time. */
  final Semaphore fetches = new Semaphore(1_000_000);

  RealGitServer(Path root) throws IOException {
    this.root = root;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
  }

  /** How often references were listed. */
  long listings() {
    return questions.stream().filter(q -> q.contains("command=ls-refs")).count();
  }

  /** Questions for objects so far. */
  List<String> fetched() {
    return questions.stream().filter(q -> q.contains("command=fetch")).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
        body = new java.util.zip.GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
      }
      var question = new String(body, StandardCharsets.ISO_8859_1);
      if (!question.isEmpty()) {
        questions.add(question);
      }
      if (question.contains("command=fetch")) {
        fetches.acquire();
      }
      answer(exchange, body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, byte[] body) throws IOException {
    var builder = new ProcessBuilder("git", "http-backend");
    var environment = builder.environment();
    environment.put("GIT_PROJECT_ROOT", root.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    environment.put("PATH_INFO", exchange.getRequestURI().getPath());
    var query = exchange.getRequestURI().getQuery();
    environment.put("QUERY_STRING", query == null ? "" : query);
    var type = exchange.getRequestHeaders().getFirst("Content-Type");
    environment.put("CONTENT_TYPE", type == null ? "" : type);
    environment.put("CONTENT_LENGTH", String.valueOf(body.length));
    var protocol = exchange.getRequestHeaders().getFirst("Git-Protocol");
    environment.put("GIT_PROTOCOL", protocol == null ? "" : protocol);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    var process = builder.start();
    threads.execute(
        () -> {
          try (var in = process.getOutputStream()) {
            in.write(body);
          } catch (IOException e) {
            // It answers without having read everything.
            process.destroy();
          }
        });
    var output = process.getInputStream().readAllBytes();
    var end = new String(output, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
    var status = 200;
    for (var line : new String(output, 0, end, StandardCharsets.ISO_8859_1).split("\r\n")) {
      var colon = line.indexOf(": ");
      if (line.startsWith("Status: ")) {
        status = Integer.parseInt(line.substring(8, 11));
      } else {
        exchange.getResponseHeaders().add(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    var content = Arrays.copyOfRange(output, end + 4, output.length);
    exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    exchange.getResponseBody().write(content);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
