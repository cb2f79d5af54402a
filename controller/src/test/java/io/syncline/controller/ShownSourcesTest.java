package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.controller.source.SourceDescription;
import io.syncline.controller.source.SourceException;
import io.syncline.model.object.Manifest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is shown of sources without deploying it. */
final class ShownSourcesTest extends Example {
  /** A tar of {@code files}; names are written as they are. */
  private static byte[] tar(Map<String, String> files) {
    var out = new ByteArrayOutputStream();
    new TreeMap<>(files)
        .forEach(
            (name, text) -> {
              var content = text.getBytes(StandardCharsets.UTF_8);
              var header = new byte[512];
              put(header, 0, name);
              put(header, 124, "%011o".formatted(content.length));
              header[156] = '0';
              put(header, 257, "ustar");
              out.writeBytes(header);
              out.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
            });
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  @Test
  void files_brought_along_are_rendered_with_the_settings_of_the_application() {
    git.write("web/a.yaml", configMap("a", "one"));
    git.commit("one");
    var yaml = applicationYaml("web", "web", MANUAL, "[]");
    world.apply(
        yaml.replace("targetRevision: main", "targetRevision: main, kustomize: {namePrefix: x-}"));
    var files =
        Map.of(
            "web/a.yaml", configMap("a", "two"), "web/kustomization.yaml", "resources: [a.yaml]");
    var app = world.app("web");

    var rendered = world.controller().inspection().renderFiles(app, tar(files));

    assertThat(rendered.manifests()).extracting(Manifest::name).containsExactly("x-a");
    assertThat(rendered.manifests().getFirst().text("data", "key")).isEqualTo("two");
    assertThatThrownBy(
            () ->
                world.controller().inspection().renderFiles(app, tar(Map.of("other/a.yaml", "{}"))))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("web: app path does not exist in upload");
    assertThatThrownBy(
            () -> world.controller().inspection().renderFiles(app, tar(Map.of("../../a", "{}"))))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("upload holds the path ../../a (expected: one inside the archive)");
    assertThatThrownBy(() -> world.controller().inspection().renderFiles(app, new byte[] {1, 2, 3}))
        .isInstanceOf(SourceException.class);
  }

  @Test
  void sources_are_described_by_their_tool() {
    git.write("plain/a.yaml", configMap("a", "one"))
        .write("kust/kustomization.yaml", "resources: [a.yaml]\nimages: [{name: shop, newTag: v2}]")
        .write("kust/a.yaml", deployment("a", 1, "shop:v1"))
        .write("chart/Chart.yaml", "{apiVersion: v2, name: shop, version: 1.0.0}\n")
        .write("chart/values.yaml", "image: {tag: v1, ports: [1, 2]}\nempty:\n")
        .write("chart/values-prod.yaml", "image: {tag: v2}\n")
        .write("chart/templates/a.yaml", configMap("a", "{{ required \"missing\" .Values.word }}"));
    git.commit("one");
    for (var name : List.of("plain", "kust", "chart")) {
      application(name, name, MANUAL);
    }
    var controller = world.controller();

    assertThat(controller.inspection().describe(world.app("plain"), 0))
        .isEqualTo(new SourceDescription.Directory());
    assertThat(controller.inspection().describe(world.app("kust"), 0))
        .isEqualTo(new SourceDescription.Kustomize(List.of("shop:v2")));
    // A chart that does not render yet is the one whose parameters somebody wants to see.
    assertThat(controller.inspection().describe(world.app("chart"), 0))
        .isEqualTo(
            new SourceDescription.Helm(
                "shop",
                List.of("values-prod.yaml", "values.yaml"),
                "image: {tag: v1, ports: [1, 2]}\nempty:\n",
                Map.of(
                    "image.tag", "v1", "image.ports[0]", "1", "image.ports[1]", "2", "empty", "")));
  }

  @Test
  void a_source_that_the_project_does_not_permit_is_not_described() {
    git.write("web/a.yaml", configMap("a", "one"));
    git.commit("one");
    world.apply(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: AppProject
        metadata: {name: closed, namespace: argocd}
        spec: {sourceRepos: ["https://git.example.com/*"]}
        """);
    world.apply(
        applicationYaml("web", "web", MANUAL, "[]").replace("project: default", "project: closed"));
    var app = world.app("web");
    assertThatThrownBy(() -> world.controller().inspection().describe(app, 0))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("project closed does not ");
  }

  @Test
  void a_revision_that_does_not_exist_is_named() {
    git.write("web/a.yaml", configMap("a", "one"));
    git.commit("one");
    application("web", "web", MANUAL);
    assertThatThrownBy(
            () -> world.controller().inspection().renderNow(world.app("web"), "no-such-branch"))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("no-such-branch");
  }
}
