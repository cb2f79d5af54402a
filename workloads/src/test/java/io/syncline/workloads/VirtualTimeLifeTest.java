package io.syncline.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.Manifest;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeLifeTest {
  private static final String STUCK =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 2
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers: [{name: web, image: "registry.invalid/web:1"}]
      """;

  @Test
  void ten_minutes_pass_at_once_and_the_deadline_is_reached_to_the_second() {
    try (var sim = new Simulation()) {
      sim.create(Kind.DEPLOYMENT, STUCK);
      sim.pass(Duration.ofSeconds(599));
      assertThat(progress(sim)).isEqualTo("ReplicaSetUpdated");
      sim.pass(Duration.ofSeconds(2));
      assertThat(progress(sim)).isEqualTo("ProgressDeadlineExceeded");
    }
  }

  private static String progress(Simulation sim) {
    return Conditions.of(sim.get(Kind.DEPLOYMENT, "web").at("status")).reason("Progressing");
  }

  /** What can be seen of a cluster without names and identities, which are drawn by chance. */
  private static List<String> history() {
    var seen = new ArrayList<String>();
    try (var sim = new Simulation()) {
      sim.create(Kind.DEPLOYMENT, STUCK.replace("registry.invalid/web:1", "web:sim-crash"));
      for (var i = 0; i < 12; i++) {
        sim.pass(Duration.ofSeconds(10));
        seen.add(progress(sim));
        for (Manifest pod : sim.all(Kind.POD)) {
          seen.add(
              i
                  + " "
                  + pod.text("status", "phase")
                  + " "
                  + pod.at("status", "conditions")
                  + " "
                  + pod.text("status", "containerStatuses", "0", "restartCount"));
        }
      }
    }
    return seen;
  }

  @Test
  void the_same_input_has_the_same_history() {
    assertThat(history()).isEqualTo(history());
  }
}
