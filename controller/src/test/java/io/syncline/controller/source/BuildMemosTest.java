package io.syncline.controller.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.ObjectTree;
import io.syncline.render.BuildOptions;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.door.Renderers;
import io.syncline.render.kustomize.BuildMemo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BuildMemosTest {
  private static final String OBJECT =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {k: v}\n";

  /** Files by path; a content is its own identity. */
  private record Texts(Map<String, String> files) implements SourceTree {
    @Override
    public Optional<Entry> entry(String path) {
      var name = path.substring(path.lastIndexOf('/') + 1);
      var text = files.get(path);
      return text != null
          ? Optional.of(new Entry(name, Type.FILE, text))
          : path.isEmpty() ? Optional.of(new Entry("", Type.DIRECTORY, "")) : Optional.empty();
    }

    @Override
    public Optional<byte[]> read(String path) {
      return Optional.ofNullable(files.get(path)).map(t -> t.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<Entry> list(String path) {
      return List.of();
    }

    @Override
    public String label() {
      return "texts";
    }
  }

  private static Texts tree(String second) {
    return new Texts(
        Map.of(
            "kustomization.yaml", "namePrefix: p-\nresources: [a.yaml, b.yaml]\n",
            "a.yaml", OBJECT.formatted("a"),
            "b.yaml", OBJECT.formatted(second)));
  }

  private static RenderRequest request() {
    return RenderRequest.of("", new ApplicationSource(ObjectTree.EMPTY), "app", "");
  }

  private static BuildMemo filled() {
    var memo = new BuildMemo();
    Renderers.render(tree("b"), request(), BuildOptions.DEFAULT, memo);
    assertThat(memo.bytes()).isPositive();
    return memo;
  }

  @Test
  void what_was_asked_for_least_lately_makes_room() {
    var one = filled();
    var two = filled();
    var three = filled();
    var memos = new BuildMemos<String>(one.bytes() * 2);

    memos.keep("one", one);
    memos.keep("two", two);
    memos.of("one");
    memos.keep("three", three);

    assertThat(memos.of("one")).isSameAs(one);
    assertThat(memos.of("three")).isSameAs(three);
    assertThat(memos.of("two")).isNotSameAs(two);
    assertThat(memos.bytes()).isEqualTo(one.bytes() * 2);
  }

  @Test
  void one_that_is_too_large_or_empty_is_not_kept() {
    var memo = filled();
    var empty = new BuildMemo();
    var memos = new BuildMemos<String>(memo.bytes() - 1);

    memos.keep("large", memo);
    memos.keep("empty", empty);

    assertThat(memos.of("large")).isNotSameAs(memo);
    assertThat(memos.of("empty")).isNotSameAs(empty);
    assertThat(memos.bytes()).isZero();
  }

  @Test
  void the_cache_makes_only_those_objects_anew_that_an_edit_touches() {
    try (var cache = new RenderCache(Renderers::render)) {
      var before = rendered(cache, tree("b"), false);
      var after = rendered(cache, tree("c"), false);
      var hard = rendered(cache, tree("c"), true);

      assertThat(after.manifests().get(0)).isSameAs(before.manifests().get(0));
      assertThat(after.manifests().get(1).name()).isEqualTo("p-c");
      assertThat(hard.manifests()).isEqualTo(after.manifests());
      assertThat(hard.manifests().get(0)).isNotSameAs(after.manifests().get(0));
    }
  }

  private static RenderResult.Rendered rendered(RenderCache cache, Texts tree, boolean hard) {
    var request = request();
    var key =
        new RenderCache.Key(
            "repository",
            "",
            request.source().tree(),
            "app",
            "",
            "default",
            "",
            Map.of(),
            "",
            request.kubeVersion(),
            List.of(),
            BuildOptions.DEFAULT);
    return (RenderResult.Rendered) cache.get(key, tree, request, hard);
  }
}
