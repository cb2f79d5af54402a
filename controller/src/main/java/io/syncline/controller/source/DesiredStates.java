package io.syncline.controller.source;

import io.syncline.controller.control.AppKey;
import io.syncline.controller.plugin.PluginHost;
import io.syncline.controller.plugin.RepositoryLogin;
import io.syncline.model.application.Application;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.object.Manifest;
import io.syncline.model.project.Project;
import io.syncline.model.source.SourceTree;
import io.syncline.model.status.Condition;
import io.syncline.render.Plugins;
import io.syncline.render.RenderException;
import io.syncline.render.RenderResult;
import io.syncline.render.SourceType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From the sources of an Application to the manifests they render to, rendering only if need be.
 */
public final class DesiredStates implements AutoCloseable {
  private final RepositoryAccess access;
  private final Places places;
  private final RemoteSources remotes;
  private final PluginHost plugins;
  private final RenderCache cache;
  private final SignatureCheck signatures;
  private final LastCompared last = new LastCompared();

  /** Renders by {@code rendering} what {@code access} opens, with the help of {@code plugins}. */
  public DesiredStates(
      RepositoryAccess access,
      Revisions revisions,
      RegistrySources registries,
      Rendering rendering,
      PluginHost plugins) {
    this.access = access;
    this.places = new Places(access, revisions, registries);
    this.remotes = new RemoteSources(access, revisions, registries);
    this.plugins = plugins;
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
    return Placed.commits(places.place(wish));
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
      last.remember(wish, gathered.slots());
    }
    return gathered.desired();
  }

  /** What Git wants and what it was rendered from. */
  private record Gathered(Desired desired, List<LastCompared.Slot> slots) {}

  private Gathered gathered(Wish wish) {
    var placed = places.place(wish);
    var refs = Placed.refs(placed);
    var programs = programs(wish.app());
    var manifests = new ArrayList<Manifest>();
    var types = new ArrayList<Optional<SourceType>>();
    var warnings = new ArrayList<String>();
    var slots = new ArrayList<LastCompared.Slot>();
    for (var i = 0; i < placed.size(); i++) {
      var one = placed.get(i);
      if (one.rendersNothing()) {
        types.add(Optional.empty());
        slots.add(LastCompared.Slot.empty(one));
        continue;
      }
      var work = Work.of(wish, one, refs, remotes, programs);
      var rendered = last.filtered(wish, i, one, work).orElseGet(() -> render(wish, work));
      manifests.addAll(rendered.manifests());
      types.add(Optional.of(rendered.type()));
      warnings.addAll(rendered.warnings());
      slots.add(
          new LastCompared.Slot(
              one.origin(), work.request().path(), one.commit(), work.key(), rendered));
    }
    var desired = new Desired(manifests, Placed.commits(placed), types, warnings);
    return new Gathered(desired, slots);
  }

  /**
   * Whether an application was rendered from {@code file} when it was compared last, as far as is
   * known.
   *
   * @param url repository
   * @param file path from its root
   */
  public boolean feeds(AppKey key, String url, String file) {
    return last.feeds(key, url, file);
  }

  /**
   * What the one source of {@code wish} would want if {@code files} stood in its repository. Leaves
   * no trace.
   *
   * @throws SourceException when the source does not yield manifests; the message says why
   */
  public Desired uploaded(Wish wish, SourceTree files) {
    if (wish.sources().size() != 1) {
      throw new SourceException(
          "application "
              + wish.app().name()
              + " cannot be rendered from other files (expected: one source; it has "
              + wish.sources().size()
              + ")",
          null);
    }
    var placed = new Placed(wish.sources().getFirst(), new Origin.Upload(files), "");
    // Whoever brings files along is not who wrote those of the repository: no login for them.
    var programs = plugins.of(wish.app(), _ -> Optional.empty());
    var work = Work.of(wish, placed, Map.of(), remotes, programs);
    var rendered = require(cache.once(work));
    return new Desired(
        rendered.manifests(),
        List.of(""),
        List.of(Optional.of(rendered.type())),
        rendered.warnings());
  }

  /**
   * What one source of {@code wish} is and takes.
   *
   * @param index of the source
   * @throws SourceException when it cannot be read; the message says why
   */
  public SourceDescription describe(Wish wish, int index) {
    var placed = places.place(wish);
    var work = Work.of(wish, placed.get(index), Placed.refs(placed), remotes, programs(wish.app()));
    var described =
        cache.compute(
            work.request(),
            () -> SourceDescription.of(work.tree(), work.request(), work.key().options()));
    return described instanceof SourceDescription.Kustomize
        ? SourceDescription.Kustomize.of(render(wish, work).manifests())
        : described;
  }

  /** Nothing is kept of an application that is gone. */
  public void forget(AppKey key) {
    last.forget(key);
  }

  /**
   * Whether commits touched what the sources of an application were rendered from. A hint, cheap
   * enough to ask for every application at every push: {@link #unchangedAt} knows.
   *
   * @param commits where the sources point now
   * @param changes files that differ between two commits of a repository
   */
  public boolean touched(Application app, List<String> commits, Changes changes) {
    return last.touched(app, commits, changes);
  }

  /**
   * The commits the sources point at, when all of them render there to what the application was
   * compared with last, judged by the recorded inputs and without rendering. Empty when not, or
   * when that cannot be told.
   *
   * @param comparedAt commits of that comparison
   */
  public Optional<List<String>> unchangedAt(Wish wish, List<String> comparedAt) {
    var before = last.of(wish);
    if (before.isEmpty()
        || !before.get().sources().equals(wish.sources())
        || !before.get().commits().equals(comparedAt)) {
      return Optional.empty();
    }
    try {
      var placed = places.place(wish);
      var refs = Placed.refs(placed);
      var programs = programs(wish.app());
      var slots = new ArrayList<LastCompared.Slot>();
      for (var i = 0; i < placed.size(); i++) {
        var one = placed.get(i);
        var slot = before.get().slots().get(i);
        if (!one.rendersNothing()) {
          var work = Work.of(wish, one, refs, remotes, programs);
          if (last.filtered(wish, i, one, work).isEmpty() && !slot.standsFor(work)) {
            return Optional.empty();
          }
        }
        slots.add(slot.at(one.commit()));
      }
      // From here on the next commit is held against this one, not against ever older ones.
      last.advance(wish, before.get(), slots);
      return Optional.of(Placed.commits(placed));
    } catch (SourceException notReadable) {
      return Optional.empty();
    }
  }

  /**
   * Where {@code source} points now, as last looked at.
   *
   * @throws SourceException when that cannot be had
   */
  public String revision(ApplicationSource source, String project) {
    return places.revision(source, project);
  }

  /** Whether all sources of {@code app} are in Git, and were listed after {@code at}. */
  public boolean listedSince(Application app, Instant at) {
    return app.sources().stream().allMatch(s -> places.listedSince(s, app.project(), at));
  }

  private Plugins programs(Application app) {
    return plugins.of(app, url -> Optional.of(login(url, app)));
  }

  private RepositoryLogin login(String url, Application app) {
    try {
      return access.login(url, app.project());
    } catch (SourceException e) {
      throw RenderException.passing(url, e.text(), "");
    }
  }

  private RenderResult.Rendered render(Wish wish, Work work) {
    return require(cache.get(work.key(), work.tree(), work.request(), wish.hard()));
  }

  private static RenderResult.Rendered require(RenderResult result) {
    return switch (result) {
      case RenderResult.Rendered rendered -> rendered;
      case RenderResult.Failed failed -> throw new SourceException(failed.problem().text(), null);
    };
  }

  @Override
  public void close() {
    cache.close();
  }
}
