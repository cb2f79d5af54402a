package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.controller.control.AppKey;
import io.syncline.engine.schedule.Refresh.Level;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  @ParameterizedTest
  @CsvSource({
    "a 2, a 2 b 1, NOTHING",
    "a 2, a 1 b 1, RECENT",
    "a 2, b 1, RECENT",
    "a gone, b 1, NOTHING",
    "a gone, a 1, RECENT",
    "a 2 b 1, a 2 b 1, NOTHING",
    "a 2 b 2, a 2 b 1, RECENT",
    "a 1 a 2, a 2, NOTHING",
    "'', a 1, "
  })
  void changes_that_were_compared_ask_for_nothing(String seen, String live, Level wanted) {
    var key = new AppKey("argocd", "shop");
    var requests = new Requests();
    var words = List.of(seen.split(" "));
    for (var i = 0; i + 1 < words.size(); i += 2) {
      var version = words.get(i + 1).equals("gone") ? "" : words.get(i + 1);
      requests.sight(key, object(words.get(i), "1").key(), version);
    }
    var objects = new ArrayList<Manifest>();
    var parts = live.split(" ");
    for (var i = 0; i < parts.length; i += 2) {
      objects.add(object(parts[i], parts[i + 1]));
    }

    assertThat(requests.takeSightings(key, Optional.of(LiveState.of(objects))))
        .isEqualTo(Optional.ofNullable(wanted));
    assertThat(requests.takeSightings(key, Optional.of(LiveState.EMPTY))).isEmpty();
  }

  @Test
  void changes_ask_for_a_comparison_where_none_was_made() {
    var key = new AppKey("argocd", "shop");
    var requests = new Requests();
    requests.sight(key, object("a", "1").key(), "1");

    assertThat(requests.takeSightings(key, Optional.empty())).contains(Level.RECENT);
  }

  private static Manifest object(String name, String version) {
    return Manifest.of(
        Map.of(
            "apiVersion", "v1",
            "kind", "ConfigMap",
            "metadata", Map.of("name", name, "resourceVersion", version)));
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
