package io.syncline.engine.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.customization.ResourceCustomizations;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.status.HealthStatus;
import io.syncline.model.yaml.Yaml;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptedHealthTest {
  private static final Instant NOW = Instant.parse("2024-01-10T10:30:15Z");

  private static final Manifest LAMP =
      new Manifest(
          Yaml.parseObject(
              """
              apiVersion: example.org/v1
              kind: Lamp
              metadata: {name: hall, namespace: house}
              status: {lit: true}
              """));
  private static final Manifest SERVICE =
      new Manifest(
          Yaml.parseObject("{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {}}"));

  private static Judgement judge(Manifest live, Map<String, String> settings) {
    var scripts = new ScriptedHealth(ResourceCustomizations.read(settings), () -> NOW);
    return HealthRules.judge(live, new HealthRules(scripts));
  }

  private static String say(String word) {
    return "return {status = 'Healthy', message = '" + word + "'}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "return {status = 'Healthy', message = 'lit'}; Healthy: lit",
        "if obj.status.lit then return {status = 'Suspended'} end; Suspended:",
        "hs = {} hs.status = 'Degraded' hs.message = obj.metadata.name return hs; Degraded: hall",
        "return {status = 'Fine'}; Unknown: Lua returned an invalid health status",
        "return {message = 'x'}; Unknown: Lua returned an invalid health status",
        "return nil; none",
        "local x = 1; none",
        "return {status = 'Progressing', message = os.date('!%Y', os.time())}; Progressing: 2024",
        "return 'Healthy'; Unknown: expect table output from Lua script, not \"Healthy\"",
        "return {}; Unknown: expect table output from Lua script, not list",
        "return obj.spec.x.y; Unknown: <string>:1: attempt to index a non-table object(nil) with key 'x'",
        "return {; Unknown: <string>:1: syntax error near 'EOF'",
        "while true do end; Unknown: script took too long (limit: 3000000 steps)",
      })
  void judges_by_the_script(String script, String said) {
    var judgement = judge(LAMP, Map.of("resource.customizations.health.example.org_Lamp", script));

    assertThat(
            judgement
                .health()
                .map(h -> (h.status().word() + ": " + h.message()).strip())
                .orElse("none"))
        .isEqualTo(said);
    assertThat(judgement.problem().isPresent())
        .isEqualTo(said.startsWith("Unknown: ") && !said.contains("invalid health"));
  }

  @Test
  void a_script_for_the_kind_counts_before_patterns_and_what_is_built_in() {
    var settings =
        Map.of(
            "resource.customizations.health.Service",
            say("own key"),
            "resource.customizations",
            "\"*\":\n  health.lua: "
                + say("star")
                + "\n"
                + "example.org/*:\n  health.lua: "
                + say("family")
                + "\n"
                + "Service:\n  health.lua: "
                + say("map")
                + "\n");

    assertThat(judge(SERVICE, settings).health().map(Health::message)).contains("own key");
    assertThat(judge(LAMP, settings).health().map(Health::message)).contains("star");
    assertThat(
            judge(SERVICE, Map.of("resource.customizations.health.Pod", say("x")))
                .health()
                .map(Health::message))
        .contains("");
  }

  @Test
  void an_entry_of_the_older_map_without_script_changes_nothing() {
    var settings =
        Map.of(
            "resource.customizations", "Service:\n  ignoreDifferences: |\n    jsonPointers: []\n");

    assertThat(judge(SERVICE, settings).health()).contains(Health.HEALTHY);
  }

  @Test
  void a_map_nobody_can_read_is_told_and_the_rest_works() {
    var read =
        ResourceCustomizations.read(
            Map.of(
                "resource.customizations",
                "a: [",
                "resource.customizations.health.Service",
                say("still")));

    assertThat(read.problems()).hasSize(1).first().asString().contains("resource.customizations");
    assertThat(read.health(SERVICE.groupKind())).isPresent();
  }

  @Test
  void an_application_tells_of_scripts_that_failed_and_judges_the_others() {
    var rules =
        new HealthRules(
            new ScriptedHealth(
                ResourceCustomizations.read(
                    Map.of("resource.customizations.health.example.org_Lamp", "error('dark', 0)")),
                () -> NOW));
    var subjects =
        List.of(
            new ApplicationHealth.Subject(LAMP.key(), Optional.of(LAMP), Optional.of(LAMP)),
            new ApplicationHealth.Subject(
                SERVICE.key(), Optional.of(SERVICE), Optional.of(SERVICE)));

    var health = ApplicationHealth.of(subjects, rules, Optional.empty());

    assertThat(health.overall().status()).isEqualTo(HealthStatus.UNKNOWN);
    assertThat(health.resources()).containsEntry(SERVICE.key(), Health.HEALTHY);
    assertThat(health.problem())
        .contains(
            "error setting app health: failed to get resource health for \"Lamp\" with name"
                + " \"hall\" in namespace \"house\": dark");
  }
}
