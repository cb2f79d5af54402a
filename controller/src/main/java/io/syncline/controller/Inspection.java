package io.syncline.controller;

import io.syncline.controller.compare.Compared;
import io.syncline.controller.compare.Comparer;
import io.syncline.controller.compare.Rules;
import io.syncline.controller.control.AppKey;
import io.syncline.controller.control.ControlPlane;
import io.syncline.controller.source.Desired;
import io.syncline.controller.source.DesiredStates;
import io.syncline.controller.source.SourceDescription;
import io.syncline.controller.source.SourceException;
import io.syncline.controller.source.Wish;
import io.syncline.engine.access.ProjectAccess;
import io.syncline.engine.annotations.Annotations;
import io.syncline.engine.diff.Difference;
import io.syncline.engine.diff.SecretMask;
import io.syncline.engine.explain.Explanation;
import io.syncline.engine.preview.Preview;
import io.syncline.git.GitException;
import io.syncline.git.GitUrl;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.source.SourceTree;
import io.syncline.model.status.Condition;
import io.syncline.model.status.ManagedResource;
import io.syncline.model.status.ResourceNode;
import io.syncline.model.status.SyncStatus;
import io.syncline.model.tree.ObjectTree;
import io.syncline.registry.Archive;
import io.syncline.registry.RegistryException;
import io.syncline.render.SourceType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What applications are and would be, told on request; nothing here changes anything. */
public final class Inspection {
  /** Then it is the repository that cannot be had, whatever is wanted of it. */
  private static final Set<GitException.Code> UNREACHABLE =
      EnumSet.of(
          GitException.Code.AUTH,
          GitException.Code.NOT_FOUND,
          GitException.Code.UNREACHABLE,
          GitException.Code.TIMEOUT);

  private final Parts parts;
  private final InstantSource clock;

  /** Where the answers come from. */
  record Parts(
      ControlPlane control,
      Rules rules,
      Sites sites,
      DesiredStates states,
      Explanations explanations,
      ApplicationController applications) {}

  /**
   * The compared state of one application.
   *
   * @param nodes managed objects and what they made; missing ones included
   * @param orphans what stands in the application's namespace and belongs to none, and what that
   *     made; empty unless the project asks for it
   * @param resources managed objects from both sides, secrets masked
   */
  public record Detail(
      List<ResourceNode> nodes, List<ResourceNode> orphans, List<ManagedResource> resources) {
    /** Copies the lists. */
    public Detail {
      orphans = List.copyOf(orphans);
      nodes = List.copyOf(nodes);
      resources = List.copyOf(resources);
    }
  }

  /**
   * An application rendered on request.
   *
   * @param manifests objects as they would be applied, unmasked
   * @param revisions commit of each source
   * @param types tool of each source
   */
  public record Rendered(
      List<Manifest> manifests, List<String> revisions, List<Optional<SourceType>> types) {
    /** Copies the lists. */
    public Rendered {
      manifests = List.copyOf(manifests);
      revisions = List.copyOf(revisions);
      types = List.copyOf(types);
    }
  }

  Inspection(Parts parts, InstantSource clock) {
    this.parts = parts;
    this.clock = clock;
  }

  /** {@code app} with the lists whole that its stored status has in part, where they are known. */
  public Application whole(Application app) {
    return parts.control().whole(app);
  }

  /** The compared state of an application; empty before its first comparison. */
  public Optional<Detail> detail(String namespace, String name) {
    return parts
        .applications()
        .last(new AppKey(namespace, name))
        .map(
            compared ->
                new Detail(
                    parts.sites().of(compared.app()).tree().nodes(compared),
                    orphans(compared.app()),
                    managed(compared)));
  }

  private List<ResourceNode> orphans(Application app) {
    var site = parts.sites().of(app);
    return site.tree().orphans(site.comparer().orphans(app));
  }

  private List<ManagedResource> managed(Compared compared) {
    var comparer = parts.sites().of(compared.app()).comparer();
    return shown(compared.differences().stream().map(d -> current(d, comparer)).toList());
  }

  private List<ManagedResource> shown(List<Difference> differences) {
    var masked = parts.rules().maskedAnnotations();
    return differences.stream().map(difference -> SecretMask.show(difference, masked)).toList();
  }

  /**
   * An application compared as its API server would take it, by dry runs, whatever it asks for.
   * Nobody takes it for compared.
   *
   * @param manifests what is compared; empty for what its sources render to. A Secret whose values
   *     are hidden is left out
   * @throws SourceException when it cannot be compared; the message says why
   */
  public List<ManagedResource> comparedByServer(Application app, List<Manifest> manifests) {
    var comparer = parts.sites().of(app).comparer();
    var hidden = manifests.stream().filter(SecretMask::hidden).map(Manifest::name).toList();
    var wanted =
        manifests.isEmpty()
            ? renderNow(app, List.of(), false).manifests()
            : manifests.stream().filter(m -> !SecretMask.hidden(m)).toList();
    var asking =
        new Application(
            app.manifest()
                .with(
                    "ServerSideDiff=true", "metadata", "annotations", Annotations.COMPARE_OPTIONS));
    var against = new Comparer.Against(app.sources(), List.of(), Optional.of(wanted), false, false);
    var compared = comparer.compare(asking, against);
    if (compared.outcome() != Compared.Outcome.COMPLETE) {
      throw new SourceException(
          compared.conditions().stream().map(Condition::message).collect(Collectors.joining("; ")),
          null);
    }
    // A live Secret that was left out would look as if it were to go.
    return shown(
        compared.differences().stream()
            .filter(
                d ->
                    d.target().isPresent()
                        || !d.key().kind().equals("Secret")
                        || !hidden.contains(d.key().name()))
            .toList());
  }

  /** Status may have moved on since the comparison without giving cause to another. */
  private static Difference current(Difference known, Comparer comparer) {
    return new Difference(
        known.key(),
        known.target(),
        known.live().map(live -> known.target().flatMap(comparer::live).orElse(live)),
        known.status(),
        known.modified(),
        known.requiresPruning(),
        known.hook(),
        known.normalizedLive(),
        known.predictedLive());
  }

  /**
   * Renders an application as it would be compared.
   *
   * @param revision instead of that of its first source; "" for its own
   * @throws SourceException when it does not render; the message says why
   */
  public Rendered renderNow(Application app, String revision) {
    return renderNow(app, revision.isEmpty() ? List.of() : List.of(revision), false);
  }

  /**
   * Renders an application as it would be compared. Nobody takes it for compared.
   *
   * @param revisionsAsked revision of each source, "" for its own; empty for their own all
   * @param anew resolve revisions and render even what is known
   * @throws SourceException when it does not render; the message says why
   */
  public Rendered renderNow(Application app, List<String> revisionsAsked, boolean anew) {
    var against = new Comparer.Against(app.sources(), revisionsAsked, Optional.empty(), anew, anew);
    return rendered(parts.states().desired(parts.sites().of(app).comparer().wish(app, against)));
  }

  /**
   * The commits the sources of an application point at now. Where they must be signed it is the
   * revisions as they are named: whether a tag is signed cannot be told from its commit.
   *
   * @param revisionsAsked revision of each source, "" for its own
   * @throws SourceException when one cannot be had; the message says why
   */
  public List<String> resolve(Application app, List<String> revisionsAsked) {
    var against =
        new Comparer.Against(app.sources(), revisionsAsked, Optional.empty(), true, false);
    var commits = parts.states().resolve(parts.sites().of(app).comparer().wish(app, against));
    var project = parts.control().project(app.project());
    return project.filter(p -> DesiredStates.demandsSignatures(app, p)).isPresent()
        ? named(app, revisionsAsked)
        : commits;
  }

  private static List<String> named(Application app, List<String> revisionsAsked) {
    var named = new ArrayList<String>();
    for (var i = 0; i < app.sources().size(); i++) {
      var asked = i < revisionsAsked.size() ? revisionsAsked.get(i) : "";
      var own = app.sources().get(i).targetRevision();
      named.add(!asked.isEmpty() ? asked : own.isEmpty() ? "HEAD" : own);
    }
    return named;
  }

  /**
   * What is wrong with an application that need not be stored.
   *
   * @param render whether to render it too
   */
  public List<Condition> problems(Application app, boolean render) {
    var problems = parts.sites().of(app).comparer().problems(app);
    if (!problems.isEmpty() || !render) {
      return problems;
    }
    try {
      renderNow(app, "");
      return List.of();
    } catch (SourceException e) {
      var what =
          e.getCause() instanceof GitException cause && UNREACHABLE.contains(cause.code())
              ? "repository not accessible: "
              : "Unable to generate manifests: ";
      return List.of(new Condition(Condition.INVALID_SPEC, what + e.text()));
    }
  }

  /**
   * Renders an application as if the files of {@code archive}, a tar, were those of its repository.
   *
   * @throws SourceException when it does not render; the message says why
   */
  public Rendered renderFiles(Application app, byte[] archive) {
    try {
      var files = Archive.files(archive, "upload");
      return rendered(parts.states().uploaded(wish(app), files));
    } catch (RegistryException e) {
      throw new SourceException(String.valueOf(e.getMessage()), e);
    }
  }

  /** What of {@code app} differed from Git in its last comparison: both sides, unmasked. */
  public List<Difference> drifted(Application app) {
    return parts
        .applications()
        .last(AppKey.of(app))
        .map(Compared::differences)
        .orElse(List.of())
        .stream()
        .filter(d -> !d.hook() && d.status().filter(SyncStatus.OUT_OF_SYNC::equals).isPresent())
        .toList();
  }

  /**
   * The objects of {@code app} as they would be if {@code files} were those of its repository.
   *
   * @throws SourceException when it does not render; the message says why
   */
  public List<Manifest> renderTree(Application app, SourceTree files) {
    return parts.states().uploaded(wish(app), files).manifests();
  }

  /**
   * What a source of an application is and takes.
   *
   * @param index of the source
   * @throws SourceException when it cannot be read; the message says why
   */
  public SourceDescription describe(Application app, int index) {
    var url = app.sources().get(index).repoUrl();
    var project = parts.control().project(app.project());
    if (project.isEmpty() || !ProjectAccess.of(project.get()).permitsSource(url)) {
      throw new SourceException(
          "project "
              + app.project()
              + (project.isEmpty() ? " does not exist" : " does not permit the repository " + url),
          null);
    }
    return parts.states().describe(wish(app), index);
  }

  private Wish wish(Application app) {
    return parts.sites().of(app).comparer().wish(app, Comparer.Against.own(app, false, false));
  }

  private static Rendered rendered(Desired desired) {
    return new Rendered(desired.manifests(), desired.revisions(), desired.types());
  }

  /** Why an application is as it is and what happens next; empty when there is none. */
  public Optional<Explanation> explain(String namespace, String name) {
    var key = new AppKey(namespace, name);
    return parts
        .control()
        .application(key)
        .map(
            app ->
                parts
                    .applications()
                    .last(key)
                    .map(
                        last ->
                            parts
                                .explanations()
                                .of(app, last, parts.rules().maskedAnnotations(), clock.instant()))
                    .orElseGet(Explanation::unknown));
  }

  /**
   * What {@code operation} of {@code app} would do if it began now, secrets hidden. A sync that
   * names its digest is refused when it would do something else.
   *
   * @throws SourceException when it could not begin; the message says why
   */
  public Preview preview(Application app, ObjectTree operation) {
    return parts.sites().of(app).operations().preview(app, operation);
  }

  /** Whether {@code app} was rendered from {@code file} of the repository at {@code url}. */
  public boolean feeds(Application app, String url, String file) {
    return parts.states().feeds(AppKey.of(app), url, file);
  }

  /** The applications with a source in the repository at {@code url}. */
  public List<Application> applicationsOf(String url) {
    var wanted = GitUrl.normalise(url);
    return parts.control().applications().stream()
        .filter(
            app ->
                app.sources().stream()
                    .anyMatch(source -> GitUrl.normalise(source.repoUrl()).equals(wanted)))
        .toList();
  }
}
