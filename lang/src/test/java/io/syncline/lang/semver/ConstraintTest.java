package io.syncline.lang.semver;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstraintTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "=2.0.0@1.2.3@false",
        "=2.0@1.2.3@false",
        "=2.0@2.0.3@true",
        "4.1@4.1.0@true",
        "!=4.1.0@4.1.0@false",
        "!=4.1@5.1.0@true",
        "!=4.1@4.1.3@false",
        "!=4.x@4.1.0@false",
        ">1.1@4.1.0@true",
        ">1.1@1.1.0@false",
        ">1.1@1.1.1@false",
        ">1.1@1.2.0@true",
        "<1.1@0.1.0@true",
        "<1.1@1.1.1@false",
        "<0@0.0.0-alpha@false",
        "<0-z@0.0.0-alpha@true",
        ">=11@11.1.2@true",
        ">11@11.1.0@false",
        ">11.1@11.1.1@false",
        ">=1.1@1.1.0-beta@false",
        ">=1.1-0@1.1.0-beta@true",
        "<=1.1@1.1.5@true",
        "<=1.x@1.9.9@true",
        "<=1@2.0.0@false",
        "~1.2.3@1.2.9@true",
        "~1.2.3@1.3.0@false",
        "~1@1.9.0@true",
        "~1.x@2.0.0@false",
        "~0.0.0@9.0.0@true",
        "~0@0.9.0@true",
        "~0@1.0.0@false",
        "^1.2.3@1.9.9@true",
        "^1.2.3@2.0.0@false",
        "^0.2.3@0.2.9@true",
        "^0.2.3@0.3.0@false",
        "^0.0.3@0.0.3@true",
        "^0.0.3@0.0.4@false",
        "^0.0@0.0.9@true",
        "^0@0.9.9@true",
        "^1.2.3-beta.2@1.2.3-beta.4@true",
        "^1.2.3@1.8.1-beta.1@false",
        "*@1.0.0@true",
        "x@1.0.0-rc@false",
        "1.2 - 1.4.5@1.3.0@true",
        "1.2 - 1.4.5@1.5.0@false",
        ">=1.0.0 <2.0.0@1.5.0@true",
        ">=1.0.0, <2.0.0@2.0.0@false",
        "1.x || >=3@3.1.0@true",
        "1.x || >=3@2.0.0@false",
        "=>1.0@1.2.0@true",
        "~>1.2@1.2.9@true",
        "v1.x@v1.2.0@true",
        ">=1.0.0-0@1.1.0-rc.1@true",
      })
  void ranges_allow_what_masterminds_allows(String range, String version, boolean expected) {
    assertThat(Constraint.parse(range).orElseThrow().allows(Version.parse(version).orElseThrow()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"latest", "1.2.3.4", ">= bar", "a.b.c", "=>=1"})
  void other_texts_are_no_ranges(String text) {
    assertThat(Constraint.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3,1.2.4,-1",
    "1.10.0,1.9.0,1",
    "1.0.0-rc.1,1.0.0,-1",
    "1.0.0-rc.2,1.0.0-rc.10,-1",
    "1.0.0-alpha,1.0.0-alpha.1,-1",
    "1.0.0-1,1.0.0-a,-1",
    "1.0.0+a,1.0.0+b,0",
    "v1.2,1.2.0,0"
  })
  void versions_compare_by_precedence(String a, String b, int expected) {
    assertThat(
            Integer.signum(
                Version.parse(a).orElseThrow().compareTo(Version.parse(b).orElseThrow())))
        .isEqualTo(expected);
  }

  @Test
  void the_highest_allowed_tag_is_that_of_argo_cd() throws IOException {
    var file = conformance().resolve("argocd/revisions/max-version.json");
    if (!Files.exists(file)) {
      System.out.println("no conformance data at " + file + ": nothing to compare");
      return;
    }
    var compared = 0;
    for (var item : Tree.items(Json.parseObject(Files.readAllBytes(file)).get("cases"))) {
      var revision = Tree.text(item, "input", "revision");
      var constraint = Constraint.parse(revision);
      var expected = Tree.text(item, "expected", "value");
      var prefix = Tree.text(item, "input", "tagPrefix");
      if (constraint.isEmpty()
          || Version.parse(revision).isPresent()
          || !prefix.isEmpty()
          || expected.isEmpty()) {
        continue;
      }
      var best =
          Tree.items(Tree.at(item, "input", "tags")).stream()
              .map(t -> Version.parse(String.valueOf(t)))
              .flatMap(Optional::stream)
              .filter(v -> constraint.get().allows(v))
              .max(Comparator.naturalOrder())
              .map(Version::original);
      assertThat(best).as(Tree.text(item, "id")).contains(expected);
      compared++;
    }
    assertThat(compared).isPositive();
  }

  private static Path conformance() {
    var set = System.getenv("SYNCLINE_CONFORMANCE");
    return set == null ? Path.of("../../shared/conformance") : Path.of(set);
  }
}
