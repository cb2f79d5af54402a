package io.syncline.localkube.rest;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.authn.Authentication;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.write.Cluster;
import io.syncline.localkube.write.Part;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;

/** Answers requests about parts of objects that have a form of their own. */
final class Subresources {
  private final Cluster cluster;
  private final Logs logs;
  private final Terminals terminals;
  private final Scales scales;
  private final Evictions evictions;
  private final TokenRequests tokens;

  Subresources(Cluster cluster, PodLogs logs, PodShell shell, Authentication authentication) {
    this.tokens = new TokenRequests(cluster, authentication);
    this.cluster = cluster;
    this.logs = new Logs(cluster, logs);
    this.terminals = new Terminals(this.logs, shell);
    this.scales = new Scales(cluster);
    this.evictions = new Evictions(cluster);
  }

  Reply answer(Resources.Place place, Request request) {
    return switch (place.part()) {
      case "scale" -> scales.answer(place, request);
      case "log" -> logs.answer(place, request);
      case "exec", "attach" -> terminals.answer(place, request);
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
            throw alreadyBound(place.name(), bound);
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

  private static ApiException alreadyBound(String name, String node) {
    return Refusal.of(
        409,
        "Conflict",
        "Operation cannot be fulfilled on pods/binding \""
            + name
            + "\": pod "
            + name
            + " is already assigned to node \""
            + node
            + "\"",
        ObjectTree.of("name", name, "kind", "pods/binding"));
  }
}
