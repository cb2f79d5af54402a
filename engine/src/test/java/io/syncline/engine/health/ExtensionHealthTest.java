package io.syncline.engine.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.status.HealthStatus;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One line per situation of a kind that an extension brings. */
class ExtensionHealthTest {
  static Stream<ObjectTree> cases() throws IOException {
    var text = Files.readString(Path.of("src/test/resources/health/extensions.yaml"));
    return Tree.items(Yaml.documents(text).getFirst().value()).stream().map(Tree::object);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void judges_an_extension(ObjectTree example) {
    var kind = Tree.text(example, "kind").split("/");
    var metadata = ObjectTree.of("name", "x");
    var generation = example.get("generation");
    var live =
        ObjectTree.of("apiVersion", kind[0] + "/v1", "kind", kind[1])
            .with(
                "metadata",
                generation == null ? metadata : metadata.with("generation", generation));
    for (var field : new String[] {"spec", "status"}) {
      var value = example.get(field);
      live = value == null ? live : live.with(field, value);
    }

    assertThat(HealthRules.health(new Manifest(live), HealthRules.BUILT_IN))
        .contains(
            new Health(
                HealthStatus.parse(Tree.text(example, "want")), Tree.text(example, "message")));
  }
}
