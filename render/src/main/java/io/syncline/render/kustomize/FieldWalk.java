package io.syncline.render.kustomize;

import io.syncline.render.kustomize.node.Fields;
import io.syncline.render.kustomize.node.Node;
import io.syncline.render.kustomize.node.NodeException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes along the path of a field spec through all elements of the lists on the way and hands each
 * field found to a setter.
 */
final class FieldWalk {
  private final boolean create;
  private final Node.@Nullable Kind made;
  private final String madeTag;
  private final Consumer<Node> setter;
  private boolean looking;
  private boolean altering;

  private FieldWalk(
      boolean create, Node.@Nullable Kind made, String madeTag, Consumer<Node> setter) {
    this.create = create;
    this.made = made;
    this.madeTag = madeTag;
    this.setter = setter;
  }

  /** Visits existing fields only. */
  static void visit(Node root, FieldSpec spec, Consumer<Node> setter) {
    walk(root, spec, new FieldWalk(false, null, Node.NONE, setter));
  }

  /** Visits fields, making those that miss when the spec says so. */
  static void visit(Node root, FieldSpec spec, Node.Kind made, String tag, Consumer<Node> setter) {
    walk(root, spec, new FieldWalk(spec.create(), made, tag, setter));
  }

  /**
   * Visits existing fields and changes nothing.
   *
   * @return whether {@link #visit} would have turned null into a list on its way
   */
  static boolean look(Node root, FieldSpec spec, Consumer<Node> setter) {
    var walk = new FieldWalk(false, null, Node.NONE, setter);
    walk.looking = true;
    walk(root, spec, walk);
    return walk.altering;
  }

  private static void walk(Node root, FieldSpec spec, FieldWalk walk) {
    try {
      walk.step(root, spec.steps(), 0);
    } catch (NodeException e) {
      throw new BuildException("considering field '" + spec.path() + "': " + e.problem());
    }
  }

  private void step(Node node, List<String> path, int at) {
    if (at == path.size()) {
      setter.accept(node);
      return;
    }
    if (node.isNull()) {
      return;
    }
    switch (node.kind()) {
      case LIST -> {
        for (var i = 0; i < node.size(); i++) {
          step(node.item(i), path, at);
        }
      }
      case MAP -> field(node, path, at);
      case SCALAR -> throw new NodeException("expected sequence or mapping node");
    }
  }

  private void field(Node map, List<String> path, int at) {
    var part = path.get(at);
    var listed = part.endsWith("[]");
    var name = listed ? part.substring(0, part.length() - 2) : part;
    if (name.isEmpty()) {
      throw new NodeException("cannot set or create an empty field name");
    }
    if (name.equals("-") || name.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new NodeException("wrong node kind mapping (expected: sequence)");
    }
    Node.@Nullable Kind kind;
    var tag = Node.NONE;
    @Nullable Node field;
    if (!create || made == null || listed) {
      field = map.get(name);
      kind = listed ? Node.Kind.LIST : null;
    } else if (at == path.size() - 1) {
      field = Fields.obtain(map, name, made);
      kind = made;
      tag = madeTag;
    } else {
      field = Fields.obtain(map, name, Node.Kind.MAP);
      kind = Node.Kind.MAP;
      tag = Node.MAP;
    }
    if (field == null) {
      return;
    }
    if (kind != null && field.isNull()) {
      if (looking) {
        altering = true;
      } else {
        field.retype(kind, tag);
      }
    }
    step(field, path, at + 1);
  }
}
