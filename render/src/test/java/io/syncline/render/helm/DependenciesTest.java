package io.syncline.render.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import io.syncline.render.MemoryTree;
import io.syncline.render.RemoteAddress;
import io.syncline.render.Remotes;
import io.syncline.render.RenderException;
import io.syncline.render.RenderLimits;
import io.syncline.render.RenderRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DependenciesTest {
  private final TreeMap<String, String> files = new TreeMap<>();
  private final TreeMap<RemoteAddress, MemoryTree> elsewhere =
      new TreeMap<>(java.util.Comparator.comparing(RemoteAddress::text));
  private final List<String> asked = new ArrayList<>();
  private String helm = "{}";
  private String refused = "";

  private List<Manifest> render() {
    var remotes =
        new Remotes() {
          @Override
          public Remote open(RemoteAddress address) {
            asked.add(address.text());
            var tree = elsewhere.get(address);
            return tree == null ? Remotes.NONE.open(address) : new Remote("id", tree);
          }

          @Override
          public Optional<String> refusal(List<RemoteAddress.Chart> charts) {
            return refused.isEmpty()
                ? Optional.empty()
                : Optional.of(
                    refused + charts.stream().map(RemoteAddress.Chart::repository).toList());
          }
        };
    var source = ObjectTree.of("repoURL", "https://git", "helm", Yaml.parseObject(helm));
    return HelmRenderer.render(
        MemoryTree.of(files),
        new RenderRequest(
            "app",
            new ApplicationSource(source),
            new RenderRequest.Instance("shop", "prod", "default", ""),
            RenderRequest.Platform.USUAL,
            new RenderRequest.Surroundings(Map.of(), remotes),
            RenderLimits.DEFAULT));
  }

  private static MemoryTree redis(String version) {
    return MemoryTree.of(
        Map.of(
            "Chart.yaml", "{apiVersion: v2, name: redis, version: %s}".formatted(version),
            "values.yaml", "port: 6379\n",
            "templates/r.yaml",
                "kind: Redis\nmetadata: {name: \"{{ .Chart.Version }}-{{ .Values.port }}\"}\n"));
  }

  private void chart(String dependencies) {
    files.put(
        "app/Chart.yaml",
        "{apiVersion: v2, name: app, version: 1.0.0, dependencies: %s}".formatted(dependencies));
  }

  private List<String> names() {
    return render().stream().map(Manifest::name).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "https://charts.example",
    "oci://registry.example/charts",
    "@stable",
    "alias:stable",
  })
  void fetches_what_stands_not_in_the_chart(String repository) {
    chart("[{name: redis, version: 1.x, repository: \"%s\"}]".formatted(repository));
    files.put("app/values.yaml", "redis: {port: 1234}\n");
    elsewhere.put(new RemoteAddress.Chart(repository, "redis", "1.x"), redis("1.4.0"));
    assertThat(names()).containsExactly("1.4.0-1234");
  }

  @ParameterizedTest
  @CsvSource({"1.2.0,1.2.0", "2.0.0,1.x", "none,1.x"})
  void uses_the_locked_version_while_it_lies_in_the_range(String locked, String used) {
    chart("[{name: redis, version: 1.x, repository: \"https://c\"}]");
    files.put(
        "app/Chart.lock",
        "dependencies: [{name: redis, repository: \"https://c\", version: %s}]".formatted(locked));
    elsewhere.put(new RemoteAddress.Chart("https://c", "redis", used), redis("1.2.0"));
    assertThat(names()).containsExactly("1.2.0-6379");
    assertThat(asked).containsExactly("chart redis " + used + " of https://c");
  }

  @Test
  void two_versions_under_two_names() {
    chart(
        "[{name: redis, version: 1.x, repository: \"https://c\", alias: old},"
            + " {name: redis, version: 2.x, repository: \"https://c\", alias: new}]");
    elsewhere.put(new RemoteAddress.Chart("https://c", "redis", "1.x"), redis("1.2.0"));
    elsewhere.put(new RemoteAddress.Chart("https://c", "redis", "2.x"), redis("2.3.0"));
    assertThat(names()).containsExactlyInAnyOrder("1.2.0-6379", "2.3.0-6379");
  }

  @Test
  void charts_beside_it_in_the_repository() {
    chart("[{name: redis, version: 1.0.0, repository: \"file://../redis\"}]");
    files.put("redis/Chart.yaml", "{apiVersion: v2, name: redis, version: 1.0.0}");
    files.put("redis/templates/r.yaml", "kind: R\nmetadata: {name: beside}\n");
    assertThat(names()).containsExactly("beside");
    assertThat(asked).isEmpty();
    chart("[{name: redis, version: 1.0.0, repository: \"file://../../redis\"}]");
    assertThatThrownBy(this::render)
        .isInstanceOf(RenderException.class)
        .hasMessageContaining("is at file://../../redis (expected: a folder of the repository");
  }

  @Test
  void what_is_there_is_not_fetched() {
    chart("[{name: redis, version: 1.x, repository: \"https://c\"}]");
    files.put("app/charts/redis/Chart.yaml", "{apiVersion: v2, name: redis, version: 1.0.0}");
    files.put("app/charts/redis/templates/r.yaml", "kind: R\nmetadata: {name: own}\n");
    assertThat(names()).containsExactly("own");
    assertThat(asked).isEmpty();
  }

  @Test
  void says_what_is_missing_and_why() {
    chart("[{name: redis, version: 1.x, repository: \"https://c\"}]");
    assertThatThrownBy(this::render)
        .hasMessageContaining("app/Chart.yaml: found in Chart.yaml, but missing in charts/")
        .hasMessageContaining("redis: chart redis 1.x of https://c stands outside of the source")
        .hasMessageContaining("helm dependency build");
    chart("[{name: redis, version: 1.x}]");
    assertThatThrownBy(this::render).hasMessageContaining("names no repository");
  }

  @Test
  void what_may_not_be_used_is_told_of_all_that_is_missing() {
    files.put("app/lib/Chart.yaml", "{apiVersion: v2, name: lib, version: 1.0.0}");
    chart(
        "[{name: redis, version: 1.x, repository: \"https://c\"},"
            + " {name: mysql, version: 1.x, repository: \"oci://d/e\"},"
            + " {name: lib, version: 1.x, repository: \"file://lib\"}]");
    refused = "not permitted: ";
    assertThatThrownBy(this::render)
        .hasMessageContaining("not permitted: [https://c, oci://d/e]")
        .hasMessageNotContaining("stands outside");
    elsewhere.put(new RemoteAddress.Chart("https://c", "redis", "1.x"), redis("1.0.0"));
    elsewhere.put(new RemoteAddress.Chart("oci://d/e", "mysql", "1.x"), redis("1.0.0"));
    assertThat(names()).as("what can be had is used").isNotEmpty();
  }

  @Test
  void value_files_by_url() {
    files.put("app/Chart.yaml", "{apiVersion: v2, name: app, version: 1.0.0}");
    files.put("app/templates/a.yaml", "kind: A\nmetadata: {name: \"{{ .Values.word }}\"}\n");
    helm = "{valueFiles: [\"https://files.example/a/prod.yaml\"]}";
    elsewhere.put(
        new RemoteAddress.File("https://files.example/a/prod.yaml"),
        MemoryTree.of(Map.of("prod.yaml", "word: fetched\n")));
    assertThat(names()).containsExactly("fetched");
    elsewhere.clear();
    assertThatThrownBy(this::render)
        .hasMessageContaining("value file https://files.example/a/prod.yaml stands outside");
  }
}
