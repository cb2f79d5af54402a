package io.syncline.bench.live;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.JsonBytes;
import io.syncline.model.tree.ObjectTree;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An API server over HTTP that holds nothing: lists are made up page by page, watches tell what
 * they are told to. It takes no writes.
 */
public final class MadeUpCluster implements AutoCloseable {
  private static final int PAGE = 500;
  private static final byte[] MODIFIED =
      "{\"type\":\"MODIFIED\",\"object\":".getBytes(StandardCharsets.UTF_8);
  private static final byte[] END = "}\n".getBytes(StandardCharsets.UTF_8);

  private final Map<String, Stock> stocks = new LinkedHashMap<>();
  private final Map<String, List<HttpResponseWriter>> watches = new ConcurrentHashMap<>();
  private final AtomicLong listed = new AtomicLong();
  private final AtomicLong writes = new AtomicLong();
  private final long version;
  private final Server server;

  /**
   * Serves {@code all}.
   *
   * @param version of every list
   */
  public MadeUpCluster(List<Stock> all, long version) {
    this.version = version;
    all.forEach(stock -> stocks.put(stock.path(), stock));
    server =
        Server.builder()
            .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .requestTimeoutMillis(0)
            .idleTimeoutMillis(0)
            .gracefulShutdownTimeoutMillis(0, 0)
            .serviceUnder("/", this::serve)
            .build();
    server.start().join();
  }

  /** Where it is. */
  public String url() {
    return "http://127.0.0.1:" + server.activeLocalPort();
  }

  /** Bytes of all lists so far. */
  public long listedBytes() {
    return listed.get();
  }

  /** Requests that were to write; all of them were refused. */
  public long writes() {
    return writes.get();
  }

  /** Whether somebody watches {@code plural}. */
  public boolean watched(String plural) {
    return watches.containsKey(plural);
  }

  /** Tells all watches of {@code plural} that objects are now as given, in one piece. */
  public void modified(String plural, List<byte[]> objects) {
    var text = new JsonBytes(1 << 13);
    objects.forEach(object -> text.raw(MODIFIED).raw(object).raw(END));
    var data = text.toArray();
    for (var watch : watches.getOrDefault(plural, List.of())) {
      if (!watch.tryWrite(HttpData.wrap(data))) {
        throw new IllegalStateException("a watch of " + plural + " was closed");
      }
    }
  }

  private HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    if (!request.method().name().equals("GET")) {
      writes.incrementAndGet();
      return HttpResponse.of(HttpStatus.FORBIDDEN);
    }
    var path = context.path();
    var stock = stocks.get(path);
    if (stock == null) {
      return described(path)
          .map(answer -> HttpResponse.of(MediaType.JSON, Json.write(answer)))
          .orElseGet(() -> HttpResponse.of(HttpStatus.NOT_FOUND));
    }
    if ("true".equals(context.queryParam("watch"))) {
      return watch(stock);
    }
    var from = number(context.queryParam("continue"));
    return HttpResponse.of(HttpStatus.OK, MediaType.JSON, HttpData.wrap(page(stock, from)));
  }

  private static int number(@Nullable String text) {
    return text == null ? 0 : Integer.parseInt(text);
  }

  private HttpResponse watch(Stock stock) {
    var stream = HttpResponse.streaming();
    stream.write(ResponseHeaders.of(HttpStatus.OK, "content-type", "application/json"));
    watches.computeIfAbsent(stock.plural(), _ -> new CopyOnWriteArrayList<>()).add(stream);
    stream
        .whenComplete()
        .handle((_, _) -> watches.getOrDefault(stock.plural(), List.of()).remove(stream));
    return stream;
  }

  private byte[] page(Stock stock, int from) {
    var to = Math.min(stock.size(), from + PAGE);
    var metadata = ObjectTree.of("resourceVersion", Long.toString(version));
    var text = new JsonBytes(1 << 20);
    text.raw("{\"kind\":\"" + stock.kind() + "List\",\"metadata\":");
    text.value(to < stock.size() ? metadata.with("continue", Integer.toString(to)) : metadata);
    text.raw(",\"items\":[");
    for (var i = from; i < to; i++) {
      text.raw(i == from ? "" : ",").raw(stock.objects().make(i));
    }
    listed.addAndGet(text.size());
    return text.raw("]}").toArray();
  }

  private Optional<ObjectTree> described(String path) {
    return switch (path) {
      case "/version" -> Optional.of(ObjectTree.of("gitVersion", "v1.32.0"));
      case "/api" -> Optional.of(ObjectTree.of("kind", "APIVersions", "versions", List.of("v1")));
      case "/apis" -> Optional.of(ObjectTree.of("kind", "APIGroupList", "groups", groups()));
      default -> {
        var resources =
            stocks.values().stream()
                .filter(stock -> stock.path().equals(path + "/" + stock.plural()))
                .map(MadeUpCluster::resource)
                .toList();
        yield resources.isEmpty() && !path.equals("/api/v1")
            ? Optional.empty()
            : Optional.of(ObjectTree.of("kind", "APIResourceList", "resources", resources));
      }
    };
  }

  private List<ObjectTree> groups() {
    var one = ObjectTree.of("version", "v1");
    return stocks.values().stream()
        .map(Stock::group)
        .filter(group -> !group.isEmpty())
        .distinct()
        .map(
            group ->
                ObjectTree.of("name", group, "versions", List.of(one), "preferredVersion", one))
        .toList();
  }

  private static ObjectTree resource(Stock stock) {
    return ObjectTree.of(
        "name", stock.plural(),
        "kind", stock.kind(),
        "namespaced", true,
        "verbs", List.of("get", "list", "watch", "patch", "create", "delete"));
  }

  @Override
  public void close() {
    watches.values().forEach(all -> all.forEach(HttpResponseWriter::close));
    server.stop().join();
  }
}
