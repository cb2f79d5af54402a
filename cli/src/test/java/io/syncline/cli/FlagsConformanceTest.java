package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Argo CD's cases of what flags do to specs, played as commands: what the API is asked to store is
 * held against what the case wants.
 */
final class FlagsConformanceTest {
  private static final String ONE = "/api/v1/applications/x";

  /** Names of options in the cases, and the flags that set them. */
  private static final Map<String, String> FLAGS =
      Map.ofEntries(
          Map.entry("valueFiles", "--values"),
          Map.entry("ignoreMissingValueFiles", "--ignore-missing-value-files"),
          Map.entry("releaseName", "--release-name"),
          Map.entry("helmSets", "--helm-set"),
          Map.entry("helmSetStrings", "--helm-set-string"),
          Map.entry("helmSetFiles", "--helm-set-file"),
          Map.entry("version", "--helm-version"),
          Map.entry("passCredentials", "--helm-pass-credentials"),
          Map.entry("skipCrds", "--helm-skip-crds"),
          Map.entry("skipSchemaValidation", "--helm-skip-schema-validation"),
          Map.entry("skipTests", "--helm-skip-tests"),
          Map.entry("namePrefix", "--nameprefix"),
          Map.entry("nameSuffix", "--namesuffix"),
          Map.entry("images", "--kustomize-image"),
          Map.entry("replicas", "--kustomize-replica"),
          Map.entry("commonLabels", "--kustomize-common-label"),
          Map.entry("commonAnnotations", "--kustomize-common-annotation"),
          Map.entry("labelWithoutSelector", "--kustomize-label-without-selector"),
          Map.entry("labelIncludeTemplates", "--kustomize-label-include-templates"),
          Map.entry("forceCommonLabels", "--kustomize-force-common-label"),
          Map.entry("forceCommonAnnotations", "--kustomize-force-common-annotation"),
          Map.entry("ignoreMissingComponents", "--ignore-missing-components"));

  private static final Map<String, String> UNSET =
      Map.ofEntries(
          Map.entry("namePrefix", "--nameprefix"),
          Map.entry("nameSuffix", "--namesuffix"),
          Map.entry("kustomizeVersion", "--kustomize-version"),
          Map.entry("kustomizeNamespace", "--kustomize-namespace"),
          Map.entry("kustomizeImages", "--kustomize-image"),
          Map.entry("kustomizeReplicas", "--kustomize-replica"),
          Map.entry("ignoreMissingComponents", "--ignore-missing-components"),
          Map.entry("parameters", "--parameter"),
          Map.entry("valuesFiles", "--values"),
          Map.entry("valuesLiteral", "--values-literal"),
          Map.entry("ignoreMissingValueFiles", "--ignore-missing-value-files"),
          Map.entry("pluginEnvs", "--plugin-env"),
          Map.entry("passCredentials", "--pass-credentials"),
          Map.entry("ref", "--ref"));

  @TempDir Path home;

  private final List<String> complaints = new ArrayList<>();

  @Test
  void flags_change_specs_as_argo_cd_does() throws IOException {
    var folder = ConformanceTest.folder().map(cli -> cli.resolveSibling("params"));
    if (folder.isEmpty()) {
      System.out.println(
          "params of commands: no conformance data (SYNCLINE_CONFORMANCE is not set)");
      return;
    }
    var failed =
        judged(
            "params of commands",
            folder.get(),
            List.of(
                "source-options",
                "app-flags",
                "app-filters",
                "project-flags",
                "flag-validation",
                "helm-params",
                "jsonnet-params",
                "kustomize-params",
                "kustomize-image-match",
                "plugin-params"));
    assertThat(failed).as("%s", String.join("\n", complaints)).isEqualTo(known("params"));
  }

  @Test
  void flags_take_back_what_argo_cd_takes_back() throws IOException {
    var folder = ConformanceTest.folder();
    if (folder.isEmpty()) {
      System.out.println("cli mutations: no conformance data (SYNCLINE_CONFORMANCE is not set)");
      return;
    }
    var failed = judged("cli mutations", folder.get(), List.of("mutation"));
    assertThat(failed).as("%s", String.join("\n", complaints)).isEqualTo(known("cli/mutation"));
  }

  private static TreeSet<String> known(String prefix) {
    var known = new TreeSet<String>();
    AppReadTest.resource("flags-differences.txt")
        .lines()
        .filter(line -> line.startsWith(prefix + "/"))
        .forEach(known::add);
    return known;
  }

  private TreeSet<String> judged(String row, Path folder, List<String> groups) throws IOException {
    var failed = new TreeSet<String>();
    var passed = 0;
    for (var group : groups) {
      var file = folder.resolve(group + ".json");
      if (!Files.exists(file)) {
        continue;
      }
      for (var each : Tree.items(Json.parseObject(Files.readAllBytes(file)).get("cases"))) {
        var one = Tree.object(each);
        var complaint = complaint(group, one);
        if (complaint.isPresent() && complaint.get().isEmpty()) {
          passed++;
        } else if (complaint.isPresent()) {
          failed.add(Tree.text(one, "id"));
          complaints.add(Tree.text(one, "id") + ": " + complaint.get());
        }
      }
    }
    System.out.println(row + ": " + passed + " passed, " + failed.size() + " failed");
    return failed;
  }

  /** What is wrong, "" for nothing; empty for what no command of ours does. */
  private Optional<String> complaint(String group, ObjectTree one) {
    var expected = Tree.object(one.get("expected"));
    return switch (group) {
      case "source-options" -> Optional.of(source(one, expected));
      case "app-flags" -> Optional.of(steps(one));
      case "project-flags" -> Optional.of(project(one, expected));
      case "flag-validation" -> Optional.of(validated(one, expected));
      case "app-filters" -> filtered(one, expected);
      case "kustomize-image-match" -> Optional.of(match(one, expected));
      case "mutation" -> mutated(one, expected);
      default -> parameter(one, expected);
    };
  }

  private String source(ObjectTree one, ObjectTree expected) {
    var source = Tree.object(Tree.at(one, "input", "source"));
    for (var earlier : Tree.items(one.get("earlier"))) {
      source = Tree.object(set(source, words(Tree.object(earlier))).get("source"));
    }
    var words = words(one);
    var after = words.isEmpty() ? source : Tree.object(set(source, words).get("source"));
    return checks(Tree.items(expected.get("checks")), after);
  }

  private static List<String> words(ObjectTree call) {
    var opts = Tree.items(call.get("opts"));
    var words = new ArrayList<String>();
    switch (Tree.text(call, "function")) {
      case "setHelmOpt", "setKustomizeOpt" -> {
        var kustomize = Tree.text(call, "function").equals("setKustomizeOpt");
        Tree.object(opts.getFirst()).forEach((name, value) -> words(words, name, value, kustomize));
      }
      case "setPluginOptEnvs" ->
          Tree.items(opts.getFirst()).forEach(v -> words.addAll(List.of("--plugin-env", "" + v)));
      default -> {
        var external = Tree.text(call, "function").equals("setJsonnetOptExtVar");
        var code = Boolean.TRUE.equals(opts.get(1));
        var flag =
            external
                ? (code ? "--jsonnet-ext-var-code" : "--jsonnet-ext-var-str")
                : (code ? "--jsonnet-tla-code" : "--jsonnet-tla-str");
        Tree.items(opts.getFirst()).forEach(v -> words.addAll(List.of(flag, "" + v)));
      }
    }
    return words;
  }

  private static void words(
      List<String> words, String name, @Nullable Object value, boolean kustomize) {
    var flag =
        switch (name) {
          case "version" -> kustomize ? "--kustomize-version" : "--helm-version";
          case "namespace" -> kustomize ? "--kustomize-namespace" : "--helm-namespace";
          case "kubeVersion", "KubeVersion" ->
              kustomize ? "--kustomize-kube-version" : "--helm-kube-version";
          case "apiVersions", "ApiVersions" ->
              kustomize ? "--kustomize-api-versions" : "--helm-api-versions";
          default -> Objects.requireNonNull(FLAGS.get(name), name);
        };
    words(words, flag, value);
  }

  private static void words(List<String> words, String flag, @Nullable Object value) {
    switch (value) {
      case Boolean on when on -> words.add(flag);
      case Boolean _ -> {
        // what is off is not typed
      }
      case List<?> several -> several.forEach(v -> words.addAll(List.of(flag, "" + v)));
      case ObjectTree map -> map.forEach((k, v) -> words.addAll(List.of(flag, k + "=" + v)));
      case null, default -> words.addAll(List.of(flag, "" + value));
    }
  }

  /** The spec that {@code app set} stores; the one before when it stores none. */
  private ObjectTree set(ObjectTree source, List<String> words) {
    return set(ObjectTree.of("source", source), words, true);
  }

  private ObjectTree set(ObjectTree spec, List<String> words, boolean loud) {
    try (var server =
        new RecordedServer()
            .on("GET " + ONE, Json.write(ObjectTree.of("spec", spec)))
            .on("PUT " + ONE + "/spec", "{}")) {
      var all = new ArrayList<>(List.of("app", "set", "x"));
      all.addAll(words);
      var run = CommandLineRun.with(home, server).run(all.toArray(String[]::new));
      if (run.code() != 0) {
        if (loud) {
          throw new IllegalStateException(run.err());
        }
        return spec;
      }
      return server.asked("PUT").isEmpty() ? spec : server.asked("PUT").getFirst().tree();
    }
  }

  private String steps(ObjectTree one) {
    var spec = ObjectTree.EMPTY;
    for (var step : Tree.items(one.get("steps"))) {
      if (Tree.at(step, "initialSpec") instanceof ObjectTree initial) {
        spec = initial;
      }
      if (Tree.at(step, "assign") instanceof ObjectTree assign) {
        var value = assign.get("value");
        var field = Tree.text(assign, "field");
        spec = value == null ? spec.without(field) : spec.with(field, value);
        continue;
      }
      var words = new ArrayList<>(List.of("--" + Tree.text(step, "set", "flag")));
      words.set(0, words.getFirst() + "=" + Tree.text(step, "set", "value"));
      if (spec.containsKey("sources")) {
        words.add("--source-position=" + Math.max(1, Tree.number(step, 1, "sourcePosition")));
      }
      spec = set(spec, words, false);
      var complaint = checks(Tree.items(Tree.at(step, "expect")), spec);
      if (!complaint.isEmpty()) {
        return Json.write(step) + ": " + complaint;
      }
    }
    return "";
  }

  private String project(ObjectTree one, ObjectTree expected) {
    var opts = Tree.object(one.get("opts"));
    var words = new ArrayList<>(List.of("proj", "create", "p"));
    words(words, "--allow-cluster-resource", opts.get("allowedClusterResources"), opts);
    words(words, "--deny-cluster-resource", opts.get("deniedClusterResources"), opts);
    words(words, "--allow-namespaced-resource", opts.get("allowedNamespacedResources"), opts);
    words(words, "--deny-namespaced-resource", opts.get("deniedNamespacedResources"), opts);
    words(words, "--dest-service-accounts", opts.get("destinationServiceAccounts"), opts);
    var field =
        switch (Tree.text(one, "function")) {
          case "ProjectOpts.GetAllowedNamespacedResources" -> "namespaceResourceWhitelist";
          case "ProjectOpts.GetDeniedNamespacedResources" -> "namespaceResourceBlacklist";
          case "ProjectOpts.GetAllowedClusterResources" -> "clusterResourceWhitelist";
          case "ProjectOpts.GetDeniedClusterResources" -> "clusterResourceBlacklist";
          default -> "destinationServiceAccounts";
        };
    try (var server = new RecordedServer().on("POST /api/v1/projects", "{}")) {
      var run = CommandLineRun.with(home, server).run(words.toArray(String[]::new));
      if (run.code() != 0) {
        return run.err();
      }
      var stored = server.asked("POST").getFirst().tree();
      var got = new HashSet<Object>();
      Tree.items(Tree.at(stored, "project", "spec", field))
          .forEach(e -> got.add(without(Tree.object(e))));
      var wanted = new HashSet<Object>();
      Tree.items(expected.get("value")).forEach(e -> wanted.add(without(Tree.object(e))));
      return got.equals(wanted) ? "" : "expected " + wanted + ", got " + got;
    }
  }

  private static void words(
      List<String> words, String flag, @Nullable Object values, ObjectTree opts) {
    if (values != null && !opts.isEmpty()) {
      words(words, flag, values);
    }
  }

  /** Cases leave empty fields out. */
  private static ObjectTree without(ObjectTree entry) {
    var left = entry;
    for (var field : entry.entrySet()) {
      left = "".equals(field.getValue()) ? left.without(field.getKey()) : left;
    }
    return left;
  }

  private String validated(ObjectTree one, ObjectTree expected) {
    var input = Tree.object(one.get("input"));
    var type = Tree.text(input, "repoType");
    var https = !Boolean.FALSE.equals(input.get("isHTTPS"));
    var words =
        new ArrayList<>(
            List.of(
                "repo", "add", (https ? "https" : "http") + "://git.example/a/b.git", "--name=n"));
    if (!type.isEmpty()) {
      words.add("--type=" + type);
    }
    if (!Tree.text(input, "bearerToken").isEmpty()) {
      words.add("--bearer-token=" + Tree.text(input, "bearerToken"));
    }
    if (!Tree.text(input, "password").isEmpty()) {
      words.addAll(List.of("--username=u", "--password=" + Tree.text(input, "password")));
    }
    if (Tree.flag(input, "insecureOCIForceHTTP")) {
      words.add("--insecure-oci-force-http");
    }
    if (Tree.flag(input, "enableOCI")) {
      words.add("--enable-oci");
    }
    try (var server = new RecordedServer().on("POST /api/v1/repositories", "{}")) {
      var run = CommandLineRun.with(home, server).run(words.toArray(String[]::new));
      if (Tree.flag(expected, "error")) {
        return run.code() != 0 && run.err().contains(Tree.text(expected, "errorContains"))
            ? ""
            : "expected " + expected + ", got " + run;
      }
      return run.code() == 0 ? "" : "expected no error, got " + run;
    }
  }

  /** What one parameter becomes in a source. */
  private Optional<String> parameter(ObjectTree one, ObjectTree expected) {
    var input = Tree.object(one.get("input"));
    var text = Tree.text(input, "text");
    return switch (Tree.text(one, "function")) {
      case "NewHelmParameter" ->
          Optional.of(
              added(
                  Tree.flag(input, "forceString") ? "--helm-set-string" : "--helm-set",
                  text,
                  expected,
                  "helm",
                  "parameters"));
      case "NewHelmFileParameter" ->
          Optional.of(added("--helm-set-file", text, expected, "helm", "fileParameters"));
      case "NewKustomizeReplica" ->
          Optional.of(added("--kustomize-replica", text, expected, "kustomize", "replicas"));
      case "NewJsonnetVar" ->
          Optional.of(
              added(
                  Tree.flag(input, "code") ? "--jsonnet-tla-code" : "--jsonnet-tla-str",
                  Tree.text(input, "s"),
                  expected,
                  "directory",
                  "jsonnet",
                  "tlas"));
      case "ApplicationSourcePlugin.RemoveEnvEntry" -> Optional.of(withoutVariable(one, expected));
      default -> Optional.empty();
    };
  }

  private String added(String flag, String text, ObjectTree expected, String... list) {
    try {
      var stored = set(ObjectTree.EMPTY, List.of(flag, text));
      var entry = Tree.items(Tree.at(stored.get("source"), list)).getFirst();
      return !Tree.flag(expected, "error") && entry.equals(expected.get("value"))
          ? ""
          : "expected " + expected + ", got " + entry;
    } catch (IllegalStateException e) {
      var wanted = Tree.text(expected, "errorEq");
      return Tree.flag(expected, "error") && String.valueOf(e.getMessage()).contains(wanted)
          ? ""
          : "expected " + expected + ", got " + e.getMessage();
    }
  }

  private String withoutVariable(ObjectTree one, ObjectTree expected) {
    var spec = ObjectTree.of("source", ObjectTree.of("plugin", one.get("plugin")));
    try (var server =
        new RecordedServer()
            .on("GET " + ONE, Json.write(ObjectTree.of("spec", spec)))
            .on("PUT " + ONE + "/spec", "{}")) {
      var run =
          CommandLineRun.with(home, server)
              .run("app", "unset", "x", "--plugin-env", Tree.text(one, "input", "key"));
      return (run.code() != 0) == Tree.flag(expected, "error")
          ? ""
          : "expected " + expected + ", got " + run;
    }
  }

  /** Two overrides match when the later one takes the place of the earlier. */
  private String match(ObjectTree one, ObjectTree expected) {
    var first = ObjectTree.of("images", List.of(Tree.text(one, "image")));
    var stored =
        set(
            ObjectTree.of("kustomize", first),
            List.of("--kustomize-image", Tree.text(one, "other")));
    var images = Tree.items(Tree.at(stored, "source", "kustomize", "images"));
    var matches = images.size() == 1;
    return matches == Tree.flag(expected, "value")
        ? ""
        : "expected " + expected + ", got " + images;
  }

  /**
   * What {@code app list} leaves of what the server told; by projects and names the server asks.
   */
  private Optional<String> filtered(ObjectTree one, ObjectTree expected) {
    var function = Tree.text(one, "function");
    var flag =
        switch (function) {
          case "FilterByPath" -> "--path";
          case "FilterByCluster" -> "--cluster";
          default -> "";
        };
    if (flag.isEmpty()) {
      return Optional.empty();
    }
    var input = Tree.object(one.get("input"));
    var apps = new ArrayList<Object>();
    for (var app : Tree.items(input.get("apps"))) {
      apps.add(Tree.with(Tree.object(app), "app" + apps.size(), "metadata", "name"));
    }
    try (var server =
        new RecordedServer()
            .on("GET /api/v1/applications", Json.write(ObjectTree.of("items", Tree.list(apps))))) {
      var value = Tree.text(input, flag.substring(2));
      var run =
          CommandLineRun.with(home, server).run("app", "list", "-o", "name", flag + "=" + value);
      var names = Tree.list(run.out().lines().toList());
      return Optional.of(
          Tree.items(expected.get("checks")).stream().allMatch(c -> passes(c, names))
              ? ""
              : "expected " + expected + ", got " + run);
    }
  }

  private Optional<String> mutated(ObjectTree one, ObjectTree expected) {
    var input = Tree.object(one.get("input"));
    return switch (Tree.text(one, "function")) {
      case "unset" -> Optional.of(unset(one, expected));
      case "modifyNamespacedResourcesList", "modifyClusterResourcesList" ->
          Optional.of(listed(Tree.text(one, "function"), input, expected));
      default -> Optional.empty();
    };
  }

  private String unset(ObjectTree one, ObjectTree expected) {
    var words = new ArrayList<>(List.of("app", "unset", "x"));
    Tree.object(Tree.at(one, "input", "opts"))
        .forEach(
            (name, value) -> words(words, Objects.requireNonNull(UNSET.get(name), name), value));
    var spec = ObjectTree.of("source", Tree.at(one, "input", "source"));
    try (var server =
        new RecordedServer()
            .on("GET " + ONE, Json.write(ObjectTree.of("spec", spec)))
            .on("PUT " + ONE + "/spec", "{}")) {
      var run = CommandLineRun.with(home, server).run(words.toArray(String[]::new));
      var changed = run.code() == 0 && !server.asked("PUT").isEmpty();
      return changed == Tree.flag(expected, "value") ? "" : "expected " + expected + ", got " + run;
    }
  }

  /** {@code proj allow-…} and {@code deny-…} change one of two lists. */
  private String listed(String function, ObjectTree input, ObjectTree expected) {
    var namespaced = function.equals("modifyNamespacedResourcesList");
    var add = Tree.flag(input, "add");
    // Of the two lists that of refused kinds is the one for namespaces, as it is with Argo CD.
    var command =
        namespaced
            ? (add ? "deny-namespace-resource" : "allow-namespace-resource")
            : (add ? "allow-cluster-resource" : "deny-cluster-resource");
    var field = namespaced ? "namespaceResourceBlacklist" : "clusterResourceWhitelist";
    var words =
        new ArrayList<>(
            List.of("proj", command, "p", Tree.text(input, "group"), Tree.text(input, "kind")));
    if (!Tree.text(input, "name").isEmpty()) {
      words.add(Tree.text(input, "name"));
    }
    var project =
        ObjectTree.of("spec", ObjectTree.of(field, input.get("list"))).with("kind", "AppProject");
    try (var server =
        new RecordedServer()
            .on("GET /api/v1/projects/p", Json.write(project))
            .on("PUT /api/v1/projects/p", "{}")) {
      var run = CommandLineRun.with(home, server).run(words.toArray(String[]::new));
      var changed = !server.asked("PUT").isEmpty();
      return changed == Tree.flag(expected, "value") ? "" : "expected " + expected + ", got " + run;
    }
  }

  private static String checks(List<Object> checks, ObjectTree got) {
    for (var check : checks) {
      Object here = got;
      for (var step : Tree.items(Tree.at(check, "path"))) {
        here =
            here instanceof List<?> list && step instanceof Long index
                ? (index < list.size() ? list.get(index.intValue()) : null)
                : Tree.at(here, String.valueOf(step));
      }
      if (!passes(check, here)) {
        return "failed " + Json.write(check) + ", got " + Json.write(got);
      }
    }
    return "";
  }

  private static boolean passes(Object check, @Nullable Object here) {
    var value = Tree.at(check, "value");
    return switch (Tree.text(check, "op")) {
      case "eq" -> Objects.equals(here, value);
      case "nil" -> here == null;
      case "notNil" -> here != null;
      case "len" -> here instanceof List<?> list && Objects.equals(value, (long) list.size());
      case "empty" -> here == null || here.equals("") || here instanceof List<?> l && l.isEmpty();
      case "contains" -> here instanceof List<?> list && list.contains(value);
      default -> throw new UncheckedIOException(new IOException("check " + Json.write(check)));
    };
  }
}
