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
 * @param appName instance name of the application
 * @param namespace namespace objects are destined for, "" when none
 * @param projectName project of the application
 * @param revision resolved revision, for build environment variables
 * @param kubeVersion version of the destination cluster, such as {@code v1.32.4}
 * @param apiVersions {@code group/version} and {@code group/version/Kind} the cluster serves
 * @param refs trees of the sources other sources may reach as {@code $ref/…}
 * @param remotes where to get what stands in none of these trees
 * @param plugins what renders sources of other tools
 * @param limits bounds
 */
public record RenderRequest(
    String path,
    ApplicationSource source,
    String appName,
    String namespace,
    String projectName,
    String revision,
    String kubeVersion,
    List<String> apiVersions,
    Map<String, SourceTree> refs,
    Remotes remotes,
    Plugins plugins,
    RenderLimits limits) {
  /** Copies the collections. */
  public RenderRequest {
    apiVersions = List.copyOf(apiVersions);
    refs = Collections.unmodifiableMap(new LinkedHashMap<>(refs));
  }

  /** A request without plugins. */
  public RenderRequest(
      String path,
      ApplicationSource source,
      String appName,
      String namespace,
      String projectName,
      String revision,
      String kubeVersion,
      List<String> apiVersions,
      Map<String, SourceTree> refs,
      Remotes remotes,
      RenderLimits limits) {
    this(
        path,
        source,
        appName,
        namespace,
        projectName,
        revision,
        kubeVersion,
        apiVersions,
        refs,
        remotes,
        Plugins.NONE,
        limits);
  }

  /** A request for offline rendering of one folder. */
  public static RenderRequest of(
      String path, ApplicationSource source, String appName, String namespace) {
    return new RenderRequest(
        path,
        source,
        appName,
        namespace,
        "default",
        "",
        "v1.32.4",
        List.of(),
        Map.of(),
        Remotes.NONE,
        RenderLimits.DEFAULT);
  }

  /** The same for another directory. */
  public RenderRequest at(String otherPath) {
    return new RenderRequest(
        otherPath,
        source,
        appName,
        namespace,
        projectName,
        revision,
        kubeVersion,
        apiVersions,
        refs,
        remotes,
        plugins,
        limits);
  }

  /** The same with {@code others} for plugins. */
  public RenderRequest using(Plugins others) {
    return new RenderRequest(
        path,
        source,
        appName,
        namespace,
        projectName,
        revision,
        kubeVersion,
        apiVersions,
        refs,
        remotes,
        others,
        limits);
  }

  /** The same for another reading of the source. */
  public RenderRequest with(ApplicationSource other) {
    return new RenderRequest(
        path,
        other,
        appName,
        namespace,
        projectName,
        revision,
        kubeVersion,
        apiVersions,
        refs,
        remotes,
        plugins,
        limits);
  }

  /** The same over other trees. */
  RenderRequest reading(Map<String, ? extends SourceTree> otherRefs, Remotes otherRemotes) {
    return new RenderRequest(
        path,
        source,
        appName,
        namespace,
        projectName,
        revision,
        kubeVersion,
        apiVersions,
        Collections.unmodifiableMap(new LinkedHashMap<>(otherRefs)),
        otherRemotes,
        plugins,
        limits);
  }
}
