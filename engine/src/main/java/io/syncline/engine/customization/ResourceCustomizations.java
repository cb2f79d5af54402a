package io.syncline.engine.customization;

import io.syncline.lang.glob.Glob;
import io.syncline.model.object.GroupKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Settings by kind, from keys {@code resource.customizations.TYPE.GROUP_KIND} and from the older
 * single map {@code resource.customizations}. A key of its own counts more than an entry of the
 * map; a kind named exactly counts more than a pattern with {@code *}.
 */
public final class ResourceCustomizations {
  private static final List<String> TYPES = List.of("health", "actions");

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
    for (var written : Written.in(settings, problems)) {
      if (TYPES.contains(written.type()) && written.value() instanceof String text) {
        put(entries, written.kinds(), written.type(), text);
      }
    }
    return new ResourceCustomizations(entries, problems);
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
