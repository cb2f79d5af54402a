package io.syncline.localkube.fuzz;

import io.syncline.localkube.rest.Request;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes random requests. */
final class Requests {
  private static final List<Samples.Sample> SAMPLES = Samples.all();
  private static final List<String> PATCHES =
      List.of(
          "application/json-patch+json",
          "application/merge-patch+json",
          "application/strategic-merge-patch+json",
          "application/apply-patch+yaml");
  private static final List<String> TYPES =
      List.of(
          "application/json",
          "application/yaml",
          "application/vnd.kubernetes.protobuf",
          "",
          "text/plain",
          "application/cbor",
          ";;",
          "application/json; charset=latin1");
  private static final List<String> ACCEPTS =
      List.of(
          "application/json",
          "application/yaml",
          "*/*",
          "",
          ";;;",
          "application/xml",
          "application/json;as=Table;v=v1;g=meta.k8s.io",
          "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
          "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io",
          "application/yaml;as=Table;v=v1;g=meta.k8s.io",
          "application/json;as=Table;v=v9");
  private static final List<String> PARAMETERS =
      List.of(
          "dryRun",
          "fieldManager",
          "fieldValidation",
          "force",
          "limit",
          "continue",
          "resourceVersion",
          "resourceVersionMatch",
          "labelSelector",
          "fieldSelector",
          "watch",
          "timeoutSeconds",
          "sendInitialEvents",
          "allowWatchBookmarks",
          "propagationPolicy",
          "gracePeriodSeconds",
          "orphanDependents",
          "pretty",
          "container",
          "tailLines",
          "follow",
          "includeObject",
          "previous");
  private static final List<String> VALUES =
      List.of(
          "All",
          "Strict",
          "Warn",
          "Ignore",
          "true",
          "false",
          "1",
          "0",
          "5",
          "NotOlderThan",
          "Exact",
          "Background",
          "Foreground",
          "Orphan",
          "m",
          "metadata.name=a",
          "a=b");
  private static final List<String> PARTS =
      List.of(
          "status",
          "scale",
          "log",
          "eviction",
          "binding",
          "exec",
          "finalize",
          "token",
          "ephemeralcontainers",
          "resize",
          "x");
  private static final List<String> ROOTS =
      List.of(
          "/",
          "/api",
          "/apis",
          "/api/v1",
          "/apis/apps/v1",
          "/apis/fuzz.example.com/v1",
          "/openapi/v3",
          "/openapi/v2",
          "/openapi/v3/apis/fuzz.example.com/v1",
          "/version",
          "/healthz",
          "/readyz",
          "/apis/example.com",
          "/openapi/v3/apis/example.com/v1",
          "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
          "/apis/authentication.k8s.io/v1/tokenreviews");

  private final Strange strange;

  Requests(long seed) {
    strange = new Strange(seed);
  }

  /** The next request. */
  Request next() {
    if (strange.chance(0.03)) {
      return request("GET", strange.one(ROOTS), "", new byte[0]);
    }
    var sample = strange.one(SAMPLES);
    var item = sample.path() + "/" + URLEncoder.encode(sample.name(), StandardCharsets.UTF_8);
    return switch (strange.random.nextInt(10)) {
      case 0, 1, 2 -> request("POST", sample.path(), type(), body(sample));
      case 3, 4 -> request("PUT", part(item), type(), body(sample));
      case 5, 6 -> patch(part(item), sample);
      case 7 -> request("GET", strange.chance(0.5) ? sample.path() : part(item), "", new byte[0]);
      case 8 ->
          request(
              "DELETE",
              strange.chance(0.1) ? sample.path() : item,
              "application/json",
              strange.chance(0.6) ? new byte[0] : strange.bytes(deletion()));
      default ->
          request(
              strange.one(List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "TRACE", "X")),
              wild(part(item)),
              type(),
              body(sample));
    };
  }

  private String type() {
    return strange.chance(0.85) ? "application/json" : strange.one(TYPES);
  }

  private String part(String item) {
    return strange.chance(0.8) ? item : item + "/" + strange.one(PARTS);
  }

  /** A path with something wrong in it. */
  private String wild(String path) {
    var parts = new ArrayList<>(List.of(path.split("/")));
    for (var i = 0; i <= strange.random.nextInt(2); i++) {
      var place = strange.random.nextInt(parts.size());
      switch (strange.random.nextInt(3)) {
        case 0 -> parts.set(place, raw(strange.text()));
        case 1 -> parts.add(place, raw(strange.text()));
        default -> parts.set(place, "");
      }
    }
    return String.join("/", parts);
  }

  private String raw(String text) {
    return strange.chance(0.5) ? text : URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private byte[] body(Samples.Sample sample) {
    if (strange.chance(0.05)) {
      return strange.protobuf(
          Tree.text(sample.object(), "apiVersion"), Tree.text(sample.object(), "kind"));
    }
    return strange.bytes(strange.spoilt(sample.object(), share()));
  }

  /** Most objects are spoilt little, or nothing but refusals would be seen. */
  private double share() {
    return strange.one(List.of(0.0, 0.0, 0.005, 0.01, 0.02, 0.05));
  }

  private ObjectTree deletion() {
    var options = ObjectTree.EMPTY;
    for (var field :
        List.of("propagationPolicy", "gracePeriodSeconds", "preconditions", "dryRun", "kind")) {
      if (strange.chance(0.3)) {
        options = options.with(field, strange.value());
      }
    }
    return options;
  }

  private Request patch(String path, Samples.Sample sample) {
    var type = strange.one(PATCHES);
    Object body =
        type.startsWith("application/json-patch")
            ? operations(sample.object())
            : strange.spoilt(sample.object(), share());
    return request("PATCH", path, type, strange.bytes(body));
  }

  private List<Object> operations(ObjectTree object) {
    var operations = new ArrayList<@Nullable Object>();
    for (var i = 0; i < 1 + strange.random.nextInt(4); i++) {
      var name =
          strange.one(List.of("add", "add", "replace", "remove", "test", "copy", "move", "x"));
      var operation =
          ObjectTree.of("op", name, "path", pointer(object)).with("value", strange.value());
      operations.add(strange.chance(0.4) ? operation.with("from", pointer(object)) : operation);
    }
    return Tree.list(operations);
  }

  private String pointer(ObjectTree object) {
    var pointer = new StringBuilder();
    Object here = object;
    while (here != null && !strange.chance(0.2)) {
      if (here instanceof ObjectTree tree && !tree.isEmpty()) {
        var key = strange.one(List.copyOf(tree.keySet()));
        pointer.append('/').append(key.replace("~", "~0").replace("/", "~1"));
        here = tree.get(key);
      } else if (here instanceof List<?> list && !list.isEmpty()) {
        var place = strange.random.nextInt(list.size() + 1);
        pointer.append('/').append(place);
        here = place < list.size() ? list.get(place) : null;
      } else {
        here = null;
      }
    }
    return strange.chance(0.1) ? pointer + "/" + strange.text() : pointer.toString();
  }

  private Request request(String method, String path, String type, byte[] body) {
    var query = new ArrayList<String>();
    if (type.startsWith("application/apply") && strange.chance(0.95)) {
      query.add("fieldManager=m");
      query.add("force=true");
    }
    while (strange.chance(0.25)) {
      var value = strange.chance(0.7) ? strange.one(VALUES) : raw(strange.text());
      query.add(strange.one(PARAMETERS) + "=" + value);
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", type);
    headers.put("user-agent", strange.chance(0.9) ? "fuzz/1" : strange.text());
    if (strange.chance(0.2)) {
      headers.put("accept", strange.one(ACCEPTS));
    }
    if (strange.chance(0.05)) {
      headers.put("if-none-match", "\"x\"");
    }
    return Request.of(method, path, String.join("&", query), headers, body);
  }

  /** What a failure says of a request. */
  static String described(Request request) {
    var body = new String(request.body(), StandardCharsets.UTF_8);
    return request
        + " "
        + request.contentType()
        + " "
        + Json.write(body.length() > 4_000 ? body.substring(0, 4_000) + "…" : body);
  }
}
