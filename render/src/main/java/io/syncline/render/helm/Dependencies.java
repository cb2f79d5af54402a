package io.syncline.render.helm;

import io.syncline.lang.semver.Constraint;
import io.syncline.lang.semver.Version;
import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.render.RemoteAddress;
import io.syncline.render.RenderException;
import io.syncline.render.RenderRequest;
import java.util.List;

/** Gets the dependencies of a chart that do not stand in its {@code charts/}. */
final class Dependencies {
  private static final String FILE = "file://";
  private final SourceTree tree;
  private final RenderRequest request;
  private final Chart chart;
  private final List<Object> locked;

  private Dependencies(SourceTree tree, RenderRequest request, Chart chart) {
    this.tree = tree;
    this.request = request;
    this.chart = chart;
    this.locked = Tree.items(lock(tree, chart).get("dependencies"));
  }

  /** Adds to {@code chart} what it lacks: at the locked versions when the lock still fits. */
  static void complete(SourceTree tree, RenderRequest request, Chart chart) {
    var missing = Requirements.missing(chart);
    if (missing.isEmpty()) {
      return;
    }
    var dependencies = new Dependencies(tree, request, chart);
    for (var requirement : chart.requirements()) {
      // Of one chart there may be several versions under different aliases.
      if (missing.contains(requirement.name())
          && chart.dependencies().stream().noneMatch(d -> Requirements.fits(requirement, d))) {
        chart.add(dependencies.fetched(requirement, missing));
      }
    }
  }

  private static ObjectTree lock(SourceTree tree, Chart chart) {
    for (var name : List.of("Chart.lock", "requirements.lock")) {
      var place = ChartLoader.join(chart.place(), name);
      var bytes = tree.read(place);
      if (bytes.isPresent()) {
        return ChartLoader.yaml(bytes.get(), place);
      }
    }
    return ObjectTree.EMPTY;
  }

  private Chart fetched(Requirement wanted, List<String> missing) {
    var place = ChartLoader.join(chart.place(), "charts/" + wanted.name());
    var repository = wanted.repository();
    if (repository.startsWith(FILE)) {
      return ChartLoader.load(tree, neighbour(wanted));
    }
    if (repository.isBlank()) {
      throw problem(missing, "dependency " + wanted.name() + " names no repository");
    }
    try {
      return ChartLoader.load(request.remotes().open(address(wanted)).tree(), "", place);
    } catch (RenderException e) {
      throw problem(
          missing, request.remotes().refusal(elsewhere(missing)).orElse(e.problem().message()));
    }
  }

  private RemoteAddress.Chart address(Requirement wanted) {
    return new RemoteAddress.Chart(wanted.repository(), wanted.name(), version(wanted));
  }

  private List<RemoteAddress.Chart> elsewhere(List<String> missing) {
    return chart.requirements().stream()
        .filter(one -> missing.contains(one.name()))
        .filter(one -> !one.repository().isBlank() && !one.repository().startsWith(FILE))
        .map(this::address)
        .toList();
  }

  private String neighbour(Requirement wanted) {
    var written = wanted.repository().substring(FILE.length());
    return SourcePath.resolve(chart.place(), written)
        .filter(path -> !written.startsWith("/") && tree.entry(path).isPresent())
        .orElseThrow(
            () ->
                RenderException.in(
                    ChartLoader.join(chart.place(), "Chart.yaml"),
                    0,
                    "dependency "
                        + wanted.name()
                        + " is at "
                        + wanted.repository()
                        + " (expected: a folder of the repository, relative to the chart)"));
  }

  /** The locked version while it lies in the range; a lock out of date does not count. */
  private String version(Requirement wanted) {
    var range = Constraint.parse(wanted.version().isBlank() ? "*" : wanted.version());
    return locked.stream()
        .filter(one -> Tree.text(one, "name").equals(wanted.name()))
        .filter(one -> Tree.text(one, "repository").equals(wanted.repository()))
        .map(one -> Tree.text(one, "version"))
        .filter(
            text ->
                Version.parse(text).isPresent()
                    && range.isPresent()
                    && range.get().allows(Version.parse(text).get()))
        .findFirst()
        .orElse(wanted.version());
  }

  private RenderException problem(List<String> missing, String why) {
    return RenderException.in(
        ChartLoader.join(chart.place(), "Chart.yaml"),
        0,
        "found in Chart.yaml, but missing in charts/ directory: "
            + String.join(", ", missing)
            + ": "
            + why,
        "run helm dependency build and commit charts/");
  }
}
