package io.syncline.kube.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LinesTest {
  /** A stream that gives few bytes at a time. */
  private static List<String> read(String text, int seed) throws IOException {
    var random = new Random(seed);
    var stream =
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
          @Override
          public int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, 1 + random.nextInt(40_000)));
          }
        };
    var lines = new ArrayList<String>();
    try (var in = new Lines(stream)) {
      for (var line = in.next(); line.isPresent(); line = in.next()) {
        lines.add(new String(line.get(), StandardCharsets.UTF_8));
      }
    }
    return lines;
  }

  @Test
  void gives_line_by_line_however_the_bytes_come() throws IOException {
    var expected = new ArrayList<String>();
    for (var i = 0; i < 200; i++) {
      expected.add("ü".repeat(i * i));
    }
    for (var seed = 0; seed < 20; seed++) {
      assertThat(read(String.join("\n", expected) + "\n", seed)).isEqualTo(expected);
    }
  }

  @Test
  void gives_what_stands_after_the_last_line_end() throws IOException {
    assertThat(read("a\n\nb", 1)).containsExactly("a", "", "b");
    assertThat(read("", 1)).isEmpty();
  }
}
