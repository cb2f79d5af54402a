package io.syncline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.git.FolderTree;
import io.syncline.model.object.Manifest;
import io.syncline.model.yaml.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdoptionTest {
  private static final String SYNCED =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: prod-web, namespace: shop}
      spec:
        replicas: 2
        strategy: {type: RollingUpdate}
        template:
          spec:
            containers:
            - {name: main, image: "web:1", env: [{name: A, value: "1"}], pullPolicy: Always}
            - {name: side, image: "side:1"}
      """;
  private static final String LIVE =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: prod-web, namespace: shop}
      spec:
        replicas: 5
        strategy: {type: RollingUpdate}
        template:
          spec:
            containers:
            - {name: main, image: "web:2", env: [{name: A, value: "1"}], pullPolicy: Always}
      """;

  @TempDir Path folder;

  private static Manifest manifest(String yaml) {
    return new Manifest(Yaml.parseObject(yaml));
  }

  private static LiveChange change() {
    return new LiveChange(manifest(LIVE).key(), manifest(SYNCED), manifest(LIVE));
  }

  private void write(String file, String text) throws IOException {
    var path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private EditedTree edited(String path, boolean kustomize) {
    var tree = new FolderTree(folder);
    return new EditedTree(tree, new Adoption(path, kustomize, List.of(change())).apply(tree));
  }

  private static String text(EditedTree tree, String file) {
    return new String(tree.read(file).orElseThrow(), StandardCharsets.UTF_8);
  }

  @Test
  void only_what_changed_is_written_into_the_file_that_holds_the_object() throws IOException {
    var text =
        """
        kind: Service
        apiVersion: v1
        metadata: {name: prod-web}
        ---
        # the shop
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: prod-web
        spec:
          replicas: 2 # enough
          template:
            spec:
              containers:
              - name: main
                image: web:1
                env:
                - {name: A, value: "1"}
              - name: side
                image: side:1
        """;
    write("shop/deep/web.yaml", text);
    write("shop/readme.md", "kind: Deployment");

    var tree = edited("shop", false);

    assertThat(text(tree, "shop/deep/web.yaml"))
        .isEqualTo(
            text.replace("replicas: 2", "replicas: 5")
                .replace("image: web:1", "image: web:2")
                .replace("      - name: side\n        image: side:1\n", ""));
    assertThat(tree.files()).hasSize(1);
    assertThat(tree.patch())
        .startsWith("--- a/shop/deep/web.yaml\n+++ b/shop/deep/web.yaml\n@@ -8,13 +8,11 @@\n")
        .contains("-  replicas: 2 # enough\n")
        .contains("+  replicas: 5 # enough\n");
  }

  @Test
  void kustomize_gets_a_patch_of_its_own_by_the_name_before_it_adds_to_it() throws IOException {
    write("prod/kustomization.yaml", "namePrefix: prod-\nresources: [../base]\n");

    var tree = edited("prod", true);

    assertThat(Yaml.parse(text(tree, "prod/adopted-deployment-prod-web.yaml")))
        .isEqualTo(
            Yaml.parse(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 5
                  template:
                    spec:
                      containers:
                      - {name: main, image: "web:2"}
                      - {$patch: delete, name: side}
                """));
    assertThat(text(tree, "prod/kustomization.yaml"))
        .isEqualTo(
            "namePrefix: prod-\nresources: [../base]\npatches:\n- path:"
                + " adopted-deployment-prod-web.yaml\n");
    assertThat(tree.list("prod")).extracting("name").contains("adopted-deployment-prod-web.yaml");
    assertThat(tree.patch()).contains("--- /dev/null\n").contains("@@ -0,0 +1,");

    // Once more: nothing is listed twice.
    var again =
        new EditedTree(tree.base(), new Adoption("prod", true, List.of(change())).apply(tree));
    assertThat(again.files()).doesNotContainKey("prod/kustomization.yaml");
  }

  @Test
  void secrets_and_objects_that_stand_nowhere_or_twice_are_refused() throws IOException {
    var secret = manifest("{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop}}");
    assertThatThrownBy(
            () -> new Adoption("", false, List.of(new LiveChange(secret.key(), secret, secret))))
        .isInstanceOf(PipelineException.class)
        .hasMessage("Secret s is not written to Git");
    assertThatThrownBy(() -> edited("", false))
        .hasMessage("no file below . holds Deployment prod-web");
    var object = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: prod-web}}\n";
    write("a.yaml", object);
    write("b.yaml", object);
    assertThatThrownBy(() -> edited("", false))
        .hasMessage("Deployment prod-web stands in a.yaml and in b.yaml");
  }
}
