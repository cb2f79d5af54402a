package io.syncline.embedded.junit;

import io.syncline.embedded.EmbeddedKube;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * What {@link EmbeddedKubeTest} switches on. With settings that the annotation does not have it is
 * registered by hand:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final EmbeddedKubeExtension KUBE =
 *     EmbeddedKubeExtension.of(EmbeddedKube.builder().port(6443), Isolation.FORK);
 * }</pre>
 *
 * The cluster starts before the first {@code @BeforeAll} method and ends after the last
 * {@code @AfterAll} method. Nested classes share the one of the class around them.
 */
public final class EmbeddedKubeExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(EmbeddedKubeExtension.class);

  private final Function<ExtensionContext, ClassCluster> starting;

  /** What a test uses. Kept in a record, as JUnit would close a cluster itself. */
  private record Lent(EmbeddedKube kube) {}

  /** Settings come from the annotation of the class. */
  public EmbeddedKubeExtension() {
    starting = AnnotatedClass::start;
  }

  private EmbeddedKubeExtension(EmbeddedKube.Builder builder, Isolation isolation) {
    starting = context -> new ClassCluster(builder.start(), isolation);
  }

  /** Settings come from {@code builder}; to be registered in a static field. */
  public static EmbeddedKubeExtension of(EmbeddedKube.Builder builder, Isolation isolation) {
    return new EmbeddedKubeExtension(builder, isolation);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (found(context, ClassCluster.class).isEmpty()) {
      context.getStore(NAMESPACE).put(ClassCluster.class, starting.apply(context));
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    var cluster =
        found(context, ClassCluster.class)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "EmbeddedKubeExtension is registered in an instance field (expected: a"
                            + " static one)"));
    context.getStore(NAMESPACE).put(Lent.class, new Lent(cluster.forTest()));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    var used = Optional.ofNullable(removed(context, Lent.class));
    found(context, ClassCluster.class)
        .ifPresent(cluster -> used.ifPresent(lent -> cluster.testEnded(lent.kube())));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    // Of an outer class nothing is removed here: only what this context itself keeps.
    Optional.ofNullable(removed(context, ClassCluster.class)).ifPresent(ClassCluster::close);
  }

  private static <T> Optional<T> found(ExtensionContext context, Class<T> what) {
    return Optional.ofNullable(context.getStore(NAMESPACE).get(what, what));
  }

  private static <T> @Nullable T removed(ExtensionContext context, Class<T> what) {
    return context.getStore(NAMESPACE).remove(what, what);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return KubeParameter.of(parameter).isPresent();
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var kube =
        found(context, Lent.class)
            .map(Lent::kube)
            .or(
                () ->
                    found(context, ClassCluster.class).map(cluster -> cluster.forClass(parameter)))
            .orElseThrow(() -> KubeParameter.noCluster(parameter));
    return KubeParameter.of(parameter).orElseThrow().apply(kube);
  }
}
