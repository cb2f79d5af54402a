package io.syncline.render.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.render.BuildEnvironment;
import io.syncline.render.BuildOptions;
import io.syncline.render.MemoryTree;
import io.syncline.render.RenderException;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.kustomize.KustomizeRenderer;
import io.syncline.render.offline.OfflineTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The part of the corpus "params" that says what sources render to. */
class ParamsConformanceTest {
  private static final List<String> GROUPS =
      List.of(
          "env",
          "helm-params",
          "helm-template",
          "kustomize-build",
          "kustomize-build-args",
          "kustomize-params",
          "source-props");
  private static final Set<String> FUNCTIONS =
      Set.of(
          "Env.Envsubst",
          "IsKustomization",
          "ApplicationSource.Equals",
          "ApplicationSource.ExplicitType",
          "ApplicationSource.IsZero",
          "ApplicationSourceHelm.Equals",
          "ApplicationSourceHelm.IsZero",
          "ApplicationSourceKustomize.IsZero");
  private static final String MONOREPO =
      "/envs/inseng-pdx-egert-sandbox/namespaces/inst-system/apps/hello-world";

  @Test
  void sources_render_as_argo_cd_renders_them() throws IOException {
    var root = System.getenv("SYNCLINE_CONFORMANCE");
    var folder =
        (root == null ? Path.of("../../shared/conformance") : Path.of(root))
            .resolve("argocd/params");
    if (!Files.isDirectory(folder)) {
      System.out.println("params: no cases at " + folder);
      return;
    }
    var failed = new TreeSet<String>();
    var complaints = new ArrayList<String>();
    var cases = 0;
    for (var group : GROUPS) {
      if (!Files.exists(folder.resolve(group + ".json"))) {
        continue;
      }
      var file = Json.parseObject(Files.readAllBytes(folder.resolve(group + ".json")));
      for (var item : Tree.items(file.get("cases"))) {
        var one = Tree.object(item);
        if (!answered(one)) {
          continue;
        }
        var complaint = complaint(folder, group, one);
        cases++;
        if (!complaint.isEmpty()) {
          failed.add(Tree.text(one, "id"));
          complaints.add(Tree.text(one, "id") + ": " + complaint);
        }
      }
    }
    System.out.println(
        "params: " + (cases - failed.size()) + " passed, " + failed.size() + " failed");
    assertThat(failed).as("%s", String.join("\n", complaints)).isEqualTo(known());
  }

  /** Other functions of these groups belong to the command line and to the API. */
  private static boolean answered(ObjectTree one) {
    return one.containsKey("function")
        ? FUNCTIONS.contains(Tree.text(one, "function"))
        : !Tree.text(one, "operation").equals("getParameters");
  }

  private static TreeSet<String> known() throws IOException {
    try (var in = ParamsConformanceTest.class.getResourceAsStream("/conformance/params.txt")) {
      var known = new TreeSet<String>();
      new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(known::add);
      return known;
    }
  }

  private static String complaint(Path folder, String group, ObjectTree one) throws IOException {
    return switch (group) {
      case "helm-template" -> helm(folder, one);
      case "kustomize-build" -> kustomize(folder, one);
      default -> {
        var expected = Tree.object(one.get("expected"));
        try {
          var got = answer(one, Tree.object(one.get("input")));
          yield expected(expected, got);
        } catch (RenderException e) {
          yield Tree.flag(expected, "error") ? "" : e.problem().text();
        }
      }
    };
  }

  private static String expected(ObjectTree expected, @Nullable Object got) {
    if (Tree.flag(expected, "error")) {
      return "expected an error, got " + got;
    }
    if (!expected.containsKey("value")) {
      return all(Tree.items(expected.get("checks")), got);
    }
    return Objects.equals(expected.get("value"), got)
        ? ""
        : "expected " + expected.get("value") + ", got " + got;
  }

  private static RenderRequest request(ObjectTree source) {
    return RenderRequest.of("", new ApplicationSource(source), "test", "");
  }

  private static @Nullable Object answer(ObjectTree one, ObjectTree input) {
    return switch (Tree.text(one, "function")) {
      case "Env.Envsubst" -> {
        var variables = new LinkedHashMap<String, String>();
        Tree.items(one.get("env"))
            .forEach(e -> variables.put(Tree.text(e, "name"), Tree.text(e, "value")));
        yield BuildEnvironment.substitute(Tree.text(input, "s"), variables);
      }
      case "IsKustomization" -> KustomizeRenderer.fileNames().contains(Tree.text(input, "path"));
      case "ApplicationSource.ExplicitType" -> {
        var request = request(Tree.object(one.get("receiver")));
        SourceTypes.requireOneTool(request);
        yield SourceTypes.of(new MemoryTree(), request, BuildOptions.DEFAULT).word();
      }
      case "ApplicationSource.Equals" ->
          equal(one.get("receiver"), input.get("other"), source -> Tree.object(source));
      case "ApplicationSourceHelm.Equals" ->
          equal(one.get("helm"), input.get("other"), block -> ObjectTree.of("helm", block));
      case "ApplicationSourceHelm.IsZero" -> !chosen("helm", one.get("helm")).equals("Helm");
      case "ApplicationSourceKustomize.IsZero" ->
          !chosen("kustomize", one.get("kustomize")).equals("Kustomize");
      case "ApplicationSource.IsZero" -> {
        var source = Tree.object(one.get("receiver"));
        var tree = new MemoryTree();
        yield SourceOverrides.apply(tree, request(source)).source().tree().values().stream()
            .allMatch(value -> value == null || "".equals(value));
      }
      default -> throw new IllegalArgumentException("unknown function of " + one);
    };
  }

  private static boolean equal(
      @Nullable Object one, @Nullable Object other, Function<Object, ObjectTree> source) {
    return one == null || other == null
        ? one == other
        : new ApplicationSource(source.apply(one))
            .equals(new ApplicationSource(source.apply(other)));
  }

  /** The tool that a block makes a source use, though no file asks for it. */
  private static String chosen(String tool, @Nullable Object block) {
    var source = block == null ? ObjectTree.EMPTY : ObjectTree.of(tool, block);
    return SourceTypes.of(new MemoryTree(), request(source), BuildOptions.DEFAULT).word();
  }

  private static String helm(Path folder, ObjectTree one) {
    var options = Tree.object(one.get("opts"));
    var block = new ObjectTree.Builder(8);
    var name = Tree.text(options, "Name");
    block.put("releaseName", name.isEmpty() ? "test" : name);
    block.put("namespace", Tree.text(options, "Namespace"));
    block.put("kubeVersion", Tree.text(options, "KubeVersion"));
    block.put("valueFiles", Tree.items(options.get("Values")));
    block.put("apiVersions", Tree.items(options.get("APIVersions")));
    block.put("skipCrds", Tree.flag(options, "SkipCrds"));
    block.put("skipTests", Tree.flag(options, "SkipTests"));
    var source = ObjectTree.of("helm", block.build());
    return rendered(folder, Tree.text(one, "path"), source, "test", one);
  }

  private static String kustomize(Path folder, ObjectTree one) {
    var path = Tree.text(one, "path");
    var whole = path.endsWith("_monorepo") ? path + MONOREPO : path;
    var app = "";
    for (var entry : Tree.items(one.get("env"))) {
      app = Tree.text(entry, "value");
    }
    return rendered(folder, whole, ObjectTree.of("kustomize", one.get("kustomize")), app, one);
  }

  private static String rendered(
      Path folder, String path, ObjectTree source, String app, ObjectTree one) {
    var request = RenderRequest.of(path, new ApplicationSource(source), app, "");
    var result = Renderers.render(OfflineTree.at(folder), request);
    var objects = new ArrayList<@Nullable Object>();
    var error = "";
    switch (result) {
      case RenderResult.Rendered rendered ->
          rendered.manifests().stream().map(Manifest::root).forEach(objects::add);
      case RenderResult.Failed failed -> error = failed.problem().text();
    }
    for (var check : Tree.items(one.get("checks"))) {
      var of = Tree.text(check, "of");
      if (of.equals("error")) {
        if (error.isEmpty() == Tree.flag(check, "value")) {
          return "expected error " + Tree.flag(check, "value") + ", got '" + error + "'";
        }
      } else if (of.isEmpty() || of.equals("objects")) {
        var complaint = all(List.of(check), chosen(check, objects));
        if (!complaint.isEmpty()) {
          return complaint;
        }
      }
    }
    return "";
  }

  private static @Nullable Object chosen(Object check, List<@Nullable Object> objects) {
    var where = Tree.object(Tree.at(check, "where"));
    return Tree.list(
        objects.stream()
            .filter(
                object ->
                    (!where.containsKey("kind")
                            || Tree.text(object, "kind").equals(Tree.text(where, "kind")))
                        && (!where.containsKey("name")
                            || Tree.text(object, "metadata", "name")
                                .equals(Tree.text(where, "name"))))
            .toList());
  }

  private static String all(List<Object> checks, @Nullable Object got) {
    for (var check : checks) {
      var path = Tree.items(Tree.at(check, "path"));
      var each = !path.isEmpty() && path.getFirst().equals("each");
      var subjects = each ? Tree.items(got) : java.util.Collections.singletonList(got);
      var rest = each ? path.subList(1, path.size()) : path;
      if (each && subjects.isEmpty()) {
        return "nothing to check " + Json.write(check) + " on";
      }
      for (var subject : subjects) {
        if (!passes(check, at(subject, rest))) {
          return "failed " + Json.write(check) + ", found " + Json.write(at(subject, rest));
        }
      }
    }
    return "";
  }

  private static @Nullable Object at(@Nullable Object root, List<Object> path) {
    var here = root;
    for (var step : path) {
      if (!step.equals("object")) {
        here =
            here instanceof List<?> list && step instanceof Long index
                ? (index < list.size() ? list.get(index.intValue()) : null)
                : Tree.at(here, String.valueOf(step));
      }
    }
    return here;
  }

  private static boolean passes(Object check, @Nullable Object here) {
    var value = Tree.at(check, "value");
    return switch (Tree.text(check, "op")) {
      case "eq" -> Objects.equals(numeric(here), numeric(value));
      case "len" ->
          here instanceof List<?> list && list.size() == ((Long) Objects.requireNonNull(value));
      case "exists" -> (here != null) == !Boolean.FALSE.equals(value);
      case "nil" -> here == null;
      case "empty" -> here == null || here.equals("") || here instanceof List<?> l && l.isEmpty();
      default -> throw new IllegalArgumentException("unknown check " + Json.write(check));
    };
  }

  private static @Nullable Object numeric(@Nullable Object value) {
    return value instanceof Number number ? (Object) number.doubleValue() : value;
  }
}
