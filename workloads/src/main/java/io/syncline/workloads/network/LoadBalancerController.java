package io.syncline.workloads.network;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Controller;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Stamp;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write.Note;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Gives services of type LoadBalancer an address that leads nowhere, after a moment.
 *
 * @param pace how fast simulated time passes
 */
public record LoadBalancerController(Pace pace) implements Controller {
  /** A cloud takes its time; rollouts that wait for an address should be seen to wait. */
  private static final Duration DELAY = Duration.ofSeconds(1);

  @Override
  public String component() {
    return "service-controller";
  }

  @Override
  public Kind kind() {
    return Kind.SERVICE;
  }

  @Override
  public Decision decide(Manifest service, View view, Instant now) {
    var draft = new Decision.Draft();
    var has = !Tree.items(service.at("status", "loadBalancer", "ingress")).isEmpty();
    var wants = service.text("spec", "type").equals("LoadBalancer") && !service.deleting();
    var status = Tree.object(service.at("status"));
    if (wants && !has && service.text("spec", "loadBalancerClass").isEmpty()) {
      var made = Stamp.parse(service.text("metadata", "creationTimestamp")).orElse(now);
      var due = made.plus(pace.of(DELAY));
      if (now.isBefore(due)) {
        return draft
            .wake(due)
            .add(Note.normal(service, "EnsuringLoadBalancer", "Ensuring load balancer"))
            .done();
      }
      var asked = service.text("spec", "loadBalancerIP");
      var address =
          ObjectTree.of(
              "ip",
              asked.isEmpty() ? EndpointController.publicAddress(service.uid()) : asked,
              "ipMode",
              "VIP");
      draft.status(
          Kind.SERVICE, service, Tree.with(status, List.of(address), "loadBalancer", "ingress"));
      draft.add(Note.normal(service, "EnsuredLoadBalancer", "Ensured load balancer"));
    } else if (!wants && has) {
      draft.status(Kind.SERVICE, service, Tree.with(status, ObjectTree.EMPTY, "loadBalancer"));
    }
    return draft.done();
  }
}
