package io.syncline.render.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.render.RenderLimits;
import io.syncline.render.RenderRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PluginVariablesTest {
  @Test
  void a_plugin_sees_the_build_environment_the_cluster_and_its_own_entries() {
    var source =
        new ApplicationSource(
            Yaml.parseObject(
                """
                repoURL: https://git.example.com/shop.git
                path: apps/web
                targetRevision: main
                plugin:
                  env:
                  - {name: RELEASE, value: "$ARGOCD_APP_NAME-${ARGOCD_APP_REVISION_SHORT}"}
                  - {name: EMPTY}
                  - {name: PRICE, value: "5 $$"}
                """));
    var request =
        new RenderRequest(
            "apps/web",
            source,
            new RenderRequest.Instance(
                "shop", "prod", "team", "0123456789abcdef0123456789abcdef01234567"),
            new RenderRequest.Platform("v1.32.4+k3s1", List.of("v1", "apps/v1")),
            RenderRequest.Surroundings.NONE,
            RenderLimits.DEFAULT);
    assertThat(PluginVariables.of(request))
        .containsEntry("ARGOCD_APP_NAME", "shop")
        .containsEntry("ARGOCD_APP_NAMESPACE", "prod")
        .containsEntry("ARGOCD_APP_PROJECT_NAME", "team")
        .containsEntry("ARGOCD_APP_REVISION_SHORT_8", "01234567")
        .containsEntry("ARGOCD_APP_SOURCE_PATH", "apps/web")
        .containsEntry("ARGOCD_APP_SOURCE_TARGET_REVISION", "main")
        .containsEntry("KUBE_VERSION", "1.32.4k3s1")
        .containsEntry("KUBE_API_VERSIONS", "v1,apps/v1")
        .containsEntry("ARGOCD_ENV_RELEASE", "shop-0123456")
        .containsEntry("ARGOCD_ENV_EMPTY", "")
        .containsEntry("ARGOCD_ENV_PRICE", "5 $")
        .containsEntry("ARGOCD_APP_PARAMETERS", "[]");
  }

  @Test
  void parameters_come_as_json_and_one_by_one_as_argo_cd_passes_them() throws IOException {
    var cases = cases();
    if (cases.isEmpty()) {
      System.out.println("conformance cases are absent: parameters of plugins not checked");
      return;
    }
    var checked = 0;
    for (var one : cases.get()) {
      if (!Tree.text(one, "function").equals("ApplicationSourcePluginParameters.Environ")) {
        continue;
      }
      var block = ObjectTree.of("parameters", Tree.object(one).get("plugin"));
      var source = new ApplicationSource(ObjectTree.of("plugin", block));
      var lines =
          PluginVariables.parameters(source).entrySet().stream()
              .map(entry -> entry.getKey() + "=" + entry.getValue())
              .toList();
      for (var check : Tree.items(Tree.at(one, "expected", "checks"))) {
        var value = Tree.object(check).get("value");
        switch (Tree.text(check, "op")) {
          case "len" -> assertThat((long) lines.size()).isEqualTo(value);
          case "contains" -> assertThat(lines).contains(String.valueOf(value));
          default -> throw new IllegalStateException("unknown check " + check);
        }
      }
      checked++;
    }
    assertThat(checked).isPositive();
  }

  private static Optional<List<Object>> cases() throws IOException {
    var root = System.getenv("SYNCLINE_CONFORMANCE");
    var file =
        (root == null ? Path.of("../../shared/conformance") : Path.of(root))
            .resolve("argocd/params/plugin-params.json");
    return Files.exists(file)
        ? Optional.of(Tree.items(Tree.at(Json.parse(Files.readAllBytes(file)), "cases")))
        : Optional.empty();
  }
}
