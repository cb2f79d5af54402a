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

  /** Whether {@code resource} is meant; {@code work} pays for the expressions. */
  boolean matches(Resource resource, Work work) {
    var gvk = resource.gvk();
    if (!fits(kind, gvk.kind(), work)
        || !fits(group, gvk.group(), work)
        || !fits(version, gvk.version(), work)) {
      return false;
    }
    var original = resource.originalId();
    var current = resource.id();
    return (fits(name, original.name(), work) || fits(name, current.name(), work))
        && (fits(namespace, original.effectiveNamespace(), work)
            || fits(namespace, current.effectiveNamespace(), work))
        && (labels.isEmpty() || labels.matches(resource.labels()))
        && (annotations.isEmpty() || annotations.matches(resource.annotations()));
  }

  private static boolean fits(Optional<Expression> expression, String text, Work work) {
    return expression.isEmpty() || expression.get().found(text, work);
  }
}
