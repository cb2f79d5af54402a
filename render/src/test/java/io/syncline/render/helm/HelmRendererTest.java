package io.syncline.render.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.object.Manifest;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import io.syncline.render.MemoryTree;
import io.syncline.render.RecordingTree;
import io.syncline.render.Remotes;
import io.syncline.render.RenderException;
import io.syncline.render.RenderLimits;
import io.syncline.render.RenderRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Helm itself cannot answer for: hooks, CRDs, Argo CD's options, limits, records. */
class HelmRendererTest {
  private static final String VALUES_TEMPLATE = "kind: Values\nall: {{ .Values | toJson }}\n";

  private final TreeMap<String, String> files = new TreeMap<>();
  private Map<String, SourceTree> refs = Map.of();
  private String helm = "{}";
  private RenderLimits limits = RenderLimits.DEFAULT;

  HelmRendererTest() {
    files.put("app/Chart.yaml", "apiVersion: v2\nname: app\nversion: 1.0.0\n");
    files.put("app/values.yaml", "a: 1\nb: {c: base, d: keep}\nlist: [1, 2]\n");
  }

  private RecordingTree tree() {
    return new RecordingTree(MemoryTree.of(files), limits);
  }

  private RenderRequest request() {
    var source =
        ObjectTree.of("repoURL", "https://git", "path", "app", "helm", Yaml.parseObject(helm));
    return new RenderRequest(
        "app",
        new ApplicationSource(source),
        new RenderRequest.Instance("shop", "prod", "default", "0123456789abcdef"),
        new RenderRequest.Platform("v1.32.4", List.of("example.com/v1", "example.com/v1/Thing")),
        new RenderRequest.Surroundings(refs, Remotes.NONE),
        limits);
  }

  private List<Manifest> render() {
    return HelmRenderer.render(tree(), request());
  }

  private String values() {
    files.put("app/templates/v.yaml", VALUES_TEMPLATE);
    return Json.write(render().getFirst().at("all"));
  }

  private RenderException problem() {
    return catchThrowableOfType(RenderException.class, this::render);
  }

  @Test
  void crds_come_first_and_hooks_last_with_their_annotations() {
    files.put(
        "app/crds/b.yaml",
        "kind: CustomResourceDefinition\nmetadata: {name: b}\n---\nkind: CustomResourceDefinition\nmetadata: {name: c}\n");
    files.put("app/crds/a.yaml", "kind: CustomResourceDefinition\nmetadata: {name: a}\n");
    files.put("app/crds/readme.md", "no manifest");
    files.put(
        "app/templates/x.yaml",
        "kind: Deployment\nmetadata: {name: d}\n---\nkind: Service\nmetadata: {name: s}\n");
    files.put(
        "app/templates/h.yaml",
        "kind: Job\nmetadata: {name: j, annotations: {helm.sh/hook: 'pre-install, post-upgrade', helm.sh/hook-weight: \"-1\"}}\n");
    files.put(
        "app/templates/t.yaml",
        "kind: Pod\nmetadata: {name: t, annotations: {helm.sh/hook: test}}\n");
    files.put(
        "app/templates/u.yaml",
        "kind: Pod\nmetadata: {name: u, annotations: {helm.sh/hook: crd-install}}\n");

    assertThat(render())
        .extracting(Manifest::name)
        .containsExactly("a", "b", "c", "s", "d", "t", "j");
    assertThat(render().getLast().annotation("helm.sh/hook-weight")).contains("-1");

    helm = "{skipCrds: true, skipTests: true}";
    assertThat(render()).extracting(Manifest::name).containsExactly("s", "d", "j");
  }

  @Test
  void release_and_cluster_are_those_of_the_request() {
    files.put(
        "app/templates/x.yaml",
        "kind: X\nis: {{ .Release.Name }} {{ .Release.Namespace }} {{ .Capabilities.KubeVersion.Minor }} {{ .Capabilities.APIVersions.Has \"example.com/v1/Thing\" }} {{ .Capabilities.APIVersions.Has \"apps/v1\" }} {{ len (lookup \"v1\" \"Pod\" \"a\" \"b\") }}\n");
    assertThat(render().getFirst().text("is")).isEqualTo("shop prod 32 true true 0");
    helm = "{releaseName: other, namespace: ns2, kubeVersion: '1.30.1', apiVersions: [x/v1]}";
    assertThat(render().getFirst().text("is")).isEqualTo("other ns2 30 false true 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[{name: b.c, value: new}]|{\"c\":\"new\",\"d\":\"keep\"}",
        "[{name: b.c, value: '12'}]|{\"c\":12,\"d\":\"keep\"}",
        "[{name: b.c, value: '12', forceString: true}]|{\"c\":\"12\",\"d\":\"keep\"}",
        "[{name: b.c, value: '1.5'}]|{\"c\":\"1.5\",\"d\":\"keep\"}",
        "[{name: b.c, value: '012'}]|{\"c\":\"012\",\"d\":\"keep\"}",
        "[{name: b.c, value: 'true'}]|{\"c\":true,\"d\":\"keep\"}",
        "[{name: b.c, value: 'null'}]|{\"d\":\"keep\"}",
        "[{name: b.c, value: 'x,y=z'}]|{\"c\":\"x,y=z\",\"d\":\"keep\"}",
        "[{name: b.c, value: '{x,y}'}]|{\"c\":[\"x\",\"y\"],\"d\":\"keep\"}",
        "[{name: 'b.e\\.f', value: v}]|{\"c\":\"base\",\"d\":\"keep\",\"e.f\":\"v\"}",
        "[{name: 'b.l[1].n', value: v}]|{\"c\":\"base\",\"d\":\"keep\",\"l\":[null,{\"n\":\"v\"}]}",
        "[{name: b.c, value: one}, {name: b.c, value: two}]|{\"c\":\"two\",\"d\":\"keep\"}",
        "[{name: b.c, value: '$ARGOCD_APP_NAME-${ARGOCD_APP_REVISION_SHORT}-$$X-$NOPE'}]|{\"c\":\"shop-0123456-$X-\",\"d\":\"keep\"}",
      })
  void parameters_set_values(String parameters, String expected) {
    helm = "{parameters: " + parameters + "}";
    files.put("app/templates/v.yaml", "kind: V\nall: {{ .Values.b | toJson }}\n");
    assertThat(Json.write(render().getFirst().at("all"))).isEqualTo(expected);
  }

  @Test
  void values_rank_files_then_inline_then_parameters() {
    files.put("app/one.yaml", "b: {c: one, x: 1}\na: 2\n");
    files.put("app/two.yaml", "b: {c: two}\n");
    files.put("conf/three.yaml", "three: true\n");
    files.put("app/text.txt", "a,b=c\\d\n");
    refs = Map.of("env", MemoryTree.of(Map.of("deep/r.yaml", "ref: 1\nb: {c: ref}\n")));
    helm = "{valueFiles: [one.yaml, two.yaml, /conf/three.yaml, $env/deep/r.yaml]}";
    assertThat(values())
        .isEqualTo(
            "{\"a\":2,\"b\":{\"c\":\"ref\",\"d\":\"keep\",\"x\":1},\"list\":[1,2],\"ref\":1,\"three\":true}");

    helm =
        "{valueFiles: [one.yaml], values: \"a: 3\\nb: {c: inline}\", parameters: [{name: b.x, value: '9'}], fileParameters: [{name: f, path: text.txt}]}";
    assertThat(values())
        .isEqualTo(
            "{\"a\":3,\"b\":{\"c\":\"inline\",\"d\":\"keep\",\"x\":9},\"f\":\"a,b=c\\\\d\\n\",\"list\":[1,2]}");

    helm = "{values: 'a: 3', valuesObject: {a: 4, list: null}}";
    assertThat(values()).isEqualTo("{\"a\":4,\"b\":{\"c\":\"base\",\"d\":\"keep\"}}");
  }

  @Test
  void patterns_of_value_files_stand_where_they_are_written() {
    files.put("app/env/b.yaml", "who: b\nb1: 1");
    files.put("app/env/a.yaml", "who: a\na1: 1");
    files.put("app/env/deep/c.yaml", "who: c\nc1: 1");
    files.put(
        "app/templates/v.yaml",
        "kind: V\nwho: {{ .Values.who }}\nkeys: {{ keys .Values | sortAlpha | join \" \" }}\n");
    helm = "{valueFiles: ['env/*.yaml']}";
    assertThat(render().getFirst().text("who")).isEqualTo("b");
    helm = "{valueFiles: ['env/**/*.yaml', 'env/a.yaml']}";
    assertThat(render().getFirst().text("who")).isEqualTo("a");
    assertThat(render().getFirst().text("keys")).isEqualTo("a a1 b b1 c1 list who");
    helm = "{valueFiles: ['none/*.yaml']}";
    assertThat(problem().problem().text())
        .contains("values file glob \"none/*.yaml\" matched no files");
    helm = "{valueFiles: ['none/*.yaml', 'gone.yaml'], ignoreMissingValueFiles: true}";
    assertThat(render()).hasSize(1);
    helm = "{valueFiles: ['../../outside.yaml']}";
    assertThat(problem().problem().text()).contains("leads out of the repository");
    helm = "{valueFiles: ['$other/x.yaml']}";
    assertThat(problem().problem().text()).contains("$other");
    helm = "{valueFiles: ['env/$ARGOCD_APP_NAMESPACE.yaml']}";
    assertThat(problem().problem().text())
        .contains("no such file or directory")
        .contains("ignoreMissingValueFiles");
  }

  @Test
  void packaged_subcharts_are_read_in_memory() throws IOException {
    var tree = MemoryTree.of(files);
    tree.with(
        "app/charts/sub-1.0.0.tgz",
        archive(
            Map.of(
                "sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
                "sub/values.yaml", "v: packed\n",
                "sub/templates/s.yaml", "kind: S\nv: {{ .Values.v }}\nt: {{ .Template.Name }}\n")));
    var manifests = HelmRenderer.render(new RecordingTree(tree, limits), request());
    assertThat(manifests.getFirst().text("v")).isEqualTo("packed");
    assertThat(manifests.getFirst().text("t")).isEqualTo("app/charts/sub/templates/s.yaml");
  }

  private static byte[] archive(Map<String, String> entries) throws IOException {
    var tar = new ByteArrayOutputStream();
    for (var entry : entries.entrySet()) {
      var body = entry.getValue().getBytes(StandardCharsets.UTF_8);
      var header = new byte[512];
      var name = entry.getKey().getBytes(StandardCharsets.UTF_8);
      System.arraycopy(name, 0, header, 0, name.length);
      var size = String.format("%011o", body.length).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(size, 0, header, 124, size.length);
      header[156] = '0';
      tar.write(header);
      tar.write(body);
      tar.write(new byte[(512 - body.length % 512) % 512]);
    }
    tar.write(new byte[1024]);
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(tar.toByteArray());
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: {{ .Values.x.y }}|app/templates/bad.yaml:3: template: app/templates/bad.yaml:3:13: executing \"app/templates/bad.yaml\" at <.Values.x.y>: nil pointer",
        "a: {{ fail \"no luck\" }}|app/templates/bad.yaml:3: execution error at (app/templates/bad.yaml:3:6): no luck",
        "a: {{ nope }}|app/templates/bad.yaml:3: template: app/templates/bad.yaml:3: function \"nope\" not defined",
        "a: {{ if|app/templates/bad.yaml:4: template: app/templates/bad.yaml:4: unclosed action started at app/templates/bad.yaml:3",
        "a: [|app/templates/bad.yaml: YAML parse error on app/templates/bad.yaml",
        "- list|app/templates/bad.yaml",
      })
  void faults_name_file_and_line(String line, String expected) {
    files.put("app/templates/bad.yaml", "\n\n" + line + "\n");
    assertThat(problem().problem().text()).startsWith(expected);
  }

  @Test
  void faults_of_charts_and_values_name_their_file() {
    files.put("app/values.yaml", "a: 1\nb: [\n");
    assertThat(problem().problem().text()).startsWith("app/values.yaml:");
    files.put("app/values.yaml", "a: text\n");
    files.put(
        "app/values.schema.json",
        "{\"properties\": {\"a\": {\"type\": \"integer\"}}, \"required\": [\"z\"]}");
    assertThat(problem().problem().text())
        .contains("app/values.schema.json")
        .contains("at '/a': got string, want integer")
        .contains("missing property 'z'");
    helm = "{skipSchemaValidation: true}";
    assertThat(render()).isEmpty();
    files.put(
        "app/Chart.yaml",
        "apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies: [{name: redis, version: 1.x}]\n");
    assertThat(problem().problem().text())
        .contains("missing in charts/ directory: redis")
        .contains("helm dependency build");
    files.put(
        "app/Chart.yaml", "apiVersion: v2\nname: app\nversion: 1.0.0\nkubeVersion: '>=1.99'\n");
    assertThat(problem().problem().text()).contains("chart requires kubeVersion: >=1.99");
    files.put("app/Chart.yaml", "apiVersion: v2\nname: app\nversion: one\n");
    assertThat(problem().problem().text()).contains("version 'one'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{ define \"x\" }}{{ include \"x\" . }}{{ end }}{{ include \"x\" . }}|nested deeper than",
        "{{ range until 1000 }}{{ range until 1000 }}{{ range until 1000 }}{{ end }}{{ end }}{{ end }}|takes more than",
        "{{ $x := \"0123456789\" }}{{ range until 60 }}{{ $x = print $x $x }}{{ end }}|produces more than",
        "{{ repeat 1000000000 \"x\" }}|exceeds",
        "{{ $d := dict }}{{ $_ := set $d \"d\" $d }}{{ toJson $d }}{{ print $d }}|contains itself",
        "{{ regexMatch \"(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)x\" (repeat 60 \"a\") }}|takes too long",
        "{{ untilStep 0 2000000000 1 }}|exceeds",
        "{{ define \"y\" }}{{ tpl . . }}{{ end }}{{ tpl \"{{ tpl . . }}{{ tpl . . }}\" \"{{ tpl . . }}{{ tpl . . }}\" }}|nested deeper than",
        "{{ range 100000000 }}{{ end }}|app/templates/x.yaml:2:",
      })
  void runaway_templates_end_in_an_error(String template, String expected) {
    limits = new RenderLimits(2_000_000, 1 << 20, 1 << 20, 100, 60, Duration.ofSeconds(5));
    files.put("app/templates/x.yaml", "kind: X\nv: " + template + "\n");
    assertThat(problem().problem().text()).contains(expected);
  }

  @Test
  void every_file_read_is_on_record() {
    files.put("app/templates/x.yaml", "kind: X\n");
    files.put("app/dev.yaml", "a: 2\n");
    helm = "{valueFiles: [dev.yaml]}";
    var tree = tree();
    HelmRenderer.render(tree, request());
    assertThat(tree.inputs().files().keySet())
        .contains(
            "app/Chart.yaml",
            "app/values.yaml",
            "app/dev.yaml",
            "app/templates/x.yaml",
            "app/.helmignore");
    assertThat(tree.inputs().listings().keySet()).contains("app", "app/templates");
    assertThat(tree.inputs().unchangedIn(MemoryTree.of(files))).isTrue();
    files.put("app/dev.yaml", "a: 3\n");
    assertThat(tree.inputs().unchangedIn(MemoryTree.of(files))).isFalse();
  }

  @Test
  void random_and_dated_values_repeat() {
    files.put(
        "app/templates/x.yaml",
        "kind: X\nv: {{ randAlphaNum 8 }}-{{ uuidv4 }}-{{ now | date \"2006\" }}-{{ (genCA \"ca\" 10).Cert | sha256sum }}\n");
    assertThat(render().getFirst().text("v"))
        .isEqualTo(render().getFirst().text("v"))
        .contains("-1970-");
  }
}
