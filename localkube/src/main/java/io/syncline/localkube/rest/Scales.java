package io.syncline.localkube.rest;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Cause;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.write.BodyCheck;
import io.syncline.localkube.write.Cluster;
import io.syncline.localkube.write.Part;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Answers requests about the number of replicas. */
final class Scales {
  private final Cluster cluster;

  Scales(Cluster cluster) {
    this.cluster = cluster;
  }

  Reply answer(Resources.Place place, Request request) {
    if (request.method().equals("PATCH") && Patches.isApply(request)) {
      return apply(place, request);
    }
    UnaryOperator<ObjectTree> edit =
        switch (request.method()) {
          case "GET" -> scale -> scale;
          case "PUT" -> {
            var body = scale(place, request);
            yield scale -> body;
          }
          case "PATCH" ->
              Patches.of(place.resource(), "autoscaling/v1", "Scale", request, repeated -> {});
          default -> throw Refusal.methodNotAllowed("a scale can only be read and written");
        };
    if (request.method().equals("GET")) {
      return Reply.json(
          200, scale(place, cluster.get(place.resource(), place.namespace(), place.name())));
    }
    var warnings = new ArrayList<String>();
    var kept =
        cluster.change(
            place.resource(),
            place.namespace(),
            place.name(),
            Part.SCALE,
            Options.write(request, warnings),
            live -> scaled(place, live, edit.apply(scale(place, live))));
    return Reply.json(200, scale(place, kept), warnings);
  }

  private static ObjectTree scale(Resources.Place place, Request request) {
    var body = Bodies.object(request, "Scale");
    var kind = Tree.text(body, "kind");
    if (!kind.isEmpty() && !kind.equals("Scale")) {
      throw Refusal.badRequest(
          kind
              + " in version \""
              + Tree.text(body, "apiVersion")
              + "\" cannot be handled as a Scale: unknown conversion");
    }
    BodyCheck.sameName(place.name(), body);
    return body;
  }

  /** Applies the number to the object behind the scale, where its owners are known. */
  private Reply apply(Resources.Place place, Request request) {
    var resource = place.resource();
    var scale = Bodies.configuration(request.body(), repeated -> {});
    var replicas = replicas(place, scale);
    var configuration =
        Tree.with(
            ObjectTree.of(
                "apiVersion",
                resource.apiVersion(),
                "kind",
                resource.kind(),
                "metadata",
                ObjectTree.of("name", place.name())),
            replicas,
            path(place, true));
    var warnings = new ArrayList<String>();
    var options = Options.write(request, warnings);
    try {
      var kept =
          cluster.apply(
              resource, place.namespace(), place.name(), Part.SCALE, configuration, options);
      return Reply.json(200, scale(place, kept), warnings);
    } catch (ApiException e) {
      throw asScale(resource, e);
    }
  }

  /** To the client of a scale its fields are those of a scale, whatever kind is behind it. */
  private static ApiException asScale(Resource resource, ApiException refusal) {
    var causes = Tree.items(Tree.at(refusal.status(), "details", "causes"));
    if (refusal.code() != 409 || causes.isEmpty()) {
      return refusal;
    }
    var own = " using " + resource.apiVersion();
    var told =
        causes.stream()
            .map(Tree::object)
            .map(cause -> cause.with("message", spoken(Tree.text(cause, "message"), own)))
            .map(cause -> cause.with("field", ".spec.replicas"))
            .toList();
    return Refusal.of(
        409,
        refusal.reason(),
        spoken(String.valueOf(refusal.getMessage()), own),
        ObjectTree.of("causes", told));
  }

  private static String spoken(String message, String own) {
    return message.replace(own, " using autoscaling/v1");
  }

  private static ObjectTree scaled(Resources.Place place, ObjectTree live, ObjectTree scale) {
    var next = Tree.with(live, replicas(place, scale), path(place, true));
    var version = Tree.text(scale, "metadata", "resourceVersion");
    var same = version.equals(Tree.text(live, "metadata", "resourceVersion"));
    return version.isEmpty() || same
        ? Tree.without(next, "metadata", "resourceVersion")
        : Tree.with(next, version, "metadata", "resourceVersion");
  }

  private static long replicas(Resources.Place place, ObjectTree scale) {
    var given = Tree.at(scale, "spec", "replicas");
    if (given != null && !(given instanceof Long)) {
      throw Refusal.badRequest(
          "json: cannot unmarshal "
              + Bodies.name(given)
              + " into Go struct field ScaleSpec.spec.replicas of type int32");
    }
    var replicas = Tree.number(scale, 0, "spec", "replicas");
    if (replicas < 0) {
      throw Refusal.invalid(
          "Scale",
          "autoscaling",
          place.name(),
          List.of(Cause.invalid("spec.replicas", replicas, "must be greater than or equal to 0")));
    }
    return replicas;
  }

  private static String[] path(Resources.Place place, boolean spec) {
    var declared =
        place
            .resource()
            .custom()
            .flatMap(custom -> custom.scale())
            .map(scale -> spec ? scale.specReplicas() : scale.statusReplicas())
            .orElse(spec ? ".spec.replicas" : ".status.replicas");
    return declared.substring(1).split("\\.");
  }

  private static ObjectTree scale(Resources.Place place, ObjectTree object) {
    var metadata = ObjectTree.EMPTY;
    for (var field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
      var value = Tree.at(object, "metadata", field);
      metadata = value == null ? metadata : metadata.with(field, value);
    }
    var status = ObjectTree.of("replicas", Tree.number(object, 0, path(place, false)));
    var selector = selector(place, object);
    return ObjectTree.of(
        "kind",
        "Scale",
        "apiVersion",
        "autoscaling/v1",
        "metadata",
        metadata,
        "spec",
        ObjectTree.of("replicas", Tree.number(object, 0, path(place, true))),
        "status",
        selector.isEmpty() ? status : status.with("selector", selector));
  }

  private static String selector(Resources.Place place, ObjectTree object) {
    var custom = place.resource().custom().flatMap(c -> c.scale());
    if (custom.isPresent()) {
      var path = custom.get().labelSelector();
      return path.isEmpty() ? "" : Tree.text(object, path.substring(1).split("\\."));
    }
    var labels =
        Tree.object(
            place.resource().kind().equals("ReplicationController")
                ? Tree.at(object, "spec", "selector")
                : Tree.at(object, "spec", "selector", "matchLabels"));
    var terms = new ArrayList<String>();
    labels.keySet().forEach(key -> terms.add(key + "=" + labels.get(key)));
    return String.join(",", terms);
  }
}
