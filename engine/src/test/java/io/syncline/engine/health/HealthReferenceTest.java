package io.syncline.engine.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HealthReferenceTest {
  @Test
  void the_reference_page_names_every_kind_of_the_rules() throws IOException {
    var page = Files.readString(Path.of("../docs/reference/health-and-actions.md"));

    for (var key : RuleBook.kinds()) {
      var slash = key.lastIndexOf('/');
      var row =
          page.lines().filter(l -> l.startsWith("| `" + key.substring(0, slash) + "` |")).toList();
      var kind = key.substring(slash + 1).replace("*", "every kind");
      assertThat(row).as(key).hasSize(1);
      assertThat(row.getFirst().split("[,|] ?"))
          .as(key)
          .anyMatch(cell -> cell.strip().equals(kind));
    }
  }
}
