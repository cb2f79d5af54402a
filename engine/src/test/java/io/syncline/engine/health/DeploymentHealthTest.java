package io.syncline.engine.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.status.HealthStatus;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One file per situation: the Deployment as it is live, and the health it is to have. */
class DeploymentHealthTest {
  private static final Path CASES = Path.of("src/test/resources/health/deployment");

  static Stream<String> cases() throws IOException {
    try (var files = Files.list(CASES)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void judges_a_deployment(String file) throws IOException {
    var example = Yaml.parseObject(Files.readString(CASES.resolve(file)));
    var live = new Manifest(Tree.object(example.get("live")));

    var health = HealthRules.health(live, HealthRules.BUILT_IN);

    assertThat(health)
        .contains(
            new Health(
                HealthStatus.parse(Tree.text(example, "want", "status")),
                Tree.text(example, "want", "message")));
  }
}
