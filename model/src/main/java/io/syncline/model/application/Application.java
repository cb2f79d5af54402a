package io.syncline.model.application;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Optional;

/** One Application, read from its manifest. */
public record Application(Manifest manifest) {
  /** Group of all kinds of Argo CD. */
  public static final String GROUP = "argoproj.io";

  /** apiVersion of all kinds of Argo CD that we read. */
  public static final String API_VERSION = "argoproj.io/v1alpha1";

  /** Annotation that asks for a refresh: {@code normal} or {@code hard}. */
  public static final String REFRESH = "argocd.argoproj.io/refresh";

  /** Name of the object. */
  public String name() {
    return manifest.name();
  }

  /** Namespace of the object itself, not of what it deploys. */
  public String namespace() {
    return manifest.namespace();
  }

  /** Name used for tracking and caches: qualified outside the controller's own namespace. */
  public String instanceName(String controllerNamespace) {
    return namespace().equals(controllerNamespace) || namespace().isEmpty()
        ? name()
        : namespace() + "_" + name();
  }

  /** Project name; "" is read as {@code default}. */
  public String project() {
    var project = manifest.text("spec", "project");
    return project.isEmpty() ? "default" : project;
  }

  /** Whether {@code spec.sources} is used: any non-empty list makes it so. */
  public boolean multiSource() {
    return !Tree.items(manifest.at("spec", "sources")).isEmpty();
  }

  /** The sources in order; one when {@code spec.source} is used, none when neither is given. */
  public List<ApplicationSource> sources() {
    if (multiSource()) {
      return Tree.items(manifest.at("spec", "sources")).stream()
          .map(s -> new ApplicationSource(Tree.object(s)))
          .toList();
    }
    return manifest.at("spec", "source") instanceof ObjectTree tree
        ? List.of(new ApplicationSource(tree))
        : List.of();
  }

  /** Where it deploys to. */
  public Destination destination() {
    var tree = Tree.object(manifest.at("spec", "destination"));
    return new Destination(
        Tree.text(tree, "server"), Tree.text(tree, "name"), Tree.text(tree, "namespace"));
  }

  /** How it syncs by itself and with which options. */
  public SyncPolicy syncPolicy() {
    return SyncPolicy.from(Tree.object(manifest.at("spec", "syncPolicy")));
  }

  /** The raw {@code spec.ignoreDifferences} entries. */
  public List<ObjectTree> ignoreDifferences() {
    return Tree.items(manifest.at("spec", "ignoreDifferences")).stream().map(Tree::object).toList();
  }

  /** How many history entries to keep. */
  public int revisionHistoryLimit() {
    return (int)
        Math.min(
            Integer.MAX_VALUE, Tree.number(manifest.root(), 10, "spec", "revisionHistoryLimit"));
  }

  /** The operation somebody asked for and nobody finished yet. */
  public Optional<ObjectTree> operation() {
    return manifest.at("operation") instanceof ObjectTree tree
        ? Optional.of(tree)
        : Optional.empty();
  }

  /** {@code spec} as written. */
  public ObjectTree spec() {
    return Tree.object(manifest.at("spec"));
  }

  /** {@code status} as last stored; empty when never written. */
  public ObjectTree status() {
    return Tree.object(manifest.at("status"));
  }

  /** Value of the refresh annotation, when present. */
  public Optional<String> refreshRequested() {
    return manifest.annotation(REFRESH);
  }
}
