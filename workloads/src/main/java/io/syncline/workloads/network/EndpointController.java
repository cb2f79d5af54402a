package io.syncline.workloads.network;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Controller;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Key;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Owners;
import io.syncline.workloads.control.Pods;
import io.syncline.workloads.control.Selector;
import io.syncline.workloads.control.Stamp;
import io.syncline.workloads.control.Template;
import io.syncline.workloads.control.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Keeps the EndpointSlice and the Endpoints of each service that selects pods. */
public record EndpointController() implements Controller {
  private static final String SERVICE_NAME = "kubernetes.io/service-name";
  private static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
  private static final String MANAGER = "endpointslice-controller.k8s.io";

  /** The most endpoints of one slice, and of the older Endpoints object. */
  private static final int SLICE = 100;

  private static final int ENDPOINTS = 1000;

  @Override
  public String component() {
    return "endpoint-controller";
  }

  @Override
  public Kind kind() {
    return Kind.SERVICE;
  }

  @Override
  public Set<Kind> watches() {
    return Set.of(Kind.POD, Kind.ENDPOINTS);
  }

  @Override
  public Stream<Key> touched(Kind kind, Manifest changed, View view) {
    if (kind == Kind.ENDPOINTS) {
      return view
          .get(Kind.SERVICE, changed.namespace(), changed.name())
          .map(s -> Key.of(Kind.SERVICE, s))
          .stream();
    }
    var labels = changed.labels();
    return view.in(Kind.SERVICE, changed.namespace()).stream()
        .filter(s -> selector(s).map(wanted -> wanted.matches(labels)).orElse(false))
        .map(s -> Key.of(Kind.SERVICE, s));
  }

  private static Optional<Selector> selector(Manifest service) {
    var labels = Selector.strings(service.at("spec", "selector"));
    return labels.isEmpty() || service.text("spec", "type").equals("ExternalName")
        ? Optional.empty()
        : Optional.of(new Selector(labels, List.of()));
  }

  /** A service is gone: its slices go with their owner, its Endpoints have none. */
  @Override
  public Decision gone(Key key, View view, Instant now) {
    var draft = new Decision.Draft();
    view.get(Kind.ENDPOINTS, key.namespace(), key.name())
        .filter(e -> e.annotation("endpoints.kubernetes.io/last-change-trigger-time").isPresent())
        .ifPresent(e -> draft.delete(Kind.ENDPOINTS, e));
    return draft.done();
  }

  @Override
  public Decision decide(Manifest service, View view, Instant now) {
    var selector = selector(service);
    if (selector.isEmpty() || service.deleting()) {
      return Decision.NOTHING;
    }
    var pods =
        view.pods(service.namespace(), selector.get().labels()).stream()
            .filter(p -> !p.text("status", "podIP").isEmpty() && !Pods.finished(p))
            .toList();
    var draft = new Decision.Draft();
    slices(draft, service, pods, view);
    endpoints(draft, service, pods, view, now);
    return draft.done();
  }

  private static void slices(
      Decision.Draft draft, Manifest service, List<Manifest> pods, View view) {
    var known =
        new ArrayList<>(
            Owners.controlled(view, Kind.ENDPOINT_SLICE, service).stream()
                .filter(s -> s.label(MANAGED_BY).filter(MANAGER::equals).isPresent())
                .toList());
    var groups = byPorts(service, pods);
    for (var group : groups.entrySet()) {
      for (var from = 0; from == 0 || from < group.getValue().size(); from += SLICE) {
        var part = group.getValue().subList(from, Math.min(group.getValue().size(), from + SLICE));
        var wanted = slice(service, group.getKey(), part);
        if (known.isEmpty()) {
          draft.create(Kind.ENDPOINT_SLICE, wanted);
          continue;
        }
        var old = known.removeFirst();
        var changed =
            old.with(wanted.at("endpoints"), "endpoints").with(wanted.at("ports"), "ports");
        if (!changed.equals(old)) {
          draft.update(Kind.ENDPOINT_SLICE, changed);
        }
      }
    }
    known.forEach(s -> draft.delete(Kind.ENDPOINT_SLICE, s));
  }

  /** Pods by the numbers the service's ports have in them: named ports may differ. */
  private static Map<List<ObjectTree>, List<Manifest>> byPorts(
      Manifest service, List<Manifest> pods) {
    var groups = new LinkedHashMap<List<ObjectTree>, List<Manifest>>();
    pods.forEach(
        p -> groups.computeIfAbsent(ports(service, Optional.of(p)), k -> new ArrayList<>()).add(p));
    if (groups.isEmpty()) {
      groups.put(List.of(), List.of());
    }
    return groups;
  }

  private static List<ObjectTree> ports(Manifest service, Optional<Manifest> pod) {
    var ports = new ArrayList<ObjectTree>();
    for (var port : Tree.items(service.at("spec", "ports"))) {
      var number = number(port, pod);
      if (number > 0) {
        var protocol = Tree.text(port, "protocol");
        ports.add(
            ObjectTree.of(
                "name",
                Tree.text(port, "name"),
                "port",
                number,
                "protocol",
                protocol.isEmpty() ? "TCP" : protocol));
      }
    }
    return ports;
  }

  private static long number(Object port, Optional<Manifest> pod) {
    if (!(Tree.at(port, "targetPort") instanceof String name)) {
      return Tree.number(port, Tree.number(port, 0, "port"), "targetPort");
    }
    return pod.map(p -> Tree.items(p.at("spec", "containers"))).orElse(List.of()).stream()
        .flatMap(c -> Tree.items(Tree.at(c, "ports")).stream())
        .filter(p -> Tree.text(p, "name").equals(name))
        .mapToLong(p -> Tree.number(p, 0, "containerPort"))
        .findFirst()
        .orElse(0);
  }

  private static Manifest slice(Manifest service, List<ObjectTree> ports, List<Manifest> pods) {
    var labels =
        Tree.object(service.at("metadata", "labels"))
            .with(SERVICE_NAME, service.name())
            .with(MANAGED_BY, MANAGER);
    labels =
        service.text("spec", "clusterIP").equals("None")
            ? labels.with("service.kubernetes.io/headless", "")
            : labels;
    return Manifest.of(
        ObjectTree.of(
            "apiVersion",
            "discovery.k8s.io/v1",
            "kind",
            "EndpointSlice",
            "metadata",
            ObjectTree.of(
                "generateName",
                service.name() + "-",
                "namespace",
                service.namespace(),
                "labels",
                labels,
                "ownerReferences",
                List.of(Owners.reference(Kind.SERVICE, service))),
            "addressType",
            "IPv4",
            "endpoints",
            pods.stream().map(p -> endpoint(service, p)).toList(),
            "ports",
            ports));
  }

  private static boolean publishesAll(Manifest service) {
    return Tree.flag(service.root(), "spec", "publishNotReadyAddresses");
  }

  private static ObjectTree endpoint(Manifest service, Manifest pod) {
    var ready = Pods.ready(pod);
    var endpoint =
        ObjectTree.of(
            "addresses",
            List.of(pod.text("status", "podIP")),
            "conditions",
            ObjectTree.of(
                "ready",
                publishesAll(service) || (ready && !pod.deleting()),
                "serving",
                ready,
                "terminating",
                pod.deleting()),
            "targetRef",
            reference(pod),
            "nodeName",
            pod.text("spec", "nodeName"));
    var hostname = hostname(service, pod);
    return hostname.isEmpty() ? endpoint : endpoint.with("hostname", hostname);
  }

  /** The name by which a headless service finds one pod. */
  private static String hostname(Manifest service, Manifest pod) {
    return pod.text("spec", "subdomain").equals(service.name()) ? pod.text("spec", "hostname") : "";
  }

  private static ObjectTree reference(Manifest pod) {
    return ObjectTree.of(
        "kind", "Pod", "namespace", pod.namespace(), "name", pod.name(), "uid", pod.uid());
  }

  private static void endpoints(
      Decision.Draft draft, Manifest service, List<Manifest> pods, View view, Instant now) {
    var subsets = new ArrayList<ObjectTree>();
    var all = publishesAll(service);
    var shown = pods.stream().filter(p -> all || !p.deleting()).limit(ENDPOINTS).toList();
    for (var group : byPorts(service, shown).entrySet()) {
      if (group.getValue().isEmpty()) {
        continue;
      }
      var subset = ObjectTree.EMPTY;
      subset = addresses(service, subset, group.getValue(), true);
      subset = addresses(service, subset, group.getValue(), false);
      subsets.add(
          group.getKey().isEmpty() ? subset : subset.with("ports", nameless(group.getKey())));
    }
    var known = view.get(Kind.ENDPOINTS, service.namespace(), service.name());
    if (known.filter(k -> Tree.items(k.at("subsets")).equals(subsets)).isPresent()) {
      return;
    }
    var base =
        known.orElseGet(
            () ->
                Manifest.of(
                    ObjectTree.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Endpoints",
                        "metadata",
                        ObjectTree.of(
                            "name", service.name(),
                            "namespace", service.namespace(),
                            "labels", Tree.object(service.at("metadata", "labels"))))));
    var stamped =
        base.with(
            Stamp.of(now),
            "metadata",
            "annotations",
            "endpoints.kubernetes.io/last-change-trigger-time");
    var wanted = subsets.isEmpty() ? stamped.without("subsets") : stamped.with(subsets, "subsets");
    if (known.isPresent()) {
      draft.update(Kind.ENDPOINTS, wanted);
    } else {
      draft.create(Kind.ENDPOINTS, wanted);
    }
  }

  private static List<ObjectTree> nameless(List<ObjectTree> ports) {
    return ports.stream().map(p -> Tree.text(p, "name").isEmpty() ? p.without("name") : p).toList();
  }

  private static ObjectTree addresses(
      Manifest service, ObjectTree subset, List<Manifest> pods, boolean ready) {
    var addresses =
        pods.stream()
            .filter(p -> (publishesAll(service) || Pods.ready(p)) == ready)
            .map(
                p -> {
                  var hostname = hostname(service, p);
                  var address = ObjectTree.of("ip", p.text("status", "podIP"));
                  address = hostname.isEmpty() ? address : address.with("hostname", hostname);
                  return address
                      .with("nodeName", p.text("spec", "nodeName"))
                      .with("targetRef", reference(p));
                })
            .toList();
    return addresses.isEmpty()
        ? subset
        : subset.with(ready ? "addresses" : "notReadyAddresses", addresses);
  }

  /** An address of 198.18.0.0/15, chosen by {@code uid}. */
  static String publicAddress(String uid) {
    var hash = Template.hash64(uid);
    return "198."
        + (18 + (hash >>> 40 & 1))
        + "."
        + (hash >>> 20 & 255)
        + "."
        + (1 + Long.remainderUnsigned(hash, 254));
  }
}
