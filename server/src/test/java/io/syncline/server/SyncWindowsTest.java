package io.syncline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The clock of an installation begins at ten in the morning. */
final class SyncWindowsTest {
  private static final String APPS = "/api/v1/applications/";

  @Test
  void windows_are_told_and_kept_by_those_who_sync_by_hand() {
    try (var installation = new Installation()) {
      project(installation, "frozen", "kind: deny, schedule: '0 10 * * *', duration: 1h", "");
      project(
          installation,
          "soft",
          "kind: deny, schedule: '0 10 * * *', duration: 1h, manualSync: true",
          "");
      project(installation, "free", "kind: allow, schedule: '0 9 * * *', duration: 2h", "");
      project(installation, "global", "kind: deny, schedule: '0 10 * * *', duration: 2h", "");
      project(
          installation, "calm", "kind: deny, schedule: '0 3 * * *', duration: 1h", "calm: 'yes'");
      installation.create(
          """
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: argocd-cm, namespace: argocd}
          data:
            globalProjects: |
              - labelSelector: {matchLabels: {calm: 'yes'}}
                projectName: global
          """);
      for (var name : new String[] {"frozen", "soft", "free", "calm"}) {
        installation.application(name, "", "project: " + name);
      }
      installation.application("plain");

      installation.clock.advance(Duration.ofMinutes(1));
      assertThat(installation.get(APPS + "plain/syncwindows").tree())
          .isEqualTo(Json.parse("{\"activeWindows\":[],\"assignedWindows\":[],\"canSync\":true}"));
      assertThat(installation.get(APPS + "frozen/syncwindows").tree())
          .isEqualTo(
              Json.parse(
                  """
                  {"activeWindows":[{"kind":"deny","schedule":"0 10 * * *","duration":"1h","manualSync":false}],
                   "assignedWindows":[{"kind":"deny","schedule":"0 10 * * *","duration":"1h","manualSync":false}],
                   "canSync":false}"""));
      assertThat(canSync(installation, "soft")).isTrue();
      assertThat(canSync(installation, "free")).isTrue();
      assertThat(canSync(installation, "calm")).as("the window of a global project").isFalse();

      for (var name : new String[] {"frozen", "calm"}) {
        var refused = installation.call("POST", APPS + name + "/sync", "{}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).isEqualTo("cannot sync: blocked by sync window");
      }
      assertThat(installation.call("POST", APPS + "soft/sync", "{}").status()).isEqualTo(200);

      installation.clock.advance(Duration.ofMinutes(70));
      assertThat(canSync(installation, "frozen")).isTrue();
      assertThat(canSync(installation, "free")).isFalse();
      assertThat(canSync(installation, "calm")).isFalse();
      assertThat(installation.call("POST", APPS + "frozen/sync", "{}").status()).isEqualTo(200);
    }
  }

  private static void project(
      Installation installation, String name, String window, String labels) {
    installation.create(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: AppProject
        metadata: {name: %s, namespace: argocd, labels: {%s}}
        spec: {sourceRepos: ['*'], syncWindows: [{%s, applications: ['*']}]}
        """
            .formatted(name, labels, window));
  }

  private static boolean canSync(Installation installation, String name) {
    return Tree.flag(installation.get(APPS + name + "/syncwindows").tree(), "canSync");
  }
}
