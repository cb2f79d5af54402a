package io.syncline.controller.compare;

import io.syncline.controller.control.ControlPlane;
import io.syncline.controller.settings.CommandParameters;
import io.syncline.engine.access.DestinationAccount;
import io.syncline.engine.customization.ResourceCustomizations;
import io.syncline.engine.diff.Customizations;
import io.syncline.engine.diff.DiffRules;
import io.syncline.engine.diff.IgnoreRule;
import io.syncline.engine.health.HealthRules;
import io.syncline.engine.health.ScriptedHealth;
import io.syncline.engine.target.Exclusions;
import io.syncline.engine.target.ResourceFilter;
import io.syncline.engine.target.Tracking;
import io.syncline.model.application.Application;
import io.syncline.model.application.Destination;
import io.syncline.model.object.Manifest;
import io.syncline.model.project.Project;
import io.syncline.model.status.Health;
import io.syncline.model.status.HealthStatus;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import io.syncline.render.BuildOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings of {@code argocd-cm} that decide how objects are tracked, compared and judged. */
public final class Rules {
  private final ControlPlane control;
  private volatile @Nullable Read read;

  /** Reads the settings of {@code control} whenever asked. */
  public Rules(ControlPlane control) {
    this.control = control;
  }

  /** Settings as last read, with the object they were read from. */
  private record Read(
      Optional<Manifest> from,
      Map<String, String> settings,
      BuildOptions buildOptions,
      Tracking tracking,
      ResourceFilter filter,
      Customizations comparing,
      ResourceCustomizations customizations,
      HealthRules.Overrides scripts) {
    static Read of(Optional<Manifest> from, Map<String, String> settings) {
      var customizations = ResourceCustomizations.read(settings);
      return new Read(
          from,
          settings,
          BuildOptions.of(settings),
          Rules.tracking(settings),
          Rules.filter(settings),
          Customizations.from(settings),
          customizations,
          new ScriptedHealth(customizations, Instant::now));
    }
  }

  private Read read() {
    var known = read;
    var now = control.configObject("argocd-cm");
    if (known == null || !sameObject(known.from(), now)) {
      var settings = control.configMap("argocd-cm");
      known = Read.of(now, settings);
      read = known;
    }
    return known;
  }

  /** Objects never change: another state is another object. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean sameObject(Optional<Manifest> a, Optional<Manifest> b) {
    return a.map(Manifest::root).orElse(ObjectTree.EMPTY)
        == b.map(Manifest::root).orElse(ObjectTree.EMPTY);
  }

  private Map<String, String> settings() {
    return read().settings();
  }

  /** Annotations whose values are not shown. */
  public Set<String> maskedAnnotations() {
    return java.util.Arrays.stream(
            settings().getOrDefault("resource.sensitive.mask.annotations", "").split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(java.util.stream.Collectors.toCollection(java.util.TreeSet::new));
  }

  /** How ownership is written. */
  public Tracking tracking() {
    return read().tracking();
  }

  private static Tracking tracking(Map<String, String> settings) {
    return new Tracking(
        Tracking.Method.parse(settings.getOrDefault("application.resourceTrackingMethod", "")),
        settings.getOrDefault("application.instanceLabelKey", Tracking.DEFAULT_LABEL),
        settings.getOrDefault("installationID", ""));
  }

  /** Options of the tools that render. */
  BuildOptions buildOptions() {
    return read().buildOptions().bounded(control.configMap("argocd-cmd-params-cm"));
  }

  /** Kinds no application manages in the cluster at {@code server}. */
  public Exclusions exclusions(String server) {
    return read().filter().in(server);
  }

  /** The same for all clusters. */
  ResourceFilter filter() {
    return read().filter();
  }

  private static ResourceFilter filter(Map<String, String> settings) {
    return new ResourceFilter(
        entries(settings, "resource.inclusions").orElse(ResourceFilter.DEFAULT.inclusions()),
        entries(settings, "resource.exclusions").orElse(ResourceFilter.DEFAULT.exclusions()));
  }

  private static Optional<List<ResourceFilter.Entry>> entries(
      Map<String, String> settings, String key) {
    var text = settings.get(key);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Tree.items(Yaml.parse(text)).stream()
              .map(entry -> ResourceFilter.Entry.from(Tree.object(entry)))
              .toList());
    } catch (YamlException unreadable) {
      return Optional.empty();
    }
  }

  /** What the settings say about kinds, such as scripts for their health and actions. */
  public ResourceCustomizations customizations() {
    return read().customizations();
  }

  /**
   * Health checks, always as the settings say now: scripts first, then that of child Applications,
   * unless {@code application.childHealth} is false: a parent waits for its children.
   */
  public HealthRules health() {
    return new HealthRules(
        kind -> {
          var read = read();
          var script = read.scripts().of(kind);
          var child =
              script.isEmpty()
                  && kind.equals(ControlPlane.APPLICATION)
                  && !read.settings().getOrDefault("application.childHealth", "").equals("false");
          return child ? Optional.of(Rules::childHealth) : script;
        });
  }

  private static Optional<Health> childHealth(Manifest child) {
    var status = child.text("status", "health", "status");
    return Optional.of(
        status.isEmpty()
            ? Health.of(HealthStatus.PROGRESSING)
            : new Health(HealthStatus.parse(status), child.text("status", "health", "message")));
  }

  /** How {@code instance} is compared, with the ignores of settings before its own. */
  DiffRules diff(String instance, Tracking tracking, List<ObjectTree> own) {
    var customizations = comparing();
    var ignores = new ArrayList<>(customizations.ignores());
    own.forEach(entry -> ignores.add(IgnoreRule.from(entry)));
    var time = parameters().jqTimeout();
    return DiffRules.of(instance, tracking)
        .ignoring(ignores.stream().map(rule -> rule.jqTime(time)).toList())
        .options(customizations.options())
        .knowing(customizations.knownFields());
  }

  /** What is said about comparing objects of all applications. */
  public Customizations comparing() {
    return read().comparing();
  }

  /** The settings of {@code argocd-cmd-params-cm}. */
  public CommandParameters parameters() {
    return new CommandParameters(control.configMap("argocd-cmd-params-cm"));
  }

  /** Whether operations act as the service account that the project names. */
  public boolean impersonates() {
    return "true".equals(settings().get("application.sync.impersonation.enabled"));
  }

  /** Whether projects must name that account; else applications without one are ours to write. */
  private boolean demandsAccount() {
    return !"false".equals(settings().get("application.sync.impersonation.enforced"));
  }

  /**
   * The user that writes for {@code app} to {@code cluster}; "" for the controller itself.
   *
   * @throws DestinationAccount.NoAccountException when its project names none and must
   */
  public String user(Project project, Application app, Destination cluster) {
    if (!impersonates()) {
      return "";
    }
    return demandsAccount()
        ? DestinationAccount.of(project, app, cluster)
        : DestinationAccount.find(project, app, cluster).orElse("");
  }
}
