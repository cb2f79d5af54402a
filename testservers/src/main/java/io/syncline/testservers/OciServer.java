package io.syncline.testservers;

import io.syncline.testservers.TestServer.Asked;
import io.syncline.testservers.TestServer.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import javax.net.ssl.SSLContext;

/** A small OCI registry: tags in pages of two, tokens if wanted. */
public final class OciServer implements AutoCloseable {
  /** Media type of charts. */
  public static final String CHART = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

  /** Media type of folders. */
  public static final String FILES = "application/vnd.oci.image.layer.v1.tar+gzip";

  private static final String TOKEN = "let-me-in";

  /** What it answers by. */
  public final TestServer http;

  private final String name;
  private final Map<String, Map<String, String>> digests = new ConcurrentHashMap<>();
  private String user = "";

  /** Starts one whose repository is {@code name}; others appear once something is pushed there. */
  public OciServer(String name) throws IOException {
    this(name, new TestServer());
  }

  /** The same over TLS with {@code context}. */
  public OciServer(String name, SSLContext context) throws IOException {
    this(name, new TestServer(context, false));
  }

  private OciServer(String name, TestServer http) {
    this.http = http;
    this.name = name;
    open(name);
    http.on("/token", this::token);
    http.on("/v2/", asked -> guarded(name, asked, Reply.of("{}".getBytes(StandardCharsets.UTF_8))));
  }

  /** Digests by tag. */
  private Map<String, String> open(String repository) {
    return digests.computeIfAbsent(
        repository,
        _ -> {
          http.on(
              "/v2/" + repository + "/tags/list",
              asked -> guarded(repository, asked, tags(repository, asked)));
          return new ConcurrentSkipListMap<>();
        });
  }

  /** Only those who buy a token with this login may read. */
  public OciServer guardedBy(String login) {
    user = login;
    return this;
  }

  /** Address of its repository. */
  public String url() {
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

  private Reply guarded(String repository, Asked asked, Reply reply) {
    if (user.isEmpty() || asked.header("authorization").equals("Bearer " + TOKEN)) {
      return reply;
    }
    var challenge =
        "Bearer realm=\"%s\",service=\"test\",scope=\"repository:%s:pull\""
            .formatted(http.url("/token"), repository);
    return new Reply(401, Map.of("WWW-Authenticate", challenge), new byte[0]);
  }

  private Reply tags(String repository, Asked asked) {
    var all = open(repository).keySet().stream().toList();
    var last =
        asked.path().replaceFirst("^[^?]*\\??", "").replaceFirst(".*last=([^&]*).*|.*", "$1");
    var from = last.isEmpty() ? 0 : all.indexOf(last) + 1;
    var page = all.subList(from, Math.min(all.size(), from + 2));
    var body =
        "{\"name\": \"%s\", \"tags\": [%s]}"
            .formatted(
                repository, String.join(", ", page.stream().map(t -> '"' + t + '"').toList()));
    var more =
        from + 2 < all.size()
            ? Map.of(
                "Link",
                "</v2/" + repository + "/tags/list?n=2&last=" + page.getLast() + ">; rel=\"next\"")
            : Map.<String, String>of();
    return new Reply(200, more, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Pushes layers under a tag; the manifest's digest. */
  public String push(String tag, String mediaType, byte[]... layers) {
    return pushTo(name, tag, mediaType, layers);
  }

  /** Pushes layers under a tag of another repository; the manifest's digest. */
  public String pushTo(String repository, String tag, String mediaType, byte[]... layers) {
    var entries = new StringBuilder();
    for (var layer : List.of(layers)) {
      var digest = digest(layer);
      http.on(
          "/v2/" + repository + "/blobs/" + digest,
          asked -> guarded(repository, asked, Reply.of(layer)));
      entries.append(entries.isEmpty() ? "" : ",");
      entries.append(
          "{\"mediaType\": \"%s\", \"digest\": \"%s\", \"size\": %d}"
              .formatted(mediaType, digest, layer.length));
    }
    var manifest =
        "{\"schemaVersion\": 2, \"config\": {}, \"layers\": [%s]}"
            .formatted(entries)
            .getBytes(StandardCharsets.UTF_8);
    var digest = digest(manifest);
    open(repository).put(tag, digest);
    var reply = new Reply(200, Map.of("Docker-Content-Digest", digest), manifest);
    for (var reference : List.of(tag, digest)) {
      http.on(
          "/v2/" + repository + "/manifests/" + reference,
          asked -> guarded(repository, asked, reply));
    }
    return digest;
  }

  /** The digest of some content, {@code sha256:…}. */
  public static String digest(byte[] content) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
