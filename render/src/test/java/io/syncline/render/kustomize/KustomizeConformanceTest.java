package io.syncline.render.kustomize;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import io.syncline.render.BuildOptions;
import io.syncline.render.RenderResult;
import io.syncline.render.offline.BatchRender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The real tool's output for many kustomizations, compared byte for byte. */
class KustomizeConformanceTest {
  @Test
  void output_equals_that_of_the_real_tool() throws IOException {
    var folder = cases();
    if (!Files.isDirectory(folder)) {
      System.out.println("kustomize: no conformance cases at " + folder);
      return;
    }
    var failing = new TreeSet<String>();
    var reasons = new ArrayList<String>();
    var passed = 0;
    try (var names = Files.list(folder)) {
      for (var path : names.filter(p -> Files.exists(p.resolve("case.json"))).sorted().toList()) {
        var reason = run(path);
        if (reason.isEmpty()) {
          passed++;
        } else {
          failing.add(path.getFileName().toString());
          reasons.add(path.getFileName() + ": " + reason);
        }
      }
    }
    System.out.println("kustomize: " + passed + " passed, " + failing.size() + " failed");
    assertThat(failing)
        .describedAs(String.join("\n", reasons))
        .isEqualTo(new TreeSet<>(knownFailing()));
    assertThat(passed).isPositive();
  }

  private static Path cases() {
    var root = System.getenv("SYNCLINE_CONFORMANCE");
    var base = root == null ? Path.of("../../shared/conformance") : Path.of(root);
    return base.resolve("kustomize").toAbsolutePath().normalize();
  }

  private static List<String> knownFailing() throws IOException {
    try (var in = KustomizeConformanceTest.class.getResourceAsStream("known-failing.txt")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }

  private static String run(Path path) throws IOException {
    var facts = Json.parseObject(Files.readAllBytes(path.resolve("case.json")));
    var dir = path.resolve("in").resolve(Tree.text(facts, "dir")).normalize();
    var flags =
        String.join(
            " ",
            Tree.items(Tree.at(facts, "options", "flags")).stream().map(String::valueOf).toList());
    var result = BatchRender.build(dir, BuildOptions.parse(flags));
    var wantsError = Tree.flag(facts, "expectError");
    return switch (result) {
      case RenderResult.Failed failed -> wantsError ? "" : "failed: " + failed.problem().text();
      case RenderResult.Rendered _ when wantsError -> "expected a failure";
      case RenderResult.Rendered rendered -> {
        var expected = Files.readString(path.resolve("expected.yaml"));
        yield BatchRender.text(rendered.manifests()).equals(expected) ? "" : "other output";
      }
    };
  }
}
