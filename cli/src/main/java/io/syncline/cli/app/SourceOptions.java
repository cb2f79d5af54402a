package io.syncline.cli.app;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags that say where a source is and how it is rendered, as a function from source to source. */
final class SourceOptions {
  @Option(names = "--repo", description = "Repository URL")
  @Nullable String repo;

  @Option(names = "--path", description = "Path in the repository")
  @Nullable String path;

  @Option(names = "--helm-chart", paramLabel = "NAME", description = "Chart of a Helm repository")
  @Nullable String chart;

  @Option(
      names = "--revision",
      description = "Branch, tag or commit; of a chart a version or a range of versions")
  @Nullable String revision;

  @Option(
      names = "--tag-prefix",
      paramLabel = "TEXT",
      description = "Only tags that begin so count when the revision is a range")
  @Nullable String tagPrefix;

  @Option(names = "--ref", description = "Name by which other sources use the files of this one")
  @Nullable String ref;

  @Option(
      names = "--directory-recurse",
      arity = "0..1",
      fallbackValue = "true",
      description = "Read folders below too")
  @Nullable Boolean recurse;

  @Option(
      names = "--directory-include",
      paramLabel = "GLOB",
      description = "Read only files that fit")
  @Nullable String include;

  @Option(
      names = "--directory-exclude",
      paramLabel = "GLOB",
      description = "Leave out files that fit")
  @Nullable String exclude;

  @Option(
      names = "--config-management-plugin",
      paramLabel = "NAME",
      description = "Plugin that renders it")
  @Nullable String plugin;

  @Option(names = "--plugin-env", paramLabel = "NAME=VALUE", description = "Variable of the plugin")
  java.util.List<String> pluginVariables = java.util.List.of();

  @Mixin HelmOptions helm = new HelmOptions();

  @Mixin KustomizeOptions kustomize = new KustomizeOptions();

  @Mixin JsonnetOptions jsonnet = new JsonnetOptions();

  /** {@code source} with what the flags say; the same when there are none. */
  ObjectTree apply(ObjectTree source) {
    var next = source;
    next = put(next, repo, "repoURL");
    next = put(next, path, "path");
    next = put(next, chart, "chart");
    next = put(next, revision, "targetRevision");
    next = put(next, tagPrefix, "tagPrefix");
    next = put(next, ref, "ref");
    next = put(next, recurse, "directory", "recurse");
    next = put(next, include, "directory", "include");
    next = put(next, exclude, "directory", "exclude");
    next = put(next, plugin, "plugin", "name");
    for (var variable : pluginVariables) {
      var pair = Pair.of(variable, "Expected plugin-env of the form: param=value. Received: ");
      next = Pair.add(next, pair, "plugin", "env");
    }
    return jsonnet.apply(kustomize.apply(helm.apply(next)));
  }

  /** {@code source} with {@code value}, when there is one, at a place. */
  static ObjectTree put(ObjectTree source, @Nullable Object value, String... at) {
    return value == null ? source : Tree.with(source, value, at);
  }
}
