package io.syncline.workloads.network;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Controller;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write.Note;
import java.time.Instant;
import java.util.List;

/** Gives services of type LoadBalancer an address that leads nowhere. */
public record LoadBalancerController() implements Controller {
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
    if (wants && !has) {
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
