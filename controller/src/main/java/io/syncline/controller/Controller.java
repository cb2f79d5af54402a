package io.syncline.controller;

import io.syncline.controller.Sites.Site;
import io.syncline.controller.compare.Comparer;
import io.syncline.controller.compare.Rules;
import io.syncline.controller.control.AppKey;
import io.syncline.controller.control.ControlPlane;
import io.syncline.controller.deletion.Finalization;
import io.syncline.controller.destination.DestinationCluster;
import io.syncline.controller.destination.DestinationClusters;
import io.syncline.controller.plugin.PluginHost;
import io.syncline.controller.settings.ControllerSettings;
import io.syncline.controller.source.DesiredStates;
import io.syncline.controller.source.RegistrySources;
import io.syncline.controller.source.Rendering;
import io.syncline.controller.source.RepositoryAccess;
import io.syncline.controller.source.RepositoryDesk;
import io.syncline.controller.source.Revisions;
import io.syncline.controller.status.EventWriter;
import io.syncline.controller.status.ResourceTree;
import io.syncline.controller.sync.Operations;
import io.syncline.controller.sync.SyncExecutor;
import io.syncline.engine.schedule.Refresh.Level;
import io.syncline.engine.target.Tracking;
import io.syncline.git.GitRepositories;
import io.syncline.kube.Cluster;
import io.syncline.registry.Registries;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

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
  private final Revisions revisions;
  private final Registries registries;
  private final DesiredStates states;
  private final Details details = new Details();
  private final OrphanWatch orphans;
  private final ApplicationController applications;
  private final SourceWatch sources;
  private final ControlWatch watch;
  private final Inspection inspection;
  private final RepositoryDesk repositories;

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
   * How much was done since the start.
   *
   * @param reconciles comparisons made
   * @param renders sources rendered
   * @param listings repositories listed
   * @param waiting applications being worked on, or to be within ten seconds
   * @param objects live objects held now
   */
  public record Counters(long reconciles, long renders, long listings, int waiting, int objects) {}

  /** Made, not yet started. */
  public Controller(World world, ControllerSettings settings) {
    var cluster = world.cluster();
    this.control = new ControlPlane(cluster, settings.namespace());
    this.rules = new Rules(control);
    this.orphans = new OrphanWatch(control);
    this.settings = settings;
    this.world = world;
    this.clusters =
        new DestinationClusters(
            new DestinationClusters.Making(
                cluster,
                world.connector(),
                object -> rules.tracking().owner(object).map(Tracking.Owner::instance),
                settings.crew().comparisons() / 2,
                world.clock()));
    var access = new RepositoryAccess(world.repositories(), control);
    this.revisions = new Revisions(settings.sourceInterval(), world.clock());
    this.registries =
        world
            .archives()
            .map(folder -> Registries.of(registryInterval(settings), folder))
            .orElseGet(() -> Registries.of(registryInterval(settings)));
    var charts = new RegistrySources(registries, access);
    this.states =
        new DesiredStates(
            access, revisions, charts, world.rendering(), PluginHost.of(settings.plugins()));
    this.events = new EventWriter(cluster, world.clock());
    this.sites = new Sites(clusters, this::furnish);
    var automations = new Automations(control, settings);
    var explanations = new Explanations(access, states, automations);
    this.applications =
        new ApplicationController(
            new ApplicationController.Parts(control, sites, states, events, details, automations),
            settings,
            world.clock());
    this.sources =
        new SourceWatch(
            control, access, revisions, states, applications, settings.sourceInterval());
    this.watch = new ControlWatch(control, clusters, automations, applications, orphans);
    this.inspection =
        new Inspection(
            new Inspection.Parts(control, rules, sites, states, explanations, applications),
            world.clock());
    this.repositories = new RepositoryDesk(control, access, charts, revisions);
    clusters.onConnection(watch::connectionChanged);
  }

  private Site furnish(DestinationCluster place) {
    var cluster = place.cluster();
    var cache = place.cache();
    var comparer =
        new Comparer(place, clusters::book, control, states, rules, settings.patience().live());
    var executor = new SyncExecutor(cluster, cache, settings.crew().writes());
    var surroundings =
        new Operations.Surroundings(cluster, cache, control, comparer, rules, executor, events);
    cache.listen(new LiveChanges(cache, comparer::here, control, applications, orphans, rules));
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
    applications.start();
    watch.start();
    sources.start();
  }

  /** Looks at a repository now; the URL is compared in normalised form. */
  public void sourceChanged(String repoUrl) {
    sources.sourceChanged(repoUrl);
  }

  /** What applications are and would be. */
  public Inspection inspection() {
    return inspection;
  }

  /** The repositories applications read. */
  public RepositoryDesk repositories() {
    return repositories;
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
    return clusters.book().at(server).map(c -> watch.at(c).count()).orElse(0L);
  }

  /** Reads everything in the cluster at {@code server} anew. */
  public void invalidate(String server) {
    clusters.reopen(server);
    clusters
        .book()
        .at(server)
        .ifPresent(
            cluster ->
                watch
                    .at(cluster)
                    .forEach(
                        app -> applications.request(AppKey.of(app), Level.RECENT, Duration.ZERO)));
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
    events.close();
    control.close();
    clusters.close();
    states.close();
    registries.close();
  }
}
