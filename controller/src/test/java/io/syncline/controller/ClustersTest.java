package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.localkube.api.LocalApi.Propagation;
import io.syncline.model.application.Application;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications whose destination is another cluster than the one the controller runs in. */
final class ClustersTest extends Example {
  private Neighbour other;

  @Override
  @BeforeEach
  void prepare() {
    other = Neighbour.start();
  }

  @Override
  @AfterEach
  void release() {
    other.close();
  }

  private void register(String name, String server, ObjectTree config, String more) {
    world.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata:
          name: cluster-%s
          namespace: argocd
          labels: {argocd.argoproj.io/secret-type: cluster}
        stringData: {name: %s, server: "%s", config: '%s'%s}
        """
            .formatted(name, name, server, Json.write(config), more));
  }

  private ObjectTree bearer(String text) {
    return ObjectTree.of(
        "bearerToken", text, "tlsClientConfig", ObjectTree.of("caData", other.authority()));
  }

  private void registerOther() {
    register("other", other.url(), bearer(other.token()), "");
  }

  private void deploy(String name, String path, String destination) {
    world.apply(
        applicationYaml(name, path, AUTOMATED, "[resources-finalizer.argocd.argoproj.io]")
            .replace("server: https://kubernetes.default.svc", destination));
  }

  /** An application that never syncs by itself. */
  private void wait(String name, String destination) {
    world.apply(
        applicationYaml(name, "web", MANUAL, "[]")
            .replace("server: https://kubernetes.default.svc", destination));
  }

  private boolean there(String name) {
    var api = other.api();
    return api.get(api.resourceOf("v1", "ConfigMap").orElseThrow(), "shop", name).isPresent();
  }

  private void remove(String name) {
    world.api.delete(World.APPS, "argocd", name, Propagation.BACKGROUND, -1);
    world.until("the end of " + name, () -> world.api.get(World.APPS, "argocd", name).isEmpty());
  }

  private static boolean says(Application app, String text) {
    return World.conditions(app).contains(text);
  }

  @Test
  void deploys_to_a_registered_cluster_heals_it_and_deletes_from_it() {
    git.write("web/a.yaml", configMap("a", "x")).commit("one");
    registerOther();

    deploy("by-name", "web", "name: other");
    world.until("by-name", World::settled);

    assertThat(there("a")).isTrue();
    assertThat(world.get("v1", "ConfigMap", "shop", "a")).isEmpty();
    assertThat(world.controller().inspection().detail("argocd", "by-name").orElseThrow().nodes())
        .extracting(node -> node.key().name())
        .contains("a");

    var api = other.api();
    api.delete(
        api.resourceOf("v1", "ConfigMap").orElseThrow(), "shop", "a", Propagation.BACKGROUND, -1);
    world.until("a healed", () -> there("a"));

    remove("by-name");
    assertThat(there("a")).isFalse();
  }

  @Test
  void the_same_name_in_two_clusters_is_two_applications() {
    git.write("web/a.yaml", configMap("a", "x"));
    git.write("web/b.yaml", configMap("b", "x")).commit("one");
    registerOther();
    application("own", "web", AUTOMATED);
    deploy("far", "web", "server: \"" + other.url() + "/\"");

    world.until("own", World::settled);
    world.until("far", World::settled);
    remove("far");

    assertThat(there("a")).isFalse();
    assertThat(world.get("v1", "ConfigMap", "shop", "a")).isPresent();
  }

  @Test
  void a_dead_or_silent_cluster_is_told_and_disturbs_nobody() throws IOException {
    git.write("web/a.yaml", configMap("a", "x")).commit("one");
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      int closed;
      try (var gone = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
        closed = gone.getLocalPort();
      }
      register("dead", "https://127.0.0.1:" + closed, bearer(other.token()), "");
      register("silent", "https://127.0.0.1:" + silent.getLocalPort(), bearer(other.token()), "");
      deploy("dead", "web", "name: dead");
      for (var i = 0; i < 30; i++) {
        wait("dead-" + i, "name: dead");
        wait("silent-" + i, "name: silent");
      }
      application("own", "web", AUTOMATED);

      world.until("own", World::settled);
      world.until("dead", app -> says(app, "is not reachable"));
      world.until("dead-29", app -> says(app, "is not reachable"));
      var state = Tree.text(world.app("dead").status(), "sync", "status");
      assertThat(state).isEqualTo("Unknown");
    }
    // The Secret is mended: what waited goes on by itself.
    register("dead", other.url(), bearer(other.token()), "");
    world.until("dead", World::settled);
    assertThat(there("a")).isTrue();
  }

  @Test
  void a_refused_token_and_unreadable_settings_are_told_without_showing_them() {
    git.write("web/a.yaml", configMap("a", "x")).commit("one");
    register("other", other.url(), bearer("geheim-1"), "");
    deploy("web", "web", "name: other");
    world.until("web", app -> says(app, "Failed to load live state"));
    assertThat(World.conditions(world.app("web"))).doesNotContain("geheim");

    world.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata:
          name: cluster-other
          namespace: argocd
          labels: {argocd.argoproj.io/secret-type: cluster}
        stringData: {name: other, server: "%s", config: '{"bearerToken": geheim-2'}
        """
            .formatted(other.url()));
    world.until("web", app -> says(app, "config is not a JSON object"));
    assertThat(World.conditions(world.app("web"))).doesNotContain("geheim");
  }

  @Test
  void looks_only_into_the_namespaces_a_cluster_is_restricted_to() {
    git.write("web/a.yaml", configMap("a", "x"));
    git.write("level/n.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: mine}}")
        .commit("one");
    Ground.apply(other.api(), "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
    Ground.apply(other.api(), "{apiVersion: v1, kind: Namespace, metadata: {name: bank}}");
    register("other", other.url(), bearer(other.token()), ", namespaces: \"shop, more\"");
    var manual = "{}";
    world.apply(
        applicationYaml("in", "web", "{automated: {}}", "[]")
            .replace("server: https://kubernetes.default.svc", "name: other"));
    world.apply(
        applicationYaml("out", "web", manual, "[]")
            .replace(
                "server: https://kubernetes.default.svc, namespace: shop",
                "name: other, namespace: bank"));
    world.apply(
        applicationYaml("level", "level", manual, "[]")
            .replace("server: https://kubernetes.default.svc", "name: other"));

    world.until("in", World::settled);
    world.until("out", app -> says(app, "for ConfigMap \"a\" is not managed"));
    world.until("level", app -> says(app, "can not be managed when in namespaced mode"));
    assertThat(there("a")).isTrue();
  }

  @Test
  void an_unknown_cluster_is_an_invalid_spec_and_never_keeps_an_application_from_going() {
    git.write("web/a.yaml", configMap("a", "x")).commit("one");
    deploy("web", "web", "name: nowhere");

    world.until("web", app -> says(app, "there are no clusters with this name: nowhere"));
    remove("web");
  }

  @Test
  void a_cluster_that_is_registered_later_is_used_at_once_and_forgotten_with_its_secret() {
    git.write("web/a.yaml", configMap("a", "x")).commit("one");
    deploy("web", "web", "name: other");
    world.until("web", app -> says(app, "there are no clusters with this name: other"));

    registerOther();
    world.until("web", World::settled);

    var secrets = world.api.resourceOf("v1", "Secret").orElseThrow();
    world.api.delete(secrets, "argocd", "cluster-other", Propagation.BACKGROUND, -1);
    world.until("web", app -> says(app, "there are no clusters with this name: other"));
    remove("web");
    assertThat(there("a")).as("nothing is deleted where nobody can look").isTrue();
  }

  @Test
  void asks_a_command_for_the_token(@TempDir Path folder) throws IOException {
    git.write("web/a.yaml", configMap("a", "x")).commit("one");
    var script = folder.resolve("token");
    Files.writeString(
        script,
        "#!/bin/sh\necho '{\"kind\": \"ExecCredential\", \"status\": {\"token\": \"'$1$TAIL'\"}}'\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    var exec =
        ObjectTree.of(
            "command", script.toString(),
            "args", Tree.list(java.util.List.of(other.token().substring(0, 5))),
            "env", ObjectTree.of("TAIL", other.token().substring(5)));
    register(
        "other",
        other.url(),
        ObjectTree.of(
            "execProviderConfig",
            exec,
            "tlsClientConfig",
            ObjectTree.of("caData", other.authority())),
        "");
    deploy("web", "web", "name: other");

    world.until("web", World::settled);
    assertThat(there("a")).isTrue();
  }

  @Test
  void shows_a_client_certificate_instead_of_a_token() {
    git.write("web/a.yaml", configMap("a", "x")).commit("one");
    register("other", other.url(), ObjectTree.of("tlsClientConfig", other.clientCertificate()), "");
    deploy("web", "web", "name: other");

    world.until("web", World::settled);
    assertThat(there("a")).isTrue();
  }
}
