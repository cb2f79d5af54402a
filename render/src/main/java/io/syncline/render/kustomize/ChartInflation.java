package io.syncline.render.kustomize;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.object.Manifest;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import io.syncline.render.RemoteAddress;
import io.syncline.render.RenderException;
import io.syncline.render.RenderRequest;
import io.syncline.render.helm.HelmRenderer;
import io.syncline.render.kustomize.node.NodeTrees;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Renders charts of kustomizations by the Helm renderer, from the tree or from a repository. */
final class ChartInflation implements Charts {
  private static final String NO_NAME = "release-name";
  private final RenderRequest request;

  ChartInflation(RenderRequest request) {
    this.request = request;
  }

  /** For installations that have not switched charts on. */
  static BuildException refusal(ChartEntry chart) {
    return new BuildException(
        "helm chart '"
            + chart.text("name")
            + "' in a kustomization: must specify --enable-helm (expected: it in kustomize.buildOptions)");
  }

  @Override
  public List<Resource> inflate(ChartEntry chart, Loader loader, ApiSchema schema) {
    var local = loader.folderPath(chart.folder());
    var tree = local.isPresent() ? loader.tree() : fetched(chart);
    var path = local.orElse("");
    try {
      var wanted = request.at(path).with(source(chart, values(chart, loader, tree, path)));
      return HelmRenderer.render(tree, wanted).stream()
          .filter(object -> !Tree.flag(chart.fields(), "skipHooks") || !hook(object))
          .map(object -> new Resource(schema, NodeTrees.node(object.root())))
          .toList();
    } catch (RenderException e) {
      throw new BuildException(
          "helm chart '" + chart.text("name") + "': " + e.problem().message(),
          e.problem().file(),
          e.problem().line());
    }
  }

  private SourceTree fetched(ChartEntry chart) {
    if (chart.text("repo").isEmpty()) {
      throw new BuildException(
          "helm chart '"
              + chart.text("name")
              + "' has no repo and stands not in '"
              + chart.folder()
              + "' (expected: one of them)");
    }
    var address =
        new RemoteAddress.Chart(chart.text("repo"), chart.text("name"), chart.text("version"));
    try {
      return request.remotes().open(address).tree();
    } catch (RenderException e) {
      throw new BuildException(e.problem().message());
    }
  }

  private static boolean hook(Manifest object) {
    return object.annotation("helm.sh/hook").isPresent();
  }

  private ApplicationSource source(ChartEntry chart, ObjectTree values) {
    var name = chart.text("releaseName");
    var namespace = chart.text("namespace");
    var helm =
        ObjectTree.of(
                "releaseName",
                name.isEmpty() ? NO_NAME : name,
                "namespace",
                namespace.isEmpty() ? "default" : namespace,
                "valuesObject",
                values,
                "skipCrds",
                !Tree.flag(chart.fields(), "includeCRDs"),
                "skipTests",
                Tree.flag(chart.fields(), "skipTests"))
            .with("kubeVersion", forced("kubeVersion", chart.text("kubeVersion")));
    var own = Tree.items(kustomize().get("apiVersions"));
    var versions = own.isEmpty() ? Tree.items(chart.fields().get("apiVersions")) : own;
    return new ApplicationSource(
        ObjectTree.of("helm", versions.isEmpty() ? helm : helm.with("apiVersions", versions)));
  }

  private ObjectTree kustomize() {
    return request.source().tool("kustomize");
  }

  /** What the source says stands above what the kustomization does. */
  private String forced(String field, String chart) {
    var own = Tree.text(kustomize(), field);
    return own.isEmpty() ? chart : own;
  }

  /** What lies over the chart's own values, in the order the files would be given to Helm. */
  private static ObjectTree values(ChartEntry chart, Loader loader, SourceTree tree, String path) {
    var file = chart.text("valuesFile");
    var inline = Tree.object(chart.fields().get("valuesInline"));
    var own = file.isEmpty() ? ObjectTree.EMPTY : object(loader.text(file), file);
    var first =
        switch (inline.isEmpty() ? "file" : chart.text("valuesMerge")) {
          case "file" -> own;
          case "replace" -> inline;
          case "merge" -> over(inline, file.isEmpty() ? defaults(tree, path) : own);
          default -> over(own, inline);
        };
    var all = first;
    var more = new ArrayList<>(Tree.items(chart.fields().get("additionalValuesFiles")));
    for (var additional : more) {
      var name = String.valueOf(additional);
      all = over(all, object(loader.text(name), name));
    }
    return all;
  }

  private static ObjectTree defaults(SourceTree tree, String path) {
    var name = path.isEmpty() ? "values.yaml" : path + "/values.yaml";
    return tree.read(name).map(bytes -> object(Yaml.decode(bytes), name)).orElse(ObjectTree.EMPTY);
  }

  private static ObjectTree object(String text, String file) {
    try {
      return Yaml.parseObject(text);
    } catch (YamlException e) {
      throw new BuildException(e.problem(), file, e.line());
    }
  }

  private static ObjectTree over(ObjectTree base, ObjectTree above) {
    var merged = base;
    for (var i = 0; i < above.size(); i++) {
      merged = merged.with(above.keyAt(i), laid(base.get(above.keyAt(i)), above.valueAt(i)));
    }
    return merged;
  }

  private static @Nullable Object laid(@Nullable Object base, @Nullable Object above) {
    return base instanceof ObjectTree low && above instanceof ObjectTree high
        ? over(low, high)
        : above;
  }
}
