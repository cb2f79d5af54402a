package io.syncline.localkube.table;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashSet;

/** Cells of services and what leads to them. */
final class NetworkCells {
  private static final int SHOWN_ENDPOINTS = 3;

  private NetworkCells() {}

  static Object cell(String kind, String column, ObjectTree object) {
    return switch (kind) {
      case "Service" -> service(column, object);
      case "Endpoints" -> endpoints(object);
      case "EndpointSlice" -> slice(column, object);
      case "Ingress" -> ingress(column, object);
      case "IngressClass" ->
          column.equals("Controller")
              ? Tree.text(object, "spec", "controller")
              : Cells.orNone(Tree.text(object, "spec", "parameters", "kind"));
      case "NetworkPolicy" -> Cells.selector(Tree.at(object, "spec", "podSelector"));
      default -> "";
    };
  }

  private static Object service(String column, ObjectTree service) {
    return switch (column) {
      case "Type" -> Tree.text(service, "spec", "type");
      case "Cluster-IP" -> Cells.orNone(Tree.text(service, "spec", "clusterIP"));
      case "External-IP" -> externalAddress(service);
      case "Port(s)" -> {
        var ports = new ArrayList<String>();
        for (var port : Tree.items(Tree.at(service, "spec", "ports"))) {
          var node = Tree.number(port, 0, "nodePort");
          ports.add(
              Tree.number(port, 0, "port")
                  + (node > 0 ? ":" + node : "")
                  + "/"
                  + Tree.text(port, "protocol"));
        }
        yield Cells.orNone(String.join(",", ports));
      }
      case "Selector" -> Cells.labels(Tree.at(service, "spec", "selector"));
      default -> "";
    };
  }

  private static String externalAddress(ObjectTree service) {
    var addresses = new ArrayList<String>();
    switch (Tree.text(service, "spec", "type")) {
      case "ExternalName" -> addresses.add(Tree.text(service, "spec", "externalName"));
      case "LoadBalancer" -> {
        addresses.addAll(loadBalancer(service));
        if (addresses.isEmpty()) {
          return "<pending>";
        }
      }
      default ->
          Tree.items(Tree.at(service, "spec", "externalIPs"))
              .forEach(ip -> addresses.add(String.valueOf(ip)));
    }
    return Cells.orNone(String.join(",", addresses));
  }

  private static ArrayList<String> loadBalancer(ObjectTree object) {
    var addresses = new ArrayList<String>();
    for (var point : Tree.items(Tree.at(object, "status", "loadBalancer", "ingress"))) {
      var ip = Tree.text(point, "ip");
      addresses.add(ip.isEmpty() ? Tree.text(point, "hostname") : ip);
    }
    return addresses;
  }

  private static String endpoints(ObjectTree object) {
    var all = new ArrayList<String>();
    for (var subset : Tree.items(object.get("subsets"))) {
      for (var address : Tree.items(Tree.at(subset, "addresses"))) {
        var ports = Tree.items(Tree.at(subset, "ports"));
        if (ports.isEmpty()) {
          all.add(Tree.text(address, "ip"));
        }
        ports.forEach(p -> all.add(Tree.text(address, "ip") + ":" + Tree.number(p, 0, "port")));
      }
    }
    return shortened(all);
  }

  private static String shortened(ArrayList<String> all) {
    return all.size() <= SHOWN_ENDPOINTS
        ? Cells.orNone(String.join(",", all))
        : String.join(",", all.subList(0, SHOWN_ENDPOINTS))
            + " + "
            + (all.size() - SHOWN_ENDPOINTS)
            + " more...";
  }

  private static Object slice(String column, ObjectTree object) {
    return switch (column) {
      case "AddressType" -> Tree.text(object, "addressType");
      case "Ports" -> {
        var ports = new ArrayList<String>();
        Tree.items(object.get("ports")).forEach(p -> ports.add(Cells.scalar(p, "*", "port")));
        yield ports.isEmpty() ? "<unset>" : shortened(ports);
      }
      case "Endpoints" -> {
        var addresses = new ArrayList<String>();
        for (var endpoint : Tree.items(object.get("endpoints"))) {
          Tree.items(Tree.at(endpoint, "addresses"))
              .forEach(address -> addresses.add(String.valueOf(address)));
        }
        yield addresses.isEmpty() ? "<unset>" : shortened(addresses);
      }
      default -> "";
    };
  }

  private static Object ingress(String column, ObjectTree object) {
    return switch (column) {
      case "Class" -> Cells.orNone(Tree.text(object, "spec", "ingressClassName"));
      case "Hosts" -> {
        var hosts = new LinkedHashSet<String>();
        for (var rule : Tree.items(Tree.at(object, "spec", "rules"))) {
          var host = Tree.text(rule, "host");
          hosts.add(host.isEmpty() ? "*" : host);
        }
        yield hosts.isEmpty() ? "*" : String.join(",", hosts);
      }
      case "Address" -> String.join(",", loadBalancer(object));
      case "Ports" -> Tree.items(Tree.at(object, "spec", "tls")).isEmpty() ? "80" : "80, 443";
      default -> "";
    };
  }
}
