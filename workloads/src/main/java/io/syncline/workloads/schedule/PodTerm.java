package io.syncline.workloads.schedule;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Selector;
import io.syncline.workloads.control.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which other pods a rule about neighbours speaks of.
 *
 * @param topologyKey the label of nodes that makes places the same
 * @param labels what the labels of the others must be; empty for no pod at all
 * @param namespaces namespaces of the others by name
 * @param chosen what the labels of further namespaces must be
 */
record PodTerm(
    String topologyKey,
    Optional<Selector> labels,
    List<String> namespaces,
    Optional<Selector> chosen) {
  PodTerm {
    namespaces = List.copyOf(namespaces);
  }

  /** The affinity term {@code tree} of {@code pod}. */
  static PodTerm of(Manifest pod, @Nullable Object tree) {
    var names = Tree.items(Tree.at(tree, "namespaces")).stream().map(String::valueOf).toList();
    var chosen = Tree.at(tree, "namespaceSelector");
    return new PodTerm(
        Tree.text(tree, "topologyKey"),
        labels(pod, tree),
        names.isEmpty() && chosen == null ? List.of(pod.namespace()) : names,
        chosen == null ? Optional.empty() : Optional.of(Selector.of(chosen)));
  }

  /** The pods that a spreading constraint of {@code pod} counts. */
  static PodTerm spreading(Manifest pod, Object constraint) {
    return new PodTerm(
        Tree.text(constraint, "topologyKey"),
        labels(pod, constraint),
        List.of(pod.namespace()),
        Optional.empty());
  }

  private static Optional<Selector> labels(Manifest pod, @Nullable Object tree) {
    if (Tree.at(tree, "labelSelector") == null) {
      return Optional.empty();
    }
    var selector = Selector.of(Tree.at(tree, "labelSelector"));
    var terms = new ArrayList<>(selector.terms());
    own(pod, tree, "matchLabelKeys", "In", terms);
    own(pod, tree, "mismatchLabelKeys", "NotIn", terms);
    return Optional.of(new Selector(selector.labels(), terms));
  }

  private static void own(
      Manifest pod,
      @Nullable Object tree,
      String field,
      String operator,
      List<Selector.Term> terms) {
    for (var key : Tree.items(Tree.at(tree, field))) {
      pod.label(String.valueOf(key))
          .ifPresent(
              value -> terms.add(new Selector.Term(String.valueOf(key), operator, List.of(value))));
    }
  }

  boolean matches(Manifest other, View view) {
    return labels.filter(l -> l.matches(other.labels())).isPresent()
        && (namespaces.contains(other.namespace()) || chosen(other.namespace(), view));
  }

  private boolean chosen(String namespace, View view) {
    return chosen.isPresent()
        && (chosen.get().isEmpty()
            || view.get(Kind.NAMESPACE, "", namespace)
                .filter(n -> chosen.get().matches(n.labels()))
                .isPresent());
  }
}
