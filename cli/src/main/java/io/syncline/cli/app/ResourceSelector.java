package io.syncline.cli.app;

import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;

/**
 * One {@code --resource} flag.
 *
 * @param exclude whether it starts with {@code !}
 * @param group group or {@code *}
 * @param kind kind or {@code *}
 * @param namespace namespace, "" for any
 * @param name name or {@code *}
 */
record ResourceSelector(boolean exclude, String group, String kind, String namespace, String name) {
  static ResourceSelector parse(String text) {
    var exclude = text.startsWith("!");
    var parts = (exclude ? text.substring(1) : text).split(":", -1);
    if (parts.length != 3) {
      throw new CliException(
          CliException.FAILED, "Resource should have GROUP:KIND:NAME, but instead got: " + text);
    }
    var slash = parts[2].indexOf('/');
    if (slash >= 0 && parts[2].indexOf('/', slash + 1) >= 0) {
      throw new CliException(
          CliException.FAILED,
          "Resource with namespace should have GROUP:KIND:NAMESPACE/NAME, but instead got: "
              + text);
    }
    return new ResourceSelector(
        exclude,
        parts[0],
        parts[1],
        slash < 0 ? "" : parts[2].substring(0, slash),
        parts[2].substring(slash + 1));
  }

  private boolean fits(ObjectTree resource) {
    return (group.equals("*") || group.equals(Tree.text(resource, "group")))
        && (kind.equals("*") || kind.equals(Tree.text(resource, "kind")))
        && (namespace.isEmpty()
            || namespace.equals("*")
            || namespace.equals(Tree.text(resource, "namespace")))
        && (name.equals("*") || name.equals(Tree.text(resource, "name")));
  }

  /**
   * Whether a resource is chosen: an exclusion that fits wins; without inclusions all others are.
   */
  static boolean any(List<ResourceSelector> selectors, ObjectTree resource) {
    if (selectors.stream().anyMatch(s -> s.exclude() && s.fits(resource))) {
      return false;
    }
    return selectors.stream().allMatch(ResourceSelector::exclude)
        || selectors.stream().anyMatch(s -> !s.exclude() && s.fits(resource));
  }
}
