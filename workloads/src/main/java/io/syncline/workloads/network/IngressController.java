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

/**
 * Gives ingresses an address that leads nowhere, unless their class belongs to another controller.
 *
 * @param controller the name of the controller in ingress classes that are served
 */
public record IngressController(String controller) implements Controller {
  @Override
  public String component() {
    return "sim-ingress";
  }

  @Override
  public Kind kind() {
    return Kind.INGRESS;
  }

  @Override
  public Decision decide(Manifest ingress, View view, Instant now) {
    var draft = new Decision.Draft();
    var has = !Tree.items(ingress.at("status", "loadBalancer", "ingress")).isEmpty();
    if (!has && !ingress.deleting() && served(ingress, view)) {
      var address = ObjectTree.of("ip", EndpointController.publicAddress(ingress.uid()));
      draft.status(
          Kind.INGRESS,
          ingress,
          Tree.with(
              Tree.object(ingress.at("status")), List.of(address), "loadBalancer", "ingress"));
      draft.add(Note.normal(ingress, "Sync", "Scheduled for sync"));
    }
    return draft.done();
  }

  /** Classes that no object describes are served, too: demos name classes they do not bring. */
  private boolean served(Manifest ingress, View view) {
    var name = ingress.text("spec", "ingressClassName");
    return view.get(Kind.INGRESS_CLASS, "", name)
        .map(c -> c.text("spec", "controller").equals(controller))
        .orElse(true);
  }
}
