package io.syncline.kube.apply;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.Optional;

/** The annotation in which client-side apply remembers what it applied. */
public final class LastApplied {
  /** Name of the annotation. */
  public static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

  private LastApplied() {}

  /** What was applied last; empty when the object has no such annotation or an unreadable one. */
  public static Optional<ObjectTree> of(Manifest live) {
    return live.annotation(ANNOTATION).flatMap(LastApplied::parse);
  }

  private static Optional<ObjectTree> parse(String text) {
    try {
      return Json.parse(text) instanceof ObjectTree tree ? Optional.of(tree) : Optional.empty();
    } catch (Json.SyntaxException unreadable) {
      return Optional.empty();
    }
  }

  /** {@code target} with the annotation that remembers it. */
  public static Manifest remember(Manifest target) {
    var bare = target.without("metadata", "annotations", ANNOTATION);
    if (!(bare.at("metadata", "annotations") instanceof ObjectTree)) {
      bare = bare.with(ObjectTree.EMPTY, "metadata", "annotations");
    }
    return bare.with(text(bare), "metadata", "annotations", ANNOTATION);
  }

  /** Byte for byte what kubectl writes: sorted keys, HTML characters escaped, a line end. */
  private static String text(Manifest bare) {
    var json = Json.write(Tree.sorted(bare.root()));
    return json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e") + "\n";
  }
}
