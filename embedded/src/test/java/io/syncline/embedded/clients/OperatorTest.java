package io.syncline.embedded.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.syncline.embedded.EmbeddedKube;
import io.syncline.embedded.junit.EmbeddedKubeTest;
import io.syncline.embedded.junit.Kubeconfig;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator of the Java Operator SDK, with the defaults of the SDK. */
@EmbeddedKubeTest(manifests = "/io/syncline/embedded/tea.yaml")
final class OperatorTest {
  private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private KubernetesClient client;

  @BeforeEach
  void connect(@Kubeconfig String kubeconfig) {
    client = Fabric.client(kubeconfig);
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private void await(String wanted) throws InterruptedException {
    for (var next = seen.poll(30, TimeUnit.SECONDS);
        !wanted.equals(next);
        next = seen.poll(30, TimeUnit.SECONDS)) {
      assertThat(next).as("event before %s", wanted).isNotNull();
    }
  }

  private Tea tea(String name, String sort, int cups) {
    var tea = new Tea();
    tea.setMetadata(Fabric.map(name, "").getMetadata());
    tea.setSpec(new Tea.Spec());
    tea.getSpec().sort = sort;
    tea.getSpec().cups = cups;
    return tea;
  }

  private Tea until(String name, Predicate<Tea> condition) {
    return client
        .resources(Tea.class)
        .withName(name)
        .waitUntilCondition(
            t -> t != null && t.getStatus() != null && condition.test(t), 30, TimeUnit.SECONDS);
  }

  private static Predicate<Tea> brewed(int cups) {
    return t -> t.getStatus().message.equals("brewed") && t.getStatus().ready == cups;
  }

  @Test
  void an_operator_brings_up_keeps_and_takes_down_what_depends_on_its_resource() throws Exception {
    var operator = new Operator(o -> o.withKubernetesClient(client).withCloseClientOnStop(false));
    operator.register(new TeaReconciler("operator", seen));
    operator.start();
    try {
      client.resource(tea("green", "sencha", 1)).create();
      var made = until("green", brewed(1));
      assertThat(made.getMetadata().getFinalizers()).hasSize(1);
      var recipe = client.configMaps().withName("green").get();
      assertThat(recipe.getData()).containsEntry("sort", "sencha");
      assertThat(recipe.getMetadata().getOwnerReferences())
          .extracting(o -> o.getUid())
          .containsExactly(made.getMetadata().getUid());

      client
          .resources(Tea.class)
          .withName("green")
          .edit(
              t -> {
                t.getSpec().cups = 3;
                return t;
              });
      until("green", brewed(3));
      var cups = client.apps().deployments().withName("green").get();
      // One write for the making, one for the change: desired and kept objects match in between.
      assertThat(cups.getMetadata().getGeneration()).isEqualTo(2);
      assertThat(client.configMaps().withName("green").get().getMetadata().getResourceVersion())
          .isEqualTo(recipe.getMetadata().getResourceVersion());

      client.configMaps().withName("green").delete();
      client
          .configMaps()
          .withName("green")
          .waitUntilCondition(
              m ->
                  m != null
                      && !m.getMetadata().getUid().equals(recipe.getMetadata().getUid())
                      && "sencha".equals(m.getData().get("sort")),
              30,
              TimeUnit.SECONDS);
      client
          .configMaps()
          .withName("green")
          .edit(m -> new ConfigMapBuilder(m).addToData("sort", "spoilt").build());
      client
          .configMaps()
          .withName("green")
          .waitUntilCondition(
              m -> m != null && "sencha".equals(m.getData().get("sort")), 30, TimeUnit.SECONDS);

      client.resources(Tea.class).withName("green").delete();
      await("operator cleans up green");
      client
          .resources(Tea.class)
          .withName("green")
          .waitUntilCondition(Objects::isNull, 30, TimeUnit.SECONDS);
      client
          .apps()
          .deployments()
          .withName("green")
          .waitUntilCondition(Objects::isNull, 30, TimeUnit.SECONDS);
      client
          .pods()
          .withLabel("app", "green")
          .waitUntilCondition(Objects::isNull, 30, TimeUnit.SECONDS);
    } finally {
      operator.stop();
    }
  }

  private Operator candidate(String name, KubernetesClient own) {
    var operator =
        new Operator(
            o ->
                o.withKubernetesClient(own)
                    .withLeaderElectionConfiguration(
                        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(
                                "tea-operator")
                            .withLeaseNamespace("default")
                            .withIdentity(name)
                            .withLeaseDuration(Duration.ofSeconds(4))
                            .withRenewDeadline(Duration.ofSeconds(3))
                            .withRetryPeriod(Duration.ofMillis(200))
                            .withExitOnStopLeading(false)
                            .build()));
    operator.register(new TeaReconciler(name, seen));
    Thread.ofVirtual().start(operator::start);
    return operator;
  }

  @Test
  void of_two_instances_one_works_and_the_other_takes_over(
      EmbeddedKube kube, @Kubeconfig String kubeconfig) throws Exception {
    var one = candidate("one", Fabric.client(kubeconfig));
    client.resource(tea("green", "sencha", 1)).create();
    await("one reconciles green");
    var two = candidate("two", Fabric.client(kubeconfig));
    try {
      assertThat(holder(kube)).isEqualTo("one");
      one.stop();
      client.resource(tea("black", "assam", 1)).create();
      await("two reconciles black");
      assertThat(holder(kube)).isEqualTo("two");
    } finally {
      two.stop();
    }
  }

  private static String holder(EmbeddedKube kube) {
    var lease =
        kube.get("coordination.k8s.io/v1", "Lease", "default", "tea-operator").orElseThrow();
    return Tree.text(lease.root(), "spec", "holderIdentity");
  }
}
