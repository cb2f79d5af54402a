package io.syncline.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.ObjectKey;
import io.syncline.model.status.Health;
import io.syncline.model.status.HealthStatus;
import io.syncline.model.status.ResourceNode;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.server.port.ApplicationDetails;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ResourceHealthTest {
  private static final ObjectTree STORED =
      Yaml.parseObject(
          """
          metadata: {name: shop}
          status:
            resourceHealthSource: appTree
            resources:
            - {group: apps, kind: Deployment, namespace: shop, name: web, status: Synced}
            - {kind: ConfigMap, namespace: shop, name: a, status: Synced}
          """);

  private static Optional<ApplicationDetails.Detail> detail() {
    var node =
        new ResourceNode(
            new ObjectKey("apps", "Deployment", "shop", "web"),
            "v1",
            "u-1",
            List.of(),
            "7",
            List.of(),
            Optional.of(new Health(HealthStatus.DEGRADED, "no image")),
            "",
            List.of());
    return Optional.of(new ApplicationDetails.Detail(List.of(node), List.of(), List.of()));
  }

  @Test
  void health_that_was_not_stored_comes_from_the_tree() {
    var filled = ResourceHealth.filled(STORED, ResourceHealthTest::detail);

    assertThat(Tree.at(filled, "status", "resources", "0", "health"))
        .isEqualTo(ObjectTree.of("status", "Degraded", "message", "no image"));
    assertThat(Tree.at(filled, "status", "resources", "1", "health")).isNull();
  }

  @Test
  void health_that_was_stored_stays_and_nobody_is_asked() {
    var stored = STORED.without("status").with("status", ObjectTree.EMPTY);

    var filled =
        ResourceHealth.filled(
            stored,
            () -> {
              throw new IllegalStateException("asked for the tree");
            });

    assertThat(filled).isEqualTo(stored);
    assertThat(ResourceHealth.filled(STORED, Optional::empty)).isEqualTo(STORED);
  }
}
