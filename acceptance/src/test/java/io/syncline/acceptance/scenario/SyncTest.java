package io.syncline.acceptance.scenario;

import static io.syncline.acceptance.scenario.Expect.*;
import static io.syncline.acceptance.scenario.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Creating and syncing applications. */
@Scenarios
class SyncTest {
  @Test
  @Scenarios.NeedsWorkloads
  void a_created_application_is_synced_and_becomes_healthy() {
    given("guestbook")
        .when()
        .create()
        .sync()
        .await("--timeout", "60")
        .then()
        .expect(
            operation("Succeeded"),
            sync("Synced"),
            health("Healthy"),
            event("ResourceUpdated", "sync"));
  }

  @Test
  void a_created_application_is_listed_and_only_upsert_changes_it() {
    given("guestbook")
        .when()
        .create()
        .then()
        .expect(sync("OutOfSync"))
        .application(
            app -> {
              assertThat(app.text("spec", "source", "path")).isEqualTo("guestbook");
              assertThat(app.text("spec", "destination", "server")).isEqualTo(Scenario.HERE);
            })
        .when()
        .cli("app", "list")
        .then()
        .expect(s -> prints(s.name()).check(s))
        .when()
        .create()
        .edits(app -> app.with("label", "metadata", "labels", "test"))
        .create("--upsert", "--revision", "master")
        .then()
        .expect(
            field("label", "metadata", "labels", "test"),
            field("master", "spec", "source", "targetRevision"));
  }
}
