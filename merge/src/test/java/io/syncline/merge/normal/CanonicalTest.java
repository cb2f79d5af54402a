package io.syncline.merge.normal;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.Manifest;
import io.syncline.model.yaml.Yaml;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each file holds what a user writes and what the API server makes of it. */
class CanonicalTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "deployment",
        "pod",
        "service",
        "statefulset",
        "daemonset",
        "job",
        "cronjob",
        "autoscaler",
        "networkpolicy",
        "rolebinding",
        "definition",
        "limitrange",
        "webhook",
        "volumes",
        "namespace"
      })
  void defaults_are_those_of_the_api_server(String name) throws java.io.IOException {
    try (var in =
        CanonicalTest.class.getResourceAsStream("/io/syncline/merge/canonical/" + name + ".yaml")) {
      assertThat(in).as(name).isNotNull();
      var documents = Yaml.documents(in.readAllBytes());
      assertThat(documents).hasSize(2);
      var written = manifest(documents.get(0));
      var stored = manifest(documents.get(1));
      assertThat(Canonical.of(written).root()).isEqualTo(stored.root());
      assertThat(Canonical.of(stored).root()).isEqualTo(stored.root());
      assertThat(Canonical.equal(written, stored)).isTrue();
    }
  }

  private static Manifest manifest(Yaml.Document document) {
    return new Manifest(io.syncline.model.tree.Tree.object(document.value()));
  }
}
