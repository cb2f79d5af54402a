package io.syncline.localkube.rest;

import io.syncline.localkube.authn.Authentication;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.write.Cluster;
import io.syncline.localkube.write.Part;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers requests about parts of objects that have a form of their own. */
final class Subresources {
  private final Cluster cluster;
  private final PodLogs logs;
  private final Scales scales;
  private final Evictions evictions;
  private final TokenRequests tokens;

  Subresources(Cluster cluster, PodLogs logs, Authentication authentication) {
    this.tokens = new TokenRequests(cluster, authentication);
    this.cluster = cluster;
    this.logs = logs;
    this.scales = new Scales(cluster);
    this.evictions = new Evictions(cluster);
  }

  Reply answer(Resources.Place place, Request request) {
    return switch (place.part()) {
      case "scale" -> scales.answer(place, request);
      case "log" -> log(place, request);
      case "eviction" -> evictions.answer(place, request);
      case "binding" -> bind(place, request);
      case "token" -> tokens.answer(place, request);
      default ->
          throw Refusal.of(
              501,
              "NotImplemented",
              place.part()
                  + " is not possible: pods of this cluster are simulated, nothing runs in them",
              ObjectTree.EMPTY);
    };
  }

  private Reply log(Resources.Place place, Request request) {
    if (!request.method().equals("GET")) {
      throw Refusal.methodNotAllowed("logs can only be read");
    }
    var pod = new Manifest(cluster.get(place.resource(), place.namespace(), place.name()));
    var names = new ArrayList<String>();
    for (var field : new String[] {"containers", "initContainers", "ephemeralContainers"}) {
      Tree.items(pod.at("spec", field)).forEach(c -> names.add(Tree.text(c, "name")));
    }
    var asked = request.parameter("container");
    if (asked.isEmpty() && Tree.items(pod.at("spec", "containers")).size() > 1) {
      throw Refusal.badRequest(
          "a container name must be specified for pod " + pod.name() + ", choose one of: " + names);
    }
    var container = asked.isEmpty() ? names.getFirst() : asked;
    if (!names.contains(container)) {
      throw Refusal.badRequest("container " + container + " is not valid for pod " + pod.name());
    }
    var lines = logs.lines(pod, container);
    var tail = request.number("tailLines").orElse((long) lines.size());
    var shown = lines.subList((int) Math.max(0, lines.size() - Math.max(0, tail)), lines.size());
    var text = new StringBuilder();
    shown.forEach(line -> text.append(line).append('\n'));
    var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return request.flag("follow")
        ? new Reply.Stream(
            200, Map.of("Content-Type", List.of("text/plain")), sink -> sink.write(bytes))
        : Reply.body(200, "text/plain", bytes);
  }

  static ObjectTree success() {
    return ObjectTree.of(
        "kind", "Status",
        "apiVersion", "v1",
        "metadata", ObjectTree.EMPTY,
        "status", "Success",
        "code", 201L);
  }

  private Reply bind(Resources.Place place, Request request) {
    var node = Tree.text(Bodies.object(request, "Binding"), "target", "name");
    if (node.isEmpty()) {
      throw Refusal.badRequest("binding names no node (expected: target.name)");
    }
    var time =
        DateTimeFormatter.ISO_INSTANT.format(
            cluster.clock().instant().truncatedTo(ChronoUnit.SECONDS));
    cluster.change(
        place.resource(),
        place.namespace(),
        place.name(),
        Part.WHOLE,
        Options.write(request, new ArrayList<>()),
        live -> {
          var bound = Tree.text(live, "spec", "nodeName");
          if (!bound.isEmpty()) {
            throw Refusal.conflict(
                place.resource(),
                place.name(),
                "pod " + place.name() + " is already assigned to node \"" + bound + "\"");
          }
          var conditions = new ArrayList<>(Tree.items(Tree.at(live, "status", "conditions")));
          conditions.removeIf(c -> Tree.text(c, "type").equals("PodScheduled"));
          conditions.add(
              ObjectTree.of("type", "PodScheduled", "status", "True", "lastTransitionTime", time));
          return Tree.with(
              Tree.with(live, node, "spec", "nodeName"), conditions, "status", "conditions");
        });
    return Reply.json(201, success());
  }
}
