package io.syncline.controller;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/** A Helm repository and an OCI registry that hold the same small charts, behind one login. */
final class ChartServer implements AutoCloseable {
  static final String USER = "ann";
  static final String PASSWORD = "open sesame";
  private final HttpServer server;
  private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
  private final TreeMap<String, String> versions = new TreeMap<>();

  ChartServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    var login =
        Base64.getEncoder()
            .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    var given = exchange.getRequestHeaders().getFirst("Authorization");
    var body = answers.get(exchange.getRequestURI().getPath());
    if (!("Basic " + login).equals(given)) {
      exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"charts\"");
      exchange.sendResponseHeaders(401, -1);
    } else if (body == null) {
      exchange.sendResponseHeaders(404, -1);
    } else {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  String helmUrl() {
    return "http://" + host() + "/charts";
  }

  /** Publishes the chart {@code web}, whose ConfigMap {@code a} holds its version and a value. */
  void publish(String version) {
    var chart =
        gzip(
            tar(
                Map.of(
                    "web/Chart.yaml",
                    "{apiVersion: v2, name: web, version: " + version + "}\n",
                    "web/values.yaml",
                    "word: none\n",
                    "web/templates/a.yaml",
                    """
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: a}
                    data: {key: "{{ .Chart.Version }} {{ .Values.word }}"}
                    """)));
    versions.put(version, "web-" + version + ".tgz");
    answers.put("/charts/web-" + version + ".tgz", chart);
    var index = new StringBuilder("apiVersion: v1\nentries:\n  web:\n");
    versions.forEach(
        (v, file) -> index.append("  - {version: %s, urls: [%s]}\n".formatted(v, file)));
    put("/charts/index.yaml", index.toString());
    push("charts/web", version, "application/vnd.cncf.helm.chart.content.v1.tar+gzip", chart);
  }

  /** Pushes a folder of plain manifests as an OCI artifact; its digest. */
  String pushFiles(String name, String tag, Map<String, String> files) {
    return push(name, tag, "application/vnd.oci.image.layer.v1.tar+gzip", gzip(tar(files)));
  }

  private String push(String name, String tag, String mediaType, byte[] layer) {
    put("/v2/", "{}");
    answers.put("/v2/" + name + "/blobs/" + digest(layer), layer);
    var manifest =
        "{\"layers\": [{\"mediaType\": \"%s\", \"digest\": \"%s\", \"size\": %d}]}"
            .formatted(mediaType, digest(layer), layer.length);
    var digest = digest(manifest.getBytes(StandardCharsets.UTF_8));
    put("/v2/" + name + "/manifests/" + tag, manifest);
    put("/v2/" + name + "/manifests/" + digest, manifest);
    var tags = versions.keySet().stream().map(v -> '"' + v + '"').toList();
    put("/v2/" + name + "/tags/list", "{\"tags\": [" + String.join(",", tags) + "]}");
    return digest;
  }

  void put(String path, String body) {
    answers.put(path, body.getBytes(StandardCharsets.UTF_8));
  }

  private static String digest(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] tar(Map<String, String> files) {
    var out = new ByteArrayOutputStream();
    new TreeMap<>(files)
        .forEach(
            (path, content) -> {
              var bytes = content.getBytes(StandardCharsets.UTF_8);
              var header = new byte[512];
              put(header, 0, path);
              put(header, 124, "%011o".formatted(bytes.length));
              header[156] = '0';
              out.writeBytes(header);
              out.writeBytes(bytes);
              out.writeBytes(new byte[(512 - bytes.length % 512) % 512]);
            });
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
