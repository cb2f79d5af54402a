package io.syncline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page in a real browser; the steps stand in {@code ui/e2e/page.mjs}. */
class PageTest {
  private static final int NO_BROWSER = 3;

  @Test
  void a_person_finds_sees_and_syncs_on_the_page_without_reload() throws IOException {
    var demo = Demo.shared();
    var password = Files.readString(demo.data().resolve("admin-password")).strip();
    var outcome =
        new Shell(ui(), Map.of())
            .run(List.of("node", "e2e/page.mjs", "http://127.0.0.1:" + demo.port(), password));
    if (outcome.code() == NO_BROWSER) {
      System.out.println("PAGE NOT TESTED: " + outcome.text());
      return;
    }
    outcome.exits(0);
    assertThat(outcome.lines()).hasSizeGreaterThan(8).allMatch(line -> line.startsWith("ok "));
  }

  private static Path ui() {
    for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("ui/e2e/page.mjs"))) {
        return folder.resolve("ui");
      }
    }
    throw new IllegalStateException("no ui/ above " + Path.of("").toAbsolutePath());
  }
}
