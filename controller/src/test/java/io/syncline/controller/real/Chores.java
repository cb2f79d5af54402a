package io.syncline.controller.real;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.api.LocalApi.Change;
import io.syncline.localkube.api.LocalApi.Propagation;
import io.syncline.localkube.api.ResourceId;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What a controller manager does and an API server alone does not: garbage, namespaces. */
final class Chores implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String MANAGER = "controller-manager";

  /** Made by the server itself at any time. */
  private static final Set<String> OWN =
      Set.of("FlowSchema", "PriorityLevelConfiguration", "Lease", "IPAddress", "ServiceCIDR");

  private final RemoteApi api;
  private final Observation seen;
  private final LocalApi.Subscription subscription;
  private Set<String> kept = Set.of();

  Chores(RemoteApi api, Observation seen) {
    this.api = api;
    this.seen = seen;
    this.subscription = seen.subscribe(this::heard);
  }

  private void heard(LocalApi.Event event) {
    try {
      var object = event.object();
      if (event.change() == Change.DELETED) {
        api.ownedBy(object.uid()).forEach(o -> delete(o, Propagation.BACKGROUND));
        object.owners().forEach(this::released);
        emptied(object.namespace());
      } else if (object.deleting()) {
        ending(object);
      }
    } catch (ApiException e) {
      if (!e.conflict() && !e.notFound()) {
        System.out.println("chore refused: " + event.object().key() + ": " + e.getMessage());
      }
    }
  }

  private void ending(Manifest object) {
    if (object.kind().equals("Namespace")) {
      seen.all().stream()
          .filter(o -> o.namespace().equals(object.name()))
          .forEach(o -> delete(o, Propagation.BACKGROUND));
      emptied(object.name());
    } else if (object.finalizers().contains("foregroundDeletion")) {
      var left = api.ownedBy(object.uid());
      left.forEach(o -> delete(o, Propagation.FOREGROUND));
      if (left.isEmpty()) {
        without(object, "foregroundDeletion");
      }
    } else if (object.finalizers().contains("orphan")) {
      for (var o : api.ownedBy(object.uid())) {
        var others =
            o.owners().stream().filter(w -> !Tree.text(w, "uid").equals(object.uid())).toList();
        write(o.with(Tree.list(others), "metadata", "ownerReferences"));
      }
      without(object, "orphan");
    }
  }

  /** One that waits for what it owned may go now. */
  private void released(ObjectTree owner) {
    seen.all().stream()
        .filter(o -> o.uid().equals(Tree.text(owner, "uid")) && o.deleting())
        .forEach(this::ending);
  }

  private void emptied(String namespace) {
    var left =
        seen.all().stream()
            .filter(o -> o.namespace().equals(namespace) && !namespace.isEmpty())
            .toList();
    if (left.isEmpty()) {
      seen.all().stream()
          .filter(o -> o.kind().equals("Namespace") && o.name().equals(namespace) && o.deleting())
          .forEach(
              o ->
                  api.raw(
                      "PUT",
                      "/api/v1/namespaces/" + namespace + "/finalize",
                      o.with(Tree.list(List.of()), "spec", "finalizers").root()));
    }
  }

  private void without(Manifest object, String finalizer) {
    var left = object.finalizers().stream().filter(f -> !f.equals(finalizer)).toList();
    write(object.with(Tree.list(left), "metadata", "finalizers"));
  }

  private void write(Manifest object) {
    api.update(id(object), object, MANAGER);
  }

  private ResourceId id(Manifest object) {
    return api.resourceOf(object.apiVersion(), object.kind()).orElseThrow();
  }

  private void delete(Manifest object, Propagation propagation) {
    if (!object.deleting()) {
      api.delete(id(object), object.namespace(), object.name(), propagation, -1);
    }
  }

  /** Sees to it that the namespace has the account its pods run as. */
  void account(String namespace) {
    var accounts = new ResourceId("", "v1", "serviceaccounts");
    if (api.get(accounts, namespace, "default").isEmpty()) {
      var metadata = ObjectTree.of("name", "default", "namespace", namespace);
      try {
        api.create(
            accounts,
            Manifest.of(
                ObjectTree.of("apiVersion", "v1", "kind", "ServiceAccount", "metadata", metadata)),
            MANAGER);
      } catch (ApiException e) {
        if (!e.reason().equals("AlreadyExists")) {
          throw e;
        }
      }
    }
  }

  void keep() {
    // What was written just now may not have been observed yet.
    kept =
        seen.kinds().stream()
            .flatMap(kind -> api.list(kind, "").stream())
            .map(Manifest::uid)
            .collect(Collectors.toSet());
  }

  void wipe() {
    var events = new LinkedBlockingQueue<LocalApi.Event>();
    var end = System.nanoTime() + PATIENCE.toNanos();
    try (var watching = seen.subscribe(events::add)) {
      for (var left = strangers(); !left.isEmpty(); left = strangers()) {
        left.forEach(this::destroy);
        var time = end - System.nanoTime();
        if (time < 0 || watching == null) {
          throw new IllegalStateException(
              "still there: " + left.stream().map(Manifest::key).toList());
        }
        events.poll(Math.min(time, Duration.ofMillis(100).toNanos()), TimeUnit.NANOSECONDS);
        events.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Manifest> strangers() {
    return seen.all().stream()
        .filter(o -> !kept.contains(o.uid()) && !OWN.contains(o.kind()))
        .filter(o -> !o.namespace().startsWith("kube-") && !o.name().startsWith("system:"))
        .toList();
  }

  private void destroy(Manifest object) {
    try {
      if (!object.finalizers().isEmpty() && !object.kind().equals("Namespace")) {
        api.get(id(object), object.namespace(), object.name())
            .filter(o -> !o.finalizers().isEmpty())
            .ifPresent(o -> write(o.with(Tree.list(List.of()), "metadata", "finalizers")));
      }
      if (object.kind().equals("Namespace") && object.deleting()) {
        emptied(object.name());
      } else {
        api.delete(id(object), object.namespace(), object.name(), Propagation.BACKGROUND, 0);
      }
    } catch (ApiException e) {
      if (!e.conflict() && !e.notFound()) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    subscription.close();
  }
}
