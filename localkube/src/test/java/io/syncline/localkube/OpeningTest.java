package io.syncline.localkube;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.api.LocalApi.Propagation;
import io.syncline.localkube.api.ResourceId;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Objects are made while what must hold them goes away. */
final class OpeningTest {
  private static final ResourceId NAMESPACES = new ResourceId("", "v1", "namespaces");
  private static final ResourceId MAPS = new ResourceId("", "v1", "configmaps");

  private static Manifest object(String kind, String namespace, String name) {
    var metadata = ObjectTree.of("name", name);
    return new Manifest(
        ObjectTree.of(
            "apiVersion",
            "v1",
            "kind",
            kind,
            "metadata",
            namespace.isEmpty() ? metadata : metadata.with("namespace", namespace)));
  }

  @Test
  void of_many_creates_of_one_namespace_one_wins() throws Exception {
    try (var kube = LocalKube.builder().start();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var start = new CyclicBarrier(8);
      var jobs = new ArrayList<Callable<String>>();
      for (var i = 0; i < 8; i++) {
        jobs.add(
            () -> {
              start.await();
              try {
                kube.api().create(NAMESPACES, object("Namespace", "", "team"), "test");
                return "made";
              } catch (ApiException e) {
                return e.reason();
              }
            });
      }
      var outcomes = new ArrayList<String>();
      for (var job : threads.invokeAll(jobs)) {
        outcomes.add(job.get());
      }
      assertThat(outcomes).containsOnlyOnce("made").contains("AlreadyExists").hasSize(8);
      assertThat(outcomes).filteredOn("AlreadyExists"::equals).hasSize(7);
    }
  }

  @Test
  void nothing_is_left_in_a_namespace_that_went_away_while_writers_wrote() throws Exception {
    try (var kube = LocalKube.builder().start();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var api = kube.api();
      for (var round = 0; round < 10; round++) {
        var namespace = "team-" + round;
        api.create(NAMESPACES, object("Namespace", "", namespace), "test");
        var jobs = new ArrayList<Callable<Integer>>();
        for (var i = 0; i < 4; i++) {
          var writer = i;
          jobs.add(
              () -> {
                var made = 0;
                while (true) {
                  try {
                    var name = "m-" + writer + "-" + made;
                    api.create(MAPS, object("ConfigMap", namespace, name), "test");
                    made++;
                  } catch (ApiException e) {
                    assertThat(e.code()).isIn(403, 404);
                    if (e.code() == 404) {
                      return made;
                    }
                  }
                }
              });
        }
        jobs.add(
            () -> {
              api.delete(NAMESPACES, "", namespace, Propagation.BACKGROUND, -1);
              return 0;
            });
        for (var job : threads.invokeAll(jobs)) {
          job.get();
        }
        assertThat(api.get(NAMESPACES, "", namespace)).isEmpty();
        assertThat(api.list(MAPS, namespace)).isEmpty();
      }
    }
  }
}
