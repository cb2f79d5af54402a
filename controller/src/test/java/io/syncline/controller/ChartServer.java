package io.syncline.controller;

import io.syncline.testservers.OciServer;
import io.syncline.testservers.Tar;
import io.syncline.testservers.TestServer;
import io.syncline.testservers.TestServer.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A Helm repository and an OCI registry that hold the same small charts, behind one login. */
final class ChartServer implements AutoCloseable {
  static final String USER = "ann";
  static final String PASSWORD = "open sesame";
  private final TestServer server = new TestServer();
  private final TreeMap<String, String> versions = new TreeMap<>();

  ChartServer() throws IOException {
    server.on("/v2/", guarded("{}"));
  }

  private static TestServer.Answers guarded(String body) {
    return guarded(body.getBytes(StandardCharsets.UTF_8));
  }

  private static TestServer.Answers guarded(byte[] body) {
    return TestServer.guarded(USER, PASSWORD, Reply.of(body));
  }

  String host() {
    return server.host();
  }

  String helmUrl() {
    return server.url("/charts");
  }

  /** Publishes the chart {@code web}, whose ConfigMap {@code a} holds its version and a value. */
  void publish(String version) {
    var chart =
        new Tar()
            .file("web/Chart.yaml", "{apiVersion: v2, name: web, version: " + version + "}\n")
            .file("web/values.yaml", "word: none\n")
            .file(
                "web/templates/a.yaml",
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: a}
                data: {key: "{{ .Chart.Version }} {{ .Values.word }}"}
                """)
            .zipped();
    versions.put(version, "web-" + version + ".tgz");
    server.on("/charts/web-" + version + ".tgz", guarded(chart));
    var index = new StringBuilder("apiVersion: v1\nentries:\n  web:\n");
    versions.forEach(
        (v, file) -> index.append("  - {version: %s, urls: [%s]}\n".formatted(v, file)));
    put("/charts/index.yaml", index.toString());
    push("charts/web", version, OciServer.CHART, chart);
  }

  /** Pushes a folder of plain manifests as an OCI artifact; its digest. */
  String pushFiles(String name, String tag, Map<String, String> files) {
    var tar = new Tar();
    new TreeMap<>(files).forEach(tar::file);
    return push(name, tag, OciServer.FILES, tar.zipped());
  }

  private String push(String name, String tag, String mediaType, byte[] layer) {
    var blob = OciServer.digest(layer);
    server.on("/v2/" + name + "/blobs/" + blob, guarded(layer));
    var manifest =
        "{\"layers\": [{\"mediaType\": \"%s\", \"digest\": \"%s\", \"size\": %d}]}"
            .formatted(mediaType, blob, layer.length);
    var digest = OciServer.digest(manifest.getBytes(StandardCharsets.UTF_8));
    put("/v2/" + name + "/manifests/" + tag, manifest);
    put("/v2/" + name + "/manifests/" + digest, manifest);
    var tags = versions.keySet().stream().map(v -> '"' + v + '"').toList();
    put("/v2/" + name + "/tags/list", "{\"tags\": [" + String.join(",", tags) + "]}");
    return digest;
  }

  void put(String path, String body) {
    server.on(path, guarded(body));
  }

  @Override
  public void close() {
    server.close();
  }
}
