package io.syncline.kube.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A server of one kind that answers lists and watches as it was told, byte for byte. */
final class ScriptedServer implements AutoCloseable {
  /** One answer; the connection ends with it. */
  interface Answer {
    void give(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final ArrayDeque<Answer> lists = new ArrayDeque<>();
  private final ArrayDeque<Answer> watches = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);

  ScriptedServer() {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** The next answers to lists; the last one is given again and again. */
  ScriptedServer lists(Answer... answers) {
    lists.addAll(List.of(answers));
    return this;
  }

  /** The next answers to watches; the last one is given again and again. */
  ScriptedServer watches(Answer... answers) {
    watches.addAll(List.of(answers));
    return this;
  }

  /** The paths asked for, in order. */
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  private void accept() {
    try {
      while (true) {
        var connection = socket.accept();
        Thread.ofVirtual().start(() -> answer(connection));
      }
    } catch (IOException closed) {
      end.countDown();
    }
  }

  private void answer(Socket connection) {
    try (connection) {
      var in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
      var path = in.readLine().split(" ", -1)[1];
      var header = in.readLine();
      while (!header.isEmpty()) {
        header = in.readLine();
      }
      next(path).give(connection.getOutputStream());
    } catch (IOException | InterruptedException brokenOff) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Answer next(String path) {
    asked.add(path);
    var answers = path.contains("watch=true") ? watches : lists;
    return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
  }

  /** A whole answer. */
  static Answer whole(int status, String headers, String body) {
    return out -> {
      head(out, status, headers + "Content-Length: " + body.length() + "\r\n");
      out.write(body.getBytes(StandardCharsets.US_ASCII));
    };
  }

  /** A list of ConfigMaps {@code name=version}. */
  static Answer list(String version, String... objects) {
    var items = new ArrayList<String>();
    for (var object : objects) {
      items.add(object(object));
    }
    return whole(
        200,
        "",
        "{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\""
            + version
            + "\"},\"items\":["
            + String.join(",", items)
            + "]}");
  }

  /** A refusal. */
  static Answer refusal(int status, String reason) {
    return whole(status, "", status(status, reason));
  }

  private static String status(int status, String reason) {
    return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\""
        + reason
        + "\",\"code\":"
        + status
        + "}";
  }

  private static String object(String nameAndVersion) {
    var parts = nameAndVersion.split("=", -1);
    return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"namespace\":\"default\",\"name\":\""
        + parts[0]
        + "\",\"resourceVersion\":\""
        + parts[1]
        + "\"}}";
  }

  static String event(String type, String object) {
    return "{\"type\":\"" + type + "\",\"object\":" + object(object) + "}\n";
  }

  static String gone() {
    return "{\"type\":\"ERROR\",\"object\":" + status(410, "Expired") + "}\n";
  }

  /** A stream of these texts that the server ends properly. */
  static Answer stream(String... texts) {
    return out -> {
      chunks(out, texts);
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    };
  }

  /** A stream of these texts that is cut off. */
  static Answer cut(String... texts) {
    return out -> chunks(out, texts);
  }

  /** A stream of these texts on which then nothing comes any more, not even its end. */
  Answer silent(String... texts) {
    return out -> {
      chunks(out, texts);
      end.await();
    };
  }

  /** An answer of which only the beginning comes. */
  Answer stalled() {
    return out -> {
      head(out, 200, "Content-Length: 1000\r\n");
      out.write("{\"kind\":".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      end.await();
    };
  }

  private static void chunks(OutputStream out, String... texts) throws IOException {
    head(out, 200, "Transfer-Encoding: chunked\r\n");
    for (var text : texts) {
      out.write(
          (Integer.toHexString(text.length()) + "\r\n" + text + "\r\n")
              .getBytes(StandardCharsets.US_ASCII));
    }
    out.flush();
  }

  private static void head(OutputStream out, int status, String headers) throws IOException {
    out.write(
        ("HTTP/1.1 "
                + status
                + " X\r\nContent-Type: application/json\r\nConnection: close\r\n"
                + headers
                + "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
