package io.syncline.controller.source;

import io.syncline.git.GitException;
import io.syncline.git.GitRepository;
import io.syncline.git.GitUrl;
import io.syncline.model.application.Application;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.object.Manifest;
import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.Json;
import io.syncline.render.BuildOptions;
import io.syncline.render.RenderLimits;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.SourceType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From the sources of an Application to the manifests they render to, rendering only if need be.
 */
public final class DesiredStates implements AutoCloseable {
  private final RepositoryAccess access;
  private final Revisions revisions;
  private final RenderCache cache;

  /**
   * What decides the manifests besides the sources.
   *
   * @param app the application
   * @param instanceName its name for tracking
   * @param sources the sources to render, its own or those of an operation
   * @param revisions revision of each source to use instead of its own; empty for none, "" in place
   *     of one
   * @param namespace destination namespace
   * @param kubeVersion version of the destination cluster
   * @param apiVersions what that cluster serves
   * @param options of tools, for the whole installation
   * @param now resolve revisions anew
   * @param hard render anew
   */
  public record Wish(
      Application app,
      String instanceName,
      List<ApplicationSource> sources,
      List<String> revisions,
      String namespace,
      String kubeVersion,
      List<String> apiVersions,
      BuildOptions options,
      boolean now,
      boolean hard) {
    /** Copies the lists. */
    public Wish {
      sources = List.copyOf(sources);
      revisions = List.copyOf(revisions);
      apiVersions = List.copyOf(apiVersions);
    }
  }

  /**
   * What Git wants.
   *
   * @param manifests objects of all sources in order
   * @param revisions commit of each source
   * @param types tool of each source; empty for one that only others refer to
   * @param warnings of the tools
   */
  public record Desired(
      List<Manifest> manifests,
      List<String> revisions,
      List<Optional<SourceType>> types,
      List<String> warnings) {
    /** Copies the lists. */
    public Desired {
      manifests = List.copyOf(manifests);
      revisions = List.copyOf(revisions);
      types = List.copyOf(types);
      warnings = List.copyOf(warnings);
    }
  }

  /** A source with its repository at a commit. */
  private record Placed(ApplicationSource source, GitRepository repository, String commit) {
    SourceTree tree() {
      try {
        return repository.tree(commit);
      } catch (GitException e) {
        throw RepositoryAccess.problem(e);
      }
    }
  }

  /** Renders by {@code rendering} what {@code access} opens. */
  public DesiredStates(RepositoryAccess access, Revisions revisions, Rendering rendering) {
    this.access = access;
    this.revisions = revisions;
    this.cache = new RenderCache(rendering);
  }

  /** How many renders were made. */
  public long renders() {
    return cache.renders();
  }

  /**
   * The commits the sources point at.
   *
   * @throws SourceException when one cannot be had
   */
  public List<String> resolve(Wish wish) {
    return place(wish).stream().map(Placed::commit).toList();
  }

  /**
   * What Git wants.
   *
   * @throws SourceException when a source does not yield manifests; the message says why
   */
  public Desired desired(Wish wish) {
    var placed = place(wish);
    var refs = refs(placed);
    var manifests = new ArrayList<Manifest>();
    var types = new ArrayList<Optional<SourceType>>();
    var warnings = new ArrayList<String>();
    for (var one : placed) {
      if (one.source().path().isEmpty() && !one.source().ref().isEmpty()) {
        types.add(Optional.empty());
        continue;
      }
      var rendered = render(wish, one, refs);
      manifests.addAll(rendered.manifests());
      types.add(Optional.of(rendered.type()));
      warnings.addAll(rendered.warnings());
    }
    return new Desired(manifests, placed.stream().map(Placed::commit).toList(), types, warnings);
  }

  /**
   * Whether all sources render to what they rendered to last, judged by the recorded inputs and
   * without rendering. False when that cannot be told.
   */
  public boolean unchanged(Wish wish) {
    try {
      var placed = place(wish);
      var refs = refs(placed);
      for (var one : placed) {
        if (one.source().path().isEmpty() && !one.source().ref().isEmpty()) {
          continue;
        }
        var tree = one.tree();
        var key = key(wish, one, path(one, tree), referenced(one.source(), refs));
        if (!cache.newestStands(key, tree)) {
          return false;
        }
      }
      return true;
    } catch (SourceException notReadable) {
      return false;
    }
  }

  private static Map<String, Placed> refs(List<Placed> placed) {
    var refs = new LinkedHashMap<String, Placed>();
    for (var one : placed) {
      if (!one.source().ref().isEmpty()) {
        refs.put("$" + one.source().ref(), one);
      }
    }
    return refs;
  }

  private List<Placed> place(Wish wish) {
    var placed = new ArrayList<Placed>();
    for (var i = 0; i < wish.sources().size(); i++) {
      var source = wish.sources().get(i);
      if (!source.chart().isEmpty()) {
        throw new SourceException(
            "chart "
                + source.chart()
                + " of "
                + source.repoUrl()
                + " cannot be read: Helm repositories are not served (expected: a Git repository with the chart)",
            null);
      }
      var repository = access.open(source.repoUrl(), wish.app().project());
      var revision = i < wish.revisions().size() ? wish.revisions().get(i) : "";
      placed.add(
          new Placed(
              source, repository, revisions.resolve(repository, source, revision, wish.now())));
    }
    return placed;
  }

  private RenderResult.Rendered render(Wish wish, Placed placed, Map<String, Placed> refs) {
    var tree = placed.tree();
    var path = path(placed, tree);
    var needed = referenced(placed.source(), refs);
    var trees = new LinkedHashMap<String, SourceTree>();
    needed.forEach((name, one) -> trees.put(name, one.tree()));
    var request =
        new RenderRequest(
            path,
            placed.source(),
            wish.instanceName(),
            wish.namespace(),
            wish.app().project(),
            placed.commit(),
            wish.kubeVersion(),
            wish.apiVersions(),
            trees,
            RenderLimits.DEFAULT);
    var key = key(wish, placed, path, needed);
    return switch (cache.get(key, tree, request, wish.hard())) {
      case RenderResult.Rendered rendered -> rendered;
      case RenderResult.Failed failed -> throw new SourceException(failed.problem().text(), null);
    };
  }

  private static String path(Placed placed, SourceTree tree) {
    var written = placed.source().path();
    var path =
        SourcePath.resolve("", written.startsWith("/") ? written.substring(1) : written)
            .orElseThrow(
                () ->
                    new SourceException(
                        "path \"" + written + "\" leaves the repository (expected: a path inside)",
                        null));
    var there =
        path.isEmpty()
            || tree.entry(path).filter(e -> e.type() != SourceTree.Type.FILE).isPresent();
    if (!there) {
      throw new SourceException(
          path + ": app path does not exist in " + tree.label() + " (expected: a directory)", null);
    }
    return path;
  }

  private static Map<String, Placed> referenced(
      ApplicationSource source, Map<String, Placed> refs) {
    var text = refs.isEmpty() ? "" : Json.write(source.tree());
    var needed = new LinkedHashMap<String, Placed>();
    refs.forEach(
        (name, one) -> {
          if (text.contains(name + "/")) {
            needed.put(name, one);
          }
        });
    return needed;
  }

  private static RenderCache.Key key(
      Wish wish, Placed placed, String path, Map<String, Placed> refs) {
    var source = placed.source().tree();
    return new RenderCache.Key(
        GitUrl.normalise(placed.repository().url()),
        path,
        source.without("targetRevision"),
        wish.instanceName(),
        wish.namespace(),
        wish.app().project(),
        showsRevision(placed.source()) ? placed.commit() + source.get("targetRevision") : "",
        refs.values().stream().map(Placed::commit).toList(),
        wish.kubeVersion(),
        wish.apiVersions(),
        wish.options());
  }

  /** Whether the commit can stand in the output: only plugins and build variables put it there. */
  private static boolean showsRevision(ApplicationSource source) {
    return !source.tool("plugin").isEmpty() || Json.write(source.tree()).contains("$");
  }

  @Override
  public void close() {
    cache.close();
  }
}
