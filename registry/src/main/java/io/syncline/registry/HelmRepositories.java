package io.syncline.registry;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Helm repositories over HTTP: an index and the archives it names. */
final class HelmRepositories {
  private static final int MAX_INDEX = 128 << 20;
  private static final int MAX_CHART = 32 << 20;

  private final Web web;
  private final Shared<Key, HelmIndex> indexes;

  private record Key(String url, Access access) {}

  HelmRepositories(Web web, Registries.Settings settings) {
    this.web = web;
    this.indexes = new Shared<>(settings.interval(), 256, settings.nanos());
  }

  /** What the repository offers. */
  HelmIndex index(String url, Access access, boolean now) {
    return indexes.get(new Key(base(url), access), now, last -> read(url, access, last));
  }

  private static String base(String url) {
    return url.strip().replaceFirst("/+$", "");
  }

  private HelmIndex read(String url, Access access, Optional<HelmIndex> last) {
    var conditions = new TreeMap<String, String>();
    last.map(HelmIndex::etag)
        .filter(t -> !t.isEmpty())
        .ifPresent(t -> conditions.put("If-None-Match", t));
    last.map(HelmIndex::modified)
        .filter(t -> !t.isEmpty())
        .ifPresent(t -> conditions.put("If-Modified-Since", t));
    var request = new Web.Request(below(url, "index.yaml"), conditions, login(access), MAX_INDEX);
    var answer = web.get(request, access);
    if (answer.status() == 304 && last.isPresent()) {
      return last.get();
    }
    if (answer.status() != 200) {
      throw Web.refused(answer, "index of Helm repository " + Web.redacted(url));
    }
    return HelmIndex.parse(answer);
  }

  /** The address of {@code name} in the repository; a query of its URL stays. */
  private static URI below(String url, String name) {
    var uri = Web.uri(base(url));
    var query = uri.getRawQuery();
    var path = (uri.getRawPath() == null ? "" : uri.getRawPath()).replaceFirst("/+$", "");
    return Web.uri(
        uri.getScheme()
            + "://"
            + uri.getRawAuthority()
            + path
            + "/"
            + name
            + (query == null ? "" : "?" + query));
  }

  private static String login(Access access) {
    return Web.authorization(access.login());
  }

  /** The version {@code wanted} means now. */
  String version(ChartName chart, String wanted, Access access, boolean now) {
    return release(chart, wanted, access, now).version();
  }

  private HelmIndex.Release release(ChartName chart, String wanted, Access access, boolean now) {
    var releases = index(chart.repository(), access, now).releases(chart.name());
    if (releases.isEmpty()) {
      throw new RegistryException(
          "chart "
              + chart.name()
              + " is not in Helm repository "
              + Web.redacted(chart.repository())
              + " (expected: one its index.yaml lists)",
          "check the name of the chart");
    }
    var versions = releases.stream().map(HelmIndex.Release::version).toList();
    var picked = Versions.pick(wanted, versions).orElseThrow(() -> none(chart, wanted, versions));
    return releases.stream().filter(r -> r.version().equals(picked)).findFirst().orElseThrow();
  }

  static RegistryException none(ChartName chart, String wanted, java.util.List<String> versions) {
    return new RegistryException(
        "chart "
            + chart.name()
            + " of "
            + Web.redacted(chart.repository())
            + " has no version "
            + (wanted.isBlank() ? "that is stable" : wanted)
            + " (expected: such as "
            + String.join(", ", versions.stream().limit(5).toList())
            + ")",
        "pre-releases join a range only when it names one, such as >=0.0.0-0");
  }

  /** The archive of a version. */
  byte[] archive(ChartName chart, String version, Access access, boolean now) {
    HelmIndex.Release release;
    try {
      release = release(chart, version, access, now);
    } catch (RegistryException e) {
      // It may have been published since the index was read.
      release = release(chart, version, access, true);
    }
    if (release.urls().isEmpty()) {
      throw new RegistryException(
          "chart " + chart.name() + " " + version + " has no URL in its index (expected: urls)",
          "publish it anew");
    }
    var what = "chart " + chart.name() + " " + release.version();
    var bytes = download(chart, release.urls().getFirst(), access, what);
    Digests.check(bytes, release.digest(), what);
    return bytes;
  }

  private byte[] download(ChartName chart, String url, Access access, String what) {
    var base = below(chart.repository(), "");
    URI uri;
    try {
      uri = Web.uri(base.resolve(url).toString());
    } catch (IllegalArgumentException e) {
      throw new RegistryException(what + " has a malformed URL", "publish it anew", e);
    }
    if (uri.getRawQuery() == null && base.getRawQuery() != null && !url.contains("://")) {
      uri = Web.uri(uri + "?" + base.getRawQuery());
    }
    var own = access.passCredentials() || Web.sameServer(base, uri);
    var request = new Web.Request(uri, Map.of(), own ? login(access) : "", MAX_CHART);
    var answer = web.get(request, access);
    if (answer.status() != 200) {
      throw Web.refused(answer, what);
    }
    return answer.body();
  }
}
