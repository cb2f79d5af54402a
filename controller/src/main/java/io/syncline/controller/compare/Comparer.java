package io.syncline.controller.compare;

import io.syncline.controller.control.AppKey;
import io.syncline.controller.control.ControlPlane;
import io.syncline.controller.destination.DestinationCluster;
import io.syncline.controller.source.Desired;
import io.syncline.controller.source.DesiredStates;
import io.syncline.controller.source.SourceException;
import io.syncline.controller.source.Wish;
import io.syncline.engine.access.ApplicationValidation;
import io.syncline.engine.access.DestinationAccount;
import io.syncline.engine.annotations.Hooks;
import io.syncline.engine.destination.ClusterBook;
import io.syncline.engine.diff.Comparison;
import io.syncline.engine.diff.DiffRules;
import io.syncline.engine.diff.DiffStrategy;
import io.syncline.engine.diff.Difference;
import io.syncline.engine.health.ApplicationHealth;
import io.syncline.engine.target.Scope;
import io.syncline.engine.target.Scopes;
import io.syncline.engine.target.Target;
import io.syncline.engine.target.TargetRequest;
import io.syncline.engine.target.Tracking;
import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.model.application.Application;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import io.syncline.model.project.Project;
import io.syncline.model.status.Condition;
import io.syncline.model.status.SyncStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Compares the Applications of one cluster with it. Safe for use by many threads. */
public final class Comparer {
  private final DestinationCluster place;
  private final Supplier<ClusterBook> book;
  private final Cluster cluster;
  private final ControlPlane control;
  private final DesiredStates states;
  private final Rules rules;
  private final LiveReader reader;
  private final DryRuns dryRuns;
  private final Orphans orphans;
  private final Permits permits;
  private final Memory memory = new Memory();

  /** Compares what {@code states} renders with what is live in {@code place}. */
  public Comparer(
      DestinationCluster place,
      Supplier<ClusterBook> book,
      ControlPlane control,
      DesiredStates states,
      Rules rules,
      Duration patience) {
    this.place = place;
    this.book = book;
    this.cluster = place.cluster();
    this.control = control;
    this.states = states;
    this.rules = rules;
    this.reader = new LiveReader(place, patience);
    this.dryRuns = new DryRuns(cluster);
    this.orphans = new Orphans(place.cache(), patience);
    this.permits = new Permits(place, book);
  }

  /**
   * What to compare with.
   *
   * @param sources sources to render
   * @param revisions revision of each source to use instead of its own; empty for none
   * @param manifests manifests to use instead of the sources, even none at all
   * @param now resolve revisions anew
   * @param hard render anew
   */
  public record Against(
      List<ApplicationSource> sources,
      List<String> revisions,
      Optional<List<Manifest>> manifests,
      boolean now,
      boolean hard) {
    /** Copies the lists. */
    public Against {
      sources = List.copyOf(sources);
      revisions = List.copyOf(revisions);
      manifests = manifests.map(List::copyOf);
    }

    /** The application's own sources at their revisions. */
    public static Against own(Application app, boolean now, boolean hard) {
      return new Against(app.sources(), List.of(), Optional.empty(), now, hard);
    }

    /** The application's own sources at given commits. */
    public static Against at(Application app, List<String> revisions) {
      return new Against(app.sources(), revisions, Optional.empty(), false, false);
    }
  }

  /** What is wrong with the spec of {@code app}, whatever its sources and its cluster say. */
  public List<Condition> problems(Application app) {
    var project = control.project(app.project());
    var problems = ApplicationValidation.problems(app, project.map(permits::access), book.get());
    return problems.isEmpty()
        ? ApplicationValidation.misplaced(
                app, permits.access(project.orElseThrow()), control.namespace())
            .stream()
            .toList()
        : problems;
  }

  /** How {@code app} is. What goes wrong stands in the result; only a broken program throws. */
  public Compared compare(Application app, Against against) {
    var problems = problems(asked(app, against));
    if (!problems.isEmpty()) {
      return Uncompared.refused(app, problems);
    }
    var project = control.project(app.project());
    try {
      if (!here(app)) {
        throw new ClusterException(
            ClusterException.Code.UNREACHABLE, "its cluster was registered anew meanwhile", null);
      }
      return compare(app, project.orElseThrow(), against);
    } catch (ClusterException e) {
      place.doubt(e);
      var problem = "Failed to load live state: " + e.text();
      return incomplete(app, Compared.Outcome.NO_LIVE, LiveState.EMPTY, List.of(), problem);
    }
  }

  /** The application as if the sources compared with were its own: they need permission too. */
  private static Application asked(Application app, Against against) {
    if (against.sources().equals(app.sources())) {
      return app;
    }
    var trees = against.sources().stream().map(ApplicationSource::tree).toList();
    return new Application(app.manifest().without("spec", "source").with(trees, "spec", "sources"));
  }

  /** Whether {@code app} means this cluster, as clusters are registered now. */
  public boolean here(Application app) {
    return book.get().find(app.destination()).filter(place.registered()::equals).isPresent();
  }

  private DiffRules diffRules(Application app, Project project) {
    return rules
        .diff(instance(app), rules.tracking(), app.ignoreDifferences())
        .permitting(permits.of(project));
  }

  /** {@code differences} with targets that leave ignored fields as they are live. */
  public List<Difference> respectingIgnores(Application app, List<Difference> differences) {
    var project = control.project(app.project());
    if (project.isEmpty()) {
      return differences;
    }
    var diffRules = diffRules(app, project.get());
    return differences.stream().map(d -> respecting(d, diffRules)).toList();
  }

  private static Difference respecting(Difference d, DiffRules diffRules) {
    if (d.target().isEmpty() || d.live().isEmpty()) {
      return d;
    }
    var target = Comparison.respectingIgnores(d.target().get(), d.live().get(), diffRules);
    return new Difference(
        d.key(),
        Optional.of(target),
        d.live(),
        d.status(),
        d.modified(),
        d.requiresPruning(),
        d.hook(),
        d.normalizedLive(),
        d.predictedLive());
  }

  private Compared compare(Application app, Project project, Against against) {
    Desired desired;
    try {
      desired =
          against
              .manifests()
              .map(sent -> new Desired(sent, against.revisions(), List.of(), List.of()))
              .orElseGet(() -> states.compared(wish(app, against)));
    } catch (SourceException e) {
      var target = new Target(List.of(), List.of(), List.of());
      var live = live(app, project, target);
      var problem = "Failed to load target state: " + e.text();
      return incomplete(app, Compared.Outcome.NO_TARGET, live, against.revisions(), problem);
    }
    var target = target(app, project, against, desired.manifests());
    var invalid = target.conditions().stream().filter(Condition::isError).toList();
    if (!invalid.isEmpty()) {
      return Uncompared.refused(app, target.conditions()).typed(desired.types());
    }
    var live = OwnNamespace.leftOut(app, target, live(app, project, target));
    var permitted = diffRules(app, project);
    DiffStrategy strategy;
    try {
      strategy = strategy(app, project, target, live, permitted.access(), against);
    } catch (ClusterException | DestinationAccount.NoAccountException e) {
      var problem = "Failed to compare desired state to live state: " + text(e);
      return incomplete(app, Compared.Outcome.NO_LIVE, live, desired.revisions(), problem);
    }
    var comparison = comparison(app, against, target, live, permitted.by(strategy));
    var conditions = new ArrayList<>(target.conditions());
    conditions.addAll(comparison.conditions());
    var lost = orphans(app, project);
    Orphans.warning(project, lost).ifPresent(conditions::add);
    var commits = against.manifests().isEmpty() ? desired.revisions() : List.<String>of();
    conditions.addAll(states.signatureProblems(wish(app, against), project, commits));
    var health = health(app, comparison.differences());
    health.problem().ifPresent(p -> conditions.add(new Condition(Condition.COMPARISON, p)));
    var finding =
        new Compared.Finding(
            Compared.Outcome.COMPLETE,
            OwnNamespace.changed(app) ? SyncStatus.OUT_OF_SYNC : comparison.status(),
            target,
            live,
            comparison.differences(),
            health,
            conditions);
    return new Compared(app, finding, desired.revisions(), desired.types(), lost);
  }

  /**
   * The live objects that concern {@code app}: of the kinds it wants or had, and where its project
   * asks for orphans of every kind, since all of them are watched then.
   */
  private LiveState live(Application app, Project project, Target target) {
    if (project.seeksOrphans()) {
      orphans.watch(cluster.discovery(), rules.exclusions(place.registered().server()));
    }
    return reader.read(app, instance(app), target);
  }

  /** Nothing is kept of an application that is gone. */
  public void forget(AppKey key) {
    memory.forget(key);
  }

  private Target target(
      Application app, Project project, Against against, List<Manifest> rendered) {
    var request = request(app, project);
    return remembered(app, against)
        ? memory.target(
            AppKey.of(app),
            new Memory.Basis(
                request.instanceName(),
                request.tracking(),
                request.destinationNamespace(),
                rules.filter(),
                cluster.discovery()),
            rendered,
            request)
        : Target.prepare(rendered, request);
  }

  private Comparison comparison(
      Application app, Against against, Target target, LiveState live, DiffRules diffRules) {
    return remembered(app, against)
        ? memory.compare(AppKey.of(app), target, live, diffRules)
        : Comparison.compare(target, live, diffRules);
  }

  /** What somebody wants to know by the way does not push out what is needed again. */
  private static boolean remembered(Application app, Against against) {
    return !against.hard()
        && against.manifests().isEmpty()
        && against.sources().equals(app.sources());
  }

  /**
   * Where the sources of {@code app} point now, if they render there to what it was compared with
   * last, at {@code comparedAt}. Empty when commits must be signed, which only a comparison checks.
   */
  public Optional<List<String>> unchangedAt(Application app, List<String> comparedAt) {
    var project = control.project(app.project());
    if (project.isEmpty() || DesiredStates.demandsSignatures(app, project.get())) {
      return Optional.empty();
    }
    return states.unchangedAt(wish(app, Against.own(app, false, false)), comparedAt);
  }

  private static String text(RuntimeException e) {
    return e instanceof ClusterException refusal ? refusal.text() : String.valueOf(e.getMessage());
  }

  /** How changes are found out; where the application asks for it, by asking the API server. */
  private DiffStrategy strategy(
      Application app,
      Project project,
      Target target,
      LiveState live,
      DiffRules.Access access,
      Against against) {
    var all = DiffStrategy.asksServerForAll(app.manifest(), rules.parameters().serverSideDiff());
    var asked =
        target.manifests().stream()
            .filter(m -> !m.name().isEmpty() && !Hooks.isHook(m) && !Hooks.skipped(m))
            .filter(m -> DiffStrategy.asksServer(m, all))
            .filter(access::permits)
            .toList();
    return new DiffStrategy(
        app.syncPolicy().has("ServerSideApply=true"),
        asked.isEmpty() ? Map.of() : dryRuns.of(asked, live, user(app, project), against.hard()),
        DiffStrategy.countsWebhooksItself(app.manifest()));
  }

  /**
   * The user that writes for {@code app}, "" for the controller itself.
   *
   * @throws DestinationAccount.NoAccountException when its project names none and must
   */
  public String user(Application app, Project project) {
    return rules.user(project, app, place.registered().destination());
  }

  private boolean belongs(Manifest object) {
    return rules
        .tracking()
        .owner(object)
        .map(owner -> AppKey.ofInstance(owner.instance(), control.namespace()))
        .flatMap(control::application)
        .isPresent();
  }

  /**
   * What stands in the namespace of {@code app} now and belongs to no application; empty unless its
   * project asks for it.
   */
  public List<Manifest> orphans(Application app) {
    return control.project(app.project()).map(p -> orphans(app, p)).orElse(List.of());
  }

  /** What people are told of {@code orphans} of {@code app}. */
  public Optional<Condition> orphanWarning(Application app, List<Manifest> orphans) {
    return control.project(app.project()).flatMap(project -> Orphans.warning(project, orphans));
  }

  private List<Manifest> orphans(Application app, Project project) {
    if (!project.seeksOrphans()) {
      return List.of();
    }
    var permitted = permits.of(project);
    return orphans.of(
        app,
        project,
        cluster.discovery(),
        rules.exclusions(place.registered().server()),
        this::belongs,
        permitted::permits);
  }

  /** Which kinds the cluster serves now. */
  public Scopes scopes() {
    return permits.scopes();
  }

  /** What a project permits in the cluster. */
  public Optional<String> refusal(Project project, Manifest object, Scope scope) {
    return permits.refusal(project, object, scope);
  }

  /** What the sources of {@code app} are rendered with. */
  public Wish wish(Application app, Against against) {
    return new Wish(
        app,
        instance(app),
        against.sources(),
        against.revisions(),
        app.destination().namespace(),
        cluster.version(),
        cluster.discovery().apiVersions(),
        rules.buildOptions(),
        against.now(),
        against.hard());
  }

  private TargetRequest request(Application app, Project project) {
    return new TargetRequest(
        app,
        instance(app),
        rules.tracking(),
        app.destination().namespace(),
        scopes(),
        Optional.of(project),
        rules.exclusions(place.registered().server()));
  }

  /** Name of {@code app} for tracking. */
  public String instance(Application app) {
    return app.instanceName(control.namespace());
  }

  /** How ownership is written. */
  public Tracking tracking() {
    return rules.tracking();
  }

  /** Whether the health of each object belongs into the status. */
  public boolean persistsHealth() {
    return rules.parameters().persistsHealth();
  }

  /** The live object of {@code wanted}, in its version. */
  public Optional<Manifest> live(Manifest wanted) {
    return reader.get(wanted);
  }

  /** The live namespace called {@code name}. */
  public Optional<Manifest> namespace(String name) {
    return name.isEmpty() ? Optional.empty() : reader.namespace(name);
  }

  private ApplicationHealth health(Application app, List<Difference> differences) {
    var subjects =
        differences.stream()
            .map(d -> new ApplicationHealth.Subject(d.key(), d.target(), d.live()))
            .toList();
    return ApplicationHealth.of(subjects, rules.health(), Optional.of(app.manifest().key()));
  }

  private Compared incomplete(
      Application app,
      Compared.Outcome outcome,
      LiveState live,
      List<String> revisions,
      String problem) {
    var differences =
        live.objects().values().stream()
            .filter(o -> rules.tracking().owns(instance(app), o))
            .map(Uncompared::unknown)
            .toList();
    // What Git wants is not known, but what is live is: nothing live is nothing ill.
    return Uncompared.incomplete(
        app, outcome, live, differences, health(app, differences), revisions, problem);
  }
}
