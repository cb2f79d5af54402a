package io.syncline.controller.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.git.Credentials;
import io.syncline.git.GitRepositories;
import io.syncline.git.GitRepository;
import io.syncline.git.GitSettings;
import io.syncline.git.LocalRepository;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.render.BuildOptions;
import io.syncline.render.Inputs;
import io.syncline.render.RenderResult;
import io.syncline.render.SourceType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application made from the file {@code shop/app.yaml}, and what each push changed. */
final class LastComparedTest {
  private static final Application SHOP =
      new Application(
          new Manifest(
              ObjectTree.of(
                  "metadata",
                  ObjectTree.of("name", "shop", "namespace", "argocd"),
                  "spec",
                  ObjectTree.of("source", ObjectTree.of("repoURL", "r", "path", "shop")))));

  /** What changed from one commit to the next. */
  private static final Map<String, String> CHANGED =
      Map.of("c0c1", "other/a", "c1c2", "other/b", "c2c3", "shop/app.yaml", "c3c4", "other/c");

  @TempDir Path folder;
  private final List<String> asked = new ArrayList<>();
  private final LastCompared last = new LastCompared();
  private GitRepositories repositories;
  private GitRepository repository;

  @BeforeEach
  void open() {
    LocalRepository.create(folder.resolve("config.git"), "main");
    repositories =
        new GitRepositories(folder.resolve("cache"), GitSettings.defaults().allowLocal(true));
    repository =
        repositories.repository(
            folder.resolve("config.git").toUri().toString(), Credentials.anonymous());
  }

  @AfterEach
  void close() {
    repositories.close();
  }

  private void comparedAt(String commit) {
    var wish =
        new Wish(
            SHOP,
            "shop",
            SHOP.sources(),
            List.of(),
            "",
            "v1.32.0",
            List.of(),
            BuildOptions.DEFAULT,
            false,
            false);
    var inputs =
        new Inputs(
            new TreeMap<>(Map.of("shop/app.yaml", "id")),
            new TreeMap<>(),
            new TreeMap<>(),
            Map.of(),
            "");
    var rendered = new RenderResult.Rendered(SourceType.DIRECTORY, List.of(), List.of(), inputs);
    var slot = new LastCompared.Slot(new Origin.Git(repository), "shop", commit, null, rendered);
    last.remember(wish, List.of(slot));
  }

  private boolean touchedAt(String commit) {
    return last.touched(
        SHOP,
        List.of(commit),
        (_, from, to) -> {
          asked.add(from + to);
          return List.of(CHANGED.getOrDefault(from + to, "not asked for here: " + from + to));
        });
  }

  @Test
  void each_push_is_held_against_the_last_one_that_touched_nothing() {
    comparedAt("c0");
    assertThat(touchedAt("c1")).isFalse();
    assertThat(touchedAt("c2")).isFalse();
    assertThat(touchedAt("c2")).isFalse();
    assertThat(touchedAt("c3")).isTrue();
    assertThat(asked).containsExactly("c0c1", "c1c2", "c2c3");
  }

  @Test
  void what_touched_it_counts_until_it_is_compared() {
    comparedAt("c2");
    assertThat(touchedAt("c3")).isTrue();
    assertThat(touchedAt("c3")).as("nothing has been compared since").isTrue();
    comparedAt("c3");
    assertThat(touchedAt("c4")).isFalse();
  }

  @Test
  void another_comparison_takes_the_place_of_what_passed() {
    comparedAt("c0");
    assertThat(touchedAt("c1")).isFalse();
    comparedAt("c2");
    assertThat(touchedAt("c3")).isTrue();
    assertThat(asked).containsExactly("c0c1", "c2c3");
  }
}
