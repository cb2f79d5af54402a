package io.syncline.registry;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Registries that speak the OCI distribution protocol: tags, manifests, blobs. */
final class OciRegistries {
  static final String CHART = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
  private static final String OLD_CHART = "application/tar+gzip";
  private static final String ACCEPT =
      "application/vnd.oci.image.manifest.v1+json,"
          + " application/vnd.docker.distribution.manifest.v2+json,"
          + " application/vnd.oci.image.index.v1+json";
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;.*rel=\"?next\"?.*");
  private static final int MAX_MANIFEST = 4 << 20;
  private static final int MAX_PAGE = 32 << 20;
  private static final int MAX_PAGES = 1000;
  private static final int MAX_LAYER = 128 << 20;
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(50);

  private final Web web;
  private final Tokens tokens;
  private final Shared<Key, List<String>> tags;
  private final Shared<Key, Manifest> manifests;
  private final Shared<Key, String> logins;

  /** A question: {@code reference} is a tag, or what the question is about. */
  private record Key(OciName name, String reference, Access access) {}

  /** A manifest with the hash of its bytes. */
  record Manifest(String digest, ObjectTree root) {
    List<Layer> layers() {
      return Tree.items(root.get("layers")).stream()
          .map(
              one ->
                  new Layer(
                      Tree.text(one, "mediaType"),
                      Tree.text(one, "digest"),
                      Tree.number(one, 0, "size")))
          .toList();
    }
  }

  /** One layer: its media type, hash and bytes. */
  record Layer(String mediaType, String digest, long size) {}

  OciRegistries(Web web, Registries.Settings settings) {
    this.web = web;
    this.tokens = new Tokens(web);
    this.tags = new Shared<>(settings.interval(), 256, settings.nanos());
    this.manifests = new Shared<>(settings.interval(), 2048, settings.nanos());
    this.logins = new Shared<>(TOKEN_LIFE, 512, settings.nanos());
  }

  /** All tags of a repository. */
  List<String> tags(OciName name, Access access, boolean now) {
    return tags.get(new Key(name, "", access), now, _ -> listed(name, access));
  }

  private List<String> listed(OciName name, Access access) {
    var all = new ArrayList<String>();
    var here = address(name, "tags/list?n=1000", access);
    for (var i = 0; i < MAX_PAGES; i++) {
      var answer = get(name, here, Map.of(), MAX_PAGE, access);
      if (answer.status() != 200) {
        throw Web.refused(answer, "tags of " + name);
      }
      Tree.items(json(answer).get("tags")).forEach(tag -> all.add(String.valueOf(tag)));
      var next = NEXT.matcher(answer.header("Link"));
      if (!next.matches()) {
        return List.copyOf(all);
      }
      here = next(answer.uri(), next.group(1));
    }
    throw new RegistryException(
        "tags of " + name + " fill more than " + MAX_PAGES + " pages (expected: fewer tags)",
        "name the version in full");
  }

  private static URI next(URI from, String link) {
    var to = Web.uri(from.resolve(link).toString());
    if (!Web.sameServer(from, to)) {
      throw new RegistryException(
          Web.shown(from) + " continues at " + Web.shown(to) + " (expected: the same server)",
          "tell its operators");
    }
    return to;
  }

  /**
   * The highest tag that is a version in the range; a plus sign stands in tags as an underscore.
   */
  Optional<String> pick(OciName name, String wanted, Access access, boolean now) {
    return Versions.pick(wanted, versions(tags(name, access, now)));
  }

  static Collection<String> versions(List<String> tags) {
    return tags.stream().map(tag -> tag.replace('_', '+')).toList();
  }

  /** The manifest a tag or digest names. */
  Manifest manifest(OciName name, String reference, Access access, boolean now) {
    var tag = reference.replace('+', '_');
    return manifests.get(
        new Key(name, tag, access), now && !Digests.is(tag), _ -> read(name, tag, access));
  }

  private Manifest read(OciName name, String reference, Access access) {
    if (!reference.matches("[A-Za-z0-9_][A-Za-z0-9._\\-]{0,127}") && !Digests.is(reference)) {
      throw new RegistryException(
          "revision " + reference + " of " + name + " is malformed (expected: a tag or sha256:…)",
          "correct targetRevision");
    }
    var answer =
        get(
            name,
            address(name, "manifests/" + reference, access),
            Map.of("Accept", ACCEPT),
            MAX_MANIFEST,
            access);
    if (answer.status() != 200) {
      throw Web.refused(answer, "manifest " + name + ":" + reference);
    }
    var what = "manifest " + name + ":" + reference;
    if (Digests.is(reference)) {
      Digests.check(answer.body(), reference, what);
    }
    if (Digests.is(answer.header("Docker-Content-Digest"))) {
      Digests.check(answer.body(), answer.header("Docker-Content-Digest"), what);
    }
    var root = json(answer);
    if (root.containsKey("manifests")) {
      throw new RegistryException(
          what + " lists images of several platforms (expected: one manifest)",
          "name the digest of one of them");
    }
    return new Manifest(Digests.of(answer.body()), root);
  }

  /** The layer with the chart. */
  Layer chartLayer(OciName name, Manifest manifest) {
    return manifest.layers().stream()
        .filter(l -> l.mediaType().equals(CHART) || l.mediaType().equals(OLD_CHART))
        .findFirst()
        .orElseThrow(
            () ->
                new RegistryException(
                    name
                        + "@"
                        + manifest.digest()
                        + " holds no Helm chart: its layers are "
                        + manifest.layers().stream().map(Layer::mediaType).toList()
                        + " (expected: "
                        + CHART
                        + ")",
                    "push it with helm push"));
  }

  /** The only layer, of one of the {@code allowed} media types. */
  Layer onlyLayer(OciName name, Manifest manifest, Collection<String> allowed) {
    var layers = manifest.layers();
    // The signature of a chart travels as a layer beside it.
    var content = layers.stream().filter(l -> !l.mediaType().contains("provenance")).toList();
    if (content.size() != 1) {
      throw new RegistryException(
          name + "@" + manifest.digest() + " has " + content.size() + " layers (expected: one)",
          "push the folder as one tar");
    }
    if (!allowed.contains(content.getFirst().mediaType())) {
      throw new RegistryException(
          name
              + "@"
              + manifest.digest()
              + " has a layer of type "
              + content.getFirst().mediaType()
              + " (expected: one of "
              + String.join(", ", allowed)
              + ")",
          "push the folder as a tar of such a type");
    }
    return content.getFirst();
  }

  /** The bytes of a layer, checked. */
  byte[] blob(OciName name, Layer layer, Access access) {
    if (!Digests.is(layer.digest()) || layer.size() > MAX_LAYER) {
      throw new RegistryException(
          "layer "
              + layer.digest()
              + " of "
              + name
              + " has "
              + layer.size()
              + " bytes (expected: a sha256 digest and at most "
              + MAX_LAYER
              + " bytes)",
          "");
    }
    var answer =
        get(name, address(name, "blobs/" + layer.digest(), access), Map.of(), MAX_LAYER, access);
    if (answer.status() != 200) {
      throw Web.refused(answer, "layer of " + name);
    }
    Digests.check(answer.body(), layer.digest(), "layer of " + name);
    return answer.body();
  }

  /** Looks whether the registry lets us in. */
  void check(OciName name, Access access) {
    var scheme = access.plainHttp() ? "http" : "https";
    var uri = Web.uri(scheme + "://" + name.host() + "/v2/");
    var answer = get(name, uri, Map.of(), MAX_MANIFEST, access);
    if (answer.status() != 200) {
      throw Web.refused(answer, "registry " + name.host());
    }
  }

  private static URI address(OciName name, String rest, Access access) {
    var scheme = access.plainHttp() ? "http" : "https";
    return Web.uri(scheme + "://" + name.host() + "/v2/" + name.path() + "/" + rest);
  }

  private Web.Answer get(
      OciName name, URI uri, Map<String, String> headers, int limit, Access access) {
    var request = new Web.Request(uri, headers, "", limit);
    var login = new Key(name, "", access);
    var known = logins.get(login, false, last -> last.orElse(""));
    var first = web.get(request.authorized(known), access);
    if (first.status() != 401) {
      return first;
    }
    var header = tokens.answerTo(first, name, access);
    if (header.isEmpty() || header.get().equals(known)) {
      return first;
    }
    logins.get(login, true, _ -> header.get());
    return web.get(request.authorized(header.get()), access);
  }

  private static ObjectTree json(Web.Answer answer) {
    try {
      return Json.parseObject(answer.body());
    } catch (Json.SyntaxException e) {
      throw new RegistryException(
          Web.shown(answer.uri()) + " answered no JSON (expected: an OCI registry)",
          "check the URL",
          e);
    }
  }
}
