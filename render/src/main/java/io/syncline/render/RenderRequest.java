package io.syncline.render;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.source.SourceTree;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything besides the files that decides what comes out. Equal requests over trees whose
 * recorded inputs are equal render equally, which is what makes caching safe.
 *
 * @param path directory inside the tree, normalised, "" for the root
 * @param source the source as written, with the tool blocks
 * @param instance the application it is rendered for
 * @param platform the cluster it is rendered for
 * @param surroundings what it may reach outside its own tree
 * @param limits bounds
 */
public record RenderRequest(
    String path,
    ApplicationSource source,
    Instance instance,
    Platform platform,
    Surroundings surroundings,
    RenderLimits limits) {

  /**
   * The application something is rendered for.
   *
   * @param appName instance name of the application
   * @param namespace namespace objects are destined for, "" when none
   * @param projectName project of the application
   * @param revision resolved revision, for build environment variables
   */
  public record Instance(String appName, String namespace, String projectName, String revision) {}

  /**
   * The cluster something is rendered for.
   *
   * @param kubeVersion version such as {@code v1.32.4}
   * @param apiVersions {@code group/version} and {@code group/version/Kind} it serves
   */
  public record Platform(String kubeVersion, List<String> apiVersions) {
    /** A cluster of which only the usual version is known. */
    public static final Platform USUAL = new Platform("v1.32.4", List.of());

    /** Copies the list. */
    public Platform {
      apiVersions = List.copyOf(apiVersions);
    }
  }

  /**
   * What a source may reach outside its own tree.
   *
   * @param refs trees of the sources other sources may reach as {@code $ref/…}
   * @param remotes where to get what stands in none of these trees
   * @param plugins what renders sources of other tools
   */
  public record Surroundings(Map<String, SourceTree> refs, Remotes remotes, Plugins plugins) {
    /** Nothing outside the tree. */
    public static final Surroundings NONE = new Surroundings(Map.of(), Remotes.NONE, Plugins.NONE);

    /** Copies the map. */
    public Surroundings {
      refs = Collections.unmodifiableMap(new LinkedHashMap<>(refs));
    }

    /** These, without plugins. */
    public Surroundings(Map<String, SourceTree> refs, Remotes remotes) {
      this(refs, remotes, Plugins.NONE);
    }
  }

  /** A request for offline rendering of one folder. */
  public static RenderRequest of(
      String path, ApplicationSource source, String appName, String namespace) {
    return new RenderRequest(
        path,
        source,
        new Instance(appName, namespace, "default", ""),
        Platform.USUAL,
        Surroundings.NONE,
        RenderLimits.DEFAULT);
  }

  /** Name of the application. */
  public String appName() {
    return instance.appName();
  }

  /** Namespace objects are destined for, "" when none. */
  public String namespace() {
    return instance.namespace();
  }

  /** Project of the application. */
  public String projectName() {
    return instance.projectName();
  }

  /** Resolved revision. */
  public String revision() {
    return instance.revision();
  }

  /** Version of the cluster. */
  public String kubeVersion() {
    return platform.kubeVersion();
  }

  /** What the cluster serves. */
  public List<String> apiVersions() {
    return platform.apiVersions();
  }

  /** Trees of other sources by name. */
  public Map<String, SourceTree> refs() {
    return surroundings.refs();
  }

  /** Where to get what stands in no tree. */
  public Remotes remotes() {
    return surroundings.remotes();
  }

  /** What renders sources of other tools. */
  public Plugins plugins() {
    return surroundings.plugins();
  }

  /** The same for another directory. */
  public RenderRequest at(String otherPath) {
    return new RenderRequest(otherPath, source, instance, platform, surroundings, limits);
  }

  /** The same for another reading of the source. */
  public RenderRequest with(ApplicationSource other) {
    return new RenderRequest(path, other, instance, platform, surroundings, limits);
  }

  /** The same with {@code others} for plugins. */
  public RenderRequest using(Plugins others) {
    return among(new Surroundings(refs(), remotes(), others));
  }

  /** The same among {@code others}. */
  public RenderRequest among(Surroundings others) {
    return new RenderRequest(path, source, instance, platform, others, limits);
  }

  /** The same within other bounds. */
  public RenderRequest within(RenderLimits others) {
    return new RenderRequest(path, source, instance, platform, surroundings, others);
  }
}
