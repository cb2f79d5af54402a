package io.syncline.embedded.clients;

import static io.syncline.embedded.clients.Fabric.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.syncline.embedded.EmbeddedKube;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watches, informers and elections of the fabric8 client. */
final class FabricWatchTest {
  private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();

  private void await(String wanted) throws InterruptedException {
    for (var next = seen.poll(30, TimeUnit.SECONDS);
        !wanted.equals(next);
        next = seen.poll(30, TimeUnit.SECONDS)) {
      assertThat(next).as("event before %s", wanted).isNotNull();
    }
  }

  private ResourceEventHandler<ConfigMap> noting() {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(ConfigMap added) {
        seen.add("added " + added.getMetadata().getName());
      }

      @Override
      public void onUpdate(ConfigMap old, ConfigMap changed) {
        var again =
            old.getMetadata()
                .getResourceVersion()
                .equals(changed.getMetadata().getResourceVersion());
        seen.add(
            (again ? "again " : "changed ") + changed.getMetadata().getName() + changed.getData());
      }

      @Override
      public void onDelete(ConfigMap gone, boolean unknown) {
        seen.add("deleted " + gone.getMetadata().getName());
      }
    };
  }

  @Test
  void an_informer_tells_of_all_changes_and_again_by_itself() throws Exception {
    try (var kube = EmbeddedKube.builder().workloads(false).start();
        var client = Fabric.client(kube.kubeconfig())) {
      client.resource(map("before", "1")).create();
      try (var informer = client.configMaps().inNamespace("default").inform(noting(), 500)) {
        await("added before");
        client.resource(map("after", "1")).create();
        await("added after");
        client.resource(map("after", "2")).update();
        await("changed after{v=2}");
        await("again before{v=1}");
        client.configMaps().withName("after").delete();
        await("deleted after");
        assertThat(informer.getStore().list())
            .extracting(m -> m.getMetadata().getName())
            .containsExactlyInAnyOrder("before", "kube-root-ca.crt");
      }
    }
  }

  @Test
  void an_informer_comes_back_when_the_server_does(@TempDir Path folder) throws Exception {
    var settings = EmbeddedKube.builder().workloads(false).dataFolder(folder);
    var kube = settings.start();
    var port = kube.port();
    try (var client = Fabric.client(kube.kubeconfig())) {
      client.resource(map("stays", "1")).create();
      client.resource(map("goes", "1")).create();
      try (var informer = client.configMaps().inNamespace("default").inform(noting())) {
        await("added goes");
        kube.close();
        // What happens while nobody can listen.
        try (var elsewhere = settings.port(0).start();
            var other = Fabric.client(elsewhere.kubeconfig())) {
          other.configMaps().withName("goes").delete();
          other.resource(map("stays", "2")).update();
        }
        kube = settings.port(port).start();
        await("changed stays{v=2}");
        client.resource(map("new", "1")).create();
        await("added new");
        assertThat(informer.getStore().list())
            .extracting(m -> m.getMetadata().getName())
            .containsExactlyInAnyOrder("stays", "new", "kube-root-ca.crt");
      }
    } finally {
      kube.close();
    }
  }

  @Test
  void an_informer_lives_through_a_reset() throws Exception {
    try (var kube = EmbeddedKube.builder().workloads(false).start();
        var client = Fabric.client(kube.kubeconfig());
        var informer = client.configMaps().inNamespace("default").inform(noting())) {
      client.resource(map("a", "1")).create();
      await("added a");
      kube.reset();
      await("deleted a");
      client.resource(map("a", "2")).create();
      await("added a");
      assertThat(informer.isWatching()).isTrue();
    }
  }

  @Test
  void a_watch_begins_at_the_version_it_names() throws Exception {
    try (var kube = EmbeddedKube.builder().workloads(false).start();
        var client = Fabric.client(kube.kubeconfig())) {
      client.resource(map("old", "1")).create();
      var version = client.configMaps().list().getMetadata().getResourceVersion();
      client.resource(map("fresh", "1")).create();
      client.configMaps().withName("old").delete();
      try (var watch = client.configMaps().withResourceVersion(version).watch(noted())) {
        assertThat(watch).isNotNull();
        assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("ADDED fresh");
        assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("DELETED old");
      }
    }
  }

  private Watcher<ConfigMap> noted() {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, ConfigMap object) {
        seen.add(action + " " + object.getMetadata().getName());
      }

      @Override
      public void onClose(WatcherException cause) {
        seen.add("closed " + cause.isHttpGone());
      }
    };
  }

  @Test
  void a_watch_over_http_is_a_line_an_event() throws Exception {
    try (var kube = EmbeddedKube.builder().workloads(false).start();
        var http = HttpClient.newHttpClient()) {
      var lines =
          http.send(
                  HttpRequest.newBuilder(
                          URI.create(
                              kube.url()
                                  + "/api/v1/namespaces/default/configmaps?watch=true&timeoutSeconds=1"))
                      .build(),
                  HttpResponse.BodyHandlers.ofLines())
              .body()
              .toList();
      assertThat(lines)
          .hasSize(1)
          .first()
          .asString()
          .startsWith("{\"type\":\"ADDED\"")
          .contains("kube-root-ca.crt");
    }
  }

  private CompletableFuture<?> candidate(KubernetesClient client, String name) {
    return client
        .leaderElector()
        .withConfig(
            new LeaderElectionConfigBuilder()
                .withName("test")
                .withLock(new LeaseLock("default", "lead", name))
                .withLeaseDuration(Duration.ofSeconds(4))
                .withRenewDeadline(Duration.ofSeconds(3))
                .withRetryPeriod(Duration.ofMillis(200))
                .withReleaseOnCancel()
                .withLeaderCallbacks(
                    new LeaderCallbacks(
                        () -> seen.add(name + " leads"),
                        () -> seen.add(name + " stopped"),
                        leader -> {}))
                .build())
        .build()
        .start();
  }

  @Test
  void two_electors_hand_over_the_lease() throws Exception {
    try (var kube = EmbeddedKube.builder().workloads(false).start();
        var first = Fabric.client(kube.kubeconfig());
        var second = Fabric.client(kube.kubeconfig())) {
      var one = candidate(first, "one");
      await("one leads");
      var two = candidate(second, "two");
      assertThat(holder(kube)).isEqualTo("one");
      one.cancel(true);
      await("two leads");
      assertThat(holder(kube)).isEqualTo("two");
      two.cancel(true);
      await("two stopped");
    }
  }

  private static String holder(EmbeddedKube kube) {
    var lease = kube.get("coordination.k8s.io/v1", "Lease", "default", "lead").orElseThrow();
    return io.syncline.model.tree.Tree.text(lease.root(), "spec", "holderIdentity");
  }
}
