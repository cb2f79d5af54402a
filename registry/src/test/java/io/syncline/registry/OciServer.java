package io.syncline.registry;

import io.syncline.registry.TestServer.Asked;
import io.syncline.registry.TestServer.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A small OCI registry: one repository, tags in pages of two, tokens if wanted. */
final class OciServer implements AutoCloseable {
  private static final String TOKEN = "let-me-in";
  final TestServer http;
  private final String name;
  private final TreeMap<String, String> digests = new TreeMap<>();
  private String user = "";

  OciServer(String name) throws IOException {
    this.http = new TestServer();
    this.name = name;
    http.on("/v2/" + name + "/tags/list", asked -> guarded(asked, tags(asked)));
    http.on("/token", this::token);
  }

  /** Only those who buy a token with this login may read. */
  OciServer guardedBy(String login) {
    user = login;
    return this;
  }

  String url() {
    return "oci://" + http.host() + "/" + name;
  }

  private Reply token(Asked asked) {
    var wanted =
        "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    return asked.header("authorization").equals(wanted)
            && asked.path().contains("scope=repository%3A")
        ? Reply.of(("{\"token\": \"" + TOKEN + "\"}").getBytes(StandardCharsets.UTF_8))
        : Reply.of(401);
  }

  private Reply guarded(Asked asked, Reply reply) {
    if (user.isEmpty() || asked.header("authorization").equals("Bearer " + TOKEN)) {
      return reply;
    }
    var challenge =
        "Bearer realm=\"%s\",service=\"test\",scope=\"repository:%s:pull\""
            .formatted(http.url("/token"), name);
    return new Reply(401, Map.of("WWW-Authenticate", challenge), new byte[0]);
  }

  private Reply tags(Asked asked) {
    var all = digests.keySet().stream().toList();
    var last =
        asked.path().replaceFirst("^[^?]*\\??", "").replaceFirst(".*last=([^&]*).*|.*", "$1");
    var from = last.isEmpty() ? 0 : all.indexOf(last) + 1;
    var page = all.subList(from, Math.min(all.size(), from + 2));
    var body =
        "{\"name\": \"%s\", \"tags\": [%s]}"
            .formatted(name, String.join(", ", page.stream().map(t -> '"' + t + '"').toList()));
    var more =
        from + 2 < all.size()
            ? Map.of(
                "Link",
                "</v2/" + name + "/tags/list?n=2&last=" + page.getLast() + ">; rel=\"next\"")
            : Map.<String, String>of();
    return new Reply(200, more, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Pushes layers under a tag; the manifest's digest. */
  String push(String tag, String mediaType, byte[]... layers) {
    var entries = new StringBuilder();
    for (var layer : List.of(layers)) {
      var digest = Digests.of(layer);
      http.on("/v2/" + name + "/blobs/" + digest, asked -> guarded(asked, Reply.of(layer)));
      entries.append(entries.isEmpty() ? "" : ",");
      entries.append(
          "{\"mediaType\": \"%s\", \"digest\": \"%s\", \"size\": %d}"
              .formatted(mediaType, digest, layer.length));
    }
    var manifest =
        "{\"schemaVersion\": 2, \"config\": {}, \"layers\": [%s]}"
            .formatted(entries)
            .getBytes(StandardCharsets.UTF_8);
    var digest = Digests.of(manifest);
    digests.put(tag, digest);
    for (var reference : List.of(tag, digest)) {
      http.on(
          "/v2/" + name + "/manifests/" + reference,
          asked ->
              guarded(asked, new Reply(200, Map.of("Docker-Content-Digest", digest), manifest)));
    }
    return digest;
  }

  @Override
  public void close() {
    http.close();
  }
}
