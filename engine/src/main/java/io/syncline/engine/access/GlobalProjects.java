package io.syncline.engine.access;

import io.syncline.model.object.Manifest;
import io.syncline.model.project.Project;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Projects whose permissions hold in other projects as well (semantics 24.6). */
public final class GlobalProjects {
  private static final List<String> MERGED =
      List.of(
          "sourceRepos",
          "destinations",
          "clusterResourceWhitelist",
          "clusterResourceBlacklist",
          "namespaceResourceWhitelist",
          "namespaceResourceBlacklist",
          "syncWindows");

  private GlobalProjects() {}

  /**
   * The global projects of {@code project}.
   *
   * @param entries of the setting {@code globalProjects}: {@code labelSelector} and {@code
   *     projectName} each
   * @param projects finds projects by name
   */
  public static List<Project> of(
      Project project, List<?> entries, Function<String, Optional<Project>> projects) {
    return entries.stream()
        .filter(entry -> selects(Tree.at(entry, "labelSelector"), project.manifest()))
        .map(entry -> Tree.text(entry, "projectName"))
        .filter(name -> !name.equals(project.name()))
        .distinct()
        .flatMap(name -> projects.apply(name).stream())
        .toList();
  }

  /** {@code project} with what the lists of {@code globals} add to its own. */
  public static Project merged(Project project, List<Project> globals) {
    var manifest = project.manifest();
    for (var field : MERGED) {
      var own = manifest.at("spec", field);
      var all = new ArrayList<@Nullable Object>(Tree.items(own));
      globals.forEach(g -> all.addAll(Tree.items(g.manifest().at("spec", field))));
      if (all.size() > Tree.items(own).size()) {
        manifest = manifest.with(Tree.list(all), "spec", field);
      }
    }
    return new Project(manifest);
  }

  private static boolean selects(@Nullable Object selector, Manifest object) {
    var labels =
        Tree.object(Tree.at(selector, "matchLabels")).entrySet().stream()
            .allMatch(e -> object.label(e.getKey()).filter(e.getValue()::equals).isPresent());
    return labels
        && Tree.items(Tree.at(selector, "matchExpressions")).stream()
            .allMatch(e -> holds(e, object.label(Tree.text(e, "key"))));
  }

  private static boolean holds(Object expression, Optional<String> label) {
    var values = Tree.items(Tree.at(expression, "values"));
    return switch (Tree.text(expression, "operator")) {
      case "In" -> label.filter(values::contains).isPresent();
      case "NotIn" -> label.filter(values::contains).isEmpty();
      case "Exists" -> label.isPresent();
      case "DoesNotExist" -> label.isEmpty();
      default -> false;
    };
  }
}
