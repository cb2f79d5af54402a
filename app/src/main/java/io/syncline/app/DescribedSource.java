package io.syncline.app;

import io.syncline.controller.source.SourceDescription;
import io.syncline.model.tree.ObjectTree;
import java.util.ArrayList;

/** What a source is, in the words of {@code appdetails}. */
final class DescribedSource {
  private DescribedSource() {}

  static ObjectTree shown(SourceDescription description) {
    var type = description.type().word();
    return switch (description) {
      case SourceDescription.Directory _ ->
          ObjectTree.of("type", type, "directory", ObjectTree.EMPTY);
      case SourceDescription.Kustomize kustomize ->
          ObjectTree.of("type", type, "kustomize", ObjectTree.of("images", kustomize.images()));
      case SourceDescription.Plugin plugin ->
          ObjectTree.of(
              "type", type, "plugin", ObjectTree.of("parametersAnnouncement", plugin.parameters()));
      case SourceDescription.Helm helm -> {
        var parameters = new ArrayList<ObjectTree>();
        helm.parameters()
            .forEach((name, value) -> parameters.add(ObjectTree.of("name", name, "value", value)));
        yield ObjectTree.of(
            "type",
            type,
            "helm",
            ObjectTree.of(
                "name", helm.name(),
                "valueFiles", helm.valueFiles(),
                "parameters", parameters,
                "values", helm.values()));
      }
    };
  }
}
