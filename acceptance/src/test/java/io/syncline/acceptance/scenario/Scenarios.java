package io.syncline.acceptance.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Marks a class whose tests tell scenarios. Afterwards what they changed for others is taken back;
 * what is not here (test data, controllers of workloads) is told in one line.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Scenarios.Telling.class)
public @interface Scenarios {
  /** Marks a test that needs more than an API server: Deployments that become healthy. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @interface NeedsWorkloads {}

  /** Runs the tests of such classes. */
  final class Telling implements InvocationInterceptor, AfterEachCallback {
    @Override
    public void interceptTestMethod(
        Invocation<Void> invocation,
        ReflectiveInvocationContext<Method> called,
        ExtensionContext context)
        throws Throwable {
      tell(invocation, called, context);
    }

    @Override
    public void interceptTestTemplateMethod(
        Invocation<Void> invocation,
        ReflectiveInvocationContext<Method> called,
        ExtensionContext context)
        throws Throwable {
      tell(invocation, called, context);
    }

    private static void tell(
        Invocation<Void> invocation,
        ReflectiveInvocationContext<Method> called,
        ExtensionContext context)
        throws Throwable {
      var name = context.getRequiredTestClass().getSimpleName() + "." + context.getDisplayName();
      if (called.getExecutable().isAnnotationPresent(NeedsWorkloads.class)
          && System.getProperty("syncline.scenarios.kubeconfig") != null) {
        System.out.println(name + ": nobody runs workloads here");
        invocation.skip();
        return;
      }
      try {
        invocation.proceed();
      } catch (Testdata.Absent absent) {
        System.out.println(name + ": " + absent.getMessage());
      }
    }

    @Override
    public void afterEach(ExtensionContext context) {
      Scenario.closeAll();
    }
  }
}
