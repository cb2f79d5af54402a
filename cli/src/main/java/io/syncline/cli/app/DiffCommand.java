package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app diff}: exits 0 without differences, 1 with, 20 on problems. */
@Command(name = "diff", description = "Show what a sync would change")
final class DiffCommand implements Callable<Integer> {
  /** Kinds whose objects stand in no namespace, for those the application has none of yet. */
  private static final Set<String> CLUSTER_KINDS =
      Set.of(
          "/Namespace",
          "/PersistentVolume",
          "rbac.authorization.k8s.io/ClusterRole",
          "rbac.authorization.k8s.io/ClusterRoleBinding",
          "apiextensions.k8s.io/CustomResourceDefinition",
          "admissionregistration.k8s.io/MutatingWebhookConfiguration",
          "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
          "storage.k8s.io/StorageClass",
          "scheduling.k8s.io/PriorityClass",
          "networking.k8s.io/IngressClass");

  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  @Mixin RevisionOptions revisions = new RevisionOptions();

  @Mixin LocalOptions local = new LocalOptions();

  @Option(
      names = "--local-include",
      paramLabel = "GLOB",
      split = ",",
      defaultValue = "*.yaml,*.yml,*.json",
      description = "Names of files to send with --server-side-generate")
  List<String> localInclude = List.of();

  @Option(
      names = "--server-side-generate",
      description = "Let the server render the folder of --local")
  boolean serverSideGenerate;

  @Option(
      names = "--server-side-diff",
      description =
          "Let the cluster's API server say what each object would become; with --local it needs"
              + " --server-side-generate")
  boolean serverSideDiff;

  @Option(names = "--refresh", description = "Compare again before")
  boolean refresh;

  @Option(names = "--hard-refresh", description = "Render and compare again before")
  boolean hardRefresh;

  @Option(
      names = "--exit-code",
      arity = "0..1",
      defaultValue = "true",
      fallbackValue = "true",
      description = "Exit with a code of its own when there are differences")
  boolean exitCode;

  @Option(names = "--diff-exit-code", defaultValue = "1", description = "That code")
  int diffExitCode;

  DiffCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    name = place.of(name);
    var client = global.client();
    revisions.check();
    if (serverSideGenerate && local.local == null) {
      throw new CliException(
          CliException.FAILED, "--server-side-generate must be used with --local");
    }
    if (serverSideDiff && local.local != null && !serverSideGenerate) {
      throw new CliException(
          CliException.FAILED, "--server-side-diff with --local requires --server-side-generate");
    }
    var app =
        client.get(
            AppPaths.one(name, "", hardRefresh ? "refresh=hard" : refresh ? "refresh=normal" : ""));
    var found = false;
    for (var pair : pairs(client, app).entrySet()) {
      found |= show(pair.getKey(), pair.getValue().getFirst(), pair.getValue().getLast());
    }
    return found && exitCode ? diffExitCode : 0;
  }

  /** Live and target text by heading. */
  private Map<String, List<String>> pairs(ApiClient client, ObjectTree app) {
    var pairs = new LinkedHashMap<String, List<String>>();
    var items = Tree.items(resources(client, app).get("items"));
    var shown = !serverSideDiff && (local.local != null || revisions.given());
    var other = shown ? byHeading(rendered(client, app), items, app) : Map.<String, ObjectTree>of();
    var ignored = shown ? IgnoredFields.of(client, app) : IgnoredFields.NONE;
    for (var item : items) {
      var resource = Tree.object(item);
      var heading = heading(resource);
      if (Tree.flag(resource, "hook")) {
        continue;
      }
      var live = state(resource, "normalizedLiveState");
      var target =
          state(resource, "targetState").isEmpty()
              ? ObjectTree.EMPTY
              : state(resource, "predictedLiveState");
      if (shown) {
        target = ignored.leftOutOf(other.getOrDefault(heading, ObjectTree.EMPTY), live);
        live = projected(ignored.leftOutOf(live, live), target);
        pairs.put(heading, List.of(text(live), text(target)));
      } else if (Tree.flag(resource, "modified") || live.isEmpty() || target.isEmpty()) {
        pairs.put(heading, List.of(text(live), text(target)));
      }
    }
    other.forEach(
        (heading, target) -> pairs.computeIfAbsent(heading, _ -> List.of("", text(target))));
    return pairs;
  }

  /** What the server compared, or compares now by dry runs. */
  private ObjectTree resources(ApiClient client, ObjectTree app) {
    if (!serverSideDiff) {
      var known = client.get(AppPaths.one(name, "/managed-resources"));
      if (!Tree.items(known.get("items")).isEmpty()) {
        return known;
      }
      // Nothing may only mean that nobody compared yet.
      client.get(AppPaths.one(name, "", "refresh=normal"));
      return client.get(AppPaths.one(name, "/managed-resources"));
    }
    var manifests =
        local.local != null || revisions.given()
            ? rendered(client, app).stream().map(Json::write).toList()
            : List.<String>of();
    return client.call(
        "POST",
        AppPaths.one(name, "/server-side-diff"),
        ObjectTree.of("targetManifests", Tree.freeze(manifests)));
  }

  /** Only what the target speaks of: another revision was not compared by the server. */
  private static ObjectTree projected(ObjectTree live, ObjectTree target) {
    if (target.isEmpty()) {
      return live;
    }
    var kept = new ObjectTree.Builder(target.size());
    live.forEach(
        (key, value) -> {
          if (target.containsKey(key)) {
            kept.put(key, projectedValue(value, target.get(key)));
          }
        });
    return kept.build();
  }

  private static @Nullable Object projectedValue(@Nullable Object live, @Nullable Object target) {
    if (live instanceof ObjectTree l && target instanceof ObjectTree t) {
      return projected(l, t);
    }
    if (live instanceof List<?> l && target instanceof List<?> t && l.size() == t.size()) {
      var items = new ArrayList<@Nullable Object>();
      for (var i = 0; i < l.size(); i++) {
        items.add(projectedValue(l.get(i), t.get(i)));
      }
      return Tree.list(items);
    }
    return live;
  }

  private List<ObjectTree> rendered(ApiClient client, ObjectTree app) {
    if (local.local == null) {
      return revisions.rendered(client, name);
    }
    return serverSideGenerate
        ? local.renderedByServer(client, app, localInclude)
        : local.rendered(client, app);
  }

  /**
   * Objects by what identifies them. One that names no namespace goes to that of the destination,
   * unless its kind is known to have none.
   */
  private static Map<String, ObjectTree> byHeading(
      List<ObjectTree> rendered, List<?> items, ObjectTree app) {
    var withoutNamespace = new HashSet<>(CLUSTER_KINDS);
    for (var item : items) {
      var resource = Tree.object(item);
      if (Tree.text(resource, "namespace").isEmpty()) {
        withoutNamespace.add(kind(resource));
      }
    }
    var byHeading = new LinkedHashMap<String, ObjectTree>();
    for (var tree : rendered) {
      if (isHook(tree)) {
        continue;
      }
      var version = Tree.text(tree, "apiVersion");
      var group = version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
      var kind = group + "/" + Tree.text(tree, "kind");
      var written = Tree.text(tree, "metadata", "namespace");
      var namespace =
          withoutNamespace.contains(kind)
              ? ""
              : written.isEmpty() ? Tree.text(app, "spec", "destination", "namespace") : written;
      byHeading.put(
          kind + " " + namespace + "/" + Tree.text(tree, "metadata", "name"),
          namespace.isEmpty() ? Tree.without(tree, "metadata", "namespace") : tree);
    }
    return byHeading;
  }

  private static boolean isHook(ObjectTree object) {
    var helm = Tree.text(object, "metadata", "annotations", "helm.sh/hook");
    return !Tree.text(object, "metadata", "annotations", "argocd.argoproj.io/hook").isEmpty()
        || !helm.isEmpty() && !helm.equals("crd-install");
  }

  private static String kind(ObjectTree resource) {
    return Tree.text(resource, "group") + "/" + Tree.text(resource, "kind");
  }

  private static String heading(ObjectTree resource) {
    return kind(resource)
        + " "
        + Tree.text(resource, "namespace")
        + "/"
        + Tree.text(resource, "name");
  }

  private static ObjectTree state(ObjectTree resource, String field) {
    var json = Tree.text(resource, field);
    return json.isEmpty() ? ObjectTree.EMPTY : Tree.object(Json.parse(json));
  }

  private static String text(ObjectTree tree) {
    return tree.isEmpty() ? "" : Yaml.write(tree);
  }

  private boolean show(String heading, String live, String target) {
    if (live.equals(target)) {
      return false;
    }
    var out = global.terminal().out();
    out.println("\n===== " + heading + " ======");
    out.flush();
    try {
      var folder = Files.createTempDirectory("syncline-diff");
      var file = heading.substring(heading.lastIndexOf('/') + 1);
      var left = Files.writeString(folder.resolve(file + "-live.yaml"), live);
      var right = Files.writeString(folder.resolve(file), target);
      try {
        out.print(diff(left, right));
      } finally {
        Files.delete(left);
        Files.delete(right);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new CliException(
          CliException.API,
          "cannot run diff: "
              + e.getMessage()
              + "; hint: set KUBECTL_EXTERNAL_DIFF to a program that compares two files");
    }
    return true;
  }

  private String diff(Path left, Path right) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                global.terminal().variable("KUBECTL_EXTERNAL_DIFF").orElse("diff").split("\\s+")));
    command.add(left.toString());
    command.add(right.toString());
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = process.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
