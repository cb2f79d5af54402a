package io.syncline.render.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.tree.ObjectTree;
import io.syncline.render.MemoryTree;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a commit makes render anew, over a monorepo of Kustomize overlays on shared bases, charts
 * with shared values, and plain folders.
 */
final class InputGraphTest {
  private static final int COMMITS = 60;
  private static final List<String> NAMES =
      List.of(
          "a.yaml", "kustomization.yaml", "values.yaml", "notes.md", "extra.yaml", "Chart.yaml");

  private final Map<String, String> files = new TreeMap<>();
  private final List<String> apps = new ArrayList<>();

  InputGraphTest() {
    for (var base = 0; base < 3; base++) {
      var folder = "bases/b" + base;
      files.put(folder + "/kustomization.yaml", "resources: [a.yaml]\n");
      files.put(folder + "/a.yaml", configMap("base" + base, "one"));
      files.put(folder + "/notes.md", "nobody reads this\n");
    }
    for (var i = 0; i < 6; i++) {
      var folder = "apps/kustomize" + i;
      files.put(
          folder + "/kustomization.yaml",
          "namePrefix: k%d-\nresources: [../../bases/b%d, a.yaml]\n".formatted(i, i % 3));
      files.put(folder + "/a.yaml", configMap("own", "one"));
      apps.add(folder);
    }
    for (var i = 0; i < 3; i++) {
      var folder = "apps/helm" + i;
      files.put(folder + "/Chart.yaml", "{apiVersion: v2, name: shop, version: 1.0.0}\n");
      files.put(folder + "/values.yaml", "word: one\n");
      files.put(folder + "/templates/a.yaml", configMap("helm", "{{ .Values.word }}"));
      apps.add(folder);
    }
    for (var i = 0; i < 3; i++) {
      files.put("apps/plain" + i + "/a.yaml", configMap("plain", "one"));
      apps.add("apps/plain" + i);
    }
  }

  private static String configMap(String name, String value) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {word: '%s'}\n"
        .formatted(name, value);
  }

  private static RenderResult render(MemoryTree tree, String app) {
    var source = new ApplicationSource(ObjectTree.EMPTY);
    return Renderers.render(tree, RenderRequest.of(app, source, "shop", "prod"));
  }

  private static String shown(RenderResult result) {
    return switch (result) {
      case RenderResult.Rendered rendered -> rendered.type() + " " + rendered.manifests();
      case RenderResult.Failed failed -> failed.problem().text();
    };
  }

  private Map<String, RenderResult> renderAll() {
    var tree = MemoryTree.of(files);
    var results = new LinkedHashMap<String, RenderResult>();
    apps.forEach(app -> results.put(app, render(tree, app)));
    return results;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void after_any_commit_what_is_not_rendered_anew_would_come_out_the_same(long seed) {
    var random = new Random(seed);
    var before = renderAll();
    for (var commit = 0; commit < COMMITS; commit++) {
      var edits = 1 + random.nextInt(3);
      for (var i = 0; i < edits; i++) {
        edit(random, "s" + seed + "c" + commit);
      }
      var tree = MemoryTree.of(files);
      for (var app : apps) {
        var now = render(tree, app);
        var known = before.getOrDefault(app, now);
        if (known.inputs().unchangedIn(tree)) {
          assertThat(shown(now))
              .as("%s, seed %d, commit %d", app, seed, commit)
              .isEqualTo(shown(known));
        } else {
          before.put(app, now);
        }
      }
    }
  }

  /** Adds, changes, moves or removes a file somewhere, of a name that tools look for. */
  private void edit(Random random, String word) {
    var paths = new ArrayList<>(files.keySet());
    var path = paths.get(random.nextInt(paths.size()));
    var folder = path.substring(0, path.lastIndexOf('/'));
    switch (random.nextInt(6)) {
      case 0, 1 ->
          files.computeIfPresent(path, (_, text) -> text.replaceAll("(one|s\\d+c\\d+)", word));
      case 2 ->
          files.put(folder + "/" + NAMES.get(random.nextInt(NAMES.size())), content(random, word));
      case 3 -> files.remove(path);
      case 4 -> files.put(folder + "/deep/" + word + ".yaml", configMap("deep", word));
      default -> {
        var text = files.remove(path);
        files.put(folder + "/" + NAMES.get(random.nextInt(NAMES.size())), text == null ? "" : text);
      }
    }
  }

  private static String content(Random random, String word) {
    return switch (random.nextInt(4)) {
      case 0 -> configMap("added", word);
      case 1 -> "resources: [a.yaml, extra.yaml]\nnameSuffix: -" + word + "\n";
      case 2 -> "word: " + word + "\n";
      default -> "{apiVersion: v2, name: added, version: 1.0.0}\n";
    };
  }

  private TreeSet<String> renderedAnew(String path, String text) {
    var before = renderAll();
    files.put(path, text);
    var tree = MemoryTree.of(files);
    var anew = new TreeSet<String>();
    before.forEach(
        (app, result) -> {
          if (!result.inputs().unchangedIn(tree)) {
            anew.add(app);
          }
        });
    return anew;
  }

  @Test
  void a_base_renders_anew_exactly_what_is_built_on_it() {
    assertThat(renderedAnew("bases/b1/a.yaml", configMap("base1", "two")))
        .containsExactly("apps/kustomize1", "apps/kustomize4");
  }

  @Test
  void an_application_renders_anew_alone() {
    assertThat(renderedAnew("apps/helm1/values.yaml", "word: two\n")).containsExactly("apps/helm1");
    assertThat(renderedAnew("apps/plain0/a.yaml", configMap("plain", "two")))
        .containsExactly("apps/plain0");
    assertThat(renderedAnew("apps/kustomize0/a.yaml", configMap("own", "two")))
        .containsExactly("apps/kustomize0");
  }

  @Test
  void a_file_that_nobody_reads_renders_nothing_anew() {
    assertThat(renderedAnew("bases/b1/notes.md", "changed")).isEmpty();
    assertThat(renderedAnew("bases/b1/unused.yaml", configMap("unused", "x"))).isEmpty();
    assertThat(renderedAnew("docs/readme.md", "new")).isEmpty();
  }

  @Test
  void a_file_that_was_looked_for_in_vain_counts_once_it_is_there() {
    assertThat(renderedAnew("apps/plain1/kustomization.yaml", "resources: [a.yaml]\n"))
        .containsExactly("apps/plain1");
    assertThat(renderedAnew("apps/plain2/.argocd-source.yaml", "directory: {recurse: true}\n"))
        .containsExactly("apps/plain2");
  }
}
