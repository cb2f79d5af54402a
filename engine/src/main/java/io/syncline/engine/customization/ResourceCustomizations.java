package io.syncline.engine.customization;

import io.syncline.lang.glob.Glob;
import io.syncline.model.object.GroupKind;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Settings by kind, from keys {@code resource.customizations.TYPE.GROUP_KIND} and from the older
 * single map {@code resource.customizations}. A key of its own counts more than an entry of the
 * map; a kind named exactly counts more than a pattern with {@code *}.
 */
public final class ResourceCustomizations {
  private static final String PREFIX = "resource.customizations";

  /** Nothing set. */
  public static final ResourceCustomizations NONE = new ResourceCustomizations(Map.of(), List.of());

  /**
   * What is set for one kind or pattern.
   *
   * @param health a script that judges, "" for none
   * @param actions a definition of actions as YAML, "" for none
   */
  public record Entry(String health, String actions) {
    private static final Entry EMPTY = new Entry("", "");
  }

  private final Map<String, Entry> entries;
  private final List<String> problems;

  private ResourceCustomizations(Map<String, Entry> entries, List<String> problems) {
    this.entries = entries;
    this.problems = List.copyOf(problems);
  }

  /** Reads the settings of a ConfigMap; what cannot be read stands in {@link #problems}. */
  public static ResourceCustomizations read(Map<String, String> settings) {
    var entries = new LinkedHashMap<String, Entry>();
    var problems = new ArrayList<String>();
    readMap(settings.getOrDefault(PREFIX, ""), entries, problems);
    new TreeMap<>(settings)
        .forEach(
            (key, value) -> {
              for (var type : List.of("health", "actions")) {
                var start = PREFIX + "." + type + ".";
                if (key.startsWith(start)) {
                  put(entries, key(key.substring(start.length())), type, value);
                }
              }
            });
    return new ResourceCustomizations(entries, problems);
  }

  private static void readMap(String yaml, Map<String, Entry> entries, List<String> problems) {
    if (yaml.isBlank()) {
      return;
    }
    try {
      Yaml.parseObject(yaml)
          .forEach(
              (key, value) -> {
                put(entries, key, "health", Tree.text(value, "health.lua"));
                put(entries, key, "actions", Tree.text(value, "actions"));
              });
    } catch (YamlException e) {
      problems.add("argocd-cm: " + PREFIX + ": " + e.getMessage());
    }
  }

  private static void put(Map<String, Entry> entries, String key, String type, String text) {
    var known = entries.getOrDefault(key, Entry.EMPTY);
    if (!text.isBlank()) {
      entries.put(
          key,
          type.equals("health")
              ? new Entry(text, known.actions())
              : new Entry(known.health(), text));
    }
  }

  /** {@code apps_Deployment} as {@code apps/Deployment}. */
  private static String key(String name) {
    var underscore = name.lastIndexOf('_');
    return underscore < 0
        ? name
        : name.substring(0, underscore) + "/" + name.substring(underscore + 1);
  }

  /** Parts of the settings nobody could read. */
  public List<String> problems() {
    return problems;
  }

  /** The health script for {@code kind}. */
  public Optional<String> health(GroupKind kind) {
    return text(kind, Entry::health);
  }

  /** The definition of actions for {@code kind}. */
  public Optional<String> actions(GroupKind kind) {
    return text(kind, Entry::actions);
  }

  private Optional<String> text(GroupKind kind, Function<Entry, String> part) {
    var exact = part.apply(entries.getOrDefault(kind.toString(), Entry.EMPTY));
    if (!exact.isEmpty()) {
      return Optional.of(exact);
    }
    return entries.entrySet().stream()
        .filter(entry -> entry.getKey().contains("*"))
        .filter(entry -> !part.apply(entry.getValue()).isEmpty())
        .filter(
            entry -> Glob.tryOf(entry.getKey()).filter(g -> g.matches(kind.toString())).isPresent())
        .findFirst()
        .map(entry -> part.apply(entry.getValue()));
  }
}
