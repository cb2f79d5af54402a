package io.syncline.kube.http;

import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterConfig;
import io.syncline.kube.ClusterException;
import io.syncline.kube.Deletion;
import io.syncline.kube.Discovery;
import io.syncline.kube.Listing;
import io.syncline.kube.PatchType;
import io.syncline.kube.RawResponse;
import io.syncline.kube.ResourceKind;
import io.syncline.kube.Selection;
import io.syncline.kube.Watch;
import io.syncline.kube.WatchListener;
import io.syncline.kube.WriteOptions;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A cluster over HTTP. */
public final class HttpCluster implements Cluster {
  private static final int PAGE = 500;

  private final Transport transport;
  private final DiscoveryReader reader;
  private final ReentrantLock discovering = new ReentrantLock();
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final Set<WatchLoop> loops = ConcurrentHashMap.newKeySet();
  private final Patience patience;
  private final Thread guard;
  private final AtomicBoolean guarded = new AtomicBoolean();
  private volatile @Nullable Discovery discovery;

  /** Readings of discovery begun so far; written under {@link #discovering}. */
  private volatile long readings;

  /** Which of them {@link #discovery} is of; guarded by {@link #discovering}. */
  private long discoveredBy;

  private volatile @Nullable String version;

  /**
   * How long to wait for a server that says nothing.
   *
   * @param answer for an answer, to its end
   * @param quiet for anything on a watch, bookmarks included; then it is opened anew
   */
  public record Patience(Duration answer, Duration quiet) {
    /** A minute; API servers send bookmarks about every minute. */
    public static final Patience DEFAULT =
        new Patience(Duration.ofSeconds(60), Duration.ofSeconds(100));
  }

  /** Connects lazily: nothing is sent before the first call. */
  public HttpCluster(ClusterConfig config) {
    this(config, Patience.DEFAULT);
  }

  /** The same with a patience of its own. */
  public HttpCluster(ClusterConfig config, Patience patience) {
    this.transport = new Transport(config, patience.answer());
    this.reader = new DiscoveryReader(transport);
    this.patience = patience;
    this.guard = Thread.ofVirtual().name("watch-guard").unstarted(this::guard);
  }

  /** Looks after watches whose other end may be gone. */
  private void guard() {
    try {
      while (true) {
        Thread.sleep(patience.quiet().dividedBy(4));
        loops.forEach(loop -> loop.endIfQuiet(patience.quiet()));
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Discovery discovery() {
    var known = discovery;
    if (known != null) {
      return known;
    }
    discovering.lock();
    try {
      var read = discovery;
      return read != null ? read : readDiscovery();
    } finally {
      discovering.unlock();
    }
  }

  @Override
  public Discovery rediscover() {
    var begun = readings;
    discovering.lock();
    try {
      var now = discovery;
      // One that began after this was asked for will do; one already under way may be too old.
      return now != null && discoveredBy > begun ? now : readDiscovery();
    } finally {
      discovering.unlock();
    }
  }

  private Discovery readDiscovery() {
    var reading = readings + 1;
    readings = reading;
    var read = reader.read();
    // The server may have been upgraded.
    version = null;
    discovery = read;
    discoveredBy = reading;
    return read;
  }

  @Override
  public String version() {
    var known = version;
    if (known == null) {
      known = Tree.text(transport.send(Transport.Request.get("/version")), "gitVersion");
      version = known;
    }
    return known;
  }

  @Override
  public Optional<Manifest> get(ResourceKind kind, String namespace, String name) {
    try {
      return Optional.of(
          new Manifest(transport.send(Transport.Request.get(kind.path(namespace, name)))));
    } catch (ClusterException e) {
      if (e.notFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Listing list(ResourceKind kind, Selection selection) {
    var items = new ArrayList<Manifest>();
    var version = list(kind, selection, items::addAll);
    return new Listing(items, version);
  }

  /** Lists page by page; gives the version of the list. */
  private String list(ResourceKind kind, Selection selection, Consumer<List<Manifest>> part) {
    var path = kind.path(selection.namespace(), "") + "?limit=" + PAGE + selectors(selection);
    var next = "";
    while (true) {
      var page =
          transport.send(
              Transport.Request.get(next.isEmpty() ? path : path + "&continue=" + encode(next)));
      part.accept(
          Tree.items(page.get("items")).stream()
              .map(item -> whole(kind, Tree.object(item)))
              .toList());
      next = Tree.text(page, "metadata", "continue");
      if (next.isEmpty()) {
        return Tree.text(page, "metadata", "resourceVersion");
      }
    }
  }

  /** Items of lists come without apiVersion and kind. */
  private static Manifest whole(ResourceKind kind, ObjectTree item) {
    if (item.containsKey("kind") && item.containsKey("apiVersion")) {
      return new Manifest(item);
    }
    var builder = new ObjectTree.Builder(item.size() + 2);
    builder.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
    item.forEach(builder::put);
    return new Manifest(builder.build());
  }

  private static String selectors(Selection selection) {
    return (selection.labels().isEmpty() ? "" : "&labelSelector=" + encode(selection.labels()))
        + (selection.fields().isEmpty() ? "" : "&fieldSelector=" + encode(selection.fields()));
  }

  @Override
  public Manifest create(Manifest object, WriteOptions options) {
    var path = kindOf(object).path(object.namespace(), "");
    return write("POST", path, "application/json", object.root(), options, false);
  }

  @Override
  public Manifest update(Manifest object, WriteOptions options) {
    var path = kindOf(object).path(object.namespace(), object.name());
    return write("PUT", path, "application/json", object.root(), options, false);
  }

  @Override
  public Manifest patch(
      ResourceKind kind,
      ObjectKey key,
      String subresource,
      PatchType type,
      @Nullable Object patch,
      WriteOptions options) {
    var path =
        kind.path(key.namespace(), key.name()) + (subresource.isEmpty() ? "" : "/" + subresource);
    return write("PATCH", path, type.mediaType(), patch, options, type == PatchType.APPLY);
  }

  @Override
  public Manifest serverSideApply(Manifest object, WriteOptions options) {
    return patch(kindOf(object), object.key(), "", PatchType.APPLY, object.root(), options);
  }

  private Manifest write(
      String method,
      String path,
      String contentType,
      @Nullable Object body,
      WriteOptions options,
      boolean apply) {
    var query = new ArrayList<String>();
    if (!options.fieldManager().isEmpty()) {
      query.add("fieldManager=" + encode(options.fieldManager()));
    }
    if (options.dryRun()) {
      query.add("dryRun=All");
    }
    if (apply) {
      query.add("force=" + options.force());
    }
    if (!options.validation().isEmpty()) {
      query.add("fieldValidation=" + encode(options.validation()));
    }
    var full = query.isEmpty() ? path : path + "?" + String.join("&", query);
    return new Manifest(
        transport.send(
            new Transport.Request(
                method,
                full,
                contentType,
                "application/json",
                Json.write(body),
                options.impersonate())));
  }

  @Override
  public boolean delete(ResourceKind kind, ObjectKey key, Deletion deletion) {
    var body =
        new ObjectTree.Builder(6)
            .put("apiVersion", "v1")
            .put("kind", "DeleteOptions")
            .put("propagationPolicy", deletion.propagation().word());
    deletion.graceSeconds().ifPresent(seconds -> body.put("gracePeriodSeconds", seconds));
    if (!deletion.uid().isEmpty()) {
      body.put("preconditions", ObjectTree.of("uid", deletion.uid()));
    }
    if (deletion.dryRun()) {
      body.put("dryRun", Tree.list(List.of("All")));
    }
    try {
      transport.send(
          new Transport.Request(
              "DELETE",
              kind.path(key.namespace(), key.name()),
              "application/json",
              "application/json",
              Json.write(body.build()),
              deletion.impersonate()));
      return true;
    } catch (ClusterException e) {
      if (e.notFound()) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public Watch watch(ResourceKind kind, Selection selection, WatchListener listener) {
    var loop =
        new WatchLoop(
            kind,
            selection,
            listener,
            (s, part) -> list(kind, s, part),
            (from, s) -> open(kind, from, s));
    var watch =
        new Watch() {
          @Override
          public boolean awaitSynced(Duration limit) {
            return loop.awaitSynced(limit);
          }

          @Override
          public void close() {
            watches.remove(this);
            loops.remove(loop);
            loop.close();
          }
        };
    watches.add(watch);
    loops.add(loop);
    guardOnce();
    loop.start();
    return watch;
  }

  private void guardOnce() {
    if (guarded.compareAndSet(false, true)) {
      guard.start();
    }
  }

  private InputStream open(ResourceKind kind, String from, Selection selection) {
    return transport.open(
        Transport.Request.get(
            kind.path(selection.namespace(), "")
                + "?watch=true&allowWatchBookmarks=true&resourceVersion="
                + from
                + selectors(selection)));
  }

  @Override
  public InputStream logs(String namespace, String pod, LogOptions options) {
    var query = new StringBuilder("?follow=").append(options.follow());
    query.append("&previous=").append(options.previous());
    query.append("&timestamps=").append(options.timestamps());
    if (!options.container().isEmpty()) {
      query.append("&container=").append(encode(options.container()));
    }
    if (options.tailLines() >= 0) {
      query.append("&tailLines=").append(options.tailLines());
    }
    if (options.sinceSeconds() >= 0) {
      query.append("&sinceSeconds=").append(options.sinceSeconds());
    }
    if (!options.sinceTime().isEmpty()) {
      query.append("&sinceTime=").append(encode(options.sinceTime()));
    }
    var path = ResourceKind.of("", "v1", "Pod", "pods", true).path(namespace, pod) + "/log" + query;
    return transport.open(new Transport.Request("GET", path, "", "*/*", "", ""));
  }

  @Override
  public RawResponse raw(String method, String path, Map<String, String> headers, String body) {
    var answer = transport.raw(method, path, headers, body);
    return new RawResponse(
        answer.statusCode(), answer.headers().firstValue("Content-Type").orElse(""), answer.body());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    List.copyOf(watches).forEach(Watch::close);
    guard.interrupt();
    transport.close();
  }
}
