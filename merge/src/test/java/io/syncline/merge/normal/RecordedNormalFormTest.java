package io.syncline.merge.normal;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.merge.Cases;
import io.syncline.merge.facts.TypeFacts;
import io.syncline.merge.value.Quantity;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What the typed decoder and encoder of the reference make of objects. */
class RecordedNormalFormTest {
  @Test
  void normal_forms_are_alike() throws IOException {
    var softly = new SoftAssertions();
    var compared = 0;
    for (var test : Cases.of("normal")) {
      if (test.containsKey("error")) {
        continue;
      }
      var object = Tree.object(test.get("a"));
      var schema =
          TypeFacts.builtin()
              .schema(Tree.text(object, "apiVersion"), Tree.text(object, "kind"))
              .orElseThrow();
      var result = Normalizer.normalize(schema, object.without("stringData"));
      compared++;
      softly
          .assertThat(result.object())
          .as(Json.write(object))
          .isEqualTo(Tree.object(Tree.at(test, "out", "object")).without("stringData"));
      softly
          .assertThat(result.unknown())
          .as(Json.write(object))
          .isEqualTo(Tree.items(Tree.at(test, "out", "unknown")));
    }
    softly.assertAll();
    assertThat(compared).isGreaterThan(100);
  }

  @Test
  void quantities_are_alike() throws IOException {
    for (var test : Cases.of("quantity")) {
      var text = Tree.text(test, "kind");
      if (test.containsKey("error")) {
        assertThat(Quantity.parse(text)).as(text).isEmpty();
      } else {
        assertThat(Quantity.parse(text).orElseThrow().canonical())
            .as(text)
            .isEqualTo(test.get("out"));
      }
    }
  }
}
