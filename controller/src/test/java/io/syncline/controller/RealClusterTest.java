package io.syncline.controller;

import io.syncline.controller.real.RealServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The controller's tests once more, on a real kube-apiserver. Where no such server can be had, one
 * loud line says so.
 *
 * <p>Deployments, Jobs and pods are simulated there too: it runs no controllers. {@code
 * -Dsyncline.real=SUITE} or {@code SUITE#method} runs a part.
 */
final class RealClusterTest {
  private static final List<Class<? extends Example>> SUITES =
      List.of(
          ApplicationControllerTest.class,
          OperationsTest.class,
          DeletionTest.class,
          SteeringTest.class,
          SettingsTest.class,
          ClustersTest.class,
          FaultsTest.class);

  private static Optional<RealServer> real = Optional.empty();

  @BeforeAll
  static void start() throws Exception {
    real = RealServer.start();
    real.ifPresent(
        server -> {
          Ground.furnish(server.api());
          server.api().keep();
        });
  }

  @AfterAll
  static void stop() {
    real.ifPresent(RealServer::close);
  }

  @TestFactory
  Stream<DynamicContainer> the_controller_on_it(@TempDir Path folder) {
    return real.stream()
        .flatMap(server -> SUITES.stream().map(suite -> suite(Ground.REAL, server, suite, folder)));
  }

  @TestFactory
  Stream<DynamicContainer> the_controller_beside_it(@TempDir Path folder) {
    return real.stream().map(server -> suite(Neighbour.REAL, server, ClustersTest.class, folder));
  }

  private static DynamicContainer suite(
      ScopedValue<RealServer> role,
      RealServer server,
      Class<? extends Example> suite,
      Path folder) {
    var asked = System.getProperty("syncline.real", "").split("#", -1)[0];
    var tests =
        suite.getSimpleName().startsWith(asked)
            ? tests(role, server, suite, folder)
            : Stream.<DynamicTest>empty();
    return DynamicContainer.dynamicContainer(suite.getSimpleName(), tests);
  }

  private static Stream<DynamicTest> tests(
      ScopedValue<RealServer> role,
      RealServer server,
      Class<? extends Example> suite,
      Path folder) {
    var asked = System.getProperty("syncline.real", "");
    return Arrays.stream(suite.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .filter(method -> !asked.contains("#") || asked.endsWith("#" + method.getName()))
        .map(
            method ->
                DynamicTest.dynamicTest(
                    method.getName(),
                    () ->
                        ScopedValue.where(role, server)
                            .call(
                                () -> {
                                  run(suite, method, Files.createTempDirectory(folder, "world"));
                                  return "";
                                })));
  }

  private static void run(Class<? extends Example> suite, Method method, Path folder)
      throws Exception {
    var constructor = suite.getDeclaredConstructor();
    constructor.setAccessible(true);
    var example = constructor.newInstance();
    method.setAccessible(true);
    example.begin(folder);
    try {
      example.prepare();
      if (method.getParameterCount() == 0) {
        method.invoke(example);
      } else {
        method.invoke(example, Files.createDirectories(folder.resolve("more")));
      }
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      if (e.getCause() instanceof Exception problem) {
        throw problem;
      }
      throw e;
    } finally {
      example.release();
      example.end();
    }
  }
}
