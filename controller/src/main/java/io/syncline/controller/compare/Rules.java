package io.syncline.controller.compare;

import io.syncline.controller.control.ControlPlane;
import io.syncline.engine.customization.ResourceCustomizations;
import io.syncline.engine.diff.DiffRules;
import io.syncline.engine.diff.IgnoreRule;
import io.syncline.engine.health.HealthRules;
import io.syncline.engine.health.ScriptedHealth;
import io.syncline.engine.target.Exclusions;
import io.syncline.engine.target.Tracking;
import io.syncline.model.object.Manifest;
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
  private static final String IGNORES = "resource.customizations.ignoreDifferences.";

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
      Tracking tracking,
      ResourceCustomizations customizations,
      HealthRules.Overrides scripts) {
    static Read of(Optional<Manifest> from, Map<String, String> settings) {
      var customizations = ResourceCustomizations.read(settings);
      return new Read(
          from,
          settings,
          Rules.tracking(settings),
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
    return BuildOptions.of(settings());
  }

  /** Kinds no application manages. */
  public Exclusions exclusions() {
    return Exclusions.BUILT_IN;
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
    var ignores = new ArrayList<IgnoreRule>();
    settings()
        .forEach(
            (key, value) -> {
              if (key.startsWith(IGNORES)) {
                systemRule(key.substring(IGNORES.length()), value).ifPresent(ignores::add);
              }
            });
    own.forEach(entry -> ignores.add(IgnoreRule.from(entry)));
    return DiffRules.of(instance, tracking).ignoring(ignores);
  }

  /** {@code apps_Deployment}, {@code Secret} or {@code all}, with the fields as YAML. */
  private static Optional<IgnoreRule> systemRule(String name, String yaml) {
    var underscore = name.lastIndexOf('_');
    var any = name.equals("all");
    var group = any ? "*" : underscore < 0 ? "" : name.substring(0, underscore);
    var kind = any ? "*" : name.substring(underscore + 1);
    try {
      var fields = Yaml.parseObject(yaml);
      return Optional.of(
          IgnoreRule.from(Tree.object(fields.with("group", group)).with("kind", kind)));
    } catch (YamlException unreadable) {
      return Optional.empty();
    }
  }
}
