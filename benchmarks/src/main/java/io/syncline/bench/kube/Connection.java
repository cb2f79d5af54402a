package io.syncline.bench.kube;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A kept-alive HTTP/1.1 connection that does no more than a benchmark needs. */
final class Connection implements AutoCloseable {
  private static final byte[] VERSION =
      "\"resourceVersion\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private byte[] buffer = new byte[1 << 16];

  Connection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** A request ready to be sent. */
  static byte[] request(String method, String path, String type, byte[] body) {
    var head =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    var bytes = head.getBytes(StandardCharsets.US_ASCII);
    var whole = Arrays.copyOf(bytes, bytes.length + body.length);
    System.arraycopy(body, 0, whole, bytes.length, body.length);
    return whole;
  }

  /** Sends a request and reads the answer; the revision in it. */
  long exchange(byte[] request) throws IOException {
    out.write(request);
    var used = 0;
    var head = -1;
    while (head < 0) {
      used += more(used);
      head = end(used);
    }
    var length = number(LENGTH, 0, head);
    while (used < head + length) {
      used += more(used);
    }
    if (buffer[9] != '2') {
      throw new IOException(
          "answer: " + new String(buffer, 0, Math.min(used, 600), StandardCharsets.UTF_8));
    }
    return number(VERSION, head, used);
  }

  private int more(int used) throws IOException {
    if (used == buffer.length) {
      buffer = Arrays.copyOf(buffer, used * 2);
    }
    var read = in.read(buffer, used, buffer.length - used);
    if (read < 0) {
      throw new IOException("the server closed the connection");
    }
    return read;
  }

  private int end(int used) {
    for (var i = 3; i < used; i++) {
      if (buffer[i] == '\n' && buffer[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private long number(byte[] name, int from, int to) {
    var at = find(buffer, name, from, to);
    if (at < 0) {
      throw new IllegalStateException(
          "answer without " + new String(name, StandardCharsets.US_ASCII));
    }
    return digits(buffer, at + name.length);
  }

  static long digits(byte[] bytes, int from) {
    var number = 0L;
    for (var i = from; i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
      number = number * 10 + bytes[i] - '0';
    }
    return number;
  }

  static int find(byte[] bytes, byte[] name, int from, int to) {
    for (var i = from; i <= to - name.length; i++) {
      if (bytes[i] == name[0] && Arrays.equals(bytes, i, i + name.length, name, 0, name.length)) {
        return i;
      }
    }
    return -1;
  }

  /** Begins a watch; what comes is read from the stream. */
  InputStream watch(String path) throws IOException {
    out.write(
        ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    return in;
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
