package io.syncline.render.kustomize;

import io.syncline.render.kustomize.node.Node;
import io.syncline.render.kustomize.node.NodeException;
import io.syncline.render.kustomize.node.NodeReader;
import io.syncline.render.kustomize.node.NodeTrees;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files of objects to resources. Each file is parsed once and copied for every use. */
final class ResourceReader {
  private final ApiSchema schema;
  private final Work work;
  private final Map<String, List<Node>> parsed = new HashMap<>();

  ResourceReader(ApiSchema schema, Work work) {
    this.schema = schema;
    this.work = work;
  }

  ApiSchema schema() {
    return schema;
  }

  Work work() {
    return work;
  }

  /** The objects of a file. */
  List<Resource> file(String path, Loader loader) {
    var memo = loader.memo();
    var identity = memo.isEmpty() ? Optional.<String>empty() : loader.identity(path);
    return identity.isPresent()
        ? shared(path, loader, memo.orElseThrow(), identity.get())
        : own(path, loader);
  }

  private List<Resource> shared(String path, Loader loader, BuildMemo memo, String identity) {
    var file =
        memo.get(
            new FileKey(identity),
            BuildMemo.ParsedFile.class,
            () -> {
              var documents = parse(loader.textOf(path), loader.name(path));
              var steps = new Work(Long.MAX_VALUE);
              documents.forEach(steps::hold);
              return new BuildMemo.ParsedFile(
                  documents,
                  documents.stream().map(node -> new Resource(schema, node).root()).toList(),
                  Long.MAX_VALUE - steps.left());
            });
    work.spend(file.held());
    var build = new Resource.Shared(memo, work);
    var resources = new ArrayList<Resource>(file.documents().size());
    for (var i = 0; i < file.documents().size(); i++) {
      resources.add(new Resource(schema, file.documents().get(i), file.roots().get(i), build));
    }
    return resources;
  }

  private List<Resource> own(String path, Loader loader) {
    var name = loader.name(path);
    var documents = parsed.get(name);
    if (documents == null) {
      documents = parse(loader.textOf(path), name);
      parsed.put(name, documents);
    }
    documents.forEach(work::hold);
    return documents.stream().map(node -> new Resource(schema, node.copy())).toList();
  }

  /** Under what the objects of a file are kept. */
  private record FileKey(String identity) {}

  /** The objects of a text; {@code source} names it in messages. */
  List<Resource> resources(String text, String source) {
    return parse(text, source).stream().map(node -> new Resource(schema, node)).toList();
  }

  /** The objects of a text as documents; {@code source} names it in messages. */
  static List<Node> parse(String text, String source) {
    try {
      var queue = new ArrayDeque<Node>();
      var documents = NodeReader.documents(text);
      if (documents.size() == 1 && wraps(documents.getFirst())) {
        var items = documents.getFirst().get("items");
        for (var i = 0; items != null && i < items.size(); i++) {
          queue.add(items.item(i));
        }
      } else {
        queue.addAll(documents);
      }
      return expand(queue);
    } catch (NodeException e) {
      throw new BuildException(e.problem(), source, e.line());
    } catch (BuildException e) {
      throw e.in(source);
    }
  }

  private static boolean wraps(Node document) {
    var kind = document.textAt("kind");
    return (kind.equals("List") || kind.equals("ResourceList"))
        && (document.get("items") != null || document.get("functionConfig") != null);
  }

  /** Lists inside are put in pieces at the end, as upstream queues them. */
  private static List<Node> expand(ArrayDeque<Node> queue) {
    var result = new ArrayList<Node>();
    while (!queue.isEmpty()) {
      var node = queue.poll();
      if (node.isEmpty()) {
        continue;
      }
      requireIdentity(node);
      var items = node.get("items");
      if (!node.textAt("kind").endsWith("List") || items == null) {
        result.add(node);
      } else if (!items.isNull()) {
        if (!items.isList()) {
          throw new BuildException("expected array in " + node.textAt("kind") + "/items");
        }
        for (var i = 0; i < items.size(); i++) {
          queue.add(NodeTrees.quoted(NodeTrees.value(items.item(i))));
        }
      }
    }
    return result;
  }

  static void requireIdentity(Node node) {
    if (!node.isMap()
        || node.get("kind") == null
            && node.get("apiVersion") == null
            && node.get("metadata") == null) {
      throw new BuildException("missing Resource metadata");
    }
    var kind = node.textAt("kind");
    if (kind.isEmpty()) {
      throw new BuildException("missing kind in object (expected: kind: Something)");
    }
    if (kind.endsWith("List")) {
      return;
    }
    var metadata = node.get("metadata");
    var name = metadata == null ? null : metadata.get("name");
    if (name == null || name.isEmpty() || name.text().isEmpty()) {
      throw new BuildException("missing metadata.name in object of kind " + kind);
    }
  }
}
