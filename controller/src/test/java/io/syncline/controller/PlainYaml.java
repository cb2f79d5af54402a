package io.syncline.controller;

import io.syncline.model.object.Manifest;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import io.syncline.render.RecordingTree;
import io.syncline.render.RenderProblem;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.SourceType;
import java.util.ArrayList;
import java.util.List;

/** Renders the YAML files of one folder as they stand: enough to test what happens around it. */
final class PlainYaml {
  private PlainYaml() {}

  static RenderResult render(SourceTree source, RenderRequest request) {
    var tree = new RecordingTree(source, request.limits());
    var manifests = new ArrayList<Manifest>();
    for (var entry : tree.list(request.path())) {
      var path = request.path().isEmpty() ? entry.name() : request.path() + "/" + entry.name();
      if (entry.type() != SourceTree.Type.FILE || !entry.name().endsWith(".yaml")) {
        continue;
      }
      try {
        for (var document : Yaml.documents(tree.read(path).orElseThrow())) {
          if (document.value() instanceof ObjectTree object) {
            manifests.add(new Manifest(object));
          }
        }
      } catch (YamlException e) {
        return new RenderResult.Failed(
            new RenderProblem(e.problem(), path, e.line(), ""), tree.inputs());
      }
    }
    return new RenderResult.Rendered(SourceType.DIRECTORY, manifests, List.of(), tree.inputs());
  }
}
