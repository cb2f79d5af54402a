package io.syncline.localkube.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A real kube-apiserver still answers what was recorded; with {@code -Dcontract.record=true} its
 * answers are recorded anew. Where no such server can be had, one loud line says so.
 */
final class RealServerTest {
  private static final Map<String, String> TOKEN = Map.of("Authorization", "Bearer admin-token");
  private static Optional<RealServer> real = Optional.empty();

  @BeforeAll
  static void start() throws Exception {
    real = RealServer.start();
  }

  @AfterAll
  static void stop() {
    real.ifPresent(RealServer::close);
  }

  @TestFactory
  Stream<DynamicTest> it_still_answers_as_recorded() {
    return real.stream()
        .flatMap(
            running ->
                Boolean.getBoolean("contract.record")
                    ? Stream.of(DynamicTest.dynamicTest("record", () -> record(running.server())))
                    : Contract.cases().stream()
                        .map(c -> DynamicTest.dynamicTest(c.id(), () -> check(running, c))));
  }

  private static void check(RealServer running, Case contract) {
    var now = Run.of(running.server(), TOKEN, contract);
    var recorded = Contract.recorded(contract);
    assertThat(Paths.differences(now, recorded))
        .as("the real server no longer answers what is recorded for %s", contract.id())
        .isEmpty();
  }

  /** Cases that are not selected keep their recorded answers. */
  private static void record(Server server) {
    var byFile = new LinkedHashMap<String, Map<String, List<Object>>>();
    var problems = new ArrayList<String>();
    for (var contract : Contract.cases()) {
      var answers = byFile.computeIfAbsent(contract.file(), Contract::golden);
      try {
        answers.put(contract.name(), Run.of(server, TOKEN, contract));
      } catch (IllegalStateException e) {
        problems.add(contract.id() + ": " + e.getMessage());
      }
    }
    if (System.getProperty("contract.cases", "").isEmpty()) {
      byFile.forEach(
          (file, answers) ->
              answers
                  .keySet()
                  .retainAll(
                      Contract.cases().stream()
                          .filter(c -> c.file().equals(file))
                          .map(Case::name)
                          .toList()));
    }
    byFile.forEach(Contract::record);
    assertThat(problems).isEmpty();
  }
}
