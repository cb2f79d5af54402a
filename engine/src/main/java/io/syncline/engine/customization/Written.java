package io.syncline.engine.customization;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One customization as somebody wrote it.
 *
 * @param kinds kind or pattern, as {@code group/Kind}; the group of built-in kinds is missing
 * @param type such as {@code health} or {@code ignoreDifferences}
 * @param value text, or what stands there
 */
public record Written(String kinds, String type, Object value) {
  private static final String PREFIX = "resource.customizations";

  /**
   * All customizations of {@code settings}, the keys and texts of {@code argocd-cm}. Those of the
   * single map of old come first, those with a key of their own after them, each in the order of
   * their names.
   *
   * @param problems takes what could not be read
   */
  public static List<Written> in(Map<String, String> settings, List<String> problems) {
    var all = new ArrayList<Written>();
    try {
      var map = settings.getOrDefault(PREFIX, "");
      (map.isBlank() ? ObjectTree.EMPTY : Yaml.parseObject(map))
          .forEach(
              (kinds, entry) ->
                  Tree.object(entry)
                      .forEach(
                          (type, value) ->
                              all.add(
                                  new Written(kinds, oldNames(type), value == null ? "" : value))));
    } catch (YamlException e) {
      problems.add("argocd-cm: " + PREFIX + ": " + e.getMessage());
    }
    new TreeMap<>(settings)
        .forEach(
            (key, text) -> {
              var dot = key.indexOf('.', PREFIX.length() + 1);
              if (key.startsWith(PREFIX + ".") && dot > 0) {
                var type = key.substring(PREFIX.length() + 1, dot);
                all.add(new Written(kinds(key.substring(dot + 1)), type, text));
              }
            });
    return List.copyOf(all);
  }

  private static String oldNames(String type) {
    return type.equals("health.lua") ? "health" : type;
  }

  /** {@code apps_Deployment} as {@code apps/Deployment}; {@code all} as any kind. */
  private static String kinds(String name) {
    return name.equals("all") ? "*/*" : name.replaceFirst("_(?=[^_]*$)", "/");
  }
}
