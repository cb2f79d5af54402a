package io.syncline.localkube.write;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Cause;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.store.State;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Cluster addresses from 10.96.0.0/16 and node ports from 30000 to 32767 for services. */
final class ServiceAddresses {
  private static final int FIRST_PORT = 30_000;
  private static final int LAST_PORT = 32_767;
  private static final int ADDRESSES = 1 << 16;

  private ServiceAddresses() {}

  /** A replaced service with the addresses and ports it had, when it leaves them out. */
  static ObjectTree keeping(ObjectTree next, ObjectTree live) {
    if (Tree.text(next, "spec", "type").equals("ExternalName")) {
      return next;
    }
    var kept = next;
    for (var field : List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
      kept = OnUpdate.keeping(kept, live, "spec", field);
    }
    if (Tree.text(kept, "spec", "clusterIP").isEmpty()
        && !Tree.text(live, "spec", "clusterIP").isEmpty()) {
      kept = Tree.with(kept, Tree.at(live, "spec", "clusterIP"), "spec", "clusterIP");
    }
    if (!portsFor(kept)) {
      return kept;
    }
    var ports = new ArrayList<Object>();
    for (var port : Tree.items(Tree.at(kept, "spec", "ports"))) {
      var same =
          Tree.items(Tree.at(live, "spec", "ports")).stream()
              .filter(old -> samePort(old, port))
              .findFirst();
      var number = same.map(old -> Tree.number(old, 0, "nodePort")).orElse(0L);
      ports.add(
          Tree.number(port, 0, "nodePort") == 0 && number > 0
              ? Tree.object(port).with("nodePort", number)
              : port);
    }
    return Tree.with(kept, ports, "spec", "ports");
  }

  private static boolean samePort(Object a, Object b) {
    return Tree.number(a, 0, "port") == Tree.number(b, 0, "port")
        && protocol(a).equals(protocol(b));
  }

  private static String protocol(Object port) {
    var protocol = Tree.text(port, "protocol");
    return protocol.isEmpty() ? "TCP" : protocol;
  }

  private static boolean portsFor(ObjectTree service) {
    var type = Tree.text(service, "spec", "type");
    return type.equals("NodePort")
        || (type.equals("LoadBalancer")
            && !Boolean.FALSE.equals(Tree.at(service, "spec", "allocateLoadBalancerNodePorts")));
  }

  static ObjectTree allocated(
      State state, Resource resource, ObjectTree service, Optional<ObjectTree> live) {
    if (Tree.text(service, "spec", "type").equals("ExternalName")) {
      return service;
    }
    var name = Tree.text(service, "metadata", "name");
    var uid = Tree.text(service, "metadata", "uid");
    var addresses = new HashSet<String>();
    var ports = new HashSet<Long>();
    for (var other : state.objects().under("/services/")) {
      if (!Tree.text(other.object(), "metadata", "uid").equals(uid)) {
        addresses.add(Tree.text(other.object(), "spec", "clusterIP"));
        for (var port : Tree.items(Tree.at(other.object(), "spec", "ports"))) {
          ports.add(Tree.number(port, 0, "nodePort"));
        }
      }
    }
    ports.remove(0L);
    return withPorts(resource, name, withAddress(resource, name, service, addresses), ports);
  }

  private static ObjectTree withAddress(
      Resource resource, String name, ObjectTree service, Set<String> taken) {
    var given = Tree.text(service, "spec", "clusterIP");
    if (!given.isEmpty() && !given.equals("None") && taken.contains(given)) {
      throw Refusal.invalid(
          resource,
          name,
          List.of(
              Cause.invalid(
                  "spec.clusterIPs",
                  List.of(given),
                  "failed to allocate IP " + given + ": provided IP is already allocated")));
    }
    var address = given.isEmpty() ? free(service, taken) : given;
    var next = Tree.with(service, address, "spec", "clusterIP");
    next = Tree.with(next, List.of(address), "spec", "clusterIPs");
    if (Tree.at(next, "spec", "ipFamilies") == null) {
      next = Tree.with(next, List.of("IPv4"), "spec", "ipFamilies");
    }
    return Tree.at(next, "spec", "ipFamilyPolicy") == null
        ? Tree.with(next, "SingleStack", "spec", "ipFamilyPolicy")
        : next;
  }

  /** The same service gets the same address in every run, when nobody else has it. */
  private static String free(ObjectTree service, Set<String> taken) {
    var seed =
        (Tree.text(service, "metadata", "namespace") + "/" + Tree.text(service, "metadata", "name"))
            .hashCode();
    for (var i = 0; i < ADDRESSES; i++) {
      var place = Math.floorMod(seed + i, ADDRESSES);
      var address = "10.96." + (place >> 8) + "." + (place & 0xff);
      if (place > 10 && (place & 0xff) != 0 && (place & 0xff) != 255 && !taken.contains(address)) {
        return address;
      }
    }
    throw Refusal.internal("range 10.96.0.0/16 of service addresses is full");
  }

  private static ObjectTree withPorts(
      Resource resource, String name, ObjectTree service, Set<Long> taken) {
    if (!portsFor(service)) {
      return service;
    }
    var ports = new ArrayList<Object>();
    var i = 0;
    for (var port : Tree.items(Tree.at(service, "spec", "ports"))) {
      var given = Tree.number(port, 0, "nodePort");
      if (given != 0 && !taken.add(given)) {
        throw Refusal.invalid(
            resource,
            name,
            List.of(
                Cause.invalid(
                    "spec.ports[" + i + "].nodePort",
                    given,
                    "provided port is already allocated")));
      }
      ports.add(given != 0 ? port : Tree.object(port).with("nodePort", freePort(taken)));
      i++;
    }
    return Tree.with(service, ports, "spec", "ports");
  }

  private static long freePort(Set<Long> taken) {
    for (long port = FIRST_PORT; port <= LAST_PORT; port++) {
      if (taken.add(port)) {
        return port;
      }
    }
    throw Refusal.internal("range 30000-32767 of node ports is full");
  }
}
