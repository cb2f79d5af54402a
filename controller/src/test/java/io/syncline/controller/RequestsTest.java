package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.controller.control.AppKey;
import io.syncline.engine.schedule.Refresh.Level;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestsTest {
  @ParameterizedTest
  @CsvSource({
    ", false, ",
    ", true, LATEST",
    "NOTHING, false, NOTHING",
    "NOTHING, true, LATEST",
    "RECENT, false, RECENT",
    "RECENT, true, LATEST",
    "LATEST, true, LATEST",
    "LATEST_FORCED, true, LATEST_FORCED"
  })
  void moved_commits_are_looked_at_whatever_else_was_asked_for(
      Level asked, boolean moved, Level wanted) {
    assertThat(Requests.together(Optional.ofNullable(asked), moved))
        .isEqualTo(Optional.ofNullable(wanted));
  }

  @Test
  void of_several_requests_the_most_thorough_counts_once() {
    var key = new AppKey("argocd", "shop");
    var requests = new Requests();
    requests.ask(key, Level.LATEST);
    requests.ask(key, Level.RECENT);

    assertThat(requests.take(key)).contains(Level.LATEST);
    assertThat(requests.take(key)).isEmpty();
  }
}
