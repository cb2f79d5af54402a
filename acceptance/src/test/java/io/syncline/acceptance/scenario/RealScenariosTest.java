package io.syncline.acceptance.scenario;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scenarios once more, told beside a real kube-apiserver. Where no such server can be had, one loud
 * line says so.
 *
 * <p>Without more it is the few marked {@link Scenarios.OnRealServer}. {@code
 * -Dsyncline.real=SUITE} or {@code SUITE#method} tells others, {@code -Dsyncline.real=all} every
 * one that needs no workloads. {@code -Dsyncline.scenarios.kubeconfig=FILE} names another cluster,
 * which must be empty: it is not cleaned.
 */
final class RealScenariosTest {
  /** All there are. */
  static final List<Class<?>> SUITES =
      List.of(
          ApplicationScenariosTest.class,
          AutoSyncTest.class,
          ChartScenariosTest.class,
          DiffTest.class,
          GitSteeringTest.class,
          HookTest.class,
          MultipleSourcesTest.class,
          PluginTest.class,
          ProjectScenariosTest.class,
          RepositoryScenariosTest.class,
          RightsScenariosTest.class,
          ServerScenariosTest.class,
          SignatureTest.class,
          SyncOptionScenariosTest.class,
          SyncOptionsTest.class,
          SyncTest.class,
          ToolsTest.class,
          TrackingTest.class,
          WaveTest.class);

  private static Optional<RealServer> started = Optional.empty();
  private static Optional<Path> kubeconfig = Optional.empty();

  @BeforeAll
  static void start() throws IOException {
    kubeconfig =
        Optional.ofNullable(System.getProperty("syncline.scenarios.kubeconfig")).map(Path::of);
    if (kubeconfig.isEmpty()) {
      started = RealServer.start();
      kubeconfig = started.map(RealServer::kubeconfig);
    }
  }

  @AfterAll
  static void stop() {
    kubeconfig.ifPresent(Installation::end);
    started.ifPresent(RealServer::close);
  }

  @TestFactory
  Stream<DynamicContainer> scenarios_beside_it() {
    return kubeconfig.stream()
        .flatMap(
            file ->
                SUITES.stream()
                    .map(
                        suite ->
                            DynamicContainer.dynamicContainer(
                                suite.getSimpleName(), tests(file, suite))));
  }

  private static Stream<DynamicTest> tests(Path kubeconfig, Class<?> suite) {
    return Arrays.stream(suite.getDeclaredMethods())
        .filter(m -> !m.isAnnotationPresent(Scenarios.NeedsWorkloads.class))
        .filter(m -> asked(suite, m))
        .flatMap(
            method ->
                arguments(method).map(arguments -> test(kubeconfig, suite, method, arguments)));
  }

  /** What the method is called with, once for each time; none when it is no test. */
  private static Stream<List<@Nullable Object>> arguments(Method method) {
    if (method.isAnnotationPresent(Test.class)) {
      return Stream.of(List.of());
    }
    if (method.isAnnotationPresent(EverywhereTest.class)) {
      return Arrays.stream(Place.values()).map(List::of);
    }
    var values = method.getAnnotation(ValueSource.class);
    if (values != null) {
      return Arrays.stream(values.strings()).map(List::of);
    }
    var rows = method.getAnnotation(CsvSource.class);
    return rows == null
        ? Stream.empty()
        : Arrays.stream(rows.value()).map(row -> cells(row, method.getParameterTypes()));
  }

  private static List<@Nullable Object> cells(String row, Class<?>[] types) {
    var cells = row.split(",", -1);
    var arguments = new ArrayList<@Nullable Object>();
    for (var i = 0; i < types.length; i++) {
      var cell = cells[i].strip();
      arguments.add(
          types[i] == boolean.class
              ? (Object) Boolean.valueOf(cell)
              : cell.isEmpty() ? null : cell);
    }
    return arguments;
  }

  private static boolean asked(Class<?> suite, Method method) {
    var asked = System.getProperty("syncline.real", "");
    return switch (asked) {
      case "" -> method.isAnnotationPresent(Scenarios.OnRealServer.class);
      case "all" -> true;
      default ->
          asked.equals(suite.getSimpleName())
              || asked.equals(suite.getSimpleName() + "#" + method.getName());
    };
  }

  private static DynamicTest test(
      Path kubeconfig, Class<?> suite, Method method, List<@Nullable Object> arguments) {
    return DynamicTest.dynamicTest(
        method.getName() + arguments,
        () ->
            ScopedValue.where(Installation.BESIDE, kubeconfig)
                .call(
                    () -> {
                      tell(suite, method, arguments);
                      return "";
                    }));
  }

  private static void tell(Class<?> suite, Method method, List<@Nullable Object> arguments)
      throws Exception {
    var constructor = suite.getDeclaredConstructor();
    constructor.setAccessible(true);
    method.setAccessible(true);
    try {
      method.invoke(constructor.newInstance(), arguments.toArray());
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case Testdata.Absent absent ->
            System.out.println(suite.getSimpleName() + ": " + absent.getMessage());
        case Error error -> throw error;
        case Exception problem -> throw problem;
        case null, default -> throw e;
      }
    } finally {
      Scenario.closeAll();
    }
  }
}
