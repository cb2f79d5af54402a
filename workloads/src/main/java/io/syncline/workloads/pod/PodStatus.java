package io.syncline.workloads.pod;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Conditions.Condition;
import io.syncline.workloads.control.Quantity;
import io.syncline.workloads.control.Stamp;
import io.syncline.workloads.control.Template;
import io.syncline.workloads.control.View;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The status a pod shows for what its containers do. */
final class PodStatus {
  private PodStatus() {}

  static ObjectTree of(Manifest pod, PodLife life, View view, Instant now) {
    var phase = life.phase();
    var node = pod.text("spec", "nodeName");
    var status =
        ObjectTree.of(
            "phase", phase,
            "conditions", conditions(pod, life, phase, now).tree(),
            "hostIP", hostAddress(node),
            "hostIPs", List.of(ObjectTree.of("ip", hostAddress(node))));
    if (life.hasSandbox() || !pod.text("status", "podIP").isEmpty()) {
      var known = pod.text("status", "podIP");
      var ip = known.isEmpty() ? address(pod, view) : known;
      status = status.with("podIP", ip).with("podIPs", List.of(ObjectTree.of("ip", ip)));
    }
    var start = pod.text("status", "startTime");
    status = status.with("startTime", start.isEmpty() ? Stamp.of(life.bound()) : start);
    if (!life.inits().isEmpty()) {
      status = status.with("initContainerStatuses", containers(pod, life.inits(), true));
    }
    return status
        .with("containerStatuses", containers(pod, life.containers(), false))
        .with("qosClass", qosClass(pod));
  }

  private static Conditions conditions(Manifest pod, PodLife life, String phase, Instant now) {
    var unready = life.unreadyContainers();
    var list = "[" + String.join(" ", unready) + "]";
    var ended =
        switch (phase) {
          case "Succeeded" -> "PodCompleted";
          case "Failed" -> "PodFailed";
          default -> "";
        };
    var ready = unready.isEmpty() && life.initialized();
    var why = ended.isEmpty() ? "ContainersNotReady" : ended;
    var text = ended.isEmpty() ? "containers with unready status: " + list : "";
    var conditions = Conditions.of(pod.at("status"));
    conditions =
        conditions.with(
            new Condition(
                "PodReadyToStartContainers", life.hasSandbox() ? "True" : "False", "", ""),
            now);
    conditions = conditions.with(initialized(life, ended), now);
    var gates = gates(pod, conditions);
    conditions =
        conditions.with(
            !ready
                ? Condition.no("Ready", why, text)
                : gates.isEmpty()
                    ? Condition.yes("Ready", "", "")
                    : Condition.no("Ready", "ReadinessGatesNotReady", gates),
            now);
    conditions =
        conditions.with(
            ready
                ? Condition.yes("ContainersReady", "", "")
                : Condition.no("ContainersReady", why, text),
            now);
    return conditions.with(Condition.yes("PodScheduled", "", ""), now);
  }

  private static Condition initialized(PodLife life, String ended) {
    if (life.initialized()) {
      return Condition.yes("Initialized", ended.equals("PodCompleted") ? ended : "", "");
    }
    var waiting =
        life.inits().stream()
            .filter(p -> p.life().ended().filter(code -> code == 0).isEmpty())
            .map(PodLife.Part::name)
            .toList();
    return waiting.isEmpty()
        ? Condition.yes("Initialized", "", "")
        : Condition.no(
            "Initialized",
            "ContainersNotInitialized",
            "containers with incomplete status: [" + String.join(" ", waiting) + "]");
  }

  private static String gates(Manifest pod, Conditions conditions) {
    for (var gate : Tree.items(pod.at("spec", "readinessGates"))) {
      var type = Tree.text(gate, "conditionType");
      if (!conditions.isTrue(type)) {
        return "corresponding condition of pod readiness gate \"" + type + "\" does not exist.";
      }
    }
    return "";
  }

  private static List<Object> containers(Manifest pod, List<PodLife.Part> parts, boolean init) {
    return Tree.list(parts.stream().map(p -> container(pod, p, init)).toList());
  }

  private static ObjectTree container(Manifest pod, PodLife.Part part, boolean init) {
    var life = part.life();
    var id = "simulated://" + digest(pod.uid() + "/" + part.name() + "/" + life.restarts());
    var state = life.state();
    if (Tree.at(state, "terminated") != null) {
      state = Tree.with(state, id, "terminated", "containerID");
    }
    var ready = init ? life.ready() || life.ended().filter(c -> c == 0).isPresent() : life.ready();
    var tree =
        ObjectTree.of(
            "name", part.name(),
            "state", state,
            "lastState", life.lastState(),
            "ready", ready,
            "restartCount", life.restarts(),
            "image", part.image(),
            "imageID", life.started() ? imageId(part.image()) : "");
    tree = life.started() ? tree.with("containerID", id) : tree;
    return tree.with("started", life.up());
  }

  private static String imageId(String image) {
    var at = image.indexOf('@');
    var tag =
        image.lastIndexOf(':') > image.lastIndexOf('/') ? image.lastIndexOf(':') : image.length();
    return at > 0 ? image : image.substring(0, tag) + "@sha256:" + digest(image);
  }

  /** 64 hexadecimal digits that depend on {@code text} only; not a cryptographic digest. */
  private static String digest(String text) {
    var out = new StringBuilder(64);
    for (var i = 0; i < 4; i++) {
      out.append(String.format(Locale.ROOT, "%016x", Template.hash64(text + "#" + i)));
    }
    return out.toString();
  }

  /** The address of a pod: 10.244.0.0/14, chosen by its uid among those no other pod has. */
  static String address(Manifest pod, View view) {
    if (Tree.flag(pod.root(), "spec", "hostNetwork")) {
      return hostAddress(pod.text("spec", "nodeName"));
    }
    for (var attempt = 0; ; attempt++) {
      var hash = Template.hash64(pod.uid() + (attempt == 0 ? "" : "#" + attempt));
      var address =
          "10."
              + (244 + (hash >>> 40 & 3))
              + "."
              + (hash >>> 20 & 255)
              + "."
              + (1 + Long.remainderUnsigned(hash, 254));
      if (!view.addressTaken(address)) {
        return address;
      }
    }
  }

  /** The address of a node: {@code simulated-1} is 192.0.2.11. */
  static String hostAddress(String node) {
    var dash = node.lastIndexOf('-');
    var digits = node.substring(dash + 1);
    return "192.0.2." + (digits.matches("\\d{1,2}") ? 10 + Integer.parseInt(digits) : 9);
  }

  static String qosClass(Manifest pod) {
    var containers =
        Stream.of("containers", "initContainers")
            .flatMap(list -> Tree.items(pod.at("spec", list)).stream())
            .toList();
    var any =
        containers.stream()
            .anyMatch(
                c ->
                    asks(Tree.at(c, "resources", "requests"))
                        || asks(Tree.at(c, "resources", "limits")));
    if (!any) {
      return "BestEffort";
    }
    return containers.stream().allMatch(PodStatus::guaranteed) ? "Guaranteed" : "Burstable";
  }

  private static boolean asks(@Nullable Object amounts) {
    return Quantity.thousandths(Tree.at(amounts, "cpu")) > 0
        || Quantity.units(Tree.at(amounts, "memory")) > 0;
  }

  private static boolean guaranteed(Object container) {
    return Stream.of("cpu", "memory")
        .allMatch(
            name -> {
              var limit = Quantity.thousandths(Tree.at(container, "resources", "limits", name));
              var request = Tree.at(container, "resources", "requests", name);
              return limit > 0 && (request == null || Quantity.thousandths(request) == limit);
            });
  }
}
