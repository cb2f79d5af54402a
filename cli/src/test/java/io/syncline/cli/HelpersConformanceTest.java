package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.schedule.Cron;
import io.syncline.engine.schedule.SyncWindow;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Argo CD's cases of functions behind commands, played as the commands that need them. A function
 * none of whose cases can be played stands in {@link #NOT_PLAYED} with its reason.
 */
final class HelpersConformanceTest {
  private static final String ONE = "/api/v1/applications/x";

  /** Functions that other tests of this package play. */
  private static final List<String> ELSEWHERE =
      List.of(
          "printApplicationHistoryTable",
          "printOperationResult",
          "printApplicationNames",
          "printApplicationTable",
          "printResources",
          "treeViewAppGet",
          "detailedTreeViewAppGet",
          "getRefreshType",
          "findRevisionHistory",
          "parseSelectedResources",
          "checkResourceStatus",
          "checkAppWaitConditions",
          "getInfos",
          "getServer",
          "unset",
          "modifyNamespacedResourcesList",
          "modifyClusterResourcesList");

  private static final Map<String, String> NOT_PLAYED =
      Map.ofEntries(
          Map.entry("printTreeViewDetailed", "the nodes of the case are empty"),
          Map.entry("printTreeViewAppResourcesNotOrphaned", "the nodes of the case are empty"),
          Map.entry(
              "printDetailedTreeViewAppResourcesNotOrphaned", "the nodes of the case are empty"),
          Map.entry("printApplicationSetNames", "there is no appset command"),
          Map.entry("printApplicationSetTable", "there is no appset command"),
          Map.entry("printAppSetSummaryTable", "there is no appset command"),
          Map.entry("isApplicationSetResourcesUpToDate", "there is no appset command"),
          Map.entry("diffReconcileResults", "there is no admin command"),
          Map.entry("ssoAuthFlow", "there is no single sign-on"),
          Map.entry("userDisplayName", "claims of single sign-on, which is not there"),
          Map.entry("reconstructObject", "a step inside of extractNestedItem"),
          Map.entry("resourceState.Key", "a field that nobody outside sees"),
          Map.entry("truncateString", "no command of ours cuts a text short"),
          Map.entry(
              "hasAppChanged",
              "`app create` tells by the resource version whether the server changed anything"),
          Map.entry("deduplicatePEMCertificates", "of no certificate, which `add-tls` refuses"));

  @TempDir Path home;

  private final List<String> complaints = new ArrayList<>();

  @Test
  void functions_behind_commands_do_as_argo_cds() throws IOException {
    var folder = ConformanceTest.folder();
    if (folder.isEmpty()) {
      System.out.println("cli helpers: no conformance data (SYNCLINE_CONFORMANCE is not set)");
      return;
    }
    var passed = 0;
    var notPlayed = 0;
    var unknown = new TreeSet<String>();
    for (var group :
        List.of("diff", "format", "mutation", "output", "resource-state", "selection")) {
      var file = folder.get().resolve(group + ".json");
      if (!Files.exists(file)) {
        continue;
      }
      for (var each : Tree.items(Json.parseObject(Files.readAllBytes(file)).get("cases"))) {
        var one = Tree.object(each);
        var print =
            Tree.object(
                Tree.items(one.get("prints")).stream().findFirst().orElse(ObjectTree.EMPTY));
        var function = print.isEmpty() ? Tree.text(one, "function") : Tree.text(print, "function");
        var input = Tree.object(print.isEmpty() ? one.get("input") : print.get("args"));
        if (NOT_PLAYED.containsKey(function)) {
          notPlayed++;
        } else if (!ELSEWHERE.contains(function)) {
          var verdict = verdict(function, one, input, Tree.object(one.get("expected")));
          if (verdict.isEmpty()) {
            unknown.add(Tree.text(one, "id") + " (" + function + ")");
          } else if (verdict.get()) {
            passed++;
          } else {
            complaints.add(Tree.text(one, "id"));
          }
        }
      }
    }
    System.out.println(
        "cli helpers: "
            + passed
            + " passed, "
            + complaints.size()
            + " failed, "
            + notPlayed
            + " not played");
    assertThat(unknown).as("functions nobody plays, without a reason").isEmpty();
    assertThat(complaints).isEmpty();
    assertThat(passed).isPositive();
  }

  private Optional<Boolean> verdict(
      String function, ObjectTree one, ObjectTree input, ObjectTree expected) {
    return switch (function) {
      case "printManifests" -> Optional.of(manifests(input, expected));
      case "filterFieldsFromObject" ->
          Optional.of(
              checked(
                  filtered(Tree.object(input.get("obj")), texts(input.get("filteredFields"))),
                  expected));
      case "extractNestedItem" -> Optional.of(extracted(input, expected));
      case "extractItemsFromList" ->
          Optional.of(
              Objects.equals(
                  filtered(
                          ObjectTree.of("list", input.get("list")),
                          List.of("list." + String.join(".", texts(input.get("fields")))))
                      .get("list"),
                  expected.get("value")));
      case "manifestsToUnstructured" -> Optional.of(rendered(input, expected));
      case "targetObjects" -> Optional.of(targets(input, expected));
      case "printParams" -> Optional.of(parameters(input, expected));
      case "printKeyTable" -> Optional.of(keys(input, expected));
      case "PrintResource", "PrintResourceList" -> Optional.of(structured(input, expected));
      case "printAppSummaryTable" -> Optional.of(summary(input, expected));
      case "formatListOutput", "formatBoolOutput" -> Optional.of(window(input, expected));
      case "getQueryBySelector" -> Optional.of(cluster(input, expected));
      case "filterAppResources" -> Optional.of(selected(input, expected));
      case "resourceState.Merge" ->
          Tree.text(one, "id").contains("WitoutUpdate")
              ? Optional.of(toldOnce(Tree.object(one.get("state"))))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private CommandLineRun run(RecordedServer server, List<String> words) {
    return CommandLineRun.with(home, server).run(words.toArray(String[]::new));
  }

  private static List<String> texts(@Nullable Object list) {
    return Tree.items(list).stream().map(String::valueOf).toList();
  }

  private static boolean checked(@Nullable Object got, ObjectTree expected) {
    return Tree.items(expected.get("checks")).stream().allMatch(c -> checked(got, c));
  }

  private static boolean checked(@Nullable Object got, Object check) {
    var here = got;
    for (var step : Tree.items(Tree.at(check, "path"))) {
      here =
          here instanceof List<?> list && step instanceof Long index
              ? (index < list.size() ? list.get(index.intValue()) : null)
              : "stdout".equals(step) ? here : Tree.at(here, String.valueOf(step));
    }
    var value = Tree.at(check, "value");
    return switch (Tree.text(check, "op")) {
      case "eq" -> Objects.equals(here, value);
      case "exists" -> (here != null) == Boolean.TRUE.equals(value);
      case "len" -> Tree.items(here).size() == Tree.number(check, -1, "value");
      case "contains" -> String.valueOf(here).contains(String.valueOf(value));
      case "notContains" -> !String.valueOf(here).contains(String.valueOf(value));
      case "lineCount" ->
          String.valueOf(here).strip().lines().count() == Tree.number(check, -1, "value");
      default -> throw new IllegalArgumentException(Json.write(check));
    };
  }

  private static RecordedServer live(List<Object> objects) {
    var nodes = new ArrayList<Object>();
    objects.forEach(
        _ -> nodes.add(ObjectTree.of("kind", "K", "version", "v1", "name", "unit-test")));
    return new RecordedServer()
        .on("GET " + ONE + "/resource-tree", Json.write(ObjectTree.of("nodes", Tree.list(nodes))))
        .on(
            "GET " + ONE + "/resource",
            Json.write(ObjectTree.of("manifest", Json.write(objects.getFirst()))));
  }

  private boolean manifests(ObjectTree input, ObjectTree expected) {
    var words = new ArrayList<>(List.of("app", "get-resource", "x", "--kind", "K"));
    if (!Tree.flag(input, "showName")) {
      words.addAll(List.of("--resource-name", "unit-test"));
    }
    if (Tree.flag(input, "filteredFields")) {
      words.addAll(List.of("--filter-fields", "apiVersion,kind,spec.testfield"));
    }
    words.addAll(List.of("-o", Tree.text(input, "output")));
    try (var server = live(Tree.items(input.get("objs")))) {
      var out = run(server, words).out();
      return expected.containsKey("stdout")
          ? out.equals(Tree.text(expected, "stdout"))
          : checked(out, expected);
    }
  }

  private ObjectTree filtered(ObjectTree object, List<String> fields) {
    try (var server = live(List.of(object))) {
      var words =
          List.of(
              "app",
              "get-resource",
              "x",
              "--kind",
              "K",
              "-o",
              "json",
              "--filter-fields",
              String.join(",", fields));
      return Tree.object(Json.parse(run(server, words).out()));
    }
  }

  private boolean extracted(ObjectTree input, ObjectTree expected) {
    if (Tree.number(input, 0, "depth") > 0) {
      // Depth counts fields already looked at: past the last of them nothing is left to find.
      return expected.get("value") == null;
    }
    var found =
        filtered(
                Tree.object(input.get("obj")),
                List.of(String.join(".", texts(input.get("fields")))))
            .without("metadata");
    return found.equals(expected.get("value"));
  }

  private boolean rendered(ObjectTree input, ObjectTree expected) {
    try (var server =
        new RecordedServer()
            .on(
                "GET " + ONE + "/manifests",
                Json.write(ObjectTree.of("manifests", input.get("manifests"))))) {
      return printed(run(server, List.of("app", "manifests", "x", "--revision", "r")), expected);
    }
  }

  private boolean targets(ObjectTree input, ObjectTree expected) {
    try (var server =
        new RecordedServer()
            .on(
                "GET " + ONE + "/managed-resources",
                Json.write(ObjectTree.of("items", input.get("resources"))))) {
      return printed(run(server, List.of("app", "manifests", "x")), expected);
    }
  }

  private static boolean printed(CommandLineRun run, ObjectTree expected) {
    if (Tree.flag(expected, "error")) {
      return run.code() != 0 && run.out().isEmpty() && !run.err().contains("unexpected");
    }
    var documents = Tree.list(Yaml.documents(run.out()).stream().map(d -> d.value()).toList());
    return run.code() == 0 && checked(documents, expected);
  }

  private boolean parameters(ObjectTree input, ObjectTree expected) {
    try (var server =
        new RecordedServer().on("GET " + ONE, Json.write(Tree.object(input.get("app"))))) {
      var position = String.valueOf(Tree.number(input, 0, "sourcePosition"));
      var words = List.of("app", "get", "x", "--show-params", "--source-position", position);
      return run(server, words).out().endsWith(Tree.text(expected, "stdout").substring(1));
    }
  }

  private boolean keys(ObjectTree input, ObjectTree expected) {
    try (var server =
        new RecordedServer()
            .on("GET /api/v1/gpgkeys", Json.write(ObjectTree.of("items", input.get("keys"))))) {
      return checked(run(server, List.of("gpg", "list")).out(), expected);
    }
  }

  /** Whatever {@code -o} is asked of, such as the roles of a project or one cluster. */
  private boolean structured(ObjectTree input, ObjectTree expected) {
    var value = input.containsKey("resource") ? input.get("resource") : input.get("resources");
    var only = Tree.flag(input, "single") ? Tree.items(value).getFirst() : value;
    try (var server =
        new RecordedServer()
            .on("GET /api/v1/clusters/x", Json.write(Objects.requireNonNull(only)))) {
      var out = run(server, List.of("cluster", "get", "x", "-o", Tree.text(input, "output"))).out();
      return Objects.equals(Yaml.parse(out), Yaml.parse(Tree.text(expected, "stdout")));
    }
  }

  /** The address of the page is the server's with us and given with them. */
  private boolean summary(ObjectTree input, ObjectTree expected) {
    var now = Clock.systemUTC().instant();
    var windows = Tree.items(input.get("windows"));
    var active =
        windows.stream()
            .filter(w -> new SyncWindow(Tree.object(w)).active(now, Cron.STANDARD))
            .toList();
    var told =
        ObjectTree.of("assignedWindows", Tree.list(windows), "activeWindows", Tree.list(active));
    try (var server =
        new RecordedServer()
            .on("GET " + ONE, Json.write(Tree.object(input.get("app"))))
            .on("GET " + ONE + "/syncwindows", Json.write(told))) {
      return run(server, List.of("app", "get", "x"))
          .out()
          .replaceFirst("(URL: +)\\S+", "$1url")
          .equals(Tree.text(expected, "stdout"));
    }
  }

  private boolean window(ObjectTree input, ObjectTree expected) {
    var always = Tree.flag(input, "active") ? "* * * * *" : "0 0 30 2 *";
    var window =
        ObjectTree.of(
            "kind",
            "allow",
            "schedule",
            always,
            "duration",
            "2h",
            "applications",
            Tree.list(Tree.items(input.get("list"))));
    var project = ObjectTree.of("spec", ObjectTree.of("syncWindows", Tree.list(List.of(window))));
    try (var server = new RecordedServer().on("GET /api/v1/projects/p", Json.write(project))) {
      var row = run(server, List.of("proj", "windows", "list", "p")).out().lines().toList().get(1);
      return List.of(row.split(" {2,}")).contains(Tree.text(expected, "value"));
    }
  }

  private boolean cluster(ObjectTree input, ObjectTree expected) {
    try (var server = new RecordedServer()) {
      run(server, List.of("cluster", "get", Tree.text(input, "clusterSelector")));
      var line = server.asked.getFirst().line();
      return Tree.items(expected.get("checks")).stream()
          .filter(c -> Tree.text(c, "op").equals("eq"))
          .allMatch(
              c ->
                  line.endsWith(
                      Tree.items(Tree.at(c, "path")).contains("name")
                          ? "?id.type=name"
                          : "?id.type=url"));
    }
  }

  /**
   * The cases lost which selector excludes: one that fits resources none of which is expected does.
   */
  private boolean selected(ObjectTree input, ObjectTree expected) {
    var wanted =
        Tree.items(expected.get("value")).stream().map(HelpersConformanceTest::word).toList();
    var there =
        Tree.items(Tree.at(input, "app", "status", "resources")).stream()
            .map(HelpersConformanceTest::word)
            .toList();
    var words = new ArrayList<>(List.of("app", "sync", "x", "--async"));
    for (var selector : Tree.items(input.get("selectedResources"))) {
      var word = word(selector);
      var pattern = ("\\Q" + word + "\\E").replace("*", "\\E.*\\Q");
      var fitting =
          there.stream().filter(w -> w.replaceFirst(":[^:/]*/", ":").matches(pattern)).toList();
      var meant = fitting.isEmpty() || fitting.stream().anyMatch(wanted::contains);
      words.addAll(List.of("--resource", (meant ? "" : "!") + word));
    }
    try (var server =
        new RecordedServer()
            .on("GET " + ONE, Json.write(Tree.object(input.get("app"))))
            .on("POST " + ONE + "/sync", "{}")) {
      run(server, words);
      var asked =
          server.asked("POST").stream()
              .flatMap(a -> Tree.items(a.tree().get("resources")).stream())
              .map(HelpersConformanceTest::word)
              .toList();
      return asked.equals(wanted);
    }
  }

  private static String word(Object resource) {
    var namespace = Tree.text(resource, "namespace");
    return Tree.text(resource, "group")
        + ":"
        + Tree.text(resource, "kind")
        + ":"
        + (namespace.isEmpty() ? "" : namespace + "/")
        + Tree.text(resource, "name");
  }

  /** A resource that did not change is not told again. */
  private boolean toldOnce(ObjectTree state) {
    var app =
        ObjectTree.of(
            "status",
            ObjectTree.of(
                "sync", ObjectTree.of("status", "OutOfSync"),
                "resources",
                    List.of(
                        ObjectTree.of(
                            "kind", Tree.text(state, "Kind"),
                            "name", Tree.text(state, "Name"),
                            "status", Tree.text(state, "Status")))));
    var event =
        Json.write(ObjectTree.of("result", ObjectTree.of("type", "MODIFIED", "application", app)))
            + "\n";
    try (var server =
        new RecordedServer()
            .on("GET " + ONE, Json.write(app))
            .on(
                "GET /api/v1/stream/applications",
                event + event + event.replace("MODIFIED", "DELETED"))) {
      return run(server, List.of("app", "wait", "x", "--sync"))
              .out()
              .lines()
              .filter(l -> l.contains(" " + Tree.text(state, "Name") + " "))
              .count()
          == 1;
    }
  }
}
