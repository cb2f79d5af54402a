package io.syncline.embedded.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.syncline.embedded.EmbeddedKube;
import io.syncline.model.tree.Tree;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs classes that use the extension, and looks at what JUnit reports. */
final class ExtensionTest {
  private static final Set<String> URLS = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger INSIDE = new AtomicInteger();
  private static final AtomicInteger MOST = new AtomicInteger();

  static void note(EmbeddedKube kube, String name) {
    kube.apply("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\n".formatted(name));
  }

  static boolean has(EmbeddedKube kube, String name) {
    return kube.get("v1", "ConfigMap", "default", name).isPresent();
  }

  private static Events run(Class<?> testClass, boolean parallel) {
    URLS.clear();
    INSIDE.set(0);
    MOST.set(0);
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(testClass))
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "" + parallel)
        .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
        .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
        .execute()
        .testEvents();
  }

  @EmbeddedKubeTest(virtualClock = true)
  static class EveryTestFindsTheSame {
    @BeforeAll
    static void prepare(EmbeddedKube kube) {
      note(kube, "prepared");
    }

    @BeforeEach
    void noted(EmbeddedKube kube, @KubeUrl String url) {
      assertThat(kube.url()).isEqualTo(url);
      URLS.add(url);
      assertThat(has(kube, "prepared")).isTrue();
      assertThat(has(kube, "left")).isFalse();
    }

    @RepeatedTest(3)
    void leaves_something(EmbeddedKube kube) {
      note(kube, "left");
      kube.clock().advance(Duration.ofHours(1));
    }

    @Nested
    class Inside {
      @Test
      void uses_the_same(EmbeddedKube kube) {
        assertThat(URLS).containsExactly(kube.url());
        note(kube, "left");
      }
    }
  }

  @Test
  void a_reset_before_each_test_brings_back_what_the_class_prepared() {
    run(EveryTestFindsTheSame.class, false)
        .assertStatistics(s -> s.started(4).succeeded(4).failed(0));
    assertThat(URLS).hasSize(1);
  }

  @EmbeddedKubeTest(workloads = false)
  @Execution(ExecutionMode.CONCURRENT)
  static class NotTwoAtATime {
    @RepeatedTest(8)
    @Execution(ExecutionMode.CONCURRENT)
    void alone(EmbeddedKube kube) {
      MOST.accumulateAndGet(INSIDE.incrementAndGet(), Math::max);
      assertThat(has(kube, "left")).isFalse();
      note(kube, "left");
      INSIDE.decrementAndGet();
    }
  }

  @Test
  void tests_that_share_a_cluster_take_turns_when_run_in_parallel() {
    run(NotTwoAtATime.class, true).assertStatistics(s -> s.started(8).succeeded(8));
    assertThat(MOST).hasValue(1);
  }

  @EmbeddedKubeTest(isolation = Isolation.FORK, workloads = false)
  static class EachItsOwn {
    @BeforeAll
    static void prepare(EmbeddedKube kube) {
      note(kube, "prepared");
    }

    @RepeatedTest(8)
    @Execution(ExecutionMode.CONCURRENT)
    void alone(EmbeddedKube kube) {
      assertThat(URLS.add(kube.url())).isTrue();
      assertThat(has(kube, "prepared")).isTrue();
      assertThat(has(kube, "left")).isFalse();
      note(kube, "left");
    }
  }

  @Test
  void forks_have_urls_of_their_own_and_run_in_parallel() {
    run(EachItsOwn.class, true).assertStatistics(s -> s.started(8).succeeded(8));
    assertThat(URLS).hasSize(8);
  }

  @EmbeddedKubeTest(
      workloads = false,
      isolation = Isolation.NONE,
      manifests = "/io/syncline/embedded/tea.yaml")
  static class Parameters {
    @Test
    void come_in_all_forms(
        EmbeddedKube kube,
        @KubeUrl URI url,
        @KubeUrl String text,
        @Kubeconfig String config,
        @Kubeconfig Path file) {
      assertThat(url).hasToString(text).hasToString(kube.url());
      assertThat(file).hasContent(config);
      assertThat(
              kube.get(
                      "apiextensions.k8s.io/v1", "CustomResourceDefinition", "", "teas.example.com")
                  .map(crd -> Tree.text(crd.root(), "spec", "names", "kind")))
          .isEqualTo(Optional.of("Tea"));
    }
  }

  @Test
  void parameters_are_given_in_all_forms() {
    run(Parameters.class, false).assertStatistics(s -> s.started(1).succeeded(1));
  }

  static class ByHand {
    @RegisterExtension
    static final EmbeddedKubeExtension KUBE =
        EmbeddedKubeExtension.of(EmbeddedKube.builder().nodes(1), Isolation.RESET);

    @Test
    void settings_are_used(EmbeddedKube kube) {
      assertThat(kube.get("v1", "Node", "", "simulated-0")).isPresent();
      assertThat(kube.get("v1", "Node", "", "simulated-1")).isEmpty();
    }
  }

  @Test
  void an_extension_registered_by_hand_takes_any_settings() {
    run(ByHand.class, false).assertStatistics(s -> s.started(1).succeeded(1));
  }

  /** Keeps classes that are to fail from being found by those who run all there are. */
  static final class OnlyWhenAsked implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return context.getConfigurationParameter("asked").isPresent()
          ? ConditionEvaluationResult.enabled("asked")
          : ConditionEvaluationResult.disabled("run by ExtensionTest");
    }
  }

  @ExtendWith(OnlyWhenAsked.class)
  static class InAnInstanceField {
    @RegisterExtension
    final EmbeddedKubeExtension kube =
        EmbeddedKubeExtension.of(EmbeddedKube.builder(), Isolation.RESET);

    @Test
    void cannot_work() {}
  }

  @ExtendWith(OnlyWhenAsked.class)
  @EmbeddedKubeTest(manifests = "absent.yaml")
  static class AbsentManifests {
    @Test
    void cannot_work() {}
  }

  @ExtendWith(OnlyWhenAsked.class)
  @EmbeddedKubeTest(isolation = Isolation.FORK)
  static class ForkInAConstructor {
    ForkInAConstructor(EmbeddedKube kube) {
      assertThat(kube).isNotNull();
    }

    @Test
    void cannot_work() {}
  }

  private static String failure(Class<?> testClass) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(testClass))
        .configurationParameter("asked", "true")
        .execute()
        .allEvents()
        .failed()
        .stream()
        .map(event -> event.getPayload().orElseThrow().toString())
        .reduce("", String::concat);
  }

  @Test
  void mistakes_are_explained() {
    assertThat(failure(InAnInstanceField.class)).contains("(expected: a static one)");
    assertThat(failure(AbsentManifests.class))
        .contains("manifests of AbsentManifests: resource absent.yaml is absent");
    assertThat(failure(ForkInAConstructor.class))
        .contains("constructors know no cluster of their test under FORK");
  }
}
