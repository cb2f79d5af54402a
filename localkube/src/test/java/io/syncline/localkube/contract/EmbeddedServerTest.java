package io.syncline.localkube.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.syncline.localkube.LocalKube;
import io.syncline.localkube.LocalKubeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The embedded server answers what a real one was recorded to answer. */
final class EmbeddedServerTest {
  private static final Path PAGE = Path.of("../docs/reference/localkube-differences.md");

  private static LocalKubeServer kube;
  private static Server server;

  @BeforeAll
  static void start() {
    kube = LocalKubeServer.start(LocalKube.builder().withoutControllers().start(), 0);
    server = new Server(kube.url());
  }

  @AfterAll
  static void stop() {
    server.close();
    kube.close();
  }

  @TestFactory
  Stream<DynamicTest> it_answers_as_recorded() {
    return Contract.cases().stream()
        .map(contract -> DynamicTest.dynamicTest(contract.id(), () -> check(contract)));
  }

  private static void check(Case contract) {
    var recorded = Contract.recorded(contract);
    var found = new ArrayList<>(Paths.differences(recorded, Run.of(server, Map.of(), contract)));
    var stale = new ArrayList<String>();
    for (var known : Contract.known()) {
      if (known.id().equals(contract.id())) {
        for (var place : known.at()) {
          if (!found.removeIf(difference -> below(place, difference.path()))) {
            stale.add(place);
          }
        }
      }
    }
    assertThat(stale).as("listed differences of %s that are none", contract.id()).isEmpty();
    if (!found.isEmpty()) {
      fail("%s is answered otherwise:%n%s", contract.id(), lines(found));
    }
  }

  private static boolean below(String place, String path) {
    return path.equals(place) || path.startsWith(place + "/");
  }

  private static String lines(List<Paths.Difference> found) {
    return String.join("\n", found.stream().map(d -> "  " + d).toList());
  }

  @Test
  void every_known_difference_names_a_case_and_says_why() {
    var ids = Contract.cases().stream().map(Case::id).toList();
    if (System.getProperty("contract.cases", "").isEmpty()) {
      assertThat(Contract.known())
          .allSatisfy(
              known -> {
                assertThat(ids).contains(known.id());
                assertThat(known.at()).isNotEmpty();
                assertThat(known.reason()).isNotBlank();
              });
    }
  }

  @Test
  void the_page_of_differences_says_what_the_list_says() throws IOException {
    var rows = Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")).toList();
    assertThat(rows)
        .isEqualTo(
            Contract.known().stream()
                .map(
                    known ->
                        "| `"
                            + known.id()
                            + "` | "
                            + known.reason().replace("|", "\\|").replace("<", "&lt;")
                            + " |")
                .toList());
  }
}
