package io.syncline.render.kustomize;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.Optional;

/** Picks the objects a patch goes to: expressions for the parts of the id, and label selectors. */
final class Selector {
  private final Optional<Expression> group;
  private final Optional<Expression> version;
  private final Optional<Expression> kind;
  private final Optional<Expression> name;
  private final Optional<Expression> namespace;
  private final LabelSelector labels;
  private final LabelSelector annotations;

  Selector(ObjectTree tree) {
    group = expression(tree, "group");
    version = expression(tree, "version");
    kind = expression(tree, "kind");
    name = expression(tree, "name");
    namespace = expression(tree, "namespace");
    labels = LabelSelector.parse(Tree.text(tree, "labelSelector"));
    annotations = LabelSelector.parse(Tree.text(tree, "annotationSelector"));
  }

  private static Optional<Expression> expression(ObjectTree tree, String field) {
    var text = Tree.text(tree, field);
    return text.isEmpty() ? Optional.empty() : Optional.of(Expression.whole(text));
  }

  /** The only name, now or first, that can match. */
  Optional<String> literalName() {
    return name.flatMap(Expression::literal);
  }

  boolean matches(Resource resource) {
    var gvk = resource.gvk();
    if (!fits(kind, gvk.kind()) || !fits(group, gvk.group()) || !fits(version, gvk.version())) {
      return false;
    }
    var original = resource.originalId();
    var current = resource.id();
    return (fits(name, original.name()) || fits(name, current.name()))
        && (fits(namespace, original.effectiveNamespace())
            || fits(namespace, current.effectiveNamespace()))
        && (labels.isEmpty() || labels.matches(resource.labels()))
        && (annotations.isEmpty() || annotations.matches(resource.annotations()));
  }

  private static boolean fits(Optional<Expression> expression, String text) {
    return expression.isEmpty() || expression.get().found(text);
  }
}
