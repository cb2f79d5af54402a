package io.syncline.localkube.write;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Cause;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.rules.GoText;
import io.syncline.localkube.store.State;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Cluster addresses and node ports from 30000 to 32767 for services. Addresses may be asked for
 * from 10.96.0.0/12, the usual range; the server itself chooses from 10.96.0.0/16.
 */
final class ServiceAddresses {
  private static final int FIRST_PORT = 30_000;
  private static final int LAST_PORT = 32_767;
  private static final int ADDRESSES = 1 << 16;
  private static final Pattern IN_RANGE = Pattern.compile("10\\.(9[6-9]|10\\d|11[01])\\..*");

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
    return keepingPorts(kept, live);
  }

  /** Ports are known by their names; each number is given back once. */
  private static ObjectTree keepingPorts(ObjectTree next, ObjectTree live) {
    if (!portsFor(next) || !portsFor(live)) {
      return next;
    }
    var old = new HashMap<String, Long>();
    var given = new HashSet<Long>();
    for (var port : Tree.items(Tree.at(live, "spec", "ports"))) {
      old.put(Tree.text(port, "name"), Tree.number(port, 0, "nodePort"));
    }
    for (var port : Tree.items(Tree.at(next, "spec", "ports"))) {
      given.add(Tree.number(port, 0, "nodePort"));
    }
    var ports = new ArrayList<Object>();
    for (var port : Tree.items(Tree.at(next, "spec", "ports"))) {
      var number = old.getOrDefault(Tree.text(port, "name"), 0L);
      var missing = Tree.number(port, 0, "nodePort") == 0;
      ports.add(
          missing && number != 0 && given.add(number)
              ? Tree.object(port).with("nodePort", number)
              : port);
    }
    var kept = Tree.with(next, ports, "spec", "ports");
    return checked(next) && checked(live)
        ? OnUpdate.keeping(kept, live, "spec", "healthCheckNodePort")
        : kept;
  }

  /** A changed service without what only its old type had and the change did not touch. */
  static ObjectTree fitted(ObjectTree next, ObjectTree live) {
    var kept = next;
    var type = Tree.text(next, "spec", "type");
    if (type.equals("ExternalName") && !Tree.text(live, "spec", "type").equals("ExternalName")) {
      for (var field :
          List.of(
              "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy")) {
        kept = withoutUntouched(kept, live, field);
      }
    }
    if (portsFor(live) && !portsFor(next) && nodePorts(live).containsAll(nodePorts(next))) {
      var ports =
          Tree.items(Tree.at(kept, "spec", "ports")).stream()
              .map(port -> (Object) Tree.object(port).without("nodePort"))
              .toList();
      kept = ports.isEmpty() ? kept : Tree.with(kept, ports, "spec", "ports");
    }
    if (checked(live) && !checked(next)) {
      kept = withoutUntouched(kept, live, "healthCheckNodePort");
    }
    if (Tree.text(live, "spec", "type").equals("LoadBalancer") && !type.equals("LoadBalancer")) {
      kept = withoutUntouched(kept, live, "allocateLoadBalancerNodePorts");
      kept = withoutUntouched(kept, live, "loadBalancerClass");
    }
    if (reachable(live) && !reachable(next)) {
      kept = withoutUntouched(kept, live, "externalTrafficPolicy");
    }
    return kept;
  }

  private static ObjectTree withoutUntouched(ObjectTree next, ObjectTree live, String field) {
    return Objects.equals(Tree.at(next, "spec", field), Tree.at(live, "spec", field))
        ? Tree.without(next, "spec", field)
        : next;
  }

  private static Set<Long> nodePorts(ObjectTree service) {
    var numbers = new HashSet<Long>();
    for (var port : Tree.items(Tree.at(service, "spec", "ports"))) {
      numbers.add(Tree.number(port, 0, "nodePort"));
    }
    numbers.remove(0L);
    return numbers;
  }

  private static boolean reachable(ObjectTree service) {
    return switch (Tree.text(service, "spec", "type")) {
      case "LoadBalancer", "NodePort" -> true;
      case "ClusterIP" -> !Tree.items(Tree.at(service, "spec", "externalIPs")).isEmpty();
      default -> false;
    };
  }

  /** Whether nodes tell a load balancer about their health. */
  private static boolean checked(ObjectTree service) {
    return Tree.text(service, "spec", "type").equals("LoadBalancer")
        && Tree.text(service, "spec", "externalTrafficPolicy").equals("Local");
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
        ports.add(Tree.number(other.object(), 0, "spec", "healthCheckNodePort"));
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
          resource, name, List.of(notAllocated(given, "provided IP is already allocated")));
    }
    if (!given.isEmpty() && !given.equals("None") && !IN_RANGE.matcher(given).matches()) {
      throw Refusal.invalid(
          resource,
          name,
          List.of(
              notAllocated(
                  given,
                  "the provided IP ("
                      + given
                      + ") is not in the valid range. The range of valid IPs is 10.96.0.0/12")));
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

  private static Cause notAllocated(String address, String why) {
    return Cause.shown(
        "spec.clusterIPs",
        GoText.texts(List.of(address)),
        "failed to allocate IP " + address + ": " + why);
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
      if (given != 0 && (given < FIRST_PORT || given > LAST_PORT)) {
        throw Refusal.invalid(
            resource,
            name,
            List.of(
                Cause.invalid(
                    "spec.ports[" + i + "].nodePort",
                    given,
                    "provided port is not in the valid range. The range of valid ports is "
                        + FIRST_PORT
                        + "-"
                        + LAST_PORT)));
      }
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
    var next = Tree.with(service, ports, "spec", "ports");
    return checked(next) && Tree.number(next, 0, "spec", "healthCheckNodePort") == 0
        ? Tree.with(next, freePort(taken), "spec", "healthCheckNodePort")
        : next;
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
