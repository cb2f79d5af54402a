package io.syncline.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.testservers.OciServer;
import io.syncline.testservers.Tar;
import io.syncline.testservers.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OciTest {
  private static final String FILES = "application/vnd.oci.image.layer.v1.tar+gzip";
  private static final Access PLAIN = Access.ANONYMOUS.plain(true);
  private final OciServer server;
  private final Registries registries =
      new Registries(
          new Registries.Settings(
              Duration.ofMinutes(3),
              Duration.ofSeconds(20),
              8 << 20,
              new AtomicLong()::incrementAndGet,
              _ -> {},
              Optional.empty()));

  OciTest() throws IOException {
    server = new OciServer("team/web");
  }

  @AfterEach
  void close() {
    registries.close();
    server.close();
  }

  private ChartName web() {
    return new ChartName(server.url().replace("/web", ""), "web");
  }

  @Test
  void picks_a_chart_among_tags_of_many_pages() {
    for (var version : new String[] {"1.0.0", "1.1.0", "1.2.0_b1", "2.0.0-rc.1", "latest"}) {
      server.push(version, OciRegistries.CHART, Tar.chart("web", version.replace('_', '+')));
    }
    assertThat(registries.version(web(), "^1", PLAIN, false)).isEqualTo("1.2.0+b1");
    assertThat(server.http.asked("/v2/team/web/tags/list")).hasSize(3);
    var chart = registries.chart(web(), "1.2.0+b1", PLAIN, false);
    assertThat(text(chart, "Chart.yaml")).contains("version: 1.2.0+b1");
    var schemeless = new ChartName(web().repository().replace("oci://", ""), "web");
    assertThat(registries.chart(schemeless, "1.0.0", PLAIN, false).digest()).startsWith("sha256:");
  }

  @Test
  void buys_a_token_with_the_login_once() {
    server.guardedBy("ann:secret").push("1.0.0", OciRegistries.CHART, Tar.chart("web", "1.0.0"));
    var access = PLAIN.with(new Access.Basic("ann", "secret"));
    assertThat(registries.version(web(), "*", access, false)).isEqualTo("1.0.0");
    assertThat(text(registries.chart(web(), "1.0.0", access, false), "Chart.yaml")).contains("web");
    assertThat(server.http.asked("/token")).hasSize(1);
    assertThat(server.http.asked("/token").getFirst().path()).contains("service=test");
    assertThatThrownBy(
            () -> registries.version(web(), "*", PLAIN.with(new Access.Basic("ann", "x")), false))
        .hasMessageContaining("token for oci://")
        .hasMessageContaining("answered 401");
  }

  @Test
  void resolves_tags_ranges_and_digests_of_artifacts() {
    var layer = new Tar().file("app/a.yaml", "kind: ConfigMap\n").link("app/b.yaml", "a.yaml");
    var first = server.push("1.0.0", FILES, layer.zipped());
    var second = server.push("prod", FILES, new Tar().file("c.yaml", "{}").zipped());
    assertThat(registries.digest(server.url(), "prod", PLAIN, false)).isEqualTo(second);
    assertThat(registries.digest(server.url(), "1.x", PLAIN, false)).isEqualTo(first);
    assertThat(registries.digest(server.url(), "", PLAIN, false)).isEqualTo(first);
    assertThat(registries.digest(server.url(), first, PLAIN, false)).isEqualTo(first);
    var files = registries.artifact(server.url(), first, PLAIN, Registries.LAYERS);
    assertThat(files.tree().list("app"))
        .extracting(e -> e.name())
        .containsExactly("a.yaml", "b.yaml");
    assertThat(text(files, "app/b.yaml")).isEqualTo("a.yaml");
  }

  @Test
  void a_moved_tag_is_seen_by_who_insists() {
    server.push("prod", FILES, new Tar().file("a.yaml", "{}").zipped());
    registries.digest(server.url(), "prod", PLAIN, false);
    var moved = server.push("prod", FILES, new Tar().file("b.yaml", "{}").zipped());
    assertThat(registries.digest(server.url(), "prod", PLAIN, false)).isNotEqualTo(moved);
    assertThat(registries.digest(server.url(), "prod", PLAIN, true)).isEqualTo(moved);
  }

  @ParameterizedTest
  @CsvSource({
    "../evil,path",
    "/etc/passwd,path",
    "a/../../b,path",
  })
  void refuses_paths_that_lead_out(String path, String kind) {
    var digest = server.push("1.0.0", FILES, new Tar().file(path, "x").zipped());
    assertThatThrownBy(() -> registries.artifact(server.url(), digest, PLAIN, Registries.LAYERS))
        .hasMessageContaining("holds the " + kind + " " + path);
  }

  @ParameterizedTest
  @CsvSource({"../../secret", "/etc/passwd", "a/../../../x"})
  void refuses_links_that_lead_out(String target) {
    var digest = server.push("1.0.0", FILES, new Tar().link("dir/l", target).zipped());
    assertThatThrownBy(() -> registries.artifact(server.url(), digest, PLAIN, Registries.LAYERS))
        .hasMessageContaining("holds the link " + target);
  }

  @Test
  void refuses_other_layers_than_one_of_an_allowed_type() {
    var one = new Tar().file("a", "1").zipped();
    var two = server.push("two", FILES, one, new Tar().file("b", "2").zipped());
    var odd = server.push("odd", "application/json", one);
    assertThatThrownBy(() -> registries.artifact(server.url(), two, PLAIN, Registries.LAYERS))
        .hasMessageContaining("has 2 layers (expected: one)");
    assertThatThrownBy(() -> registries.artifact(server.url(), odd, PLAIN, Registries.LAYERS))
        .hasMessageContaining("layer of type application/json");
  }

  @Test
  void refuses_a_blob_that_was_changed() {
    var bytes = new Tar().file("a", "1").zipped();
    var digest = server.push("1.0.0", FILES, bytes);
    server.http.on("/v2/team/web/blobs/" + Digests.of(bytes), new Tar().file("a", "2").zipped());
    assertThatThrownBy(() -> registries.artifact(server.url(), digest, PLAIN, Registries.LAYERS))
        .hasMessageContaining("layer of oci://")
        .hasMessageContaining("(expected: " + Digests.of(bytes));
  }

  @Test
  void follows_blobs_to_other_servers_without_the_token() throws IOException {
    try (var store = new TestServer()) {
      server.guardedBy("ann:secret");
      var bytes = new Tar().file("a", "1").zipped();
      var digest = server.push("1.0.0", FILES, bytes);
      server.http.on(
          "/v2/team/web/blobs/" + Digests.of(bytes), TestServer.Reply.to(store.url("/blob")));
      store.on("/blob", bytes);
      registries.artifact(
          server.url(), digest, PLAIN.with(new Access.Basic("ann", "secret")), Registries.LAYERS);
      assertThat(store.asked()).hasSize(1);
      assertThat(store.asked().getFirst().header("authorization")).isEmpty();
    }
  }

  private static String text(Content content, String path) {
    return new String(content.tree().read(path).orElseThrow(), StandardCharsets.UTF_8);
  }
}
