package io.syncline.model.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link Json#says} against what a parser makes of the same text. */
class JsonSaysTest {
  private static final int ROUNDS = 4_000;
  private static final String[] WORDS = {
    "", "a", "b", "name", "x y", "a\"b", "a\\b", "a\\nb", "a\nb", "<&>", "é", "\u2028", "1", "tab\t"
  };

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | true",
        "{\"a\":1} | false",
        "[] | false",
        "'' | false",
        "{\"b\":\"x\",\"a\":1} | true",
        " { \"a\" : 1 , \"b\" : \"x\" } | true",
        "{\"a\":1,\"b\":\"\\u0078\"} | true",
        "{\"a\":1,\"a\":1} | false",
        "{\"a\":1,\"b\":\"x\"}} | false",
        "{\"a\":10,\"b\":\"x\"} | false",
        "{\"a\":1.0,\"b\":\"x\"} | false",
        "{\"a\":1e0,\"b\":\"x\"} | false",
        "{\"a\":1,\"b\":\"x\",\"c\":null} | false",
        "{\"a\":1,\"b\":\"x\" | false",
        "{\"a\":1,\"b\":\"x\\ | false",
        "{\"a\":1,\"b\":\"x\\u00 | false",
      })
  void text_is_the_object_or_not_known_to_be(String text, boolean says) {
    var tree = text.equals("{}") ? ObjectTree.EMPTY : ObjectTree.of("a", 1L, "b", "x");
    assertThat(Json.says(text, tree)).isEqualTo(says);
  }

  @Test
  void an_object_is_known_in_its_own_text_and_in_that_of_another_order() {
    var random = new Random(3);
    for (var round = 0; round < ROUNDS; round++) {
      var tree = object(random, 0);
      assertThat(Json.says(Json.write(tree), tree)).as(Json.write(tree)).isTrue();
      assertThat(Json.says(Json.pretty(Tree.sorted(tree), 2), tree)).isTrue();
    }
  }

  @Test
  void what_is_known_to_be_the_object_parses_to_it() {
    var random = new Random(4);
    var known = 0;
    for (var round = 0; round < ROUNDS; round++) {
      var tree = object(random, 0);
      var text = new StringBuilder(Json.write(tree));
      for (var edits = random.nextInt(3); edits > 0; edits--) {
        edit(text, random);
      }
      if (Json.says(text.toString(), tree)) {
        known++;
        assertThat(Json.parse(text.toString())).isEqualTo(tree);
      }
    }
    assertThat(known).isBetween(ROUNDS / 8, ROUNDS * 3 / 4);
  }

  private static void edit(StringBuilder text, Random random) {
    var at = random.nextInt(text.length());
    switch (random.nextInt(4)) {
      case 0 -> text.deleteCharAt(at).append(' ');
      case 1 -> text.insert(at, " ,\"0}]\\n1a".charAt(random.nextInt(10)));
      case 2 -> text.setCharAt(at, text.charAt(random.nextInt(text.length())));
      default -> text.insert(at, text.substring(at));
    }
  }

  private static ObjectTree object(Random random, int depth) {
    var builder = new ObjectTree.Builder(4);
    for (var i = random.nextInt(6); i > 0; i--) {
      builder.put(WORDS[random.nextInt(WORDS.length)], value(random, depth));
    }
    return builder.build();
  }

  private static @Nullable Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 5 : 8)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong() >> random.nextInt(64);
      case 3, 4 -> WORDS[random.nextInt(WORDS.length)];
      case 5 -> {
        var list = new ArrayList<@Nullable Object>();
        for (var i = random.nextInt(4); i > 0; i--) {
          list.add(value(random, depth + 1));
        }
        yield Tree.list(list);
      }
      default -> object(random, depth + 1);
    };
  }
}
