package io.syncline.render.kustomize;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.render.kustomize.node.Fields;
import io.syncline.render.kustomize.node.Node;
import io.syncline.render.kustomize.node.NodeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts one value into fields, alone or as a part of a path. */
record ValueAddTransform(String value, List<ObjectTree> targets) implements Transform {
  @Override
  public void apply(ResourceMap map) {
    for (var target : targets) {
      var resources =
          target.get("selector") instanceof ObjectTree selector
              ? map.select(new Selector(selector))
              : map.resources();
      var path = Tree.text(target, "fieldPath");
      var position = (int) Tree.number(target, 0, "filePathPosition");
      for (var resource : resources) {
        if (path.equals("metadata/namespace")) {
          new NamespaceTransform(value, List.of(), false, NamespaceTransform.Subjects.DEFAULT_ONLY)
              .apply(resource);
        } else {
          add(resource.node(), FieldSpec.split(path, '/'), position);
        }
      }
    }
    map.changed();
  }

  private void add(Node root, List<String> steps, int position) {
    try {
      var here = root;
      for (var i = 0; i < steps.size(); i++) {
        var kind = i == steps.size() - 1 ? Node.Kind.SCALAR : Node.Kind.MAP;
        here = Fields.obtain(here, steps.get(i), kind);
      }
      Fields.require(here, Node.Kind.SCALAR);
      Fields.set(here, Node.plain(position > 0 ? insert(here.text(), position - 1) : value));
    } catch (NodeException e) {
      throw new BuildException(e.problem());
    }
  }

  private String insert(String path, int place) {
    if (path.isEmpty()) {
      return value;
    }
    var absolute = path.startsWith("/");
    var rest = absolute ? path.substring(1) : path;
    var parts =
        new ArrayList<>(rest.isEmpty() ? List.<String>of() : Arrays.asList(rest.split("/")));
    parts.add(Math.min(place, parts.size()), value);
    return (absolute ? "/" : "") + String.join("/", parts);
  }
}
