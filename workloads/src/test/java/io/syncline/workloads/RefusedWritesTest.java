package io.syncline.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.localkube.LocalKube;
import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.api.ResourceId;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RefusedWritesTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** A cluster whose quota is used up until it is raised. */
  private static final class OutOfQuota implements LocalApi {
    private final LocalApi inner;
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile boolean full = true;

    OutOfQuota(LocalApi inner) {
      this.inner = inner;
    }

    @Override
    public Manifest create(ResourceId resource, Manifest object, String fieldManager) {
      if (full && resource.plural().equals("pods")) {
        refusals.incrementAndGet();
        throw new ApiException(403, "Forbidden", "exceeded quota: pods", ObjectTree.EMPTY);
      }
      return inner.create(resource, object, fieldManager);
    }

    @Override
    public Optional<Manifest> get(ResourceId resource, String namespace, String name) {
      return inner.get(resource, namespace, name);
    }

    @Override
    public List<Manifest> list(ResourceId resource, String namespace) {
      return inner.list(resource, namespace);
    }

    @Override
    public List<Manifest> ownedBy(String uid) {
      return inner.ownedBy(uid);
    }

    @Override
    public Manifest update(ResourceId resource, Manifest object, String fieldManager) {
      return inner.update(resource, object, fieldManager);
    }

    @Override
    public Manifest updateStatus(ResourceId resource, Manifest object, String fieldManager) {
      return inner.updateStatus(resource, object, fieldManager);
    }

    @Override
    public void delete(
        ResourceId resource,
        String namespace,
        String name,
        Propagation propagation,
        long graceSeconds) {
      inner.delete(resource, namespace, name, propagation, graceSeconds);
    }

    @Override
    public Subscription subscribe(Consumer<Event> listener) {
      return inner.subscribe(listener);
    }

    @Override
    public Optional<ResourceId> resourceOf(String apiVersion, String kind) {
      return inner.resourceOf(apiVersion, kind);
    }
  }

  private static Manifest deployment() {
    return new Manifest(
        Yaml.parseObject(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: default}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: c, image: "nginx:1"}]}
            """));
  }

  @Test
  void a_refused_pod_shows_as_a_replica_failure_and_is_tried_again_with_patience() {
    var clock = new VirtualTime(Instant.parse("2026-03-01T10:00:00Z"));
    try (var kube = LocalKube.builder().clock(clock).start()) {
      var api = new OutOfQuota(kube.api());
      try (var workloads = Workloads.start(api, WorkloadSettings.DEFAULT.withClock(clock))) {
        var made = api.create(Kind.DEPLOYMENT.resource(), deployment(), "kubectl");
        workloads.expect(made.resourceVersion());
        clock.advance(Duration.ofSeconds(60));
        assertThat(failure(api)).isEqualTo("FailedCreate");
        assertThat(api.refusals).hasValueBetween(3, 12);
        api.full = false;
        clock.advance(Duration.ofMinutes(2));
        assertThat(workloads.settle(SOON)).isTrue();
        assertThat(failure(api)).isEmpty();
        assertThat(available(api)).isEqualTo(2);
      }
    }
  }

  private static Manifest web(LocalApi api) {
    return api.get(Kind.DEPLOYMENT.resource(), "default", "web").orElseThrow();
  }

  private static String failure(LocalApi api) {
    return Conditions.of(web(api).at("status")).reason("ReplicaFailure");
  }

  private static long available(LocalApi api) {
    return Tree.number(web(api).root(), 0, "status", "availableReplicas");
  }

  @Test
  void a_time_scale_shortens_declared_durations() {
    var clock = new VirtualTime(Instant.parse("2026-03-01T10:00:00Z"));
    try (var kube = LocalKube.builder().clock(clock).start();
        var workloads =
            Workloads.start(
                kube.api(), WorkloadSettings.DEFAULT.withClock(clock).withTimeScale(0.02))) {
      var broken =
          deployment()
              .with(
                  List.of(ObjectTree.of("name", "c", "image", "nginx:sim-missing")),
                  "spec",
                  "template",
                  "spec",
                  "containers");
      var made = kube.api().create(Kind.DEPLOYMENT.resource(), broken, "kubectl");
      workloads.expect(made.resourceVersion());
      clock.advance(Duration.ofSeconds(13));
      assertThat(Conditions.of(web(kube.api()).at("status")).reason("Progressing"))
          .isEqualTo("ProgressDeadlineExceeded");
    }
  }
}
