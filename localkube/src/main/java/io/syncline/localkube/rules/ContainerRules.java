package io.syncline.localkube.rules;

import io.syncline.localkube.refusal.Cause;
import io.syncline.merge.value.Quantity;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Rules of containers. */
final class ContainerRules {
  private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
  private static final List<String> PULLS = List.of("Always", "IfNotPresent", "Never");
  private static final List<String> ENDINGS = List.of("FallbackToLogsOnError", "File");
  private static final List<String> REFERENCES =
      List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef");
  private static final List<String> HANDLERS =
      List.of("exec", "httpGet", "tcpSocket", "grpc", "sleep");
  private static final Pattern VARIABLE = Pattern.compile("[ -~&&[^=]]+");
  private static final Set<String> MEASURED = Set.of("cpu", "memory", "ephemeral-storage");

  private ContainerRules() {}

  /** One container; {@code names} are those of the containers before it. */
  static void container(
      Object container, String path, Set<String> names, Set<String> volumes, Causes causes) {
    var name = Tree.text(container, "name");
    if (name.isEmpty()) {
      causes.required(path + ".name", "");
    } else {
      causes.addAll(NameRules.label(path + ".name", name));
    }
    var image = Tree.text(container, "image");
    if (image.isEmpty()) {
      causes.required(path + ".image", "");
    } else if (!image.equals(image.strip())) {
      causes.invalid(path + ".image", image, "must not have leading or trailing whitespace");
    }
    causes.supportedIfGiven(
        path + ".terminationMessagePolicy",
        Tree.text(container, "terminationMessagePolicy"),
        ENDINGS);
    ports(Tree.items(Tree.at(container, "ports")), path + ".ports", causes);
    environment(Tree.items(Tree.at(container, "env")), path + ".env", causes);
    mounts(Tree.items(Tree.at(container, "volumeMounts")), path + ".volumeMounts", volumes, causes);
    causes.supportedIfGiven(
        path + ".imagePullPolicy", Tree.text(container, "imagePullPolicy"), PULLS);
    resources(Tree.object(Tree.at(container, "resources")), path + ".resources", causes);
    if (!name.isEmpty() && !names.add(name)) {
      causes.add(Cause.duplicate(path + ".name", name));
    }
    for (var hook : List.of("postStart", "preStop")) {
      if (Tree.at(container, "lifecycle", hook) instanceof ObjectTree handler) {
        handler(handler, path + ".lifecycle." + hook, causes);
      }
    }
    for (var field : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      if (Tree.at(container, field) instanceof ObjectTree probe) {
        probe(probe, path + "." + field, !field.startsWith("readiness"), causes);
      }
    }
  }

  private static void ports(List<Object> ports, String path, Causes causes) {
    var names = new HashSet<String>();
    var i = 0;
    for (var port : ports) {
      var at = path + "[" + i++ + "]";
      var name = Tree.text(port, "name");
      if (!name.isEmpty()) {
        var wrong = new Causes();
        wrong.portName(at + ".name", name);
        if (wrong.isEmpty() && !names.add(name)) {
          wrong.add(Cause.duplicate(at + ".name", name));
        }
        causes.addAll(wrong.list());
      }
      var number = Tree.number(port, 0, "containerPort");
      if (number == 0) {
        causes.required(at + ".containerPort", "");
      } else {
        causes.port(at + ".containerPort", number);
      }
      var host = Tree.number(port, 0, "hostPort");
      if (host != 0) {
        causes.port(at + ".hostPort", host);
      }
      causes.supportedIfGiven(at + ".protocol", Tree.text(port, "protocol"), PROTOCOLS);
    }
  }

  private static void environment(List<Object> variables, String path, Causes causes) {
    var i = 0;
    for (var variable : variables) {
      var at = path + "[" + i++ + "]";
      var name = Tree.text(variable, "name");
      if (name.isEmpty()) {
        causes.required(at + ".name", "");
      } else if (!VARIABLE.matcher(name).matches()) {
        causes.invalid(
            at + ".name",
            name,
            "a valid environment variable name must consist only of printable ASCII characters"
                + " other than '='");
      }
      if (Tree.at(variable, "valueFrom") instanceof ObjectTree from) {
        reference(from, Tree.text(variable, "value"), at + ".valueFrom", causes);
      }
    }
  }

  private static void reference(ObjectTree from, String value, String path, Causes causes) {
    var given = REFERENCES.stream().filter(from::containsKey).toList();
    for (var type : given) {
      if (type.endsWith("KeyRef")) {
        causes.needs(from.get(type), path + "." + type, "name");
        causes.needs(from.get(type), path + "." + type, "key");
      }
    }
    if (given.isEmpty()) {
      causes.invalid(
          path,
          "",
          "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or"
              + " `secretKeyRef`");
    }
    if (!value.isEmpty()) {
      if (!given.isEmpty()) {
        causes.invalid(path, "", "may not be specified when `value` is not empty");
      }
    } else if (given.size() > 1) {
      causes.invalid(path, "", "may not have more than one field specified at a time");
    }
  }

  private static void mounts(List<Object> mounts, String path, Set<String> volumes, Causes causes) {
    var places = new HashSet<String>();
    var i = 0;
    for (var mount : mounts) {
      var at = path + "[" + i++ + "]";
      var name = Tree.text(mount, "name");
      causes.needs(mount, at, "name");
      if (!volumes.contains(name)) {
        causes.add(new Cause("FieldValueNotFound", "Not found: \"" + name + "\"", at + ".name"));
      }
      var place = Tree.text(mount, "mountPath");
      causes.needs(mount, at, "mountPath");
      if (!places.add(place)) {
        causes.invalid(at + ".mountPath", place, "must be unique");
      }
      var below = Tree.text(mount, "subPath");
      VolumeRules.descending(below, at + ".subPath", causes);
      if (!below.isEmpty() && !Tree.text(mount, "subPathExpr").isEmpty()) {
        causes.invalid(
            at + ".subPathExpr",
            Tree.text(mount, "subPathExpr"),
            "subPathExpr and subPath are mutually exclusive");
      }
    }
  }

  private static void resources(ObjectTree resources, String path, Causes causes) {
    var limits = Tree.object(resources.get("limits"));
    var requests = Tree.object(resources.get("requests"));
    amounts(limits, path + ".limits", causes);
    for (var name : new TreeSet<>(requests.keySet())) {
      amounts(ObjectTree.of(name, requests.get(name)), path + ".requests", causes);
      var least = Quantity.of(requests.get(name));
      var most = Quantity.of(limits.get(name));
      if (least.isPresent() && most.isPresent()) {
        if (least.get().compareTo(most.get()) > 0) {
          causes.invalid(
              path + ".requests",
              least.get().canonical(),
              "must be less than or equal to " + name + " limit of " + most.get().canonical());
        }
      } else if (name.startsWith("hugepages-")) {
        causes.required(path + ".limits", "Limit must be set for non overcommitable resources");
      }
    }
  }

  private static void amounts(ObjectTree amounts, String path, Causes causes) {
    for (var name : new TreeSet<>(amounts.keySet())) {
      if (!name.contains("/") && !MEASURED.contains(name) && !name.startsWith("hugepages-")) {
        causes.invalid(path, name, "must be a standard resource for containers");
      }
      var amount = Quantity.of(amounts.get(name));
      if (amount.isPresent() && amount.get().amount().signum() < 0) {
        causes.invalid(
            path + "[" + name + "]",
            amount.get().canonical(),
            "must be greater than or equal to 0");
      }
    }
  }

  private static void probe(ObjectTree probe, String path, boolean once, Causes causes) {
    handler(probe, path, causes);
    causes.notNegative(
        probe,
        path,
        "initialDelaySeconds",
        "timeoutSeconds",
        "periodSeconds",
        "successThreshold",
        "failureThreshold");
    var needed = Tree.number(probe, 1, "successThreshold");
    if (once && needed != 1) {
      causes.invalid(path + ".successThreshold", needed, "must be 1");
    }
  }

  private static void handler(ObjectTree handler, String path, Causes causes) {
    var given = HANDLERS.stream().filter(handler::containsKey).toList();
    if (given.isEmpty()) {
      causes.required(path, "must specify a handler type");
    }
    for (var type : given) {
      var at = path + "." + type;
      if (type.equals(given.getFirst())) {
        action(type, Tree.object(handler.get(type)), at, causes);
      } else {
        causes.forbidden(at, "may not specify more than 1 handler type");
      }
    }
  }

  private static void action(String type, ObjectTree action, String path, Causes causes) {
    switch (type) {
      case "exec" -> {
        if (Tree.items(action.get("command")).isEmpty()) {
          causes.required(path + ".command", "");
        }
      }
      case "httpGet" -> {
        causes.needs(action, path, "path");
        causes.portOrName(path + ".port", action.get("port"));
        causes.supportedIfGiven(
            path + ".scheme", Tree.text(action, "scheme"), List.of("HTTP", "HTTPS"));
      }
      case "tcpSocket", "grpc" -> causes.portOrName(path + ".port", action.get("port"));
      default -> {
        // Sleeping has nothing to be wrong about here.
      }
    }
  }
}
