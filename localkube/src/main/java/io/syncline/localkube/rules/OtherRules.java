package io.syncline.localkube.rules;

import io.syncline.localkube.refusal.Cause;
import io.syncline.merge.custom.CustomSchema;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** Rules of services, configuration, access, storage and definitions. */
final class OtherRules {
  private static final Pattern DATA_KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");
  private static final List<String> SERVICES =
      List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
  private static final List<String> SCOPES = List.of("Cluster", "Namespaced");

  private OtherRules() {}

  static List<Cause> service(ObjectTree service) {
    var causes = new ArrayList<Cause>();
    var type = Tree.text(service, "spec", "type");
    if (!type.isEmpty() && !SERVICES.contains(type)) {
      causes.add(Cause.unsupported("spec.type", type, SERVICES));
    }
    var ports = Tree.items(Tree.at(service, "spec", "ports"));
    var headless = Tree.text(service, "spec", "clusterIP").equals("None");
    if (ports.isEmpty() && !headless && !type.equals("ExternalName")) {
      causes.add(Cause.required("spec.ports", ""));
    }
    if (type.equals("ExternalName") && Tree.text(service, "spec", "externalName").isEmpty()) {
      causes.add(Cause.required("spec.externalName", ""));
    }
    var names = new HashSet<String>();
    var seen = new HashSet<String>();
    var i = 0;
    for (var port : ports) {
      var at = "spec.ports[" + i++ + "]";
      var number = Tree.number(port, 0, "port");
      if (number < 1 || number > 65_535) {
        causes.add(Cause.invalid(at + ".port", number, "must be between 1 and 65535, inclusive"));
      }
      var name = Tree.text(port, "name");
      if (name.isEmpty() && ports.size() > 1) {
        causes.add(Cause.required(at + ".name", ""));
      } else if (!name.isEmpty() && !names.add(name)) {
        causes.add(Cause.duplicate(at + ".name", name));
      }
      if (!seen.add(number + "/" + Tree.text(port, "protocol"))) {
        causes.add(Cause.duplicate(at, port));
      }
    }
    return causes;
  }

  static List<Cause> data(ObjectTree object) {
    var causes = new ArrayList<Cause>();
    for (var field : List.of("data", "binaryData")) {
      for (var key : Tree.object(object.get(field)).keySet()) {
        if (!DATA_KEY.matcher(key).matches() || key.equals(".") || key.equals("..")) {
          causes.add(
              Cause.invalid(
                  field + "[" + key + "]",
                  key,
                  "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
                      + " (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for"
                      + " validation is '[-._a-zA-Z0-9]+')"));
        }
      }
    }
    required(object).forEach(causes::add);
    return causes;
  }

  /** Secrets of certain types must hold certain keys. */
  private static List<Cause> required(ObjectTree object) {
    if (!Tree.text(object, "kind").equals("Secret")) {
      return List.of();
    }
    var needed =
        switch (Tree.text(object, "type")) {
          case "kubernetes.io/tls" -> List.of("tls.crt", "tls.key");
          case "kubernetes.io/dockerconfigjson" -> List.of(".dockerconfigjson");
          case "kubernetes.io/ssh-auth" -> List.of("ssh-privatekey");
          default -> List.<String>of();
        };
    var data = Tree.object(object.get("data"));
    return needed.stream()
        .filter(key -> !data.containsKey(key))
        .map(key -> Cause.required("data[" + key + "]", ""))
        .toList();
  }

  static List<Cause> ingress(ObjectTree ingress) {
    var causes = new ArrayList<Cause>();
    var rules = Tree.items(Tree.at(ingress, "spec", "rules"));
    if (rules.isEmpty() && Tree.at(ingress, "spec", "defaultBackend") == null) {
      causes.add(Cause.invalid("spec", "", "either `defaultBackend` or `rules` must be specified"));
    }
    var i = 0;
    for (var rule : rules) {
      var at = "spec.rules[" + i++ + "].http.paths[";
      var j = 0;
      for (var path : Tree.items(Tree.at(rule, "http", "paths"))) {
        var here = at + j++ + "]";
        var type = Tree.text(path, "pathType");
        if (type.isEmpty()) {
          causes.add(Cause.required(here + ".pathType", "pathType must be specified"));
        } else if (!type.equals("ImplementationSpecific")
            && !Tree.text(path, "path").startsWith("/")) {
          causes.add(
              Cause.invalid(here + ".path", Tree.text(path, "path"), "must be an absolute path"));
        }
      }
    }
    return causes;
  }

  static List<Cause> binding(ObjectTree binding) {
    var causes = new ArrayList<Cause>();
    if (Tree.text(binding, "roleRef", "name").isEmpty()) {
      causes.add(Cause.required("roleRef.name", ""));
    }
    var kind = Tree.text(binding, "roleRef", "kind");
    var kinds =
        Tree.text(binding, "kind").equals("RoleBinding")
            ? List.of("Role", "ClusterRole")
            : List.of("ClusterRole");
    if (!kinds.contains(kind)) {
      causes.add(Cause.unsupported("roleRef.kind", kind, kinds));
    }
    var i = 0;
    for (var subject : Tree.items(binding.get("subjects"))) {
      var at = "subjects[" + i++ + "]";
      if (Tree.text(subject, "name").isEmpty()) {
        causes.add(Cause.required(at + ".name", ""));
      }
      if (Tree.text(subject, "kind").equals("ServiceAccount")
          && Tree.text(subject, "namespace").isEmpty()) {
        causes.add(Cause.required(at + ".namespace", ""));
      }
    }
    return causes;
  }

  static List<Cause> claim(ObjectTree claim) {
    var causes = new ArrayList<Cause>();
    if (Tree.items(Tree.at(claim, "spec", "accessModes")).isEmpty()) {
      causes.add(Cause.required("spec.accessModes", "at least 1 access mode is required"));
    }
    if (Tree.at(claim, "spec", "resources", "requests", "storage") == null) {
      causes.add(Cause.required("spec.resources[storage]", ""));
    }
    return causes;
  }

  static List<Cause> autoscaler(ObjectTree object) {
    var causes = new ArrayList<Cause>();
    var most = Tree.number(object, 0, "spec", "maxReplicas");
    var least = Tree.number(object, 1, "spec", "minReplicas");
    if (most < 1) {
      causes.add(Cause.invalid("spec.maxReplicas", most, "must be greater than 0"));
    } else if (most < least) {
      causes.add(
          Cause.invalid(
              "spec.maxReplicas", most, "must be greater than or equal to `minReplicas`"));
    }
    for (var field : List.of("kind", "name")) {
      if (Tree.text(object, "spec", "scaleTargetRef", field).isEmpty()) {
        causes.add(Cause.required("spec.scaleTargetRef." + field, ""));
      }
    }
    return causes;
  }

  static List<Cause> storageClass(ObjectTree object) {
    return Tree.text(object, "provisioner").isEmpty()
        ? List.of(Cause.required("provisioner", ""))
        : List.of();
  }

  static List<Cause> definition(ObjectTree definition) {
    var causes = new ArrayList<Cause>();
    var spec = Tree.object(definition.get("spec"));
    var plural = Tree.text(spec, "names", "plural");
    var expected = plural + "." + Tree.text(spec, "group");
    for (var field : List.of("plural", "kind")) {
      if (Tree.text(spec, "names", field).isEmpty()) {
        causes.add(Cause.required("spec.names." + field, ""));
      }
    }
    if (Tree.text(spec, "group").isEmpty()) {
      causes.add(Cause.required("spec.group", ""));
    }
    var name = Tree.text(definition, "metadata", "name");
    if (!name.equals(expected)) {
      causes.add(
          Cause.invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
    }
    if (!SCOPES.contains(Tree.text(spec, "scope"))) {
      causes.add(Cause.unsupported("spec.scope", Tree.text(spec, "scope"), SCOPES));
    }
    var versions = Tree.items(spec.get("versions"));
    if (versions.stream().filter(v -> Tree.flag(v, "storage")).count() != 1) {
      causes.add(
          Cause.invalid(
              "spec.versions",
              versions.size(),
              "must have exactly one version marked as storage version"));
    }
    var i = 0;
    for (var version : versions) {
      if (Tree.at(version, "schema", "openAPIV3Schema") == null
          && !Tree.flag(spec, "preserveUnknownFields")) {
        causes.add(
            Cause.required(
                "spec.versions[" + i + "].schema.openAPIV3Schema", "schemas are required"));
      } else if (!Tree.flag(spec, "preserveUnknownFields")) {
        var path =
            versions.size() == 1
                ? "spec.validation.openAPIV3Schema"
                : "spec.versions[" + i + "].schema.openAPIV3Schema";
        var schema = Tree.object(Tree.at(version, "schema", "openAPIV3Schema"));
        for (var fault : CustomSchema.check(schema, path)) {
          causes.add(new Cause(fault.reason().text(), fault.message(), fault.path()));
        }
      }
      i++;
    }
    causes.addAll(DefinitionRules.broken(spec));
    if (Tree.text(spec, "conversion", "strategy").equals("Webhook")) {
      causes.add(Cause.unsupported("spec.conversion.strategy", "Webhook", List.of("None")));
    }
    return causes;
  }
}
