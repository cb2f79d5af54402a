package io.syncline.cli.app;

import static io.syncline.cli.app.SourceOptions.put;

import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of sources that are Kustomize folders. */
final class KustomizeOptions {
  @Option(names = "--kustomize-image", description = "Kustomize image override")
  List<String> images = List.of();

  @Option(
      names = "--kustomize-replica",
      paramLabel = "NAME=COUNT",
      description = "Kustomize replica count")
  List<String> replicas = List.of();

  @Option(names = "--nameprefix", description = "Kustomize name prefix")
  @Nullable String namePrefix;

  @Option(names = "--namesuffix", description = "Kustomize name suffix")
  @Nullable String nameSuffix;

  @Option(names = "--kustomize-version", description = "Version of Kustomize")
  @Nullable String version;

  @Option(names = "--kustomize-namespace", description = "Kustomize namespace override")
  @Nullable String namespace;

  @Option(
      names = "--kustomize-kube-version",
      description = "Version of Kubernetes charts in it are told")
  @Nullable String kubeVersion;

  @Option(
      names = "--kustomize-api-versions",
      description = "API versions charts in it are told, [GROUP/]VERSION/KIND")
  List<String> apiVersions = List.of();

  @Option(
      names = "--kustomize-common-label",
      paramLabel = "NAME=VALUE",
      description = "Label of everything")
  List<String> labels = List.of();

  @Option(
      names = "--kustomize-common-annotation",
      paramLabel = "NAME=VALUE",
      description = "Annotation of everything")
  List<String> annotations = List.of();

  @Option(
      names = "--kustomize-label-without-selector",
      arity = "0..1",
      fallbackValue = "true",
      description = "Keep common labels out of selectors and templates")
  @Nullable Boolean withoutSelector;

  @Option(
      names = "--kustomize-label-include-templates",
      arity = "0..1",
      fallbackValue = "true",
      description = "Put common labels into templates too")
  @Nullable Boolean includeTemplates;

  @Option(
      names = "--kustomize-force-common-label",
      arity = "0..1",
      fallbackValue = "true",
      description = "Common labels win over those of the folder")
  @Nullable Boolean forceLabels;

  @Option(
      names = "--kustomize-force-common-annotation",
      arity = "0..1",
      fallbackValue = "true",
      description = "Common annotations win over those of the folder")
  @Nullable Boolean forceAnnotations;

  @Option(
      names = "--ignore-missing-components",
      arity = "0..1",
      fallbackValue = "true",
      description = "Leave out components that are not there")
  @Nullable Boolean ignoreMissing;

  ObjectTree apply(ObjectTree source) {
    var next = source;
    next = put(next, namePrefix, "kustomize", "namePrefix");
    next = put(next, nameSuffix, "kustomize", "nameSuffix");
    next = put(next, version, "kustomize", "version");
    next = put(next, namespace, "kustomize", "namespace");
    next = put(next, kubeVersion, "kustomize", "kubeVersion");
    next = put(next, withoutSelector, "kustomize", "labelWithoutSelector");
    next = put(next, includeTemplates, "kustomize", "labelIncludeTemplates");
    next = put(next, forceLabels, "kustomize", "forceCommonLabels");
    next = put(next, forceAnnotations, "kustomize", "forceCommonAnnotations");
    next = put(next, ignoreMissing, "kustomize", "ignoreMissingComponents");
    if (!apiVersions.isEmpty()) {
      next = Tree.with(next, Tree.list(SetCommand.split(apiVersions)), "kustomize", "apiVersions");
    }
    next = Pair.put(next, labels, "common label", "kustomize", "commonLabels");
    next = Pair.put(next, annotations, "common annotation", "kustomize", "commonAnnotations");
    for (var text : replicas) {
      var pair = Pair.of(text, "expected parameter of the form: name=count. Received: ");
      next =
          Pair.add(
              next,
              ObjectTree.of("name", pair.name(), "count", count(pair.value())),
              "kustomize",
              "replicas");
    }
    if (!images.isEmpty()) {
      var all = new ArrayList<>(Tree.items(Tree.at(next, "kustomize", "images")));
      for (var image : images) {
        all.removeIf(old -> imageKey(String.valueOf(old)).equals(imageKey(image)));
        all.add(image);
      }
      next = Tree.with(next, Tree.list(all), "kustomize", "images");
    }
    return next;
  }

  private static long count(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new CliException(
          CliException.FAILED, "expected integer value for count. Received: " + text);
    }
  }

  /** What an image override is about: everything before what it says of it. */
  static String imageKey(String image) {
    var renamed = image.indexOf('=');
    if (renamed >= 0) {
      return image.substring(0, renamed);
    }
    var digest = image.indexOf('@');
    var name = digest < 0 ? image : image.substring(0, digest);
    var tag = name.lastIndexOf(':');
    // A colon before a slash stands before the port of a registry.
    return tag > name.lastIndexOf('/') ? name.substring(0, tag) : name;
  }
}
