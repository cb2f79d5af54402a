package io.syncline.model.application;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;

/**
 * One place manifests come from. The tool blocks ({@code helm}, {@code kustomize}, {@code
 * directory}, {@code plugin}) stay trees: each renderer reads its own.
 */
public record ApplicationSource(ObjectTree tree) {
  /** Repository URL as written. */
  public String repoUrl() {
    return Tree.text(tree, "repoURL");
  }

  /** Branch, tag, commit, constraint; "" means HEAD. */
  public String targetRevision() {
    return Tree.text(tree, "targetRevision");
  }

  /** Path inside the repository as written. */
  public String path() {
    return Tree.text(tree, "path");
  }

  /** Chart name in a Helm repository, "" for Git sources. */
  public String chart() {
    return Tree.text(tree, "chart");
  }

  /** Alias other sources use to reach files of this one, "" when none. */
  public String ref() {
    return Tree.text(tree, "ref");
  }

  /** Display name, "" when none. */
  public String name() {
    return Tree.text(tree, "name");
  }

  /** Prefix of tags considered for a constraint, "" when none. */
  public String tagPrefix() {
    return Tree.text(tree, "tagPrefix");
  }

  /** One tool block by name; empty when absent. */
  public ObjectTree tool(String name) {
    return Tree.object(tree.get(name));
  }
}
