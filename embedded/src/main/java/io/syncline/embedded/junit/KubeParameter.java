package io.syncline.embedded.junit;

import io.syncline.embedded.EmbeddedKube;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** What a parameter of a test may ask of a cluster. */
final class KubeParameter {
  private KubeParameter() {}

  /** How to answer {@code parameter}; empty when it does not ask for a cluster. */
  static Optional<Function<EmbeddedKube, Object>> of(ParameterContext parameter) {
    var type = parameter.getParameter().getType();
    if (type == EmbeddedKube.class) {
      return Optional.of(kube -> kube);
    }
    if (parameter.isAnnotated(KubeUrl.class)) {
      if (type == String.class) {
        return Optional.of(EmbeddedKube::url);
      }
      return type == URI.class ? Optional.of(kube -> URI.create(kube.url())) : Optional.empty();
    }
    if (parameter.isAnnotated(Kubeconfig.class)) {
      if (type == String.class) {
        return Optional.of(EmbeddedKube::kubeconfig);
      }
      return type == Path.class ? Optional.of(EmbeddedKube::kubeconfigFile) : Optional.empty();
    }
    return Optional.empty();
  }

  static ParameterResolutionException noCluster(ParameterContext parameter) {
    return new ParameterResolutionException(
        "no embedded Kubernetes for parameter "
            + parameter.getParameter()
            + " (expected: @EmbeddedKubeTest on the class, or the extension in a static field)");
  }
}
