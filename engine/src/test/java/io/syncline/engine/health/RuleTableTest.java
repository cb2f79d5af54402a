package io.syncline.engine.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.yaml.Yaml;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTableTest {
  private static final Manifest LIVE =
      new Manifest(
          Yaml.parseObject(
              """
              apiVersion: example.org/v1
              kind: Lamp
              metadata:
                name: hall
                generation: 3
                labels: {example.org/room: hall}
              spec: {replicas: 5, partition: 2, paused: false}
              status:
                phase: Burning
                readyReplicas: 3
                none: null
                bulbs:
                  a: {state: lit}
                  b: {state: dark}
                conditions:
                  - {type: Ready, status: "False", reason: Cold, message: warming up}
                  - {type: Wired, status: "True", observedGeneration: 2}
              """));

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "condition Ready=False; true",
        "condition Ready=True|False reason=Hot|Cold; true",
        "condition Ready=False reason=Hot; false",
        "condition Ready|Wired=True; true",
        "condition *=False; true",
        "condition *=Unknown; false",
        "condition Wired=True reason=; true",
        "not condition Lit; true",
        "condition Ready in status.elsewhere; false",
        "status.phase = Dark|Burning; true",
        "status.phase != Burning; false",
        "status.gone != Burning; true",
        "status.phase ^= Burn; true",
        "status.phase = status.gone; false",
        "status.gone = spec.gone; true",
        "spec.paused = false; true",
        "status.bulbs.*.state = dark; true",
        "status.bulbs.*.state = gone; false",
        "metadata.labels[example.org/room] = hall; true",
        "has status.none; false",
        "has spec.paused; true",
        "filled status.bulbs; true",
        "filled status.nothing; false",
        "status.readyReplicas < spec.replicas; true",
        "status.readyReplicas >= spec.replicas - spec.partition; true",
        "status.absent < 1; true",
        "status.readyReplicas == 3 and spec.replicas > 4; true",
        "status.readyReplicas == 3 and spec.replicas > 5; false",
        "stale; true",
        "deleting; false",
      })
  void asks_one_question(String clause, boolean fits) {
    var table = table("[{Healthy: ok, if: '" + clause + "'}]");

    assertThat(table.assess(LIVE).isPresent()).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{kind} {name}; Lamp hall",
        "{type} is {status}, since {reason}: {message}; Ready is False, since Cold: warming up",
        "{status.readyReplicas}/{spec.replicas}; 3/5",
        "{status.gone|or none} {status.phase|lower}; none burning",
        "x{status.phase|with  - }{status.gone|with  - }; x - Burning",
        "{message|after warming}; up",
        "{status.bulbs.*.state}; 'lit, dark'",
      })
  void tells_what_it_found(String text, String told) {
    var table = table("[{Degraded: \"" + text + "\", if: condition Ready=False}]");

    var health = table.assess(LIVE).map(Health::message);

    assertThat(health.map(String::strip)).isEqualTo(Optional.of(told.strip()));
  }

  private static RuleTable table(String rules) {
    return RuleTable.parse(Objects.requireNonNull(Yaml.parse(rules)));
  }

  @Test
  void refuses_a_clause_it_cannot_read() {
    assertThatThrownBy(() -> ClauseParser.parse("status.phase is Burning"))
        .hasMessageContaining("status.phase is Burning");
  }

  @Test
  void knows_a_kind_before_its_family() {
    assertThat(RuleBook.of(new GroupKind("sql.cnrm.cloud.google.com", "SQLInstance"))).isPresent();
    assertThat(RuleBook.of(new GroupKind("example.org", "Lamp"))).isEmpty();
    assertThat(RuleBook.kinds()).hasSizeGreaterThan(180).contains("kafka.strimzi.io/Kafka");
  }

  @Test
  void every_rule_of_the_book_reads_an_object_without_status() {
    for (var key : RuleBook.kinds()) {
      var kind = key.substring(key.indexOf('/') + 1);
      var group = key.contains("/") ? key.substring(0, key.indexOf('/')) : "";
      var bare =
          Yaml.parseObject("{apiVersion: g/v1, kind: K, metadata: {name: a, generation: 1}}");
      var check = RuleBook.of(new GroupKind(group.replace("*", "a"), kind.replace("*", "K")));

      assertThat(check.orElseThrow().assess(new Manifest(bare))).as(key).isPresent();
    }
  }
}
