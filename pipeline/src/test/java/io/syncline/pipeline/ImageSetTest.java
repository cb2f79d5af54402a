package io.syncline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ImageSetTest {
  private static final String DIGEST =
      "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  private static final String OTHER =
      "sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

  private static ImageSet wish(String... images) {
    return ImageSet.of(
        Arrays.stream(images).map(ImageReference::wanted).toList(), Optional.empty());
  }

  private static String edited(String file, String text, String... images) {
    var edit = wish(images).edit(TextTree.of(file, text), file);
    return edit.files().containsKey(file)
        ? new String(edit.files().get(file).orElseThrow(), StandardCharsets.UTF_8)
        : text;
  }

  /** Texts with {@code «old»new»}: what stands between is exchanged, all else stays. */
  private static String before(String template) {
    return template.replaceAll("«([^«»]*)»([^«»]*)»", "$1");
  }

  private static String after(String template) {
    return template.replaceAll("«([^«»]*)»([^«»]*)»", "$2");
  }

  static List<Arguments> tokens() {
    return List.of(
        Arguments.of("plain", "x.yaml", "app:v2", pod("image: «app:v1»app:v2»")),
        Arguments.of("no tag", "x.yaml", "app:v2", pod("image: «app»app:v2» # latest")),
        Arguments.of("single quotes", "x.yaml", "app:v2", pod("image: '«app:v1»app:v2»'")),
        Arguments.of(
            "double quotes", "x.yaml", "app:v2", pod("image:   \"«app:v1»app:v2»\"   # c")),
        Arguments.of("anchor", "x.yaml", "app:v2", pod("image: &i «app:v1»app:v2»")),
        Arguments.of("tagged", "x.yaml", "app:v2", pod("image: !!str «app:v1»app:v2»")),
        Arguments.of("flow", "x.yaml", "app:v2", pod("{image: «app:v1»app:v2», name: x}")),
        Arguments.of(
            "json",
            "x.json",
            "app:v2",
            "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"containers\":[{\"image\":\"«app:v1»app:v2»\"}]}}"),
        Arguments.of(
            "digest for tag", "x.yaml", "app@" + DIGEST, pod("image: «app:v1»app@" + DIGEST + "»")),
        Arguments.of(
            "tag for digest", "x.yaml", "app:v2", pod("image: «app@" + DIGEST + "»app:v2»")),
        Arguments.of(
            "both for both",
            "x.yaml",
            "app:v2@" + DIGEST,
            pod("image: «app:v1@" + OTHER + "»app:v2@" + DIGEST + "»")),
        Arguments.of(
            "port in host",
            "x.yaml",
            "h:5000/a/app:v2",
            pod("image: «h:5000/a/app»h:5000/a/app:v2»")),
        Arguments.of(
            "hub name", "x.yaml", "docker.io/library/nginx:2", pod("image: «nginx:1»nginx:2»")),
        Arguments.of(
            "folded",
            "x.yaml",
            "app:v2",
            pod("image: >-\n        «app:v1»app:v2»\n      tty: true")),
        Arguments.of(
            "values string",
            "values.yaml",
            "app:v2",
            "# top\nimage: «app:v1»app:v2»\nother: app:v1\n"),
        Arguments.of(
            "values parts",
            "values.yaml",
            "g/app:v2",
            "image:\n  repository: g/app\n  tag: «v1»v2» # x\n  pullPolicy: Always\n"),
        Arguments.of(
            "values quoted",
            "values.yaml",
            "g/app:v2",
            "a: {image: {repository: g/app, tag: \"«v1»v2»\"}}\n"),
        Arguments.of(
            "float needs quotes",
            "values.yaml",
            "app:1.10",
            "image: {repository: app, tag: «v1»\"1.10\"»}\n"),
        Arguments.of(
            "float was float",
            "values.yaml",
            "app:1.10",
            "image:\n  repository: app\n  tag: «1.9»\"1.10\"»\n"),
        Arguments.of(
            "octal needs quotes",
            "values.yaml",
            "app:0123",
            "image:\n  repository: app\n  tag: «v1»\"0123\"»\n"),
        Arguments.of(
            "exponent needs quotes",
            "values.yaml",
            "app:1e3",
            "image:\n  repository: app\n  tag: «v1»\"1e3\"»\n"),
        Arguments.of(
            "bool needs quotes",
            "values.yaml",
            "app:on",
            "image:\n  repository: app\n  tag: «v1»\"on\"»\n"),
        Arguments.of(
            "quotes stay",
            "values.yaml",
            "app:1.10",
            "image:\n  repository: app\n  tag: '«1.9»1.10»'\n"),
        Arguments.of(
            "three numbers stay plain",
            "values.yaml",
            "app:1.10.2",
            "image:\n  repository: app\n  tag: «1.9.0»1.10.2»\n"),
        Arguments.of(
            "empty tag", "values.yaml", "app:v2", "image:\n  repository: app\n  tag: \"«»v2»\"\n"),
        Arguments.of(
            "null tag",
            "values.yaml",
            "app:v2",
            "image:\n  repository: app\n  tag:«» v2» # default\n"),
        Arguments.of(
            "missing tag",
            "values.yaml",
            "app:v2",
            "image:\n  repository: app # r«»\n  tag: v2»\n  x: 1\n"),
        Arguments.of(
            "registry",
            "values.yaml",
            "q.io/g/app:v2",
            "image:\n  registry: q.io\n  repository: g/app\n  tag: «v1»v2»\n"),
        Arguments.of(
            "digest field",
            "values.yaml",
            "app@" + DIGEST,
            "image:\n  repository: app\n  tag: v1\n  digest: «\"\"»\""
                + DIGEST
                + "\"»\n".replace("\"" + DIGEST + "\"", "\"" + DIGEST + "\"")),
        Arguments.of(
            "stale digest goes",
            "values.yaml",
            "app:v2",
            "image:\n  repository: app\n  tag: «v1»v2»\n  digest: «" + OTHER + "»\"\"»\n"),
        Arguments.of(
            "digest in tag",
            "values.yaml",
            "app:v2@" + DIGEST,
            "image:\n  repository: app\n  tag: «v1»v2@" + DIGEST + "»\n"),
        Arguments.of("tag beside", "values.yaml", "app:v2", "image: app\nimageTag: «v1»v2»\n"),
        Arguments.of(
            "own key",
            "values.yaml",
            "app:v2",
            "initImage: «app:v1»app:v2»\nweb:\n  sidecarImage: {name: app, tag: «v1»v2»}\n"),
        Arguments.of(
            "kustomize tag",
            "kustomization.yaml",
            "app:v2",
            "resources: [a.yaml]\nimages:\n- name: app\n  newTag: «v1»v2»\n- name: app2\n  newTag: v1\n"),
        Arguments.of(
            "kustomize float",
            "kustomization.yaml",
            "app:1.20",
            "images:\n  - name: app\n    newTag: «\"1.19\"»\"1.20\"»\n"),
        Arguments.of(
            "kustomize new name",
            "kustomization.yml",
            "r.io/app:v2",
            "images:\n- newTag: «v1»v2»\n  newName: r.io/app\n  name: app\n"),
        Arguments.of(
            "kustomize by old name",
            "Kustomization",
            "app:v2",
            "images:\n- newTag: «v1»v2»\n  newName: r.io/app\n  name: app\n"),
        Arguments.of(
            "kustomize digest to tag",
            "kustomization.yaml",
            "app:v2",
            "images:\n- name: app\n  «digest: " + OTHER + "»newTag: v2»\n"),
        Arguments.of(
            "kustomize tag to digest",
            "kustomization.yaml",
            "app@" + DIGEST,
            "images:\n- name: app\n  «newTag: v1»digest: " + DIGEST + "» # c\n"),
        Arguments.of(
            "kustomize without version",
            "kustomization.yaml",
            "app:v2",
            "images:\n- name: app«»\n  newTag: v2»\n- name: z\n"),
        Arguments.of(
            "kustomize flow without version",
            "kustomization.yaml",
            "app:v2",
            "images: [{name: app«», newTag: v2»}]"),
        Arguments.of(
            "kustomize both",
            "kustomization.yaml",
            "app:v2@" + DIGEST,
            "images:\n- name: app\n  newTag: «v1»v2\n  digest: " + DIGEST + "»\n"));
  }

  /** What an overlay says, over what its chart says: the overlay alone changes. */
  static List<Arguments> overlays() {
    var base =
        "# base\nweb:\n  image:\n    repository: ghcr.io/o/web # r\n    tag: v0\napi: {image: {registry: q.io, repository: o/api, tag: v0}}\njob:\n  image: busy\n  imageTag: v0\nx: {initImage: {name: i, tag: v0}}\n";
    var digests = "web: {image: {repository: ghcr.io/o/web, tag: v0, digest: \"\"}}\n";
    var pinned = "web: {image: {repository: ghcr.io/o/web, tag: v0, digest: " + OTHER + "}}\n";
    return List.of(
        Arguments.of(
            "tag alone",
            base,
            "ghcr.io/o/web:v2",
            "# p\nweb:\n  image:\n    tag: «v1»v2» # t\napi:\n  image:\n    tag: v1\n"),
        Arguments.of(
            "flow",
            base,
            "ghcr.io/o/web:v2",
            "web: {image: {tag: «v1»v2»}}\napi: {image: {tag: v1}}"),
        Arguments.of(
            "windows line ends",
            base,
            "ghcr.io/o/web:v2",
            "\uFEFFweb:\r\n   image:\r\n      tag:  '«v1»v2»'\t# 😀\r\n"),
        Arguments.of(
            "number", base, "ghcr.io/o/web:1.10", "web:\n  image:\n    tag: «1.9»\"1.10\"»\n"),
        Arguments.of(
            "registry and repository",
            base,
            "q.io/o/api:v2",
            "web: {image: {tag: v1}}\napi: {image: {tag: «v1»v2»}}\n"),
        Arguments.of(
            "registry alone",
            base,
            "q.io/mine/api:v2",
            "api: {image: {repository: mine/api, tag: «v1»v2»}}\n"),
        Arguments.of(
            "repository without registry",
            base,
            "m.io/o/api:v2",
            "api: {image: {registry: m.io, tag: «v1»v2»}}\n"),
        Arguments.of("tag beside", base, "busy:v2", "job:\n  imageTag: «v1»v2»\n"),
        Arguments.of("own key", base, "i:v2", "x:\n  initImage:\n    tag: «v1»v2»\n"),
        Arguments.of(
            "repository alone",
            base,
            "web:v2",
            "web:\n  image:\n    repository: web«»\n    tag: v2»\n"),
        Arguments.of(
            "digest for tag, as the chart knows none",
            base,
            "ghcr.io/o/web@" + DIGEST,
            "web:\n  image:\n    tag: «v1»v1@" + DIGEST + "»\n"),
        Arguments.of(
            "digest beside tag",
            digests,
            "ghcr.io/o/web@" + DIGEST,
            "web:\n  image:\n    tag: v1«»\n    digest: " + DIGEST + "»\n"),
        Arguments.of(
            "tag beside digest",
            digests,
            "ghcr.io/o/web:v2",
            "web:\n  image:\n    digest: «" + OTHER + "»\"\"\n    tag: v2»\n"),
        Arguments.of(
            "both behind the repository",
            digests,
            "web:v2@" + DIGEST,
            "web:\n  image:\n    repository: web«»\n    digest: " + DIGEST + "\n    tag: v2»\n"),
        Arguments.of(
            "a digest below would hide the tag",
            pinned,
            "ghcr.io/o/web:v2",
            "web:\n  image:\n    tag: «v1»v2\n    digest: \"\"»\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("overlays")
  void values_say_of_which_image_an_overlay_names_the_tag(
      String what, String base, String image, String template) {
    for (var places :
        new String[][] {
          {"c/values-prod.yaml", "c/values.yaml"},
          {"c/prod-values.yml", "c/values.yaml"},
          {"c/envs/prod/values.yaml", "c/values.yaml"},
          {"envs/prod.yaml", "envs/values.yaml"},
        }) {
      var tree =
          TextTree.of(places[0], before(template), places[1], base, "c/Chart.yaml", "name: c\n");
      var edit = wish(image).edit(tree, places[0]);
      assertThat(edit.files()).as(what).containsOnlyKeys(places[0]);
      assertThat(edit.files().values().iterator().next().orElseThrow())
          .as(what + " in " + places[0])
          .isEqualTo(after(template).getBytes(StandardCharsets.UTF_8));
      var then =
          TextTree.of(places[0], after(template), places[1], base, "c/Chart.yaml", "name: c\n");
      assertThat(wish(image).edit(then, places[0]).files()).as("a second time").isEmpty();
    }
  }

  @Test
  void in_a_folder_overlays_and_the_base_are_set_alike_and_the_base_outside_it_stays() {
    var tree =
        TextTree.of(
            "c/Chart.yaml", "name: c\n",
            "c/values.yaml", "image: {repository: app, tag: v0}\n",
            "c/values-prod.yaml", "image: {tag: v1}\n",
            "c/envs/dev.yaml", "image: {tag: v1}\n",
            "d/dev.yaml", "image: {tag: v1}\n");
    assertThat(wish("app:v2").edit(tree, "c/envs").files()).containsOnlyKeys("c/envs/dev.yaml");
    assertThat(wish("app:v2").edit(tree, "").files())
        .containsOnlyKeys("c/values.yaml", "c/values-prod.yaml", "c/envs/dev.yaml");
    assertThat(wish("app:v2").edit(tree, "c/values.yaml").files())
        .containsOnlyKeys("c/values.yaml");
  }

  @Test
  void what_an_overlay_does_not_write_is_no_place_of_it() {
    for (var overlay :
        new String[] {
          "image: {pullPolicy: Always}\n",
          "image: null\n",
          "a: [{tag: v1}]\n",
          "other: {image: {tag: v1}}\n",
        }) {
      var tree =
          TextTree.of(
              "values.yaml",
              "image: {repository: app, tag: v1}\na: [{repository: app, tag: v1}]\n",
              "values-x.yaml",
              overlay);
      assertThatThrownBy(() -> wish("app:v2").edit(tree, "values-x.yaml"))
          .as(overlay)
          .hasMessage("image app not found in values-x.yaml of texts (it names no image at all)");
    }
    assertThatThrownBy(() -> edited("values-x.yaml", "image: {tag: v1}\n", "app:v2"))
        .hasMessageContaining("it names no image at all");
  }

  @Test
  void a_broken_base_is_named_for_a_file_and_passed_over_in_a_folder() {
    var tree =
        TextTree.of(
            "values.yaml", "x: [\n", "values-x.yaml", "image: {repository: app, tag: v1}\n");
    assertThatThrownBy(() -> wish("app:v2").edit(tree, "values-x.yaml"))
        .isInstanceOf(PipelineException.class)
        .hasMessageStartingWith("values.yaml:2: ");
    assertThat(wish("app:v2").edit(tree, "").files()).containsOnlyKeys("values-x.yaml");
  }

  private static String pod(String container) {
    return "apiVersion: v1\nkind: Pod\nspec:\n  # first\n  containers:\n    -\n      "
        + container
        + "\n  restartPolicy:   Never\n";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tokens")
  void only_the_token_changes(String what, String file, String image, String template) {
    assertThat(edited(file, before(template), image)).as(what).isEqualTo(after(template));
    var again = wish(image).edit(TextTree.of(file, after(template)), file);
    assertThat(again.files()).as("a second time").isEmpty();
    assertThat(again.unchanged()).isNotEmpty();
    assertThat(again.changes()).isEmpty();
  }

  @Test
  void byte_order_mark_line_ends_odd_indents_emoji_and_missing_last_line_end_stay() {
    var lines =
        """
        # 😀 first
        ---
        apiVersion: v1
        kind: ConfigMap
        data: {a: "😀 app:v1"}
        ...
        ---
        apiVersion: apps/v1
        kind: Deployment
        spec:
           template:
              spec:
                 initContainers: [ {name: '😀', image: «app:v1»app:v2» } ]
                 containers:
                 -   name: a
                     image:\t "«app:v1»app:v2»"\t# keep 😀
                     args: [ app:v1 ]
        ---
        # empty
        ---
        kind: Pod
        apiVersion: v1
        spec: {containers: [{image: «app:v1»app:v2»}]}""";
    var template = "\uFEFF" + lines.replace("\n", "\r\n");
    assertThat(edited("x.yaml", before(template), "app:v2")).isEqualTo(after(template));
    var places = wish("app:v2").edit(TextTree.of("x.yaml", before(template)), "x.yaml").changes();
    assertThat(places).extracting(ImageChange::document).containsExactly(2, 2, 4);
    assertThat(places).extracting(ImageChange::line).containsExactly(13, 16, 23);
    assertThat(places.getFirst().field()).isEqualTo("spec.template.spec.initContainers.0.image");
    assertThat(places.getFirst().old()).isEqualTo("app:v1");
    assertThat(places.getFirst().now()).isEqualTo("app:v2");
  }

  @Test
  void every_kind_with_containers_is_found_and_other_strings_are_not() {
    for (var path :
        new String[] {
          "spec", "spec.template.spec", "spec.jobTemplate.spec.template.spec", "items.0.spec"
        }) {
      var text =
          "{apiVersion: x/v1, kind: K, metadata: {annotations: {image: app:v1}}, "
              + path.replace("items.0", "items: [{a").replace(".", ": {").replace("[{a: {", "[{")
              + ": {ephemeralContainers: [{image: app:v1}]"
              + "}".repeat(path.startsWith("items") ? 1 : path.split("\\.").length)
              + (path.startsWith("items") ? "}]}" : "}");
      var now = edited("x.yaml", text, "app:v2");
      assertThat(now).contains("[{image: app:v2}]").contains("annotations: {image: app:v1}");
    }
  }

  @Test
  void one_container_can_be_named() {
    var text =
        "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - {name: a, image: app:1}\n  - {name: b, image: app:1}\n";
    var set = ImageSet.of(List.of(ImageReference.wanted("app:2")), Optional.of("b"));
    var edit = set.edit(TextTree.of("x.yaml", text), "x.yaml");
    assertThat(edit.changes())
        .extracting(ImageChange::field)
        .containsExactly("spec.containers.1.image");
    var none = ImageSet.of(List.of(ImageReference.wanted("app:2")), Optional.of("c"));
    assertThatThrownBy(() -> none.edit(TextTree.of("x.yaml", text), "x.yaml"))
        .hasMessage(
            "image app in container c not found in x.yaml of texts (found: app:1 in a, app:1 in b)");
  }

  @Test
  void aliases_and_merges_are_edited_where_they_are_written() {
    var template =
        "defaults: &d\n  repository: app\n  tag: &t «v1»v2»\nweb:\n  image: *d\njob:\n  image:\n    <<: *d\n    pullPolicy: Always\n";
    assertThat(edited("values.yaml", before(template), "app:v2")).isEqualTo(after(template));
  }

  @Test
  void an_anchor_shared_with_another_field_is_refused() {
    var text = "image:\n  repository: app\n  tag: &v v1\nversion: *v\n";
    assertThatThrownBy(() -> edited("values.yaml", text, "app:v2"))
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("values.yaml would change other fields");
  }

  @Test
  void several_images_are_set_at_once_and_each_must_be_found() {
    var text = "a:\n  image: one:1\nb:\n  image: two:1\n";
    assertThat(edited("values.yaml", text, "two:2", "one:3"))
        .isEqualTo("a:\n  image: one:3\nb:\n  image: two:2\n");
    assertThatThrownBy(() -> edited("values.yaml", text, "two:2", "six:3"))
        .isInstanceOf(PipelineException.class)
        .hasMessage("image six not found in values.yaml of texts (found: one:1, two:1)");
    assertThatThrownBy(() -> wish("one:1", "docker.io/library/one:2"))
        .hasMessageContaining("given twice");
  }

  @Test
  void a_folder_is_searched_and_a_kustomization_decides_for_what_is_below_it() {
    var pod = "apiVersion: v1\nkind: Pod\nspec: {containers: [{image: app}]}\n";
    var tree =
        TextTree.of(
            "a/k/kustomization.yaml", "images: [{name: app, newTag: v1}]\n",
            "a/k/pod.yaml", pod,
            "a/k/sub/pod.yaml", pod,
            "a/pod.yaml", pod,
            "a/chart/Chart.yaml", "name: c\n",
            "a/chart/values.yaml", "image: app:v1\n",
            "a/chart/templates/pod.yaml", "image: {{ .Values.image }}\n",
            "a/broken.yaml", "x: [\n",
            "a/readme.md", "image: app:v1",
            "b/pod.yaml", pod);
    var edit = wish("app:v2").edit(tree, "./a/");
    assertThat(edit.files().keySet())
        .containsExactly("a/chart/values.yaml", "a/k/kustomization.yaml", "a/pod.yaml");
    assertThat(wish("app:v2").edit(tree, "").files()).containsKey("b/pod.yaml").hasSize(4);
  }

  @Test
  void a_manifest_that_names_another_image_below_a_kustomization_is_still_set() {
    var tree =
        TextTree.of(
            "kustomization.yaml", "images: [{name: app, newTag: v1}]\n",
            "pod.yaml", "apiVersion: v1\nkind: Pod\nspec: {containers: [{image: web:1}]}\n");
    assertThat(wish("web:2").edit(tree, "").files()).containsOnlyKeys("pod.yaml");
  }

  @Test
  void errors_name_the_path_and_the_line() {
    assertThatThrownBy(() -> wish("app:1").edit(TextTree.of("a.yaml", "x: 1"), "b"))
        .hasMessage("path b not found in texts");
    assertThatThrownBy(() -> wish("app:1").edit(TextTree.of("a.yaml", "x: 1"), "../b"))
        .hasMessageContaining("leaves the repository");
    assertThatThrownBy(() -> edited("a.yaml", "x:\n  y: [\n", "app:1"))
        .hasMessageStartingWith("a.yaml:3: ");
    assertThatThrownBy(() -> edited("a.yaml", "x: 1\n", "app:1"))
        .hasMessage("image app not found in a.yaml of texts (it names no image at all)");
    assertThatThrownBy(() -> edited("values.yaml", "image: {repository: app}\n", "app@" + DIGEST))
        .hasMessageContaining("has no field for a digest");
  }

  @ParameterizedTest
  @CsvSource({
    "app:v1, app, v1, ''",
    "h:5000/app, h:5000/app, '', ''",
    "h:5000/a/app:1@sha256:0123456789abcdef0123456789abcdef, h:5000/a/app, 1, sha256:0123456789abcdef0123456789abcdef",
  })
  void references_are_taken_apart(String text, String name, String tag, String digest) {
    var image = ImageReference.parse(text).orElseThrow();
    assertThat(image.name()).isEqualTo(name);
    assertThat(image.tag().orElse("")).isEqualTo(tag);
    assertThat(image.digest().orElse("")).isEqualTo(digest);
    assertThat(image).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "app",
    "app:",
    "app@sha256:12",
    "'{{ x }}:1'",
    "https://h/x:1",
    "'a b:1'",
    "''",
    "app:v1:v2"
  })
  void what_is_no_wanted_image_is_refused(String text) {
    assertThatThrownBy(() -> ImageReference.wanted(text))
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("expected: name:tag");
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx, true",
    "docker.io/nginx, nginx, true",
    "org/app, docker.io/org/app, true",
    "ghcr.io/org/app, org/app, false",
    "app, apps, false",
    "localhost/app, app, false",
  })
  void names_of_one_image_are_the_same(String left, String right, boolean same) {
    var a = new ImageReference(left, Optional.empty(), Optional.empty());
    var b = new ImageReference(right, Optional.empty(), Optional.empty());
    assertThat(a.isSameImage(b)).isEqualTo(same);
    assertThat(b.isSameImage(a)).isEqualTo(same);
  }
}
