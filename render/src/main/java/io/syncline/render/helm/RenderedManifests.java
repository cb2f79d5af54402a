package io.syncline.render.helm;

import io.syncline.model.object.Manifest;
import io.syncline.model.source.SourcePath;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import io.syncline.render.RenderException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** Rendered texts to objects in the order Helm installs them: plain ones, then hooks. */
final class RenderedManifests {
  private static final Pattern SEPARATOR = Pattern.compile("(?:^|\\s*\\n)---\\s*");
  private static final List<String> INSTALL_ORDER =
      List.of(
          "PriorityClass",
          "Namespace",
          "NetworkPolicy",
          "ResourceQuota",
          "LimitRange",
          "PodSecurityPolicy",
          "PodDisruptionBudget",
          "ServiceAccount",
          "Secret",
          "SecretList",
          "ConfigMap",
          "StorageClass",
          "PersistentVolume",
          "PersistentVolumeClaim",
          "CustomResourceDefinition",
          "ClusterRole",
          "ClusterRoleList",
          "ClusterRoleBinding",
          "ClusterRoleBindingList",
          "Role",
          "RoleList",
          "RoleBinding",
          "RoleBindingList",
          "Service",
          "DaemonSet",
          "Pod",
          "ReplicationController",
          "ReplicaSet",
          "Deployment",
          "HorizontalPodAutoscaler",
          "StatefulSet",
          "Job",
          "CronJob",
          "IngressClass",
          "Ingress",
          "APIService");

  private static final Set<String> HOOKS =
      Set.of(
          "pre-install",
          "post-install",
          "pre-delete",
          "post-delete",
          "pre-upgrade",
          "post-upgrade",
          "pre-rollback",
          "post-rollback",
          "test",
          "test-success");

  private final List<Manifest> plain = new ArrayList<>();
  private final List<Manifest> hooks = new ArrayList<>();

  private RenderedManifests() {}

  /** The objects of {@code rendered}, by template name. */
  static List<Manifest> of(Chart chart, SortedMap<String, String> rendered, boolean skipTests) {
    var result = new RenderedManifests();
    rendered.forEach(
        (name, text) -> {
          if (!SourcePath.name(name).startsWith("_")) {
            result.add(name, text, Rendering.file(chart, name), skipTests);
          }
        });
    result.plain.sort(Comparator.comparing(Manifest::kind, RenderedManifests::byKind));
    result.hooks.sort(Comparator.comparing(Manifest::kind, RenderedManifests::byKind));
    var all = new ArrayList<>(result.plain);
    all.addAll(result.hooks);
    return all;
  }

  private static int byKind(String a, String b) {
    var left = INSTALL_ORDER.indexOf(a);
    var right = INSTALL_ORDER.indexOf(b);
    if (left < 0 && right < 0) {
      return a.compareTo(b);
    }
    return Integer.compare(
        left < 0 ? Integer.MAX_VALUE : left, right < 0 ? Integer.MAX_VALUE : right);
  }

  private void add(String name, String text, String file, boolean skipTests) {
    for (var part : SEPARATOR.split("\n" + text)) {
      if (part.isBlank()) {
        continue;
      }
      for (var manifest : parse(part + "\n", name, file)) {
        var events = manifest.text("metadata", "annotations", "helm.sh/hook");
        if (events.isEmpty()) {
          plain.add(manifest);
        } else {
          addHook(manifest, events.toLowerCase(Locale.ROOT), skipTests);
        }
      }
    }
  }

  private void addHook(Manifest manifest, String events, boolean skipTests) {
    var names = List.of(events.split(",")).stream().map(String::strip).toList();
    var test = names.contains("test") || names.contains("test-success");
    // Helm leaves an object with an event it does not know out altogether.
    if (HOOKS.containsAll(names) && !(skipTests && test)) {
      hooks.add(manifest);
    }
  }

  /** The objects of one text; documents that hold only comments give none. */
  static List<Manifest> parse(String text, String template, String file) {
    var manifests = new ArrayList<Manifest>();
    try {
      for (var document : Yaml.documents(text)) {
        switch (document.value()) {
          case null -> {}
          case ObjectTree root -> {
            if (!root.isEmpty()) {
              manifests.add(new Manifest(root));
            }
          }
          default ->
              throw RenderException.in(
                  file,
                  0,
                  "template "
                      + template
                      + " gives no object (expected: apiVersion, kind, metadata)");
        }
      }
    } catch (YamlException e) {
      throw RenderException.in(
          file,
          0,
          "YAML parse error on "
              + template
              + ": "
              + e.problem()
              + " in line "
              + e.line()
              + " of its output",
          "check indentation: the line was '" + line(text, e.line()) + "'");
    }
    return manifests;
  }

  private static String line(String text, int number) {
    var lines = text.split("\n", -1);
    var line = number >= 1 && number <= lines.length ? lines[number - 1].strip() : "";
    // A long line may be a secret's value; its beginning is enough to find it.
    return line.contains(":")
        ? line.substring(0, line.indexOf(':') + 1) + "…"
        : line.length() > 20 ? line.substring(0, 20) + "…" : line;
  }
}
