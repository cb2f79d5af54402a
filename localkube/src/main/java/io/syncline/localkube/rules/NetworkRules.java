package io.syncline.localkube.rules;

import io.syncline.localkube.refusal.Cause;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;

/** Rules of ingresses, network policies and slices of endpoints. */
final class NetworkRules {
  private static final List<String> PATH_TYPES =
      List.of("Exact", "ImplementationSpecific", "Prefix");
  private static final List<String> FORBIDDEN_IN_PATHS = List.of("//", "/./", "/../", "%2f", "%2F");
  private static final List<String> FORBIDDEN_AT_END = List.of("/..", "/.");

  private NetworkRules() {}

  static List<Cause> ingress(ObjectTree ingress) {
    var spec = Tree.object(ingress.get("spec"));
    var causes = new Causes();
    var rules = Tree.items(spec.get("rules"));
    if (rules.isEmpty() && !spec.containsKey("defaultBackend")) {
      causes.add(
          Cause.shown(
              "spec",
              "[]networking.IngressRule(nil)",
              "either `defaultBackend` or `rules` must be specified"));
    }
    if (spec.get("defaultBackend") instanceof ObjectTree backend) {
      backend(backend, "spec.defaultBackend", causes);
    }
    var i = 0;
    for (var rule : rules) {
      var at = "spec.rules[" + i++ + "]";
      host(Tree.text(rule, "host"), at + ".host", causes);
      if (Tree.at(rule, "http") instanceof ObjectTree http) {
        var paths = Tree.items(http.get("paths"));
        if (paths.isEmpty()) {
          causes.required(at + ".http.paths", "");
        }
        for (var j = 0; j < paths.size(); j++) {
          path(Tree.object(paths.get(j)), at + ".http.paths[" + j + "]", causes);
        }
      }
    }
    return causes.list();
  }

  private static void host(String host, String field, Causes causes) {
    if (host.isEmpty()) {
      return;
    }
    if (AddressRules.isFour(host) || AddressRules.isSix(host)) {
      causes.invalid(field, host, "must be a DNS name, not an IP address");
    }
    var name = host.startsWith("*.") ? host.substring(2) : host;
    for (var cause : NameRules.subdomain(field, name)) {
      causes.add(
          host.contains("*")
              ? Cause.invalid(
                  field,
                  host,
                  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS"
                      + " subdomain, which must consist of lower case alphanumeric characters, '-'"
                      + " or '.' and end with an alphanumeric character (e.g. '*.example.com',"
                      + " regex used for validation is"
                      + " '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")
              : cause);
    }
  }

  private static void path(ObjectTree path, String at, Causes causes) {
    var text = Tree.text(path, "path");
    var type = Tree.text(path, "pathType");
    if (type.isEmpty()) {
      causes.required(at + ".pathType", "pathType must be specified");
      return;
    }
    causes.supported(at + ".pathType", type, PATH_TYPES);
    var exact = type.equals("Exact") || type.equals("Prefix");
    if (PATH_TYPES.contains(type) && !text.startsWith("/") && (exact || !text.isEmpty())) {
      causes.invalid(at + ".path", text, "must be an absolute path");
    }
    if (exact) {
      for (var part : FORBIDDEN_IN_PATHS) {
        if (text.contains(part)) {
          causes.invalid(at + ".path", text, "must not contain '" + part + "'");
        }
      }
      for (var end : FORBIDDEN_AT_END) {
        if (text.endsWith(end)) {
          causes.invalid(at + ".path", text, "cannot end with '" + end + "'");
        }
      }
    }
    backend(Tree.object(path.get("backend")), at + ".backend", causes);
  }

  private static void backend(ObjectTree backend, String path, Causes causes) {
    var resource = backend.get("resource") != null;
    if (!(backend.get("service") instanceof ObjectTree service)) {
      if (!resource) {
        causes.invalid(path, "", "resource or service backend is required");
      }
      return;
    }
    if (resource) {
      causes.invalid(path, "", "cannot set both resource and service backends");
      return;
    }
    var name = Tree.text(service, "name");
    if (name.isEmpty()) {
      causes.required(path + ".service.name", "");
    } else {
      causes.addAll(NameRules.service(path + ".service.name", name));
    }
    var portName = Tree.text(service, "port", "name");
    var number = Tree.number(service, 0, "port", "number");
    if (!portName.isEmpty() && number != 0) {
      causes.invalid(path, "", "cannot set both port name & port number");
    } else if (!portName.isEmpty()) {
      causes.portName(path + ".service.port.name", portName);
    } else if (number != 0) {
      causes.port(path + ".service.port.number", number);
    } else {
      causes.required(path, "port name or number is required");
    }
  }

  static List<Cause> policy(ObjectTree policy) {
    var spec = Tree.object(policy.get("spec"));
    var causes = new Causes();
    SelectorRules.check(spec.get("podSelector"), "spec.podSelector", causes);
    directed(spec, "ingress", "from", causes);
    directed(spec, "egress", "to", causes);
    var types = Tree.items(spec.get("policyTypes"));
    for (var i = 0; i < types.size(); i++) {
      causes.supported(
          "spec.policyTypes[" + i + "]",
          String.valueOf(types.get(i)),
          List.of("Ingress", "Egress"));
    }
    return causes.list();
  }

  private static void directed(ObjectTree spec, String direction, String end, Causes causes) {
    var rules = Tree.items(spec.get(direction));
    for (var i = 0; i < rules.size(); i++) {
      var at = "spec." + direction + "[" + i + "]";
      var ports = Tree.items(Tree.at(rules.get(i), "ports"));
      for (var j = 0; j < ports.size(); j++) {
        port(Tree.object(ports.get(j)), at + ".ports[" + j + "]", causes);
      }
      var peers = Tree.items(Tree.at(rules.get(i), end));
      for (var j = 0; j < peers.size(); j++) {
        peer(Tree.object(peers.get(j)), at + "." + end + "[" + j + "]", causes);
      }
    }
  }

  private static void port(ObjectTree port, String path, Causes causes) {
    causes.supportedIfGiven(
        path + ".protocol", Tree.text(port, "protocol"), List.of("TCP", "UDP", "SCTP"));
    var last = port.get("endPort");
    switch (port.get("port")) {
      case null -> {
        if (last != null) {
          causes.invalid(
              path + ".endPort", last, "may not be specified when `port` is not specified");
        }
      }
      case String name -> {
        if (last != null) {
          causes.invalid(
              path + ".endPort", last, "may not be specified when `port` is non-numeric");
        }
        causes.portName(path + ".port", name);
      }
      default -> {
        var first = Tree.number(port, 0, "port");
        causes.port(path + ".port", first);
        if (last != null) {
          if (Tree.number(port, 0, "endPort") < first) {
            causes.invalid(path + ".endPort", first, "must be greater than or equal to `port`");
          }
          causes.port(path + ".endPort", Tree.number(port, 0, "endPort"));
        }
      }
    }
  }

  private static void peer(ObjectTree peer, String path, Causes causes) {
    var peers = 0;
    for (var field : List.of("podSelector", "namespaceSelector")) {
      if (peer.get(field) != null) {
        peers++;
        SelectorRules.check(peer.get(field), path + "." + field, causes);
      }
    }
    if (peer.get("ipBlock") instanceof ObjectTree block) {
      var range = Tree.text(block, "cidr");
      if (range.isEmpty()) {
        causes.required(path + ".ipBlock.cidr", "");
      } else {
        AddressRules.range(path + ".ipBlock.cidr", range, causes);
        var except = Tree.items(block.get("except"));
        for (var i = 0; AddressRules.isRange(range) && i < except.size(); i++) {
          AddressRules.range(
              path + ".ipBlock.except[" + i + "]", String.valueOf(except.get(i)), causes);
        }
      }
      if (peers > 0) {
        causes.forbidden(path, "may not specify both ipBlock and another peer");
      }
    } else if (peers == 0) {
      causes.required(path, "must specify a peer");
    }
  }

  static List<Cause> endpointSlice(ObjectTree slice) {
    var causes = new Causes();
    var type = Tree.text(slice, "addressType");
    if (type.isEmpty()) {
      causes.required("addressType", "");
    } else {
      causes.supported("addressType", type, List.of("FQDN", "IPv4", "IPv6"));
    }
    var endpoints = Tree.items(slice.get("endpoints"));
    for (var i = 0; i < endpoints.size(); i++) {
      var at = "endpoints[" + i + "].addresses";
      var addresses = Tree.items(Tree.at(endpoints.get(i), "addresses"));
      if (addresses.isEmpty()) {
        causes.required(at, "must contain at least 1 address");
      }
      for (var j = 0; j < addresses.size(); j++) {
        var address = String.valueOf(addresses.get(j));
        var wrong =
            (type.equals("IPv4") && !AddressRules.isFour(address))
                || (type.equals("IPv6") && !AddressRules.isSix(address));
        if (wrong) {
          causes.invalid(at + "[" + j + "]", address, "must be a valid " + type + " address");
        }
      }
    }
    return causes.list();
  }
}
