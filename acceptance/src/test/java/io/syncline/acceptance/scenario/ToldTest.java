package io.syncline.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The list of scenarios says of each which test tells it, or why none does. */
class ToldTest {
  @Test
  void every_scenario_is_told_or_has_a_reason() throws IOException {
    var listed = listed();
    var root = Testdata.root();
    if (root.isEmpty()) {
      System.out.println("ToldTest: conformance data is not here");
      return;
    }
    var corpus = Json.parse(Files.readAllBytes(root.get().resolve("scenarios.json")));
    assertThat(Tree.items(Tree.at(corpus, "cases")))
        .isNotEmpty()
        .allSatisfy(
            c -> assertThat(listed).containsKey(Tree.text(c, "id").substring("e2e/".length())));
    var told = listed.values().stream().filter(v -> !v.startsWith("-")).count();
    System.out.println("scenarios: " + told + " told, " + (listed.size() - told) + " not told");
  }

  @Test
  void every_test_named_is_there() throws Exception {
    for (var entry : listed().entrySet()) {
      var where = entry.getValue();
      if (where.startsWith("-")) {
        assertThat(where.substring(1)).as(entry.getKey()).isNotBlank();
        continue;
      }
      var dot = where.indexOf('.');
      var type = Class.forName(ToldTest.class.getPackageName() + "." + where.substring(0, dot));
      assertThat(RealScenariosTest.SUITES).as(entry.getKey()).contains(type);
      assertThat(Arrays.stream(type.getDeclaredMethods()).map(m -> m.getName()))
          .as(entry.getKey())
          .contains(where.substring(dot + 1));
    }
  }

  /** What the list says, by {@code file/scenario}. */
  private static Map<String, String> listed() throws IOException {
    var listed = new LinkedHashMap<String, String>();
    var file = "";
    try (var in =
        Objects.requireNonNull(ToldTest.class.getResourceAsStream("scenarios-told.txt"))) {
      for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (line.startsWith("[")) {
          file = line.substring(1, line.length() - 1);
        } else if (!line.isBlank() && !line.startsWith("#")) {
          var colon = line.indexOf(": ");
          assertThat(listed.put(file + "/" + line.substring(0, colon), line.substring(colon + 2)))
              .as("another line for %s", line)
              .isNull();
        }
      }
    }
    return listed;
  }
}
