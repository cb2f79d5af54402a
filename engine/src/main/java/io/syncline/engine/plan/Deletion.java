package io.syncline.engine.plan;

import io.syncline.engine.annotations.Annotations;
import io.syncline.model.object.Manifest;
import java.util.List;

/** What goes when an application is deleted with its objects (semantics 20.2, 20.3). */
public final class Deletion {
  private Deletion() {}

  /** Those of {@code objects} to delete now: the highest wave, the reverse of how they came. */
  public static List<Manifest> firstWave(List<Manifest> objects) {
    var highest = objects.stream().mapToInt(Annotations::wave).max().orElse(0);
    return objects.stream().filter(o -> Annotations.wave(o) == highest).toList();
  }

  /**
   * Whether {@code object} goes with its application.
   *
   * @param options {@code syncPolicy.syncOptions} of the application
   */
  public static boolean deletes(Manifest object, List<String> options) {
    if (object.kind().equals("CustomResourceDefinition")
        || object.annotation("helm.sh/resource-policy").filter("keep"::equals).isPresent()) {
      return false;
    }
    return Annotations.option(object, "Delete")
        .map(value -> !value.equals("false"))
        .orElse(!options.contains("Delete=false"));
  }
}
