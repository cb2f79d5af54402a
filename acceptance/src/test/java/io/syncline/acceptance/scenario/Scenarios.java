package io.syncline.acceptance.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Marks a class whose tests tell scenarios. Afterwards what they changed for others is taken back;
 * test data that is not here is told in one line.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Scenarios.Telling.class)
public @interface Scenarios {
  /**
   * Marks a test that needs more than an API server: Deployments that become healthy, Jobs that
   * end, or the deletion of what waits for others.
   */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @interface NeedsWorkloads {}

  /** Marks a class whose tests need a cluster that judges rights: a secured one of their own. */
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface NeedsRights {}

  /** Marks a test that every build tells on a real API server, too. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @interface OnRealServer {}

  /** Runs the tests of such classes. */
  final class Telling implements InvocationInterceptor, AfterEachCallback {
    @Override
    public void interceptTestMethod(
        Invocation<Void> invocation,
        ReflectiveInvocationContext<Method> called,
        ExtensionContext context)
        throws Throwable {
      tell(invocation, context);
    }

    @Override
    public void interceptTestTemplateMethod(
        Invocation<Void> invocation,
        ReflectiveInvocationContext<Method> called,
        ExtensionContext context)
        throws Throwable {
      tell(invocation, context);
    }

    private static void tell(Invocation<Void> invocation, ExtensionContext context)
        throws Throwable {
      var name = context.getRequiredTestClass().getSimpleName() + "." + context.getDisplayName();
      try {
        if (context.getRequiredTestClass().isAnnotationPresent(NeedsRights.class)) {
          beside(invocation, SecuredCluster.kubeconfig());
        } else {
          invocation.proceed();
        }
      } catch (Testdata.Absent absent) {
        System.out.println(name + ": " + absent.getMessage());
      }
    }

    private static void beside(Invocation<Void> invocation, Path kubeconfig) throws Throwable {
      ScopedValue.where(Installation.BESIDE, kubeconfig).<Void, Throwable>call(invocation::proceed);
    }

    @Override
    public void afterEach(ExtensionContext context) {
      Scenario.closeAll();
    }
  }
}
