package io.syncline.merge.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "0Ki,0",
    "1,1",
    "+1,1",
    "1000,1k",
    "1024,1024",
    "0.5,500m",
    ".5,500m",
    "1.,1",
    "100m,100m",
    "1000m,1",
    "1500m,1500m",
    "0.0001,100u",
    "0.0000000001,1n",
    "-0.5,-500m",
    "1024Mi,1Gi",
    "1.5Gi,1536Mi",
    "0.5Ki,512",
    "0.1Ki,102400m",
    "1023Ki,1023Ki",
    "2048Ki,2Mi",
    "1e3,1e3",
    "1E3,1e3",
    "12e-1,1200e-3",
    "5e4,50e3",
    "1E,1E",
    "9000Ei,9223372036854775807",
    "1000E,1000E",
    "100Gi,100Gi",
    "128M,128M",
    "1000M,1G",
    "0.25Mi,256Ki"
  })
  void canonical_text_is_that_of_the_api_server(String text, String canonical) {
    assertThat(Quantity.parse(text).orElseThrow().canonical()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "1.2.3", "1Kb", "1ki", "1 ", "1mm", "0x1", "1e", "--1", "1i"})
  void other_text_is_no_quantity(String text) {
    assertThat(Quantity.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1,1000m", "1Gi,1024Mi", "1k,1000", "0.5,500m", "1e3,1k"})
  void quantities_are_equal_by_amount(String a, String b) {
    assertThat(Quantity.parse(a)).isEqualTo(Quantity.parse(b));
    assertThat(Quantity.parse(a).hashCode()).isEqualTo(Quantity.parse(b).hashCode());
  }
}
