package io.syncline.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VersionsTest {
  private static final List<String> AVAILABLE =
      List.of(
          "latest",
          "2.0.0-rc.1",
          "1.10.0",
          "1.9.3",
          "v1.9.4",
          "1.2.0",
          "0.9.0",
          "nightly-2024",
          "2.0");

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "'' | 2.0",
        "* | 2.0",
        "^1.0 | 1.10.0",
        "~1.9 | v1.9.4",
        "1.9.x | v1.9.4",
        ">=1.0.0 <1.10.0 | v1.9.4",
        ">=2.0.1-0 | -",
        ">2.0.0-alpha <2.0.0 | 2.0.0-rc.1",
        ">=0.0.0-0 | 2.0",
        "1.9.4 | v1.9.4",
        "v1.9.3 | 1.9.3",
        "2.0.0-rc.1 | 2.0.0-rc.1",
        "1.2 | 1.2.0",
        "3.x | -",
        "latest | latest",
        "no version | -",
      })
  void picks(String wanted, String expected) {
    var picked = Versions.pick(wanted, AVAILABLE);
    if (expected == null) {
      assertThat(picked).isEmpty();
    } else {
      assertThat(picked).contains(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3,true",
    "v1.2.3,true",
    "1.2.3-rc.1,true",
    "1.2.3+b5,true",
    "1.2,false",
    "1,false",
    "^1.2.3,false",
    "*,false",
    "latest,false",
  })
  void tells_full_versions_from_ranges(String wanted, boolean exact) {
    assertThat(Versions.isExact(wanted)).isEqualTo(exact);
  }

  @Test
  void only_prereleases_are_no_stable_version() {
    assertThat(Versions.pick("*", List.of("1.0.0-a", "1.0.0-b"))).isEmpty();
    assertThat(Versions.pick("*-0", List.of("1.0.0-a", "1.0.0-b"))).contains("1.0.0-b");
  }
}
