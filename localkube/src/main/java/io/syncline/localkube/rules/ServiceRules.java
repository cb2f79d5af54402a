package io.syncline.localkube.rules;

import io.syncline.localkube.refusal.Cause;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.HashSet;
import java.util.List;

/** Rules of services. */
final class ServiceRules {
  private static final List<String> TYPES =
      List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
  private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
  private static final List<String> POLICIES = List.of("Cluster", "Local");
  private static final long KUBELET = 10_250;

  private ServiceRules() {}

  static List<Cause> broken(ObjectTree service) {
    var spec = Tree.object(service.get("spec"));
    var type = Tree.text(spec, "type");
    var ports = Tree.items(spec.get("ports"));
    var headless = Tree.text(spec, "clusterIP").equals("None");
    var causes = new Causes();
    if (ports.isEmpty() && !headless && !type.equals("ExternalName")) {
      causes.required("spec.ports", "");
    }
    ofType(type, spec, ports, causes);
    var names = new HashSet<String>();
    for (var i = 0; i < ports.size(); i++) {
      port(Tree.object(ports.get(i)), "spec.ports[" + i + "]", ports.size() > 1, names, causes);
    }
    causes.addAll(NameRules.labels("spec.selector", Tree.object(spec.get("selector"))));
    affinity(spec, causes);
    if (!type.equals("ExternalName")) {
      addresses(spec, causes);
    }
    var external = Tree.items(spec.get("externalIPs"));
    for (var i = 0; i < external.size(); i++) {
      AddressRules.address("spec.externalIPs[" + i + "]", external.get(i), causes);
    }
    causes.supported("spec.type", type, TYPES);
    duplicates(type, ports, causes);
    balancing(type, spec, causes);
    traffic(type, spec, !external.isEmpty(), causes);
    return causes.list();
  }

  private static void ofType(String type, ObjectTree spec, List<Object> ports, Causes causes) {
    var headless = Tree.text(spec, "clusterIP").equals("None");
    switch (type) {
      case "LoadBalancer" -> {
        for (var i = 0; i < ports.size(); i++) {
          if (Tree.number(ports.get(i), 0, "port") == KUBELET) {
            causes.invalid(
                "spec.ports[" + i + "]",
                KUBELET,
                "may not expose port " + KUBELET + " externally since it is used by kubelet");
          }
        }
      }
      case "ExternalName" -> {
        if (!Tree.text(spec, "clusterIP").isEmpty()) {
          causes.forbidden("spec.clusterIPs", "may not be set for ExternalName services");
        }
        for (var field : List.of("ipFamilies", "ipFamilyPolicy")) {
          if (spec.containsKey(field)) {
            causes.forbidden("spec." + field, "may not be set for ExternalName services");
          }
        }
        var name = Tree.text(spec, "externalName").replaceFirst("\\.$", "");
        if (name.isEmpty()) {
          causes.required("spec.externalName", "");
        } else {
          causes.addAll(NameRules.subdomain("spec.externalName", name));
        }
      }
      default -> {
        // Nothing of its own.
      }
    }
    if (headless && (type.equals("LoadBalancer") || type.equals("NodePort"))) {
      causes.invalid(
          "spec.clusterIPs[0]", "None", "may not be set to 'None' for " + type + " services");
    }
  }

  private static void port(
      ObjectTree port, String path, boolean named, HashSet<String> names, Causes causes) {
    var name = Tree.text(port, "name");
    if (!name.isEmpty()) {
      causes.addAll(NameRules.label(path + ".name", name));
      if (!names.add(name)) {
        causes.add(Cause.duplicate(path + ".name", name));
      }
    } else if (named) {
      causes.required(path + ".name", "");
    }
    causes.port(path + ".port", Tree.number(port, 0, "port"));
    causes.supported(path + ".protocol", Tree.text(port, "protocol"), PROTOCOLS);
    causes.portOrName(path + ".targetPort", port.get("targetPort"));
    var protocol = Tree.text(port, "appProtocol");
    if (!protocol.isEmpty()) {
      causes.addAll(NameRules.key(path + ".appProtocol", protocol));
    }
  }

  private static void affinity(ObjectTree spec, Causes causes) {
    var affinity = Tree.text(spec, "sessionAffinity");
    if (affinity.isEmpty()) {
      causes.required("spec.sessionAffinity", "");
      return;
    }
    causes.supported("spec.sessionAffinity", affinity, List.of("ClientIP", "None"));
    if (affinity.equals("None") && spec.containsKey("sessionAffinityConfig")) {
      causes.forbidden(
          "spec.sessionAffinityConfig", "must not be set when session affinity is None");
    }
  }

  private static void addresses(ObjectTree spec, Causes causes) {
    var address = Tree.text(spec, "clusterIP");
    var families = Tree.items(spec.get("ipFamilies"));
    for (var i = 0; i < families.size(); i++) {
      causes.supported(
          "spec.ipFamilies[" + i + "]", String.valueOf(families.get(i)), List.of("IPv4", "IPv6"));
    }
    causes.supportedIfGiven(
        "spec.ipFamilyPolicy",
        Tree.text(spec, "ipFamilyPolicy"),
        List.of("PreferDualStack", "RequireDualStack", "SingleStack"));
    if (!address.isEmpty() && !address.equals("None")) {
      AddressRules.address("spec.clusterIPs[0]", address, causes);
    }
  }

  private static void duplicates(String type, List<Object> ports, Causes causes) {
    var numbers = new HashSet<String>();
    var nodes = new HashSet<String>();
    for (var i = 0; i < ports.size(); i++) {
      var node = Tree.number(ports.get(i), 0, "nodePort");
      var at = "spec.ports[" + i + "].nodePort";
      if (node != 0 && type.equals("ClusterIP")) {
        causes.forbidden(at, "may not be used when `type` is 'ClusterIP'");
      }
      if (node != 0 && !nodes.add(Tree.text(ports.get(i), "protocol") + node)) {
        causes.add(Cause.duplicate(at, node));
      }
    }
    for (var i = 0; i < ports.size(); i++) {
      var number = Tree.number(ports.get(i), 0, "port");
      var protocol = Tree.text(ports.get(i), "protocol");
      if (!numbers.add(protocol + number)) {
        causes.add(
            new Cause(
                "FieldValueDuplicate",
                "Duplicate value: core.ServicePort{Name:\"\", Protocol:"
                    + Cause.quoted(protocol)
                    + ", AppProtocol:(*string)(nil), Port:"
                    + number
                    + ", TargetPort:"
                    + GoText.amountOrPercent(null)
                    + ", NodePort:0}",
                "spec.ports[" + i + "]"));
      }
    }
  }

  private static void balancing(String type, ObjectTree spec, Causes causes) {
    var ranges = Tree.items(spec.get("loadBalancerSourceRanges"));
    var balanced = type.equals("LoadBalancer");
    if (!ranges.isEmpty() && !balanced) {
      causes.forbidden(
          "spec.LoadBalancerSourceRanges", "may only be used when `type` is 'LoadBalancer'");
    }
    for (var i = 0; i < ranges.size(); i++) {
      AddressRules.range(
          "spec.LoadBalancerSourceRanges[" + i + "]",
          String.valueOf(ranges.get(i)).strip(),
          causes);
    }
    for (var field : List.of("allocateLoadBalancerNodePorts", "loadBalancerClass")) {
      if (spec.containsKey(field) && !balanced) {
        causes.forbidden("spec." + field, "may only be used when `type` is 'LoadBalancer'");
      }
    }
  }

  private static void traffic(String type, ObjectTree spec, boolean addressed, Causes causes) {
    var policy = Tree.text(spec, "externalTrafficPolicy");
    var reachable =
        type.equals("LoadBalancer")
            || type.equals("NodePort")
            || (type.equals("ClusterIP") && addressed);
    if (reachable) {
      causes.supportedIfGiven("spec.externalTrafficPolicy", policy, POLICIES);
    } else if (!policy.isEmpty()) {
      causes.invalid(
          "spec.externalTrafficPolicy",
          policy,
          "may only be set for externally-accessible services");
    }
    var health = Tree.number(spec, 0, "healthCheckNodePort");
    if (health != 0 && !(type.equals("LoadBalancer") && policy.equals("Local"))) {
      causes.invalid(
          "spec.healthCheckNodePort",
          health,
          "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
    }
    causes.supportedIfGiven(
        "spec.internalTrafficPolicy", Tree.text(spec, "internalTrafficPolicy"), POLICIES);
  }
}
