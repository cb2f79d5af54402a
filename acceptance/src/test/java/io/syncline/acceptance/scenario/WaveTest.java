package io.syncline.acceptance.scenario;

import static io.syncline.acceptance.scenario.Expect.*;
import static io.syncline.acceptance.scenario.Scenario.given;

import org.junit.jupiter.api.Test;

/** Waves wait for the health of the one before. */
@Scenarios
class WaveTest {
  private static final String FOLLOWS_ITS_ANNOTATION =
      """
      hs = { status = "Healthy" }
      if obj.metadata.annotations ~= nil and obj.metadata.annotations.health ~= nil then
        hs.status = obj.metadata.annotations.health
      end
      return hs
      """;

  private static String healthy(String name, String health) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: %s
      annotations: {argocd.argoproj.io/sync-wave: "%s", health: %s}
    """
        .formatted(name, name.substring(3), health);
  }

  @Test
  void a_degraded_wave_stops_the_operation_until_git_mends_it() {
    given("sync-waves")
        .setting("resource.customizations.health.ConfigMap", FOLLOWS_ITS_ANNOTATION)
        .files(f -> f.write("sync-waves/cm-1.yaml", healthy("cm-1", "Degraded")))
        .when()
        .create()
        .failing()
        .sync()
        .then()
        .expect(
            operation("Failed"),
            sync("OutOfSync"),
            health("Degraded"),
            resultCount(1),
            resourceSync("ConfigMap cm-1", "Synced"),
            resourceHealth("ConfigMap cm-1", "Degraded"),
            resourceSync("ConfigMap cm-2", "OutOfSync"),
            resourceHealth("ConfigMap cm-2", "Missing"))
        .when()
        .commits(
            f ->
                f.write("sync-waves/cm-1.yaml", healthy("cm-1", "Healthy"))
                    .write("sync-waves/cm-2.yaml", healthy("cm-2", "Healthy")))
        .refresh()
        .then()
        .expect(resourceSync("ConfigMap cm-1", "OutOfSync"))
        .when()
        .sync()
        .then()
        .expect(
            operation("Succeeded"),
            sync("Synced"),
            health("Healthy"),
            resultCount(2),
            resourceHealth("ConfigMap cm-1", "Healthy"),
            resourceHealth("ConfigMap cm-2", "Healthy"));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_single_wave_is_applied_however_its_health_becomes() {
    given("one-deployment")
        .files(
            f ->
                f.patch(
                    "one-deployment/deployment.yaml",
                    "[{op: replace, path: /spec/template/spec/containers/0/image,"
                        + " value: 'alpine:ops!'}]"))
        .when()
        .create()
        .sync()
        .then()
        .expect(operation("Succeeded"), health("Progressing"), sync("Synced"), resultCount(1));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_deployment_beyond_its_deadline_is_degraded_and_synced() {
    given("one-deployment")
        .files(
            f ->
                f.patch(
                    "one-deployment/deployment.yaml",
                    "[{op: replace, path: /spec/progressDeadlineSeconds, value: 1},"
                        + " {op: replace, path: /spec/template/spec/containers/0/image,"
                        + " value: 'alpine:ops!'}]"))
        .when()
        .create()
        .trying()
        .sync()
        .then()
        .expect(operation("Succeeded"), health("Degraded"), sync("Synced"), resultCount(1));
  }
}
