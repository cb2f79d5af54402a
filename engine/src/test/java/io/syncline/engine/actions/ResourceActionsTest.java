package io.syncline.engine.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.engine.customization.ResourceCustomizations;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceActionsTest {
  private static final Instant NOW = Instant.parse("2024-01-10T10:30:15Z");

  private static final Manifest LAMP =
      new Manifest(
          Yaml.parseObject(
              """
              apiVersion: example.org/v1
              kind: Lamp
              metadata: {name: hall, namespace: house, labels: {}}
              spec: {on: false, bulbs: [], shade: {}}
              """));

  private static final Manifest WEB =
      new Manifest(
          Yaml.parseObject(
              """
              apiVersion: apps/v1
              kind: Deployment
              metadata: {name: web, namespace: shop}
              spec: {replicas: 2, template: {metadata: {}, spec: {}}}
              """));

  private static final String OWN =
      """
      discovery.lua: |
        actions = {}
        actions["switch-on"] = {["disabled"] = obj.spec.on, ["displayName"] = "Switch on"}
        actions["dim"] = {params = {{name = "to", default = "50"}}}
        return actions
      definitions:
      - name: switch-on
        action.lua: |
          obj.spec.on = true
          return obj
      - name: dim
        action.lua: |
          local to = tonumber(actionParams["to"])
          if to == nil then error("to is not a number", 0) end
          obj.spec.level = to
          return obj
      - name: pair
        action.lua: |
          local copy = {}
          copy.apiVersion = obj.apiVersion
          copy.kind = obj.kind
          copy.metadata = {name = obj.metadata.name .. "-2", namespace = obj.metadata.namespace}
          copy.spec = {shade = {}, bulbs = {}, cords = {}}
          return {{operation = "create", resource = copy}, {operation = "patch", resource = obj}}
      - name: break
        action.lua: "return {{operation = 'delete', resource = obj}}"
      - name: forever
        action.lua: "while true do end"
      """;

  private static ResourceActions with(String key, String yaml) {
    return new ResourceActions(
        ResourceCustomizations.read(Map.of("resource.customizations.actions." + key, yaml)));
  }

  private static List<String> names(List<ResourceAction> actions) {
    return actions.stream().map(a -> a.name() + (a.disabled() ? " (disabled)" : "")).toList();
  }

  @Test
  void offers_what_the_discovery_script_says() {
    var actions = with("example.org_Lamp", OWN).list(LAMP, NOW);

    assertThat(names(actions)).containsExactly("switch-on", "dim");
    assertThat(actions.getFirst().displayName()).isEqualTo("Switch on");
    assertThat(actions.getLast().params())
        .containsExactly(new ResourceAction.Param("to", "", "", "50"));
  }

  @Test
  void what_was_an_empty_object_stays_one() {
    var changed = with("example.org_Lamp", OWN).run(LAMP, "switch-on", Map.of(), NOW);

    assertThat(changed).containsExactly(ImpactedResource.patch(LAMP.with(true, "spec", "on")));
  }

  @Test
  void says_parameters_to_the_script() {
    var actions = with("example.org_Lamp", OWN);

    assertThat(actions.run(LAMP, "dim", Map.of("to", "30"), NOW).getFirst().object())
        .isEqualTo(LAMP.with(30L, "spec", "level"));
    assertThatThrownBy(() -> actions.run(LAMP, "dim", Map.of("to", "x"), NOW))
        .isInstanceOf(ActionException.class)
        .hasMessage("dim: to is not a number");
  }

  @Test
  void makes_and_changes_several_objects() {
    var changed = with("example.org_Lamp", OWN).run(LAMP, "pair", Map.of(), NOW);

    assertThat(changed)
        .extracting(i -> i.operation() + " " + i.object().name())
        .containsExactly("CREATE hall-2", "PATCH hall");
    assertThat(changed.getFirst().object().at("spec"))
        .as("what is an empty object in the lamp is one in its copy")
        .isEqualTo(
            ObjectTree.of("shade", ObjectTree.EMPTY, "bulbs", List.of(), "cords", List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "break; break: operation \"delete\" is not known (expected: create or patch)",
        "forever; forever: script took too long (limit: 3000000 steps)",
        "nothing; action nothing is not defined for example.org/Lamp (hint: list the actions)",
      })
  void tells_why_an_action_failed(String action, String message) {
    assertThatThrownBy(() -> with("example.org_Lamp", OWN).run(LAMP, action, Map.of(), NOW))
        .isInstanceOf(ActionException.class)
        .hasMessage(message);
  }

  @Test
  void own_actions_stand_instead_of_built_in_ones_or_beside_them() {
    var own = "discovery.lua: |\n  return {restart = {disabled = true}, hello = {}}\n";

    assertThat(names(with("apps_Deployment", own).list(WEB, NOW)))
        .containsExactlyInAnyOrder("restart (disabled)", "hello");
    assertThatThrownBy(() -> with("apps_Deployment", own).run(WEB, "scale", Map.of(), NOW))
        .hasMessageContaining("scale is not defined");

    var beside = with("apps_Deployment", "mergeBuiltinActions: true\n" + own);
    assertThat(names(beside.list(WEB, NOW)))
        .containsExactly("restart (disabled)", "pause", "resume (disabled)", "scale", "hello");
    assertThat(beside.run(WEB, "scale", Map.of("replicas", "4"), NOW).getFirst().object())
        .isEqualTo(WEB.with(4L, "spec", "replicas"));
  }

  @Test
  void a_definition_nobody_can_read_is_told() {
    assertThatThrownBy(() -> with("example.org_Lamp", "discovery.lua: [").list(LAMP, NOW))
        .isInstanceOf(ActionException.class)
        .hasMessageStartingWith("argocd-cm: resource.customizations.actions: ");
    assertThatThrownBy(
            () -> with("example.org_Lamp", "discovery.lua: 'return 1 +'").list(LAMP, NOW))
        .hasMessageStartingWith("discovery.lua: <string>:1:");
  }

  @Test
  void a_cron_job_makes_a_job_it_owns() {
    var cron =
        new Manifest(
            Yaml.parseObject(
                """
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: %s, namespace: shop, uid: u-1}
                spec: {jobTemplate: {spec: {template: {spec: {restartPolicy: Never}}}}}
                """
                    .formatted("n".repeat(63))));

    var job =
        new ResourceActions(ResourceCustomizations.NONE)
            .run(cron, "create-job", Map.of(), NOW)
            .getFirst();

    assertThat(job.operation()).isEqualTo(ImpactedResource.Operation.CREATE);
    assertThat(job.object().name()).hasSize(63).endsWith("-1704882615");
    assertThat(job.object().owners().getFirst())
        .isEqualTo(
            ObjectTree.of(
                "apiVersion",
                "batch/v1",
                "kind",
                "CronJob",
                "name",
                "n".repeat(63),
                "uid",
                "u-1",
                "blockOwnerDeletion",
                true,
                "controller",
                true));
  }

  @Test
  void toggles_auto_sync_of_an_application() {
    var app =
        new Manifest(
            Yaml.parseObject(
                "{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: a},"
                    + " spec: {syncPolicy: {automated: {prune: true}}}}"));
    var actions = new ResourceActions(ResourceCustomizations.NONE);

    var off = actions.run(app, "toggle-auto-sync", Map.of(), NOW).getFirst().object();
    var on = actions.run(off, "toggle-auto-sync", Map.of(), NOW).getFirst().object();

    assertThat(off.at("spec", "syncPolicy", "automated", "enabled")).isEqualTo(false);
    assertThat(on.at("spec", "syncPolicy", "automated", "enabled")).isEqualTo(true);
    assertThat(on.at("spec", "syncPolicy", "automated", "prune")).isEqualTo(true);
  }
}
