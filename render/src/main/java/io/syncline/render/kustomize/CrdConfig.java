package io.syncline.render.kustomize;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** Field specs that the OpenAPI definitions of custom resources announce by their extensions. */
final class CrdConfig {
  private static final int MAX_DEPTH = 100;
  private final FieldConfig config = new FieldConfig();
  private final ObjectTree definitions;

  private CrdConfig(ObjectTree definitions) {
    this.definitions = definitions;
  }

  static FieldConfig parse(ObjectTree definitions) {
    var reader = new CrdConfig(definitions);
    definitions.forEach(
        (name, definition) -> {
          var properties = properties(definition);
          if (properties.containsKey("kind")
              && properties.containsKey("apiVersion")
              && properties.containsKey("metadata")) {
            var kind = name.substring(name.lastIndexOf('.') + 1);
            reader.add(Gvk.of("", "", kind), properties, List.of());
          }
        });
    return reader.config;
  }

  private static ObjectTree properties(Object definition) {
    return Tree.object(Tree.at(definition, "Schema", "properties"));
  }

  private void add(Gvk kind, ObjectTree properties, List<String> path) {
    if (path.size() > MAX_DEPTH) {
      throw new BuildException("definitions of custom resources nest deeper than " + MAX_DEPTH);
    }
    properties.forEach((name, property) -> add(kind, name, Tree.object(property), path));
  }

  private void add(Gvk kind, String name, ObjectTree property, List<String> path) {
    var here = new ArrayList<>(path);
    here.add(name);
    var spec = FieldSpec.of(kind, String.join("/", here), false);
    if (property.get("x-kubernetes-annotation") instanceof String) {
      config.add(FieldConfig.Use.ANNOTATIONS, spec);
    }
    if (property.get("x-kubernetes-label-selector") instanceof String) {
      config.add(FieldConfig.Use.COMMON_LABELS, spec);
    }
    if (property.get("x-kubernetes-identity") instanceof String) {
      config.add(FieldConfig.Use.PREFIX, spec);
    }
    if (property.get("x-kubernetes-object-ref-api-version") instanceof String version
        && property.get("x-kubernetes-object-ref-kind") instanceof String referred) {
      var key = Tree.text(property, "x-kubernetes-object-ref-name-key");
      var fields = new ArrayList<FieldSpec>();
      fields.add(
          FieldSpec.of(kind, String.join("/", here) + "/" + (key.isEmpty() ? "name" : key), false));
      config.add(new FieldConfig.References(Gvk.of("", version, referred), fields));
    }
    if (property.get("$ref") instanceof String reference) {
      var definition = definitions.get(reference);
      if (definition != null) {
        add(kind, properties(definition), here);
      }
    }
  }
}
