package io.syncline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.port.SourceDetails;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SourceApiTest {
  private static final String APPS = "/api/v1/applications";
  private static final String FILES = APPS + "/manifestsWithFiles";
  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
    installation.create(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: one, namespace: argocd}
        spec:
          project: default
          source: {repoURL: "https://git.example/one.git", path: app}
          destination: {name: in-cluster, namespace: web}
        """);
    installation.create(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: two, namespace: argocd}
        spec:
          project: default
          sources:
          - {repoURL: "https://git.example/one.git", path: app}
          - {repoURL: "https://git.example/two.git", path: app}
          destination: {name: in-cluster, namespace: web}
        """);
    for (var key : List.of("one@", "one@v1", "one@v1!", "two@,v2", "two@v3,v2", "two@")) {
      installation.details.rendered.put(
          key,
          new SourceDetails.RenderedRevision(
              "abc", "Kustomize", List.of(new Manifest(ObjectTree.of("kind", "Key", "key", key)))));
    }
  }

  @AfterAll
  static void end() {
    installation.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one |                                                              | one@",
        "one | ?revision=v1                                                 | one@v1",
        "one | ?revision=v1&noCache=true                                    | one@v1!",
        "two |                                                              | two@",
        "two | ?revisions=v2&sourcePositions=2                              | two@,v2",
        "two | ?revisions=v2&sourcePositions=2&revisions=v3&sourcePositions=1 | two@v3,v2",
      })
  void revisions_are_given_by_position(String app, String query, String key) {
    var answer = installation.get(APPS + "/" + app + "/manifests" + (query == null ? "" : query));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(Tree.text(answer.tree(), "sourceType")).isEqualTo("Kustomize");
    var first = String.valueOf(Tree.items(answer.tree().get("manifests")).getFirst());
    assertThat(Tree.text(Json.parse(first), "key")).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "two | ?revision=v1 | application two has 2 sources (expected: revisions with sourcePositions instead of revision)",
        "two | ?revisions=v1 | revisions are 1 and sourcePositions 0 (expected: one position for each revision)",
        "two | ?sourcePositions=1 | revisions are 0 and sourcePositions 1 (expected: one position for each revision)",
        "two | ?revisions=v1&sourcePositions=3 | source position 3 is out of range (expected: 1 to 2)",
        "two | ?revisions=v1&sourcePositions=0 | source position 0 is out of range (expected: 1 to 2)",
        "two | ?revisions=v1&sourcePositions=-1 | source position -1 is out of range (expected: 1 to 2)",
        "two | ?revisions=v1&sourcePositions=99999999999 | source position 99999999999 is out of range (expected: 1 to 2)",
        "one | ?revision=none | revision none does not render",
      })
  void revisions_that_fit_no_source_are_refused(String app, String query, String message) {
    var answer = installation.get(APPS + "/" + app + "/manifests" + query);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo(message);
  }

  @Test
  void an_application_that_is_not_there_is_not_found() {
    assertThat(installation.get(APPS + "/none/manifests").status()).isEqualTo(404);
    assertThat(installation.call("POST", FILES, stream("none", "x", "x")).status()).isEqualTo(404);
  }

  /** A query and the archive in two chunks. */
  private static String stream(String app, String archive, String checked) {
    var bytes = archive.getBytes(StandardCharsets.UTF_8);
    var half = bytes.length / 2;
    return Json.write(
            ObjectTree.of("query", ObjectTree.of("name", app, "checksum", checksum(checked))))
        + "\n"
        + chunk(bytes, 0, half)
        + "\n"
        + chunk(bytes, half, bytes.length)
        + "\n";
  }

  private static String chunk(byte[] bytes, int from, int to) {
    var part = java.util.Arrays.copyOfRange(bytes, from, to);
    var base64 = Base64.getEncoder().encodeToString(part);
    return Json.write(ObjectTree.of("chunk", ObjectTree.of("chunk", base64)));
  }

  private static String checksum(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void files_that_are_brought_along_are_put_together_and_rendered() {
    var answer = installation.call("POST", FILES, stream("one", "some files", "some files"));
    assertThat(answer.status()).isEqualTo(200);
    var first = String.valueOf(Tree.items(answer.tree().get("manifests")).getFirst());
    assertThat(Tree.text(Json.parse(first), "text")).isEqualTo("some files");
  }

  @Test
  void files_that_are_cut_off_changed_or_lead_out_are_refused() {
    var wrong = installation.call("POST", FILES, stream("one", "some", "other"));
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.message()).startsWith("archive has checksum ");
    var out = installation.call("POST", FILES, stream("one", "../x", "../x"));
    assertThat(out.message()).isEqualTo("upload leads out of itself");
    var bad = installation.call("POST", FILES, "{\"chunk\":{\"chunk\":\"***\"}}");
    assertThat(bad.message()).startsWith("chunk of the stream is no base64");
    assertThat(installation.call("POST", FILES, "{\"chunk\":{}}").message())
        .startsWith("no application named");
    assertThat(installation.call("POST", FILES, "{").message()).startsWith("message of the stream");
  }

  @Test
  void a_source_is_described_by_its_application_when_it_has_one() {
    var path = "/api/v1/repositories/https%3A%2F%2Fgit.example%2Ftwo.git/appdetails";
    var stored =
        installation.call(
            "POST",
            path,
            "{\"appName\":\"two\",\"source\":{\"repoURL\":\"https://git.example/two.git\",\"path\":\"app\"}}");
    assertThat(stored.status()).isEqualTo(200);
    assertThat(stored.tree().get("index")).isEqualTo(1L);
    assertThat(Tree.text(stored.tree(), "of", "spec", "destination", "namespace")).isEqualTo("web");
    var changed =
        installation.call(
            "POST",
            path,
            "{\"appName\":\"two\",\"appProject\":\"team\",\"source\":{\"repoURL\":\"https://git.example/two.git\",\"path\":\"other\"}}");
    assertThat(changed.tree().get("index")).isEqualTo(0L);
    assertThat(Tree.text(changed.tree(), "of", "spec", "source", "path")).isEqualTo("other");
    assertThat(Tree.text(changed.tree(), "of", "spec", "project")).isEqualTo("team");
    assertThat(installation.call("POST", path, "{}").status()).isEqualTo(200);
    var elsewhere =
        installation.call("POST", path, "{\"source\":{\"repoURL\":\"https://git.example/x.git\"}}");
    assertThat(elsewhere.status()).isEqualTo(400);
  }
}
