package io.syncline.engine.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.annotations.Authorship;
import io.syncline.engine.target.Target;
import io.syncline.engine.target.Tracking;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.ManagedResource;
import io.syncline.model.status.SyncStatus;
import io.syncline.model.yaml.Yaml;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecretMaskTest {
  private static final String SECRET = "aHVudGVyMg==";

  private static Manifest secret(String fields) {
    return new Manifest(
        Yaml.parseObject(
            "{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop}, "
                + fields
                + "}"));
  }

  private static Difference compare(Manifest target, Manifest live) {
    return Comparison.diff(
            new Target(List.of(target), List.of(), List.of()),
            LiveState.of(List.of(live)),
            DiffRules.of("app", Tracking.DEFAULT))
        .getFirst();
  }

  @Test
  void text_in_git_equals_the_same_bytes_in_the_cluster() {
    var difference =
        compare(secret("stringData: {p: hunter2}"), secret("data: {p: " + SECRET + "}"));

    assertThat(difference.status()).contains(SyncStatus.SYNCED);
  }

  @Test
  void no_value_leaves_on_any_side() {
    var live =
        secret("data: {p: " + SECRET + ", q: b3RoZXI=}")
            .with(
                "{\"kind\":\"Secret\",\"data\":{\"p\":\"" + SECRET + "\"}}",
                "metadata",
                "annotations",
                Authorship.LAST_APPLIED);
    var shown = SecretMask.show(compare(secret("stringData: {p: changed}"), live), Set.of());

    assertThat(sides(shown))
        .allSatisfy(
            side ->
                assertThat(side.json()).doesNotContain(SECRET, "hunter2", "changed", "b3RoZXI"));
    assertThat(shown.target().orElseThrow().text("data", "p"))
        .isNotEqualTo(shown.live().orElseThrow().text("data", "p"));
  }

  private static Stream<Manifest> sides(ManagedResource shown) {
    return Stream.of(shown.target(), shown.live(), shown.normalizedLive(), shown.predictedLive())
        .flatMap(Optional::stream);
  }
}
