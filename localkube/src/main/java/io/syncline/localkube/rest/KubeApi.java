package io.syncline.localkube.rest;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.api.ResourceId;
import io.syncline.localkube.authn.Authentication;
import io.syncline.localkube.discovery.Discovery;
import io.syncline.localkube.discovery.OpenApi;
import io.syncline.localkube.kind.Kinds;
import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.observe.Traffic;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.write.Cluster;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole Kubernetes API as a function from request to reply. Safe for many threads. */
public final class KubeApi {
  private static final Logger LOG = LoggerFactory.getLogger(KubeApi.class);
  private static final String OPENAPI_V2 =
      "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

  private final Cluster cluster;
  private final Gate gate;
  private final boolean secured;
  private final Resources resources;
  private final Traffic traffic = new Traffic();
  private final OpenApi openApi = new OpenApi();

  /**
   * The API of {@code cluster}.
   *
   * @param logs tells what pods printed
   * @param shell executes commands in pods
   * @param authentication tells who callers are
   */
  public KubeApi(Cluster cluster, PodLogs logs, PodShell shell, Authentication authentication) {
    this.gate = new Gate(cluster, authentication);
    this.secured = authentication.secured();
    this.cluster = cluster;
    this.resources = new Resources(cluster, logs, shell, authentication);
  }

  /** Whether callers must show who they are. */
  public boolean secured() {
    return secured;
  }

  /** The answer to {@code request}; refusals are answers too. */
  public Reply answer(Request request) {
    var about = Concerns.of(request, cluster.kinds());
    var begin = System.nanoTime();
    traffic.begin(about);
    var code = 500;
    try {
      var reply = answered(request);
      code = reply.status();
      return reply instanceof Reply.Stream stream && about.verb().equals("WATCH")
          ? counted(stream, traffic.watchers(about))
          : reply;
    } finally {
      traffic.end(about, code, Duration.ofNanos(System.nanoTime() - begin));
    }
  }

  private static Reply counted(Reply.Stream stream, AtomicInteger watchers) {
    return new Reply.Stream(
        stream.status(),
        stream.headers(),
        sink -> {
          watchers.incrementAndGet();
          try {
            stream.feed().run(sink);
          } finally {
            watchers.decrementAndGet();
          }
        });
  }

  private Reply metrics(Request request) {
    return request.segments().size() == 1
        ? Reply.body(
            200,
            "text/plain; version=0.0.4; charset=utf-8",
            traffic.text(objects()).getBytes(StandardCharsets.UTF_8))
        : Reply.text(404, "404 page not found\n");
  }

  private Reply answered(Request request) {
    try {
      return route(gate.admitted(request));
    } catch (ApiException e) {
      return Reply.refused(e);
    } catch (StackOverflowError e) {
      return Reply.refused(Refusal.badRequest("the object is nested too deep"));
    } catch (RuntimeException e) {
      LOG.error("{} failed", request, e);
      return Reply.refused(Refusal.internal(e.getClass().getSimpleName()));
    }
  }

  private Reply route(Request request) {
    var segments = request.segments();
    var first = segments.isEmpty() ? "" : segments.getFirst();
    return switch (first) {
      case "" -> Reply.json(200, ObjectTree.of("paths", List.of("/api", "/apis", "/openapi/v3")));
      case "api", "apis" -> api(request, first.equals("api"));
      case "version" -> Reply.json(200, Discovery.version());
      case "healthz", "livez", "readyz" -> Health.answer(request);
      case "metrics" -> metrics(request);
      case "openapi" -> openApi(request);
      default -> Reply.text(404, "404 page not found\n");
    };
  }

  /** Numbers of objects by resource, for those that have any. */
  private Map<String, Integer> objects() {
    var counts = new LinkedHashMap<String, Integer>();
    var state = cluster.state();
    for (var resource : cluster.kinds().all()) {
      var count = resource.stored() ? state.objects().count(resource.prefix("")) : 0;
      if (count > 0) {
        counts.put(resource.qualified(), count);
      }
    }
    return counts;
  }

  private Reply openApi(Request request) {
    var segments = request.segments();
    var kinds = cluster.kinds();
    if (segments.size() == 2 && segments.get(1).equals("v2")) {
      // Clients that ask for protobuf are content with nothing; others read JSON.
      return request.header("accept").contains("proto-openapi")
          ? Reply.body(200, OPENAPI_V2, new byte[0])
          : tagged(request, kinds, "v2", () -> openApi.older(kinds));
    }
    if (segments.size() == 2 && segments.get(1).equals("v3")) {
      return tagged(
          request,
          kinds,
          "v3",
          "text/plain; charset=utf-8",
          () -> Json.bytes(openApi.index(kinds)));
    }
    if (segments.size() > 2 && segments.get(1).equals("v3")) {
      var path = String.join("/", segments.subList(2, segments.size()));
      return openApi
          .document(kinds, path)
          .map(bytes -> tagged(request, kinds, path, () -> bytes))
          .orElseGet(() -> new Reply.Whole(404, Map.of(), () -> new byte[0]));
    }
    return Reply.text(404, "404 page not found\n");
  }

  private static Reply tagged(Request request, Kinds kinds, String name, Reply.Body body) {
    return tagged(request, kinds, name, "application/json", body);
  }

  /** A document that clients may keep while its tag stays the same. */
  private static Reply tagged(
      Request request, Kinds kinds, String name, String type, Reply.Body body) {
    var tag = "\"" + Integer.toHexString(31 * kinds.fingerprint() + name.hashCode()) + "\"";
    var headers = new LinkedHashMap<String, List<String>>();
    headers.put("Content-Type", List.of(type));
    headers.put("ETag", List.of(tag));
    headers.put("Vary", List.of("Accept"));
    if (request.header("if-none-match").equals(tag)) {
      return new Reply.Whole(304, headers, () -> new byte[0]);
    }
    var bytes = body.bytes();
    return new Reply.Whole(200, headers, () -> bytes);
  }

  private Reply api(Request request, boolean core) {
    var segments = request.segments();
    var kinds = cluster.kinds();
    if (segments.size() == 1) {
      return versions(request, kinds, core);
    }
    if (!core && segments.size() == 2) {
      return found(Discovery.group(kinds, segments.get(1)));
    }
    var group = core ? "" : segments.get(1);
    var version = segments.get(core ? 1 : 2);
    var start = core ? 2 : 3;
    var rest = segments.subList(start, segments.size());
    if (rest.isEmpty()) {
      var known = kinds.versions().containsKey(group);
      var document = Discovery.resources(kinds, group, version);
      if (known && document.isEmpty()) {
        throw Refusal.noSuchResource();
      }
      return found(document);
    }
    if (rest.getFirst().equals("watch") && rest.size() > 1) {
      // the old form of a watch
      return api(request.watching(start, names(kinds, group, version, rest)), core);
    }
    if (!kinds.versions().containsKey(group)) {
      return Reply.text(404, "404 page not found\n");
    }
    return resources.answer(place(kinds, group, version, rest), request);
  }

  /** Whether the path of an old watch ends with the name of one object. */
  private static boolean names(Kinds kinds, String group, String version, List<String> rest) {
    var path = rest.subList(1, rest.size());
    var place = place(kinds, group, version, path);
    return !place.name().isEmpty() && place.part().isEmpty();
  }

  private static Reply found(Optional<ObjectTree> document) {
    return document
        .<Reply>map(tree -> Reply.json(200, tree))
        .orElseGet(() -> Reply.text(404, "404 page not found\n"));
  }

  private static Reply versions(Request request, Kinds kinds, boolean core) {
    var media = Media.of(request);
    if (media.form() != Media.Form.DISCOVERY) {
      return Reply.json(
          200, core ? Discovery.coreVersions(kinds, address(request)) : Discovery.groups(kinds));
    }
    var type =
        "application/json;g=apidiscovery.k8s.io;v=" + media.version() + ";as=APIGroupDiscoveryList";
    var tag = "\"" + Integer.toHexString(kinds.fingerprint()) + "-" + media.version() + "\"";
    var headers = new LinkedHashMap<String, List<String>>();
    headers.put("Content-Type", List.of(type));
    headers.put("ETag", List.of(tag));
    headers.put("Vary", List.of("Accept"));
    if (request.header("if-none-match").equals(tag)) {
      return new Reply.Whole(304, headers, () -> new byte[0]);
    }
    var bytes = Json.bytes(Discovery.aggregated(kinds, core, media.version()));
    return new Reply.Whole(200, headers, () -> bytes);
  }

  private static String address(Request request) {
    var host = request.header("host");
    return host.isEmpty() ? request.header(":authority") : host;
  }

  private static Resources.Place place(
      Kinds kinds, String group, String version, List<String> rest) {
    var inNamespace =
        rest.size() >= 3
            && rest.getFirst().equals("namespaces")
            && kinds
                .get(new ResourceId(group, version, rest.get(2)))
                .filter(Resource::namespaced)
                .isPresent();
    var namespace = inNamespace ? rest.get(1) : "";
    var path = inNamespace ? rest.subList(2, rest.size()) : rest;
    var resource =
        kinds
            .get(new ResourceId(group, version, path.getFirst()))
            .orElseThrow(Refusal::noSuchResource);
    if (path.size() > 3 || resource.namespaced() != inNamespace && path.size() > 1) {
      throw Refusal.noSuchResource();
    }
    return new Resources.Place(
        resource,
        namespace,
        path.size() > 1 ? path.get(1) : "",
        path.size() > 2 ? path.get(2) : "");
  }
}
