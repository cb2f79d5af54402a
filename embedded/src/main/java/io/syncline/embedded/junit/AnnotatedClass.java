package io.syncline.embedded.junit;

import io.syncline.embedded.EmbeddedKube;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Reads the settings that {@link EmbeddedKubeTest} gives. */
final class AnnotatedClass {
  private AnnotatedClass() {}

  /** Starts the cluster a test class asks for; without the annotation its defaults hold. */
  static ClassCluster start(ExtensionContext context) {
    var test = context.getRequiredTestClass();
    return AnnotationSupport.findAnnotation(test, EmbeddedKubeTest.class)
        .map(settings -> start(settings, test))
        .orElseGet(() -> new ClassCluster(EmbeddedKube.start(), Isolation.RESET));
  }

  private static ClassCluster start(EmbeddedKubeTest settings, Class<?> test) {
    var builder =
        EmbeddedKube.builder()
            .workloads(settings.workloads())
            .timeScale(settings.timeScale())
            .nodes(settings.nodes());
    if (settings.virtualClock()) {
      builder.virtualClock();
    }
    var kube = builder.start();
    try {
      for (var resource : settings.manifests()) {
        kube.apply(text(test, resource));
      }
    } catch (RuntimeException e) {
      kube.close();
      throw e;
    }
    return new ClassCluster(kube, settings.isolation());
  }

  private static String text(Class<?> test, String resource) {
    try (var in = test.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "manifests of "
                + test.getSimpleName()
                + ": resource "
                + resource
                + " is absent (expected: a path beside the class, or from the root with a leading"
                + " /)");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + resource + " cannot be read", e);
    }
  }
}
