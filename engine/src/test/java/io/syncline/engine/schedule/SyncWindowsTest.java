package io.syncline.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyncWindowsTest {
  private static final Application APP =
      new Application(new Manifest(Yaml.parseObject("{metadata: {name: web}}")));

  private static SyncWindows windows(String yaml) {
    var raw = Tree.items(Yaml.parseObject("{w: " + yaml + "}").get("w"));
    return SyncWindows.of(raw.stream().map(Tree::object).toList(), APP, Cron.STANDARD);
  }

  private static boolean permits(SyncWindows windows, String at) {
    return windows.permits(false, Optional.empty(), Instant.parse(at));
  }

  @Test
  void a_window_nobody_can_read_permits_nothing_to_those_it_concerns() {
    var broken = "[{kind: allow, schedule: '* * * * 7', duration: 1h, applications: ['%s']}]";

    assertThat(windows(broken.formatted("web")).defect().orElseThrow())
        .startsWith("cannot parse schedule '* * * * 7': ");
    assertThat(permits(windows(broken.formatted("web")), "2026-03-01T10:00:30Z")).isFalse();
    assertThat(permits(windows(broken.formatted("other")), "2026-03-01T10:00:30Z")).isTrue();
  }

  @Test
  void a_sync_that_began_in_time_may_go_on_only_when_all_that_block_it_say_so() {
    var one = "{kind: deny, schedule: '0 10 * * *', duration: 1h, applications: [web]%s}";
    var began = Optional.of(Instant.parse("2026-03-01T09:59:00Z"));
    var now = Instant.parse("2026-03-01T10:30:00Z");

    var all = windows("[" + one.formatted(", syncOverrun: true") + "]");
    var some = windows("[" + one.formatted(", syncOverrun: true") + "," + one.formatted("") + "]");

    assertThat(all.permits(false, began, now)).isTrue();
    assertThat(all.permits(false, Optional.empty(), now)).isFalse();
    assertThat(some.permits(false, began, now)).isFalse();
    assertThat(List.of(all, some)).allMatch(w -> permits(w, "2026-03-01T11:00:00Z"));
  }
}
