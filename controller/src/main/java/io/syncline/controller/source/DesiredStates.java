package io.syncline.controller.source;

import io.syncline.controller.control.AppKey;
import io.syncline.engine.schedule.PathFilter;
import io.syncline.git.GitException;
import io.syncline.git.GitRepository;
import io.syncline.model.application.Application;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.object.Manifest;
import io.syncline.model.project.Project;
import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import io.syncline.model.status.Condition;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import io.syncline.render.BuildOptions;
import io.syncline.render.RenderLimits;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.SourceType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * From the sources of an Application to the manifests they render to, rendering only if need be.
 */
public final class DesiredStates implements AutoCloseable {
  private final RepositoryAccess access;
  private final Revisions revisions;
  private final RegistrySources registries;
  private final RemoteSources remotes;
  private final RenderCache cache;
  private final SignatureCheck signatures;
  private final Map<AppKey, Known> known = new ConcurrentHashMap<>();

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

    /** Whether this is what the application itself asks for. */
    boolean own() {
      return revisions.isEmpty() && sources.equals(app.sources());
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

  /** What an application's own sources rendered to last. */
  private record Known(List<ApplicationSource> sources, List<Slot> slots) {}

  /** One source of it: at which commit, from which inputs; no result for one without manifests. */
  private record Slot(
      Origin origin,
      String path,
      String commit,
      RenderCache.@Nullable Key key,
      RenderResult.@Nullable Rendered result) {}

  /** A source with its origin at a revision. */
  private record Placed(ApplicationSource source, Origin origin, String commit) {
    SourceTree tree() {
      return origin.tree(commit);
    }
  }

  /** Renders by {@code rendering} what {@code access} opens. */
  public DesiredStates(
      RepositoryAccess access,
      Revisions revisions,
      RegistrySources registries,
      Rendering rendering) {
    this.access = access;
    this.revisions = revisions;
    this.registries = registries;
    this.remotes = new RemoteSources(access, revisions, registries);
    this.cache = new RenderCache(rendering);
    this.signatures = new SignatureCheck(access, revisions, InstantSource.system());
  }

  /**
   * What is wrong with the signatures of the commits of {@code wish}, as errors; empty when nothing
   * is, or when {@code project} demands none.
   *
   * @param commits commit of each source; empty when manifests were brought along
   */
  public List<Condition> signatureProblems(Wish wish, Project project, List<String> commits) {
    return signatures.problems(project, wish.sources(), wish.revisions(), commits);
  }

  /** Whether {@code project} demands signatures of what {@code app} is made from. */
  public static boolean demandsSignatures(Application app, Project project) {
    return SignatureCheck.isDemanded(project, app.sources());
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
    return gathered(wish).desired();
  }

  /**
   * What Git wants, for a comparison: what it was rendered from is what {@link #touched} and {@link
   * #unchangedAt} judge by. Renders that nothing was compared with leave no trace there.
   *
   * @throws SourceException when a source does not yield manifests; the message says why
   */
  public Desired compared(Wish wish) {
    var gathered = gathered(wish);
    if (wish.own()) {
      known.put(AppKey.of(wish.app()), new Known(wish.sources(), gathered.slots()));
    }
    return gathered.desired();
  }

  /** What Git wants and what it was rendered from. */
  private record Gathered(Desired desired, List<Slot> slots) {}

  private Gathered gathered(Wish wish) {
    var placed = place(wish);
    var refs = refs(placed);
    var manifests = new ArrayList<Manifest>();
    var types = new ArrayList<Optional<SourceType>>();
    var warnings = new ArrayList<String>();
    var slots = new ArrayList<Slot>();
    for (var i = 0; i < placed.size(); i++) {
      var one = placed.get(i);
      if (rendersNothing(one.source())) {
        types.add(Optional.empty());
        slots.add(new Slot(one.origin(), "", one.commit(), null, null));
        continue;
      }
      var work = work(wish, one, refs);
      var rendered = filtered(wish, i, one, work).orElseGet(() -> render(wish, work));
      manifests.addAll(rendered.manifests());
      types.add(Optional.of(rendered.type()));
      warnings.addAll(rendered.warnings());
      slots.add(new Slot(one.origin(), work.request().path(), one.commit(), work.key(), rendered));
    }
    var commits = placed.stream().map(Placed::commit).toList();
    return new Gathered(new Desired(manifests, commits, types, warnings), slots);
  }

  /** Nothing is kept of an application that is gone. */
  public void forget(AppKey key) {
    known.remove(key);
  }

  /**
   * Whether commits touched what the sources of an application were rendered from. A hint, cheap
   * enough to ask for every application at every push: {@link #unchangedAt} knows.
   *
   * @param commits where the sources point now
   * @param changes files that differ between two commits of a repository
   */
  public boolean touched(Application app, List<String> commits, Changes changes) {
    var last = known.get(AppKey.of(app));
    if (last == null
        || !last.sources().equals(app.sources())
        || last.slots().size() != commits.size()) {
      return true;
    }
    for (var i = 0; i < commits.size(); i++) {
      var slot = last.slots().get(i);
      if (slot.commit().equals(commits.get(i))) {
        continue;
      }
      if (!(slot.origin() instanceof Origin.Git git)) {
        return true;
      }
      var changed = changes.between(git.repository(), slot.commit(), commits.get(i));
      var name = "$" + app.sources().get(i).ref();
      for (var user : last.slots()) {
        if (user.result() == null) {
          continue;
        }
        var inputs = user.result().inputs();
        var read = user == slot ? inputs : inputs.refs().get(name);
        if (read != null && read.touchedBy(changed)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Files that differ between two commits. */
  @FunctionalInterface
  public interface Changes {
    /** Paths that differ. */
    Collection<String> between(GitRepository repository, String from, String to);
  }

  /** Files that differ between two commits, read anew each time. */
  public static Collection<String> changes(GitRepository repository, String from, String to) {
    try {
      return repository.changedPaths(from, to);
    } catch (GitException e) {
      throw RepositoryAccess.problem(e);
    }
  }

  /** The last result, when the application says that what changed since does not matter. */
  private Optional<RenderResult.Rendered> filtered(
      Wish wish, int source, Placed placed, Work work) {
    var filter = PathFilter.of(wish.app(), work.request().path());
    var last = known.get(AppKey.of(wish.app()));
    if (filter.isEmpty() || wish.hard() || last == null || last.slots().size() <= source) {
      return Optional.empty();
    }
    var slot = last.slots().get(source);
    if (slot.result() == null || !work.key().equals(slot.key())) {
      return Optional.empty();
    }
    if (slot.commit().equals(placed.commit())) {
      return Optional.of(slot.result());
    }
    if (!(placed.origin() instanceof Origin.Git git)) {
      return Optional.empty();
    }
    try {
      var changed = changes(git.repository(), slot.commit(), placed.commit());
      return filter.get().concerns(changed) ? Optional.empty() : Optional.of(slot.result());
    } catch (SourceException lastCommitIsGone) {
      return Optional.empty();
    }
  }

  private static boolean rendersNothing(ApplicationSource source) {
    return source.path().isEmpty() && source.chart().isEmpty() && !source.ref().isEmpty();
  }

  /**
   * The commits the sources point at, when all of them render there to what the application was
   * compared with last, judged by the recorded inputs and without rendering. Empty when not, or
   * when that cannot be told.
   *
   * @param comparedAt commits of that comparison
   */
  public Optional<List<String>> unchangedAt(Wish wish, List<String> comparedAt) {
    var key = AppKey.of(wish.app());
    var last = known.get(key);
    if (last == null
        || !last.sources().equals(wish.sources())
        || !last.slots().stream().map(Slot::commit).toList().equals(comparedAt)) {
      return Optional.empty();
    }
    try {
      var placed = place(wish);
      var refs = refs(placed);
      var slots = new ArrayList<Slot>();
      for (var i = 0; i < placed.size(); i++) {
        var one = placed.get(i);
        var slot = last.slots().get(i);
        if (!rendersNothing(one.source())) {
          var work = work(wish, one, refs);
          if (filtered(wish, i, one, work).isEmpty() && !stands(slot, work)) {
            return Optional.empty();
          }
        }
        slots.add(new Slot(slot.origin(), slot.path(), one.commit(), slot.key(), slot.result()));
      }
      // From here on the next commit is held against this one, not against ever older ones.
      known.replace(key, last, new Known(last.sources(), slots));
      return Optional.of(placed.stream().map(Placed::commit).toList());
    } catch (SourceException notReadable) {
      return Optional.empty();
    }
  }

  private static boolean stands(Slot slot, Work work) {
    var request = work.request();
    return slot.result() != null
        && work.key().equals(slot.key())
        && slot.result().inputs().unchangedIn(work.tree(), request.refs(), request.remotes());
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
      var revision = i < wish.revisions().size() ? wish.revisions().get(i) : "";
      placed.add(place(wish, source, revision));
    }
    return placed;
  }

  private Placed place(Wish wish, ApplicationSource source, String revision) {
    var project = wish.app().project();
    if (RegistrySources.serves(source)) {
      return new Placed(
          source,
          new Origin.Registry(registries, source, project, wish.hard()),
          registries.resolve(source, revision, project, wish.now()));
    }
    var repository = access.open(source.repoUrl(), project);
    if (wish.hard()) {
      revisions.retry(repository);
    }
    return new Placed(
        source,
        new Origin.Git(repository),
        revisions.resolve(repository, source, revision, wish.now()));
  }

  /**
   * Where {@code source} points now, as last looked at.
   *
   * @throws SourceException when that cannot be had
   */
  public String revision(ApplicationSource source, String project) {
    return RegistrySources.serves(source)
        ? registries.resolve(source, "", project, false)
        : revisions.resolve(access.open(source.repoUrl(), project), source, "", false);
  }

  private RenderResult.Rendered render(Wish wish, Work work) {
    return switch (cache.get(work.key(), work.tree(), work.request(), wish.hard())) {
      case RenderResult.Rendered rendered -> rendered;
      case RenderResult.Failed failed -> throw new SourceException(failed.problem().text(), null);
    };
  }

  /** One render to do, or to find done. */
  private record Work(RenderCache.Key key, SourceTree tree, RenderRequest request) {}

  private Work work(Wish wish, Placed placed, Map<String, Placed> refs) {
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
            remotes.of(
                wish.app().project(), Tree.flag(placed.source().tool("helm"), "passCredentials")),
            RenderLimits.DEFAULT);
    return new Work(key(wish, placed, path, needed), tree, request);
  }

  private static String path(Placed placed, SourceTree tree) {
    if (!placed.source().chart().isEmpty()) {
      return "";
    }
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
        placed.origin().name(),
        path,
        source.without("targetRevision"),
        wish.instanceName(),
        wish.namespace(),
        wish.app().project(),
        showsRevision(placed.source()) ? placed.commit() + source.get("targetRevision") : "",
        repositories(refs),
        wish.kubeVersion(),
        wish.apiVersions(),
        wish.options());
  }

  private static Map<String, String> repositories(Map<String, Placed> refs) {
    var named = new LinkedHashMap<String, String>();
    refs.forEach((name, one) -> named.put(name, one.origin().name()));
    return named;
  }

  /** Whether the commit can stand in the output: only plugins and build variables put it there. */
  private static boolean showsRevision(ApplicationSource source) {
    return !source.tool("plugin").isEmpty() || Json.write(source.tree()).contains("_REVISION");
  }

  @Override
  public void close() {
    cache.close();
  }
}
