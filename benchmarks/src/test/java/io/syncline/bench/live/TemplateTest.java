package io.syncline.bench.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  @ParameterizedTest
  @CsvSource({
    "plain",
    "''",
    "%1$s",
    "a %1$05d b %2$d c",
    "%2$012x/%1$02d/%2$s",
    "\"%1$d\":\"%1$05x\"%3$s",
    "%1$05d%1$05d"
  })
  void a_template_is_filled_as_a_format_is(String text) {
    Object[] values = {42, 123_456_789L, "{\"x\":1}"};
    assertThat(Template.of(text).fill(values)).isEqualTo(String.format(Locale.ROOT, text, values));
  }
}
