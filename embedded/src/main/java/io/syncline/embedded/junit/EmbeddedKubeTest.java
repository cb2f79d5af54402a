package io.syncline.embedded.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts an {@link io.syncline.embedded.EmbeddedKube} for the tests of a class. They take it as a
 * parameter of that type, or its address as {@link KubeUrl} or {@link Kubeconfig}; so do
 * {@code @BeforeAll} and {@code @BeforeEach} methods.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(EmbeddedKubeExtension.class)
public @interface EmbeddedKubeTest {
  /** How tests are kept from seeing each other's objects. */
  Isolation isolation() default Isolation.RESET;

  /** Whether workloads are brought to life by simulation. */
  boolean workloads() default true;

  /** Whether time stands still until the test moves it. */
  boolean virtualClock() default false;

  /** Factor on simulated durations: 0.02 is fifty times faster. */
  double timeScale() default 1;

  /** How many simulated nodes there are, 1 to 100. */
  int nodes() default 3;

  /** Class path resources with manifests that are there from the start, such as definitions. */
  String[] manifests() default {};
}
