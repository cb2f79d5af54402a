package io.syncline.embedded.junit;

import io.syncline.embedded.EmbeddedKube;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** The cluster of a test class and what its tests are given of it. */
final class ClassCluster {
  private final EmbeddedKube kube;
  private final Isolation isolation;

  /** Held by the test that uses the cluster, where tests must not overlap. */
  private final Semaphore turn = new Semaphore(1, true);

  private Optional<EmbeddedKube.Mark> begin = Optional.empty();

  ClassCluster(EmbeddedKube kube, Isolation isolation) {
    this.kube = kube;
    this.isolation = isolation;
  }

  /** What the next test uses; {@link #testEnded} takes it back. */
  EmbeddedKube forTest() {
    return switch (isolation) {
      case NONE -> kube;
      case FORK -> kube.fork();
      case RESET -> {
        turn.acquireUninterruptibly();
        try {
          // The first test finds what the class prepared; the others find the same again.
          if (begin.isEmpty()) {
            begin = Optional.of(kube.mark());
          } else {
            kube.restore(begin.get());
          }
          yield kube;
        } catch (RuntimeException e) {
          turn.release();
          throw e;
        }
      }
    };
  }

  void testEnded(EmbeddedKube used) {
    switch (isolation) {
      case NONE -> {
        // Nothing was taken.
      }
      case FORK -> used.close();
      case RESET -> turn.release();
    }
  }

  /** What methods of the class use, outside of a test. */
  EmbeddedKube forClass(ParameterContext parameter) {
    if (isolation == Isolation.FORK
        && parameter.getDeclaringExecutable() instanceof java.lang.reflect.Constructor<?>) {
      throw new ParameterResolutionException(
          "constructors know no cluster of their test under FORK (expected: a parameter of the test"
              + " or of its @BeforeEach)");
    }
    return kube;
  }

  void close() {
    kube.close();
  }
}
