package io.syncline.server.api;

import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.status.ManagedResource;
import io.syncline.model.status.ResourceNode;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.port.ApplicationDetails;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of the model in the JSON of Argo CD's API. */
final class Views {
  private Views() {}

  /** A resource tree. */
  static ObjectTree tree(ApplicationDetails.Detail detail) {
    var byKey = new HashMap<ObjectKey, ResourceNode>();
    detail.nodes().forEach(n -> byKey.put(n.key(), n));
    detail.orphans().forEach(n -> byKey.put(n.key(), n));
    return ObjectTree.of(
        "nodes", detail.nodes().stream().map(n -> node(n, byKey)).toList(),
        "orphanedNodes", detail.orphans().stream().map(n -> node(n, byKey)).toList(),
        "hosts", List.of());
  }

  private static ObjectTree node(ResourceNode node, Map<ObjectKey, ResourceNode> byKey) {
    var tree = new ObjectTree.Builder(12);
    if (!node.key().group().isEmpty()) {
      tree.put("group", node.key().group());
    }
    tree.put("version", node.version());
    tree.put("kind", node.key().kind());
    if (!node.key().namespace().isEmpty()) {
      tree.put("namespace", node.key().namespace());
    }
    tree.put("name", node.key().name());
    if (!node.uid().isEmpty()) {
      tree.put("uid", node.uid());
    }
    if (!node.parents().isEmpty()) {
      tree.put(
          "parentRefs", Tree.freeze(node.parents().stream().map(p -> parent(p, byKey)).toList()));
    }
    if (!node.info().isEmpty()) {
      tree.put(
          "info",
          Tree.freeze(
              node.info().stream()
                  .map(f -> ObjectTree.of("name", f.name(), "value", f.value()))
                  .toList()));
    }
    if (!node.resourceVersion().isEmpty()) {
      tree.put("resourceVersion", node.resourceVersion());
    }
    if (!node.images().isEmpty()) {
      tree.put("images", Tree.list(node.images()));
    }
    node.health()
        .ifPresent(
            h ->
                tree.put(
                    "health",
                    h.message().isEmpty()
                        ? ObjectTree.of("status", h.status().word())
                        : ObjectTree.of("status", h.status().word(), "message", h.message())));
    if (!node.createdAt().isEmpty()) {
      tree.put("createdAt", node.createdAt());
    }
    return tree.build();
  }

  private static ObjectTree parent(ObjectKey key, Map<ObjectKey, ResourceNode> byKey) {
    var tree = reference(key);
    var known = byKey.get(key);
    return known == null || known.uid().isEmpty() ? tree : tree.with("uid", known.uid());
  }

  private static ObjectTree reference(ObjectKey key) {
    var tree = new ObjectTree.Builder(5);
    if (!key.group().isEmpty()) {
      tree.put("group", key.group());
    }
    tree.put("kind", key.kind());
    if (!key.namespace().isEmpty()) {
      tree.put("namespace", key.namespace());
    }
    tree.put("name", key.name());
    return tree.build();
  }

  /** Managed resources, states as JSON strings. */
  static ObjectTree managed(List<ManagedResource> resources) {
    return ObjectTree.of("items", resources.stream().map(Views::managed).toList());
  }

  private static ObjectTree managed(ManagedResource resource) {
    var tree = new ObjectTree.Builder(12);
    reference(resource.key()).forEach(tree::put);
    tree.put("targetState", json(resource.target()));
    tree.put("liveState", json(resource.live()));
    tree.put("normalizedLiveState", json(resource.normalizedLive()));
    tree.put("predictedLiveState", json(resource.predictedLive()));
    if (resource.hook()) {
      tree.put("hook", true);
    }
    tree.put("modified", resource.modified());
    resource.live().map(Manifest::resourceVersion).ifPresent(v -> tree.put("resourceVersion", v));
    return tree.build();
  }

  private static String json(Optional<Manifest> manifest) {
    return manifest.map(Manifest::json).orElse("null");
  }

  /**
   * Only the fields named, or with {@code -} all but those; paths are dotted and reach into lists.
   */
  static Object prune(ObjectTree answer, String fields) {
    if (fields.isEmpty()) {
      return answer;
    }
    var exclude = fields.startsWith("-");
    var paths = new ArrayList<List<String>>();
    for (var path : (exclude ? fields.substring(1) : fields).split(",")) {
      paths.add(List.of(path.split("\\.", -1)));
    }
    return pruned(answer, paths, exclude);
  }

  private static Object pruned(Object value, List<List<String>> paths, boolean exclude) {
    if (value instanceof List<?> list) {
      return Tree.list(list.stream().map(v -> pruned(v, paths, exclude)).toList());
    }
    if (!(value instanceof ObjectTree tree)) {
      return value;
    }
    var kept = new ObjectTree.Builder(tree.size());
    tree.forEach(
        (key, child) -> {
          var named = paths.stream().filter(p -> p.getFirst().equals(key)).toList();
          var whole = named.stream().anyMatch(p -> p.size() == 1);
          var below =
              named.stream().filter(p -> p.size() > 1).map(p -> p.subList(1, p.size())).toList();
          if (whole != exclude && (whole || named.isEmpty())) {
            kept.put(key, child);
          } else if (!whole && !below.isEmpty()) {
            kept.put(key, pruned(child, below, exclude));
          }
        });
    return kept.build();
  }

  /** A list answer in the order given. */
  static ObjectTree list(List<ObjectTree> items) {
    return ObjectTree.of("metadata", ObjectTree.EMPTY, "items", items);
  }

  /**
   * Whether every {@code key=value}, {@code key!=value}, {@code key} or {@code !key} of a selector
   * fits.
   */
  static boolean selected(Map<String, String> labels, String selector) {
    if (selector.isBlank()) {
      return true;
    }
    for (var term : terms(selector)) {
      if (!fits(labels, term.strip())) {
        return false;
      }
    }
    return true;
  }

  private static List<String> terms(String selector) {
    var terms = new ArrayList<String>();
    var depth = 0;
    var from = 0;
    for (var i = 0; i < selector.length(); i++) {
      switch (selector.charAt(i)) {
        case '(' -> depth++;
        case ')' -> depth--;
        case ',' -> {
          if (depth == 0) {
            terms.add(selector.substring(from, i));
            from = i + 1;
          }
        }
        default -> {}
      }
    }
    terms.add(selector.substring(from));
    return terms;
  }

  private static boolean fits(Map<String, String> labels, String term) {
    var set = java.util.regex.Pattern.compile("(\\S+)\\s+(in|notin)\\s+\\((.*)\\)").matcher(term);
    if (set.matches()) {
      var values = List.of(set.group(3).strip().split("\\s*,\\s*"));
      var has = labels.containsKey(set.group(1)) && values.contains(labels.get(set.group(1)));
      return set.group(2).equals("in") == has;
    }
    var unequal = term.indexOf("!=");
    if (unequal > 0) {
      return !term.substring(unequal + 2)
          .strip()
          .equals(labels.get(term.substring(0, unequal).strip()));
    }
    var equal = term.indexOf('=');
    if (equal > 0) {
      var value = term.substring(equal + 1).replaceFirst("^=", "").strip();
      return value.equals(labels.get(term.substring(0, equal).strip()));
    }
    return term.startsWith("!") ? !labels.containsKey(term.substring(1)) : labels.containsKey(term);
  }
}
