package io.syncline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A second cluster, secured, added by the CLI and deployed to. */
class ClustersTest {
  private final Demo demo = Demo.shared();

  @Test
  void a_cluster_is_added_deployed_to_and_forgotten() {
    var folder = Workspace.folder("far-cluster");
    var far =
        Started.product(
            Workspace.folder("far-log").resolve("out"),
            "kube",
            "up",
            "--secure",
            "--port",
            Integer.toString(Workspace.freePort()),
            "--data",
            folder.toString());
    try {
      var kubeconfig = folder.resolve("kubeconfig");
      far.awaits(kubeconfig, Duration.ofSeconds(60));
      var bare = Workspace.folder("far-repository");
      var work = WorkTree.create(bare);
      work.write("web/a.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n");
      work.commit("First");
      work.push();

      demo.cli("cluster", "add", "syncline", "--name", "far", "--kubeconfig", kubeconfig.toString())
          .exits(0);
      demo.cli(
              "app",
              "create",
              "far-web",
              "--repo",
              bare.toUri().toString(),
              "--path",
              "web",
              "--dest-name",
              "far",
              "--dest-namespace",
              "shop",
              "--sync-policy",
              "automated",
              "--sync-option",
              "CreateNamespace=true")
          .exits(0);
      demo.cli("app", "wait", "far-web", "--timeout", "60").exits(0);

      var there =
          new Shell(folder, Map.of("KUBECONFIG", kubeconfig.toString()))
              .run(
                  java.util.List.of(
                      "kubectl", "get", "configmap", "a", "-n", "shop", "-o", "name"));
      assertThat(there.exits(0).text()).isEqualTo("configmap/a");
      assertThat(demo.cli("cluster", "list").exits(0).out())
          .containsPattern("far +1\\.32 +Successful");

      demo.cli("app", "delete", "far-web", "--yes").exits(0);
      Eventually.holds(() -> demo.cli("app", "get", "far-web").exits(20));
      demo.cli("cluster", "rm", "far", "--yes").exits(0);
      assertThat(demo.cli("cluster", "list", "-o", "name").exits(0).lines())
          .containsExactly("in-cluster");
      assertThat(demo.cli("cluster", "get", "far").exits(20).err()).contains("far");
    } finally {
      far.terminate();
    }
  }
}
