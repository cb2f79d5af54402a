package io.syncline.render.helm;

import io.syncline.lang.gotemplate.GoFormat;
import io.syncline.lang.semver.Constraint;
import io.syncline.lang.semver.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which dependencies take part, under which names, and which of their values go up. */
final class Requirements {
  private Requirements() {}

  /** Names in {@code dependencies} for which no chart stands in {@code charts/}. */
  static List<String> missing(Chart chart) {
    var present = new HashSet<String>();
    chart.dependencies().forEach(d -> present.add(d.name()));
    return chart.requirements().stream()
        .map(Requirement::name)
        .filter(name -> !present.contains(name))
        .distinct()
        .toList();
  }

  /** Settles dependencies of {@code chart} and below for the user's {@code values}. */
  static void resolve(Chart chart, Map<String, @Nullable Object> values) {
    select(chart, values, "");
    importValues(chart);
  }

  private static void select(Chart chart, Map<String, @Nullable Object> values, String path) {
    if (chart.requirements().isEmpty()) {
      return;
    }
    chart.dependencies(named(chart));
    var all = Values.coalesced(chart, values);
    var kept = new ArrayList<Requirement>();
    var dropped = new HashSet<String>();
    for (var requirement : chart.requirements()) {
      if (enabled(requirement, all, path)) {
        kept.add(requirement);
      } else {
        dropped.add(requirement.usedName());
      }
    }
    chart.dependencies(
        chart.dependencies().stream().filter(d -> !dropped.contains(d.name())).toList());
    chart.requirements(kept);
    for (var dependency : chart.dependencies()) {
      select(dependency, all, path + dependency.name() + ".");
    }
  }

  /** Charts nobody names stay; named ones come once for each entry, under its alias. */
  private static List<Chart> named(Chart chart) {
    var result = new ArrayList<Chart>();
    for (var dependency : chart.dependencies()) {
      if (chart.requirements().stream().noneMatch(r -> fits(r, dependency))) {
        result.add(dependency);
      }
    }
    for (var requirement : chart.requirements()) {
      chart.dependencies().stream()
          .filter(d -> fits(requirement, d))
          .findFirst()
          .ifPresent(d -> result.add(d.renamed(requirement.usedName())));
    }
    return result;
  }

  /** Whether {@code chart} is what {@code requirement} asks for. */
  static boolean fits(Requirement requirement, Chart chart) {
    if (!chart.name().equals(requirement.name())) {
      return false;
    }
    var version = Version.parse(chart.version());
    var range = Constraint.parse(requirement.version().isBlank() ? "*" : requirement.version());
    return version.isPresent() && range.isPresent() && range.get().allows(version.get());
  }

  private static boolean enabled(
      Requirement requirement, Map<String, @Nullable Object> values, String path) {
    for (var condition : requirement.condition().strip().split(",")) {
      if (!condition.isEmpty()
          && Values.at(values, path + condition).orElse("") instanceof Boolean on) {
        return on;
      }
    }
    var tags = Values.table(values.get("tags")).orElse(new TreeMap<>());
    var on = false;
    var off = false;
    for (var tag : requirement.tags()) {
      if (tags.get(tag) instanceof Boolean set) {
        on |= set;
        off |= !set;
      }
    }
    return on || !off;
  }

  private static void importValues(Chart chart) {
    chart.dependencies().forEach(Requirements::importValues);
    if (chart.requirements().isEmpty()) {
      return;
    }
    var all = Values.coalesced(chart, new TreeMap<>());
    var imported = new TreeMap<String, @Nullable Object>();
    for (var requirement : chart.requirements()) {
      for (var entry : requirement.importValues()) {
        var found = imported(requirement, entry, all);
        found.ifPresent(values -> Values.fill(imported, values, false));
      }
    }
    withoutNulls(all);
    Values.fill(all, imported, false);
    chart.values(all);
  }

  private static Optional<Map<String, @Nullable Object>> imported(
      Requirement requirement, Object entry, Map<String, @Nullable Object> all) {
    var child =
        entry instanceof Map<?, ?> pair ? GoFormat.text(pair.get("child")) : "exports." + entry;
    var values =
        Values.at(all, requirement.usedName() + "." + child)
            .flatMap(Values::table)
            .map(Values::copy);
    return entry instanceof Map<?, ?> pair
        ? values.map(v -> Values.wrapped(GoFormat.text(pair.get("parent")), v))
        : values.map(v -> v);
  }

  private static void withoutNulls(Map<String, @Nullable Object> values) {
    for (var key : List.copyOf(values.keySet())) {
      var value = values.get(key);
      if (value == null) {
        values.remove(key);
      } else {
        Values.table(value).ifPresent(Requirements::withoutNulls);
      }
    }
  }
}
