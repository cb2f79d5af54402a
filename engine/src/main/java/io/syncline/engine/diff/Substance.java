package io.syncline.engine.diff;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;

/** What of a live object is worth a comparison when it changes (semantics 13.7). */
public final class Substance {
  private static final String ALWAYS = "argocd.argoproj.io/ignore-resource-updates";
  private static final List<String> BOOKKEEPING =
      List.of("resourceVersion", "managedFields", "generation");

  private final Ignores ignores;

  /** Leaves out the fields that {@code rules} name. Not for use by several threads at once. */
  public Substance(List<IgnoreRule> rules) {
    this.ignores = new Ignores(rules);
  }

  /** Whether {@code after} differs from {@code before} in a way that counts. */
  public boolean differs(Manifest before, Manifest after) {
    var was = bare(before);
    var is = bare(after);
    return !was.equals(is) && !reduced(before, was).equals(reduced(after, is));
  }

  private static ObjectTree bare(Manifest object) {
    var root = object.root().without("status");
    for (var field : BOOKKEEPING) {
      root = Tree.without(root, "metadata", field);
    }
    return root;
  }

  private ObjectTree reduced(Manifest object, ObjectTree bare) {
    var matching = ignores.matching(object.key());
    if (matching.isEmpty()) {
      return bare;
    }
    var managers = matching.stream().flatMap(r -> r.managers().stream()).toList();
    var owned = OwnedFields.of(object, managers);
    return ignores.remove(OwnedFields.remove(new Manifest(bare), owned), matching).root();
  }

  /** Whether {@code object}, which no application tracks, asks that its changes count likewise. */
  public static boolean asksFor(Manifest object) {
    return object.annotation(ALWAYS).filter("true"::equals).isPresent();
  }
}
