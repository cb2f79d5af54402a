package io.syncline.localkube.rest;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.select.FieldSelector;
import io.syncline.localkube.select.LabelSelector;
import io.syncline.localkube.select.SelectorException;
import io.syncline.model.tree.ObjectTree;
import java.util.function.Predicate;

/** Which objects of a resource a request is about. */
record Selection(Resource resource, String namespace, LabelSelector labels, FieldSelector fields)
    implements Predicate<ObjectTree> {

  static Selection of(Resource resource, String namespace, Request request) {
    try {
      return new Selection(
          resource,
          namespace,
          LabelSelector.parse(request.parameter("labelSelector")),
          FieldSelector.parse(request.parameter("fieldSelector"), resource.fieldSelectors()));
    } catch (SelectorException e) {
      var message = String.valueOf(e.getMessage());
      var unknown = message.indexOf(FieldSelector.UNKNOWN);
      // Definitions say it in the words of kinds with fields of their own.
      throw Refusal.badRequest(
          unknown > 0 && resource.custom().isPresent()
              ? "field label not supported: " + message.substring(1, unknown)
              : message);
    }
  }

  @Override
  public boolean test(ObjectTree object) {
    return labels.test(object) && fields.test(object);
  }

  /** Whether no selector was given. */
  boolean all() {
    return labels.all() && fields.all();
  }
}
