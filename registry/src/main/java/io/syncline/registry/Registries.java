package io.syncline.registry;

import io.syncline.lang.semver.Version;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Charts, OCI artifacts and files from elsewhere. What many ask for is fetched once; how the lists
 * of versions stand is asked again after an interval; what has a digest is never fetched twice
 * while there is room for it. Every method may block on the network and throws {@link
 * RegistryException}.
 */
public final class Registries implements AutoCloseable {
  /** Media types of layers that OCI sources may have. */
  public static final List<String> LAYERS =
      List.of(
          "application/vnd.oci.image.layer.v1.tar",
          "application/vnd.oci.image.layer.v1.tar+gzip",
          OciRegistries.CHART);

  private static final int MAX_FILE = 16 << 20;

  /** Most bytes of archives on disk. */
  private static final long STORE_BYTES = 1L << 30;

  private final Web web;
  private final HelmRepositories helm;
  private final OciRegistries oci;
  private final ContentCache contents;
  private final Optional<ArchiveStore> store;
  private final Shared<Pulled, Content> charts;
  private final Shared<FileKey, Fetched> files;

  /** An exact version of a chart, which never changes by itself. */
  private record Pulled(ChartName chart, String version, Access access) {}

  private record FileKey(String url, Access access) {}

  /** A file with what to ask for changes by. */
  private record Fetched(Content content, String etag) {}

  /**
   * How to fetch.
   *
   * @param interval how long an answer about versions or a file serves
   * @param timeout longest wait for one answer
   * @param cacheBytes most bytes of content to keep
   * @param nanos time that only moves on
   * @param pause how to wait between tries
   * @param store archives on disk; empty to keep none there
   */
  record Settings(
      Duration interval,
      Duration timeout,
      long cacheBytes,
      LongSupplier nanos,
      Web.Pause pause,
      Optional<ArchiveStore> store) {}

  /** Fetches; answers about versions and files serve for {@code interval}. */
  public static Registries of(Duration interval) {
    return of(interval, Optional.empty());
  }

  /** The same, archives of charts being kept below {@code folder} beyond the end of the process. */
  public static Registries of(Duration interval, Path folder) {
    return of(interval, Optional.of(new ArchiveStore(folder, STORE_BYTES)));
  }

  private static Registries of(Duration interval, Optional<ArchiveStore> store) {
    return new Registries(
        new Settings(
            interval, Duration.ofSeconds(60), 256L << 20, System::nanoTime, Thread::sleep, store));
  }

  Registries(Settings settings) {
    this.web = new Web(settings.timeout(), settings.pause());
    this.helm = new HelmRepositories(web, settings);
    this.oci = new OciRegistries(web, settings);
    this.contents = new ContentCache(settings.cacheBytes());
    this.store = settings.store();
    // Exact versions do not age; only who insists asks again.
    this.charts = new Shared<>(Duration.ofDays(3650), 512, settings.nanos());
    this.files = new Shared<>(settings.interval(), 512, settings.nanos());
  }

  /**
   * The version that {@code wanted} means. A version in full is taken at its word; a range, a
   * version with numbers left out, or "" is looked up.
   *
   * @param now insist on the present
   */
  public String version(ChartName chart, String wanted, Access access, boolean now) {
    var text = wanted.strip();
    if (Versions.isExact(text)) {
      return text;
    }
    if (!Versions.isVersionOrRange(text)) {
      throw new RegistryException(
          "version "
              + text
              + " of chart "
              + chart.name()
              + " is malformed (expected: a version such as 1.2.3 or a range such as ^1.2)",
          "correct the version");
    }
    if (!chart.oci()) {
      return helm.version(chart, text, access, now);
    }
    var name = OciName.of(chart);
    return oci.pick(name, text, access, now)
        .orElseThrow(
            () ->
                HelmRepositories.none(
                    chart,
                    text,
                    List.copyOf(OciRegistries.versions(oci.tags(name, access, false)))));
  }

  /**
   * A chart, with {@code Chart.yaml} at the root of its tree.
   *
   * @param version version in full, as {@link #version} tells it
   * @param again fetch it even if it is known
   */
  public Content chart(ChartName chart, String version, Access access, boolean again) {
    return charts.get(
        new Pulled(chart, version, access), again, _ -> pull(chart, version, access, again));
  }

  private Content pull(ChartName chart, String version, Access access, boolean again) {
    var what = "chart " + chart.name() + " " + version + " of " + Web.redacted(chart.repository());
    var stored =
        again
            ? Optional.<ArchiveStore.Stored>empty()
            : store.flatMap(s -> s.chart(chart, version, access));
    if (stored.isPresent()) {
      return unpacked("chart", version, stored.get().digest(), what, stored.get()::bytes);
    }
    if (!chart.oci()) {
      var bytes = helm.archive(chart, version, access, again);
      store.ifPresent(s -> s.put(chart, version, access, bytes));
      return unpacked("chart", version, Digests.of(bytes), what, () -> bytes);
    }
    var name = OciName.of(chart);
    var layer = oci.chartLayer(name, oci.manifest(name, version, access, again));
    return unpacked(
        "chart",
        version,
        layer.digest(),
        what,
        () -> {
          var bytes = blob(name, layer, access);
          store.ifPresent(s -> s.put(chart, version, access, bytes));
          return bytes;
        });
  }

  /** The bytes of a layer; whoever holds its manifest may have it from the disk. */
  private byte[] blob(OciName name, OciRegistries.Layer layer, Access access) {
    return store
        .flatMap(s -> s.archive(layer.digest()))
        .orElseGet(
            () -> {
              var bytes = oci.blob(name, layer, access);
              store.ifPresent(s -> s.put(bytes));
              return bytes;
            });
  }

  /** Archive bytes, asked for when the content is not known. */
  @FunctionalInterface
  private interface Bytes {
    byte[] read();
  }

  private Content unpacked(String form, String version, String digest, String what, Bytes bytes) {
    var key = form + " " + digest;
    var known = contents.get(key);
    if (known.isPresent()) {
      return new Content(version, digest, known.get());
    }
    var read = bytes.read();
    var tree = form.equals("chart") ? Archive.chart(read, what) : Archive.tree(read, what);
    contents.put(key, tree);
    return new Content(version, digest, tree);
  }

  /**
   * The digest {@code wanted} means in the OCI repository at {@code url}: a tag, a range of
   * versions, or a digest, which is taken at its word.
   */
  public String digest(String url, String wanted, Access access, boolean now) {
    var text = wanted.strip();
    if (Digests.is(text)) {
      return text;
    }
    var name = OciName.of(url);
    return oci.manifest(name, tag(name, text, access, now), access, now).digest();
  }

  private String tag(OciName name, String wanted, Access access, boolean now) {
    if (!Versions.isVersionOrRange(wanted) || Version.parse(wanted).isPresent()) {
      return wanted;
    }
    return oci.pick(name, wanted, access, now)
        .orElseThrow(
            () ->
                new RegistryException(
                    name
                        + " has no tag that is a version in "
                        + (wanted.isEmpty() ? "*" : wanted)
                        + " (expected: a tag, a range of versions or a digest)",
                    "correct targetRevision"));
  }

  /**
   * The files of an OCI artifact. Of a Helm chart those inside its folder.
   *
   * @param digest as {@link #digest} tells it
   * @param allowed media types its only layer may have
   */
  public Content artifact(String url, String digest, Access access, Collection<String> allowed) {
    var name = OciName.of(url);
    var manifest = oci.manifest(name, digest, access, false);
    var layer = oci.onlyLayer(name, manifest, allowed);
    var form = layer.mediaType().equals(OciRegistries.CHART) ? "chart" : "files";
    return unpacked(
        form, digest, layer.digest(), name + "@" + digest, () -> blob(name, layer, access));
  }

  /** One file, under the last name of its address. */
  public Content file(String url, Access access, boolean now) {
    return files.get(new FileKey(url, access), now, last -> read(url, access, last)).content();
  }

  private Fetched read(String url, Access access, Optional<Fetched> last) {
    URI uri = Web.uri(url);
    var conditions = new TreeMap<String, String>();
    last.map(Fetched::etag)
        .filter(t -> !t.isEmpty())
        .ifPresent(t -> conditions.put("If-None-Match", t));
    var request = new Web.Request(uri, conditions, Web.authorization(access.login()), MAX_FILE);
    var answer = web.get(request, access);
    if (answer.status() == 304 && last.isPresent()) {
      return last.get();
    }
    if (answer.status() != 200) {
      throw Web.refused(answer, "file " + Web.redacted(url));
    }
    var path = String.valueOf(uri.getPath());
    var name = path.substring(path.lastIndexOf('/') + 1);
    var tree = new TreeMap<String, byte[]>();
    tree.put(name.isEmpty() ? "file" : name, answer.body());
    var digest = Digests.of(answer.body());
    return new Fetched(
        new Content(digest, digest, FileTree.of(Web.redacted(url), tree)), answer.header("ETag"));
  }

  /**
   * The charts of the Helm repository at {@code url}, sorted by name, each with its versions as the
   * index lists them.
   *
   * @param now insist on the present
   */
  public Map<String, List<String>> charts(String url, Access access, boolean now) {
    var charts = new TreeMap<String, List<String>>();
    helm.index(url, access, now)
        .charts()
        .forEach(
            (name, releases) ->
                charts.put(name, releases.stream().map(HelmIndex.Release::version).toList()));
    return charts;
  }

  /** The tags of the OCI repository at {@code url}. */
  public List<String> tags(String url, Access access, boolean now) {
    return oci.tags(OciName.of(url), access, now);
  }

  /** Looks whether the Helm repository at {@code url} answers now. */
  public void checkHelm(String url, Access access) {
    helm.index(url, access, true);
  }

  /** Looks whether the OCI repository at {@code url} answers now. */
  public void checkOci(String url, Access access) {
    oci.tags(OciName.of(url), access, true);
  }

  /** Looks whether the registry that holds the charts below {@code url} lets us in now. */
  public void checkRegistry(String url, Access access) {
    oci.check(OciName.of(url), access);
  }

  @Override
  public void close() {
    web.close();
  }
}
