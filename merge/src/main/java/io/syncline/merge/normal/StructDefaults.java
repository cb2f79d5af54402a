package io.syncline.merge.normal;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;

/** The defaults of structs that must be worked out. */
final class StructDefaults {
  private StructDefaults() {}

  static ObjectTree apply(String struct, ObjectTree object) {
    return switch (struct) {
      case "core/v1.Container", "core/v1.EphemeralContainer" -> pullPolicy(object);
      case "core/v1.PodSpec" -> serviceAccount(object);
      default -> object;
    };
  }

  private static ObjectTree pullPolicy(ObjectTree container) {
    if (!Tree.text(container, "imagePullPolicy").isEmpty()) {
      return container;
    }
    var image = Tree.text(container, "image");
    var digest = image.indexOf('@');
    var name = digest < 0 ? image : image.substring(0, digest);
    var colon = name.lastIndexOf(':');
    var tag = colon > name.lastIndexOf('/') ? name.substring(colon + 1) : "";
    var latest = tag.equals("latest") || (tag.isEmpty() && digest < 0);
    return container.with("imagePullPolicy", latest ? "Always" : "IfNotPresent");
  }

  private static ObjectTree serviceAccount(ObjectTree pod) {
    var name = Tree.text(pod, "serviceAccountName");
    var alias = Tree.text(pod, "serviceAccount");
    var chosen = name.isEmpty() ? alias : name;
    return chosen.isEmpty()
        ? pod
        : pod.with("serviceAccountName", chosen).with("serviceAccount", chosen);
  }
}
