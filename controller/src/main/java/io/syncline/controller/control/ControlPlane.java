package io.syncline.controller.control;

import io.syncline.controller.settings.CommandParameters;
import io.syncline.engine.access.GlobalProjects;
import io.syncline.engine.glob.Patterns;
import io.syncline.engine.status.StatusBounds;
import io.syncline.git.secret.RepositorySecret;
import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.PatchType;
import io.syncline.kube.Selection;
import io.syncline.kube.WriteOptions;
import io.syncline.kube.cache.LiveCache;
import io.syncline.merge.patch.JsonMergePatch;
import io.syncline.model.application.Application;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.project.Project;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The objects of one namespace that steer the controller. Safe for use by many threads. */
public final class ControlPlane implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ControlPlane.class);

  /** Kind of Applications. */
  public static final GroupKind APPLICATION = new GroupKind(Application.GROUP, "Application");

  /** Kind of AppProjects. */
  public static final GroupKind PROJECT = new GroupKind(Application.GROUP, "AppProject");

  /** Kind of Secrets. */
  public static final GroupKind SECRET = new GroupKind("", "Secret");

  /** Kind of ConfigMaps. */
  public static final GroupKind CONFIG_MAP = new GroupKind("", "ConfigMap");

  /** Label that says what a configuration Secret holds. */
  public static final String SECRET_TYPE = "argocd.argoproj.io/secret-type";

  private static final String MANAGER = "argocd-application-controller";

  private final Cluster cluster;
  private final String namespace;
  private final LiveCache cache;

  /** Changes to Applications and settings so far. */
  private final AtomicLong changes = new AtomicLong();

  /** Changes to Secrets and ConfigMaps so far. */
  private final AtomicLong settings = new AtomicLong();

  /** Changes so far to all that makes up what projects permit. */
  private final AtomicLong permissions = new AtomicLong();

  private volatile @Nullable All all;

  private volatile Projects projects = new Projects(new ConcurrentHashMap<>(), -1);

  private volatile @Nullable Secrets secrets;

  /** What was read of ConfigMaps, by name, with the object it was read from. */
  private final Map<String, ConfigMap> configMaps = new ConcurrentHashMap<>();

  private record ConfigMap(Manifest from, Map<String, String> data) {}

  /** All configuration Secrets by type after so many changes. */
  private record Secrets(Map<String, List<Manifest>> byType, long at) {}

  /** Projects asked for, with all that adds to them, after so many changes. */
  private record Projects(Map<String, Optional<Project>> byName, long at) {}

  /** All Applications after so many changes. */
  private record All(List<Application> applications, long at) {}

  private final Map<AppKey, StatusBounds.Whole> wholes = new ConcurrentHashMap<>();

  /** Reads the objects of {@code namespace}; nothing is sent before {@link #start}. */
  public ControlPlane(Cluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.cache =
        new LiveCache(
            cluster,
            _ -> Optional.empty(),
            kind ->
                switch (kind.kind()) {
                  case "Secret" -> List.of(Selection.in(namespace).labelled(SECRET_TYPE));
                  case "CustomResourceDefinition" -> List.of(Selection.ALL);
                  case "Application" ->
                      List.of(
                          otherNamespaces().isEmpty() ? Selection.in(namespace) : Selection.ALL);
                  default -> List.of(Selection.in(namespace));
                },
            // All of it is read all the time.
            false);
    cache.listen(this::outdate);
  }

  /**
   * Begins to watch and waits until all is read, trying again while the cluster is out of reach.
   *
   * @throws ClusterException when something cannot be read within {@code patience}
   */
  public void start(Duration patience) {
    var end = System.nanoTime() + patience.toNanos();
    while (true) {
      var left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      // Settings say where Applications stand.
      var problems = cache.require(List.of(CONFIG_MAP), left);
      if (problems.isEmpty()) {
        problems = cache.require(List.of(APPLICATION, PROJECT, SECRET), left);
      }
      if (problems.isEmpty()) {
        return;
      }
      var problem = problems.values().iterator().next();
      if (!problem.transientProblem() || System.nanoTime() > end) {
        throw problem;
      }
      log.atWarn().addKeyValue("problem", problem.text()).log("cluster not ready, trying again");
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(500));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException(ClusterException.Code.UNREACHABLE, "interrupted at start", e);
    }
  }

  /** Makes the project {@code default} when there is none. */
  public void ensureDefaultProject() {
    if (project("default").isEmpty() && cluster.discovery().find(PROJECT).isPresent()) {
      try {
        cache.observe(
            cluster.create(Project.permissive(namespace).manifest(), WriteOptions.by(MANAGER)));
      } catch (ClusterException e) {
        if (e.code() != ClusterException.Code.ALREADY_EXISTS) {
          throw e;
        }
      }
    }
  }

  /** The namespace. */
  public String namespace() {
    return namespace;
  }

  /** Tells {@code listener} of changes; the returned handle ends that. */
  public Runnable listen(LiveCache.Listener listener) {
    return cache.listen(listener);
  }

  /** One Application. */
  public Optional<Application> application(AppKey key) {
    return cache
        .get(new ObjectKey(APPLICATION.group(), APPLICATION.kind(), key.namespace(), key.name()))
        .map(Application::new)
        .filter(this::serves);
  }

  /**
   * All Applications, sorted by name. As long as neither they nor the settings change, it is the
   * same list.
   */
  public List<Application> applications() {
    var known = all;
    var now = changes.get();
    if (known == null || known.at() != now) {
      known =
          new All(
              cache.all(APPLICATION).stream().map(Application::new).filter(this::serves).toList(),
              now);
      all = known;
    }
    return known.applications();
  }

  private void outdate(LiveCache.Change change) {
    var kind = change.key().groupKind();
    if (kind.equals(APPLICATION) || kind.equals(CONFIG_MAP)) {
      changes.incrementAndGet();
    }
    if (kind.equals(SECRET) || kind.equals(CONFIG_MAP)) {
      settings.incrementAndGet();
    }
    if (kind.equals(PROJECT) || kind.equals(SECRET) || kind.equals(CONFIG_MAP)) {
      permissions.incrementAndGet();
    }
  }

  /** Another number whenever a Secret or ConfigMap changed. */
  public long settings() {
    return settings.get();
  }

  /** Whether {@code app} stands where this controller looks for Applications. */
  public boolean serves(Application app) {
    return app.namespace().equals(namespace)
        || otherNamespaces().stream()
            .anyMatch(pattern -> Patterns.matchesName(pattern, app.namespace()));
  }

  private List<String> otherNamespaces() {
    return new CommandParameters(configMap("argocd-cmd-params-cm")).applicationNamespaces();
  }

  /**
   * One project, with what global projects and repositories of its own add to it; the same object
   * until one of them or a setting changes.
   */
  public Optional<Project> project(String name) {
    var known = projects;
    var now = permissions.get();
    if (known.at() != now) {
      known = new Projects(new ConcurrentHashMap<>(), now);
      projects = known;
    }
    return known.byName().computeIfAbsent(name, this::gathered);
  }

  private Optional<Project> gathered(String name) {
    var entries = globalProjects();
    return stored(name)
        .map(
            own ->
                entries.isEmpty()
                    ? own
                    : GlobalProjects.merged(own, GlobalProjects.of(own, entries, this::stored)))
        .map(this::withOwnRepositories);
  }

  /** A project permits the repositories that were added for it alone. */
  private Project withOwnRepositories(Project project) {
    var own =
        secrets("repository").stream()
            .map(RepositorySecret::of)
            .filter(secret -> secret.project().equals(project.name()))
            .map(RepositorySecret::url)
            .toList();
    if (own.isEmpty()) {
      return project;
    }
    var all = new ArrayList<Object>(project.sourceRepos());
    all.addAll(own);
    return new Project(project.manifest().with(Tree.list(all), "spec", "sourceRepos"));
  }

  /** Whether {@code project} adds to others, so that they change with it. */
  public boolean global(String project) {
    return globalProjects().stream()
        .anyMatch(entry -> Tree.text(entry, "projectName").equals(project));
  }

  private List<Object> globalProjects() {
    var text = configMap("argocd-cm").getOrDefault("globalProjects", "");
    try {
      return text.isBlank() ? List.of() : Tree.items(Yaml.parse(text));
    } catch (YamlException unreadable) {
      return List.of();
    }
  }

  private Optional<Project> stored(String name) {
    return cache
        .get(new ObjectKey(PROJECT.group(), PROJECT.kind(), namespace, name))
        .map(Project::new);
  }

  /** The configuration Secrets of one type, such as {@code repository}. */
  public List<Manifest> secrets(String type) {
    var known = secrets;
    var now = settings();
    if (known == null || known.at() != now) {
      var byType = new HashMap<String, List<Manifest>>();
      for (var secret : cache.all(SECRET)) {
        secret
            .label(SECRET_TYPE)
            .ifPresent(t -> byType.computeIfAbsent(t, _ -> new ArrayList<>()).add(secret));
      }
      byType.replaceAll((_, list) -> List.copyOf(list));
      known = new Secrets(byType, now);
      secrets = known;
    }
    return known.byType().getOrDefault(type, List.of());
  }

  /** A ConfigMap as it is; the same object until it changes. */
  public Optional<Manifest> configObject(String name) {
    return cache.get(new ObjectKey("", "ConfigMap", namespace, name));
  }

  /** The data of a ConfigMap; empty when there is none. */
  public Map<String, String> configMap(String name) {
    return configObject(name).map(map -> read(name, map)).orElse(Map.of());
  }

  /** Objects never change: another state is another object. */
  @SuppressWarnings("ReferenceEquality")
  private Map<String, String> read(String name, Manifest map) {
    var known = configMaps.get(name);
    if (known == null || known.from().root() != map.root()) {
      var data = new LinkedHashMap<String, String>();
      Tree.object(map.at("data")).forEach((key, value) -> data.put(key, String.valueOf(value)));
      known = new ConfigMap(map, Collections.unmodifiableMap(data));
      configMaps.put(name, known);
    }
    return known.data();
  }

  /**
   * Writes what {@code change} makes of an Application, sending only the fields that differ: what
   * nobody here knows stays as it is. What would be too much for a cluster's store is kept here and
   * stored in part. Empty when the Application is gone.
   */
  public Optional<Application> change(AppKey key, UnaryOperator<ObjectTree> change) {
    var app = application(key);
    if (app.isEmpty()) {
      return app;
    }
    var patch = patch(key, app.get(), change);
    return patch.isEmpty() ? app : patch(key, patch);
  }

  /**
   * The same, unless {@code seen} is not how the Application is any more.
   *
   * @throws ClusterException a conflict, when somebody else changed it meanwhile
   */
  public Optional<Application> change(Application seen, UnaryOperator<ObjectTree> change) {
    var key = AppKey.of(seen);
    var version = seen.manifest().resourceVersion();
    return patch(key, Tree.with(patch(key, seen, change), version, "metadata", "resourceVersion"));
  }

  private ObjectTree patch(AppKey key, Application app, UnaryOperator<ObjectTree> change) {
    var before = app.manifest().root();
    var known = wholes.getOrDefault(key, StatusBounds.Whole.NONE);
    var bounded = StatusBounds.fit(before, change.apply(before), known);
    remember(key, bounded.changed());
    return JsonMergePatch.diff(before, bounded.root());
  }

  private void remember(AppKey key, StatusBounds.Whole changed) {
    wholes.compute(
        key,
        (_, known) -> {
          var next = known == null ? changed : known.with(changed);
          return next.none() ? null : next;
        });
  }

  /** {@code app} with the lists whole that its stored status has in part, where they are known. */
  public Application whole(Application app) {
    var known = wholes.get(AppKey.of(app));
    return known == null
        ? app
        : new Application(new Manifest(known.restore(app.manifest().root())));
  }

  /** Nothing is kept of an application that is gone. */
  public void forget(AppKey key) {
    wholes.remove(key);
  }

  /** Patches an Application with a JSON merge patch; empty when it is gone. */
  public Optional<Application> patch(AppKey key, ObjectTree patch) {
    return patch(key, PatchType.MERGE, patch);
  }

  /** Patches an Application; empty when it is gone. */
  public Optional<Application> patch(AppKey key, PatchType type, @Nullable Object patch) {
    var kind = cluster.kind(Application.API_VERSION, "Application");
    var object =
        new ObjectKey(APPLICATION.group(), APPLICATION.kind(), key.namespace(), key.name());
    try {
      var written = cluster.patch(kind, object, "", type, patch, WriteOptions.by(MANAGER));
      cache.observe(written);
      return Optional.of(new Application(written));
    } catch (ClusterException e) {
      if (e.notFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    cache.close();
  }
}
