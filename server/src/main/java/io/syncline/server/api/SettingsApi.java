package io.syncline.server.api;

import com.linecorp.armeria.common.HttpMethod;
import io.syncline.engine.diff.Customizations;
import io.syncline.kube.Cluster;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.http.Routes;
import io.syncline.server.port.ServerSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** {@code /api/v1/settings} and {@code /api/version}. */
public final class SettingsApi {
  private final Cluster cluster;
  private final ServerSettings settings;

  /** Settings of the installation. */
  public SettingsApi(Cluster cluster, ServerSettings settings) {
    this.cluster = cluster;
    this.settings = settings;
  }

  /** Puts the resources on their paths. */
  public void mount(Routes routes) {
    routes
        .open(HttpMethod.GET, "/api/v1/settings", _ -> settings())
        .on(HttpMethod.GET, "/api/v1/settings/plugins", _ -> ObjectTree.of("plugins", List.of()))
        .open(HttpMethod.GET, "/api/version", _ -> version());
  }

  private ObjectTree settings() {
    var map =
        cluster
            .get(Kinds.CONFIG_MAP, settings.namespace(), "argocd-cm")
            .orElse(new Manifest(ObjectTree.EMPTY));
    var url = map.text("data", "url");
    var label = map.text("data", "application.instanceLabelKey");
    var tracking = map.text("data", "application.resourceTrackingMethod");
    return ObjectTree.of(
        "url",
        url.isEmpty() ? settings.url() : url,
        "appLabelKey",
        label.isEmpty() ? "app.kubernetes.io/instance" : label,
        "trackingMethod",
        tracking.isEmpty() ? "annotation" : tracking,
        "controllerNamespace",
        settings.namespace(),
        "statusBadgeEnabled",
        false,
        "appsInAnyNamespaceEnabled",
        false,
        "userLoginsDisabled",
        false,
        "kustomizeVersions",
        List.of(),
        "resourceOverrides",
        overrides(Tree.object(map.at("data"))),
        // Ours: the page must say that nothing here really runs.
        "simulatedCluster",
        settings.simulated());
  }

  /**
   * What the settings leave out of comparisons, by kind: who compares elsewhere leaves it out too.
   */
  private static ObjectTree overrides(ObjectTree data) {
    var texts = new LinkedHashMap<String, String>();
    data.forEach((key, value) -> texts.put(key, String.valueOf(value)));
    var overrides = ObjectTree.EMPTY;
    for (var rule : Customizations.from(texts).ignores()) {
      overrides =
          overrides.with(
              rule.group().isEmpty() ? rule.kind() : rule.group() + "/" + rule.kind(),
              ObjectTree.of(
                  "ignoreDifferences",
                  ObjectTree.of(
                      "jsonPointers", Tree.list(List.copyOf(rule.jsonPointers())),
                      "jqPathExpressions", Tree.list(List.copyOf(rule.jqPaths())),
                      "managedFieldsManagers", Tree.list(List.copyOf(rule.managers())))));
    }
    return overrides;
  }

  private ObjectTree version() {
    return ObjectTree.of(
        "Version",
        settings.version(),
        "GoVersion",
        "",
        "Compiler",
        "java" + Runtime.version().feature(),
        "Platform",
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT)
            + "/"
            + System.getProperty("os.arch", ""),
        "KustomizeVersion",
        "native (v5.5.0 behaviour)",
        "HelmVersion",
        "native (v3 behaviour)",
        "KubectlVersion",
        cluster.version(),
        "JsonnetVersion",
        "");
  }
}
