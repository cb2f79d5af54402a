package io.syncline.controller;

import io.syncline.controller.Sites.Site;
import io.syncline.controller.compare.Compared;
import io.syncline.controller.compare.Comparer;
import io.syncline.controller.compare.Rules;
import io.syncline.controller.control.AppKey;
import io.syncline.controller.control.ControlPlane;
import io.syncline.controller.deletion.Finalization;
import io.syncline.controller.destination.DestinationCluster;
import io.syncline.controller.destination.DestinationClusters;
import io.syncline.controller.plugin.PluginHost;
import io.syncline.controller.settings.ControllerSettings;
import io.syncline.controller.source.Desired;
import io.syncline.controller.source.DesiredStates;
import io.syncline.controller.source.RegistrySources;
import io.syncline.controller.source.Rendering;
import io.syncline.controller.source.RepositoryAccess;
import io.syncline.controller.source.Revisions;
import io.syncline.controller.source.SourceDescription;
import io.syncline.controller.source.SourceException;
import io.syncline.controller.source.Wish;
import io.syncline.controller.status.EventWriter;
import io.syncline.controller.status.ResourceTree;
import io.syncline.controller.sync.Operations;
import io.syncline.controller.sync.SyncExecutor;
import io.syncline.engine.access.ProjectAccess;
import io.syncline.engine.destination.ClusterBook;
import io.syncline.engine.destination.RegisteredCluster;
import io.syncline.engine.diff.Difference;
import io.syncline.engine.diff.SecretMask;
import io.syncline.engine.explain.Explanation;
import io.syncline.engine.preview.Preview;
import io.syncline.engine.schedule.Refresh.Level;
import io.syncline.engine.target.Tracking;
import io.syncline.git.Credentials;
import io.syncline.git.GitRepositories;
import io.syncline.git.GitRepository;
import io.syncline.git.GitUrl;
import io.syncline.git.secret.RepositorySecret;
import io.syncline.kube.Cluster;
import io.syncline.kube.cache.LiveCache.Change;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.ManagedResource;
import io.syncline.model.status.ResourceNode;
import io.syncline.model.tree.ObjectTree;
import io.syncline.registry.Archive;
import io.syncline.registry.Registries;
import io.syncline.registry.RegistryException;
import io.syncline.render.SourceType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The controller of one control namespace: started, asked, closed. */
public final class Controller implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);

  private final ControlPlane control;
  private final Rules rules;
  private final DestinationClusters clusters;
  private final Sites sites;
  private final ControllerSettings settings;
  private final World world;
  private final EventWriter events;
  private final RepositoryAccess access;
  private final Revisions revisions;
  private final Registries registries;
  private final RegistrySources charts;
  private final DesiredStates states;
  private final Details details = new Details();
  private final Automations automations;
  private final Explanations explanations;
  private final ApplicationController applications;
  private final SourceWatch sources;

  /**
   * What the controller needs of the world.
   *
   * @param cluster the cluster it runs in
   * @param connector the way into other clusters it deploys to
   * @param repositories where Git repositories are kept
   * @param rendering renders sources
   * @param clock what time it is
   * @param archives folder that keeps fetched charts beyond the end of the process; empty for none
   */
  public record World(
      Cluster cluster,
      DestinationClusters.Connector connector,
      GitRepositories repositories,
      Rendering rendering,
      InstantSource clock,
      Optional<Path> archives) {
    /** A world that keeps no charts on disk. */
    public World(
        Cluster cluster,
        DestinationClusters.Connector connector,
        GitRepositories repositories,
        Rendering rendering,
        InstantSource clock) {
      this(cluster, connector, repositories, rendering, clock, Optional.empty());
    }
  }

  /**
   * The compared state of one application.
   *
   * @param nodes managed objects and what they made; missing ones included
   * @param resources managed objects from both sides, secrets masked
   */
  public record Detail(List<ResourceNode> nodes, List<ManagedResource> resources) {
    /** Copies the lists. */
    public Detail {
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

  /**
   * How much was done since the start.
   *
   * @param reconciles comparisons made
   * @param renders sources rendered
   * @param listings repositories listed
   * @param waiting applications waiting in the queues now
   * @param objects live objects held now
   */
  public record Counters(long reconciles, long renders, long listings, int waiting, int objects) {}

  /** Made, not yet started. */
  public Controller(World world, ControllerSettings settings) {
    var cluster = world.cluster();
    this.control = new ControlPlane(cluster, settings.namespace());
    this.rules = new Rules(control);
    this.settings = settings;
    this.world = world;
    this.clusters =
        new DestinationClusters(
            new DestinationClusters.Making(
                cluster,
                world.connector(),
                object -> rules.tracking().owner(object).map(Tracking.Owner::instance),
                settings.statusWorkers() / 2,
                world.clock()));
    this.access = new RepositoryAccess(world.repositories(), control);
    this.revisions = new Revisions(settings.sourceInterval(), world.clock());
    this.registries =
        world
            .archives()
            .map(folder -> Registries.of(registryInterval(settings), folder))
            .orElseGet(() -> Registries.of(registryInterval(settings)));
    this.charts = new RegistrySources(registries, access);
    this.states =
        new DesiredStates(
            access, revisions, charts, world.rendering(), PluginHost.of(settings.plugins()));
    this.events = new EventWriter(cluster, world.clock());
    this.sites = new Sites(clusters, this::furnish);
    this.automations = new Automations(control, settings);
    this.explanations = new Explanations(access, states, automations);
    this.applications =
        new ApplicationController(
            new ApplicationController.Parts(control, sites, states, events, details, automations),
            settings,
            world.clock());
    this.sources =
        new SourceWatch(
            control, access, revisions, states, applications, settings.sourceInterval());
    clusters.onConnection(this::connectionChanged);
  }

  private Site furnish(DestinationCluster place) {
    var cluster = place.cluster();
    var cache = place.cache();
    var comparer =
        new Comparer(place, clusters::book, control, states, rules, settings.livePatience());
    var executor = new SyncExecutor(cluster, cache, settings.applyParallelism());
    var surroundings =
        new Operations.Surroundings(cluster, cache, control, comparer, rules, executor, events);
    cache.listen(new LiveChanges(cache, comparer::here, control, applications, rules));
    return new Site(
        place,
        comparer,
        new ResourceTree(cache, rules.health()),
        new Operations(surroundings, settings, world.clock(), applications::operationEnded),
        new Finalization(cluster, cache, control, comparer, rules, world.clock()));
  }

  /** Reads what there is and begins to act; returns when all Applications are known. */
  public void start() {
    // An application must not be judged before its project and secrets are known.
    control.start(START_PATIENCE);
    control.ensureDefaultProject();
    registerClusters();
    control.listen(this::controlChanged);
    control
        .applications()
        .forEach(
            app ->
                applicationChanged(
                    new Change(
                        app.manifest().key(), Optional.empty(), Optional.of(app.manifest()))));
    sources.start();
  }

  private void registerClusters() {
    var own = !"false".equals(control.configMap("argocd-cm").get("cluster.inClusterEnabled"));
    clusters.register(ClusterBook.of(control.secrets("cluster"), own));
  }

  private void connectionChanged(DestinationCluster place) {
    applicationsAt(place.registered())
        .forEach(app -> applications.request(AppKey.of(app), Level.RECENT, Duration.ZERO));
  }

  private Stream<Application> applicationsAt(RegisteredCluster cluster) {
    return control.applications().stream()
        .filter(app -> clusters.book().find(app.destination()).filter(cluster::equals).isPresent());
  }

  private void controlChanged(Change change) {
    var kind = change.key().groupKind();
    if (kind.equals(ControlPlane.APPLICATION)) {
      applicationChanged(change);
    } else if (kind.equals(ControlPlane.PROJECT)) {
      control.applications().stream()
          .filter(
              app ->
                  app.project().equals(change.key().name()) || control.global(change.key().name()))
          .forEach(app -> applications.request(AppKey.of(app), Level.LATEST, Duration.ZERO));
    } else if (kind.equals(ControlPlane.SECRET) && describesCluster(change)) {
      clustersChanged();
    } else if (kind.equals(ControlPlane.SECRET)) {
      // New credentials may open what was closed, or close it.
      var url = RepositorySecret.of(change.after().or(change::before).orElseThrow()).url();
      control.applications().stream()
          .filter(app -> app.status().get("conditions") != null || reads(app, url))
          .forEach(app -> applications.request(AppKey.of(app), Level.LATEST_FORCED, Duration.ZERO));
    } else if (change.key().name().equals("argocd-cm")) {
      registerClusters();
      control
          .applications()
          .forEach(app -> applications.request(AppKey.of(app), Level.LATEST, Duration.ZERO));
    }
  }

  private static boolean describesCluster(Change change) {
    return change
        .after()
        .or(change::before)
        .flatMap(s -> s.label(ControlPlane.SECRET_TYPE))
        .filter("cluster"::equals)
        .isPresent();
  }

  /** Whoever meant a cluster before or means another one now is looked at. */
  private void clustersChanged() {
    var before = clusters.book();
    registerClusters();
    var now = clusters.book();
    control.applications().stream()
        .filter(app -> !before.find(app.destination()).equals(now.find(app.destination())))
        .forEach(app -> applications.request(AppKey.of(app), Level.LATEST, Duration.ZERO));
  }

  /** Whether a source of {@code app} stands at {@code url} or below it. */
  private static boolean reads(Application app, String url) {
    var wanted = GitUrl.normalise(url);
    return !url.isEmpty()
        && app.sources().stream()
            .anyMatch(source -> GitUrl.normalise(source.repoUrl()).startsWith(wanted));
  }

  private void applicationChanged(Change change) {
    var key = new AppKey(change.key().namespace(), change.key().name());
    if (change.after().isEmpty()) {
      applications.forget(key);
      return;
    }
    var now = new Application(change.after().get());
    if (!control.serves(now)) {
      return;
    }
    var before = change.before().map(Application::new);
    if (before.isEmpty()) {
      applications.request(key, Level.LATEST, Duration.ZERO);
    } else if (asksForComparison(before.get(), now)) {
      applications.request(key, Level.RECENT, Duration.ZERO);
    }
    if (before.isPresent() && tellsDependents(before.get(), now)) {
      automations
          .dependents(key)
          .forEach(one -> applications.request(one, Level.RECENT, Duration.ZERO));
    }
    if (now.operation().isPresent() && asksForOperation(before, now)) {
      applications.proceed(key);
    }
  }

  private static boolean asksForComparison(Application before, Application now) {
    return !before.spec().equals(now.spec())
        || now.refreshRequested().isPresent()
            && !before.manifest().annotations().equals(now.manifest().annotations())
        || before.manifest().deleting() != now.manifest().deleting()
        || !before.manifest().annotations().equals(now.manifest().annotations());
  }

  /** Whether those that wait for the application may go on, or must wait again. */
  private static boolean tellsDependents(Application before, Application now) {
    return before.operation().isPresent() != now.operation().isPresent()
        || List.of("sync", "health").stream()
            .anyMatch(f -> !Objects.equals(before.status().get(f), now.status().get(f)));
  }

  private static boolean asksForOperation(Optional<Application> before, Application now) {
    return before.isEmpty()
        || !before.get().operation().equals(now.operation())
        || now.manifest().text("status", "operationState", "phase").equals("Terminating")
        || !before.get().manifest().annotations().equals(now.manifest().annotations());
  }

  /** Looks at a repository now; the URL is compared in normalised form. */
  public void sourceChanged(String repoUrl) {
    sources.sourceChanged(repoUrl);
  }

  /** The clusters applications deploy to. */
  public DestinationClusters clusters() {
    return clusters;
  }

  /** Where the objects of an application are; empty when its destination is none. */
  public Optional<DestinationCluster> placeOf(String namespace, String name) {
    return control.application(new AppKey(namespace, name)).flatMap(clusters::of);
  }

  /** How many applications deploy to the cluster at {@code server}. */
  public long applicationsAt(String server) {
    return clusters.book().at(server).map(c -> applicationsAt(c).count()).orElse(0L);
  }

  /** Reads everything in the cluster at {@code server} anew. */
  public void invalidate(String server) {
    clusters.reopen(server);
    clusters
        .book()
        .at(server)
        .ifPresent(
            cluster ->
                applicationsAt(cluster)
                    .forEach(
                        app -> applications.request(AppKey.of(app), Level.RECENT, Duration.ZERO)));
  }

  /** The compared state of an application; empty before its first comparison. */
  public Optional<Detail> detail(String namespace, String name) {
    return applications
        .last(new AppKey(namespace, name))
        .map(
            compared ->
                new Detail(sites.of(compared.app()).tree().nodes(compared), managed(compared)));
  }

  private List<ManagedResource> managed(Compared compared) {
    var masked = rules.maskedAnnotations();
    var comparer = sites.of(compared.app()).comparer();
    return compared.differences().stream()
        .map(difference -> SecretMask.show(current(difference, comparer), masked))
        .toList();
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
    var against = new Comparer.Against(app.sources(), revisionsAsked, List.of(), anew, anew);
    return rendered(states.desired(sites.of(app).comparer().wish(app, against)));
  }

  /**
   * Renders an application as if the files of {@code archive}, a tar, were those of its repository.
   *
   * @throws SourceException when it does not render; the message says why
   */
  public Rendered renderFiles(Application app, byte[] archive) {
    try {
      var files = Archive.files(archive, "upload");
      return rendered(states.uploaded(wish(app), files));
    } catch (RegistryException e) {
      throw new SourceException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * What a source of an application is and takes.
   *
   * @param index of the source
   * @throws SourceException when it cannot be read; the message says why
   */
  public SourceDescription describe(Application app, int index) {
    var url = app.sources().get(index).repoUrl();
    var project = control.project(app.project());
    if (project.isEmpty() || !ProjectAccess.of(project.get()).permitsSource(url)) {
      throw new SourceException(
          "project "
              + app.project()
              + (project.isEmpty() ? " does not exist" : " does not permit the repository " + url),
          null);
    }
    return states.describe(wish(app), index);
  }

  private Wish wish(Application app) {
    return sites.of(app).comparer().wish(app, Comparer.Against.own(app, false, false));
  }

  private static Rendered rendered(Desired desired) {
    return new Rendered(desired.manifests(), desired.revisions(), desired.types());
  }

  /** Why an application is as it is and what happens next; empty when there is none. */
  public Optional<Explanation> explain(String namespace, String name) {
    var key = new AppKey(namespace, name);
    return control
        .application(key)
        .map(
            app ->
                applications
                    .last(key)
                    .map(
                        last ->
                            explanations.of(
                                app, last, rules.maskedAnnotations(), world.clock().instant()))
                    .orElseGet(Explanation::unknown));
  }

  /**
   * What {@code operation} of {@code app} would do if it began now, secrets hidden. A sync that
   * names its digest is refused when it would do something else.
   *
   * @throws SourceException when it could not begin; the message says why
   */
  public Preview preview(Application app, ObjectTree operation) {
    return sites.of(app).operations().preview(app, operation);
  }

  /** Whether {@code app} was rendered from {@code file} of the repository at {@code url}. */
  public boolean feeds(Application app, String url, String file) {
    return states.feeds(AppKey.of(app), url, file);
  }

  /** The applications with a source in the repository at {@code url}. */
  public List<Application> applicationsOf(String url) {
    var wanted = GitUrl.normalise(url);
    return control.applications().stream()
        .filter(
            app ->
                app.sources().stream()
                    .anyMatch(source -> GitUrl.normalise(source.repoUrl()).equals(wanted)))
        .toList();
  }

  /** How applications of {@code project} log in at {@code url}. */
  public Credentials credentials(String url, String project) {
    return access.access(url, project).credentials();
  }

  /** The repository at {@code url} with the credentials applications of {@code project} have. */
  public GitRepository repository(String url, String project) {
    return access.open(url, project);
  }

  /**
   * Why the repository at {@code url} cannot be listed for {@code project}; empty when it can.
   *
   * @param now list it anew instead of within the interval of sources
   */
  public Optional<String> repositoryProblem(String url, String project, boolean now) {
    try {
      if (!isGit(url, project)) {
        return charts.problem(url, project);
      }
      var repository = access.open(url, project);
      if (now) {
        revisions.retry(repository);
      }
      return revisions.problem(repository, now);
    } catch (SourceException e) {
      return Optional.of(e.text());
    }
  }

  /** Why the repository that {@code secret} describes cannot be listed; empty when it can. */
  public Optional<String> repositoryProblem(Manifest secret) {
    return access.problem(secret, charts);
  }

  private boolean isGit(String url, String project) {
    return access.isGit(url, project)
        && control.applications().stream()
            .flatMap(app -> app.sources().stream())
            .noneMatch(source -> source.repoUrl().equals(url) && RegistrySources.serves(source));
  }

  /** Indexes of charts are large and change seldom: they are read no more often than compared. */
  private static Duration registryInterval(ControllerSettings settings) {
    return settings.comparisonInterval().isPositive()
        ? settings.comparisonInterval()
        : Duration.ofMinutes(3);
  }

  /** Asks for a comparison of an application as the refresh annotation would. */
  public void refresh(String namespace, String name) {
    applications.request(new AppKey(namespace, name), Level.LATEST_FORCED, Duration.ZERO);
  }

  /** Calls {@code listener} whenever a detail changed; the returned handle ends that. */
  public Runnable onApplicationDetailChange(Consumer<AppKey> listener) {
    return details.listen(listener);
  }

  /** How much was done since the start. */
  public Counters counters() {
    return new Counters(
        applications.reconciles(),
        states.renders(),
        revisions.listings(),
        applications.waiting(),
        clusters.inUse().stream().mapToInt(place -> place.cache().size()).sum());
  }

  @Override
  public void close() {
    sources.close();
    applications.close();
    control.close();
    clusters.close();
    states.close();
    registries.close();
  }
}
