package io.syncline.engine.sync;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** Finds the container images an object names, wherever its pod template stands. */
public final class Images {
  private static final List<String[]> POD_SPECS =
      List.of(
          new String[] {"spec"},
          new String[] {"spec", "template", "spec"},
          new String[] {"spec", "jobTemplate", "spec", "template", "spec"});

  private Images() {}

  /** The images of {@code object}, in order, each once. */
  public static List<String> of(Manifest object) {
    var images = new ArrayList<String>();
    for (var path : POD_SPECS) {
      var spec = object.at(path);
      for (var field : List.of("initContainers", "containers")) {
        for (var container : Tree.items(Tree.at(spec, field))) {
          var image = Tree.text(container, "image");
          if (!image.isEmpty() && !images.contains(image)) {
            images.add(image);
          }
        }
      }
    }
    return images;
  }
}
