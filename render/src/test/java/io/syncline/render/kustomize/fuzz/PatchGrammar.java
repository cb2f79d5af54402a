package io.syncline.render.kustomize.fuzz;

import static io.syncline.render.kustomize.fuzz.ObjectGrammar.map;

import io.syncline.render.kustomize.fuzz.ObjectGrammar.Made;
import io.syncline.render.kustomize.fuzz.StyledYaml.Raw;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Random patches, selectors and field paths that fit the objects there are. */
final class PatchGrammar {
  private final Chance chance;
  private final ObjectGrammar objects;

  PatchGrammar(Chance chance, ObjectGrammar objects) {
    this.chance = chance;
    this.objects = objects;
  }

  /** A strategic merge patch of {@code made}. */
  Map<String, Object> strategic(Made made, boolean whole) {
    var metadata = map("name", made.name());
    if (!made.namespace().isEmpty() && (whole || chance.percent(90))) {
      metadata.put("namespace", made.namespace());
    }
    if (chance.percent(30)) {
      metadata.put(
          chance.one("labels", "annotations"),
          chance.percent(20) ? map("app", new Raw("null")) : objects.labels());
    }
    var patch = map("apiVersion", made.apiVersion(), "kind", made.kind(), "metadata", metadata);
    if (chance.percent(4)) {
      patch.put("$patch", chance.one("delete", "replace", "merge"));
    }
    switch (made.kind()) {
      case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController" ->
          patch.put("spec", workload());
      case "Job" -> patch.put("spec", map("template", map("spec", pod())));
      case "Pod" -> patch.put("spec", pod());
      case "ConfigMap", "Secret" ->
          patch.put(
              "data",
              map(
                  "k",
                  chance.one((Object) "new", new Raw("null"), objects.scalar()),
                  "n",
                  objects.text()));
      case "Service" ->
          patch.put(
              "spec",
              map(
                  "ports",
                  list(
                      map("port", 80L, "targetPort", objects.scalar()),
                      chance.one(map("port", 443L, "$patch", "delete"), map("port", 8080L)))));
      default -> {
        if (made.tree().get("spec") instanceof Map<?, ?>) {
          var spec =
              map(
                  "k",
                  objects.scalar(),
                  chance.one("values", "items", "nested"),
                  chance.one(
                      list(objects.scalar()),
                      map("k", new Raw("null")),
                      map(),
                      new Raw("null"),
                      map("$patch", "replace", "z", 1L),
                      map("$patch", "delete")));
          patch.put("spec", spec);
        }
      }
    }
    return patch;
  }

  private static List<Object> list(Object... items) {
    return new ArrayList<>(List.of(items));
  }

  private Map<String, Object> workload() {
    var spec = map("template", map("spec", pod()));
    if (chance.percent(30)) {
      spec.put("replicas", chance.one((Object) 7L, new Raw("null"), new Raw("0x10")));
    }
    if (chance.percent(10)) {
      spec.put(
          "strategy",
          map("type", "Recreate", "$retainKeys", list("type"), "rollingUpdate", new Raw("null")));
    }
    if (chance.percent(15)) {
      spec.put(
          "selector",
          chance.one(
              (Object) new Raw("null"),
              map("matchLabels", map("app", "p")),
              map("$patch", "replace", "matchLabels", map("a", "b"))));
    }
    return spec;
  }

  private Map<String, Object> pod() {
    var pod = map();
    if (chance.percent(70)) {
      var container = map("name", chance.one("main", "side", "new"));
      switch (chance.below(7)) {
        case 0 -> container.put("image", chance.of(ObjectGrammar.IMAGES));
        case 1 ->
            container.put(
                "env",
                list(
                    map("name", chance.one("A", "B", "C"), "value", objects.text()),
                    map("name", "D", "value", "d")));
        case 2 ->
            container.put(
                "ports",
                list(
                    map(
                        "containerPort",
                        80L,
                        "protocol",
                        chance.one("TCP", "UDP"),
                        "hostPort",
                        1L)));
        case 3 -> container.put("$patch", "delete");
        case 4 -> container.put("args", list("new"));
        case 5 ->
            container.put(
                "env",
                list(
                    map("name", "A", "$patch", "delete"),
                    map("name", "B", "valueFrom", new Raw("null"), "value", "v")));
        default ->
            container.put(
                "volumeMounts",
                list(map("mountPath", "/a", "name", "v9"), map("mountPath", "/z", "name", "v1")));
      }
      var containers = list(container);
      if (chance.percent(10)) {
        containers.add(map("$patch", "replace"));
      }
      if (chance.percent(15)) {
        containers.add(chance.below(2), map("name", "extra", "image", "e"));
      }
      pod.put("containers", containers);
    }
    if (chance.percent(10)) {
      pod.put("$setElementOrder/containers", list(map("name", "side"), map("name", "main")));
    }
    if (chance.percent(20)) {
      pod.put(
          "volumes",
          list(
              chance.one(
                  map("name", "v1", "$patch", "delete"),
                  map("name", "v1", "emptyDir", map()),
                  map(
                      "name",
                      "v2",
                      "$retainKeys",
                      list("name", "hostPath"),
                      "hostPath",
                      map("path", "/")),
                  map("name", "v4", "emptyDir", map()))));
    }
    if (chance.percent(10)) {
      pod.put(
          "imagePullSecrets",
          chance.one((Object) list(map("name", "pull")), new Raw("null"), list()));
    }
    if (chance.percent(10)) {
      pod.put("$deleteFromPrimitiveList/finalizers", list("x"));
    }
    if (chance.percent(10)) {
      pod.put("tolerations", list(map("key", "q")));
    }
    return pod;
  }

  /** JSON patch operations on {@code made}. */
  List<Object> operations(Made made) {
    var operations = new ArrayList<Object>();
    for (var i = chance.between(1, 3); i > 0; i--) {
      var pointer = pointer(made.tree(), chance.percent(5));
      var op =
          chance.one(
              "add",
              "add",
              "add",
              "replace",
              "replace",
              "replace",
              "replace",
              "remove",
              "remove",
              chance.one("test", "copy", "move"));
      var operation = map("op", op);
      if (op.equals("copy") || op.equals("move")) {
        operation.put("from", pointer);
        operation.put(
            "path",
            chance.one("/spec/copied", "/metadata/annotations", pointer, "/metadata/labels/n"));
      } else {
        operation.put("path", op.equals("add") && chance.percent(50) ? added(pointer) : pointer);
        if (!op.equals("remove")) {
          operation.put(
              "value",
              chance.percent(60)
                  ? objects.scalar()
                  : chance.one(
                      map("x", objects.scalar()), list(objects.scalar()), objects.labels()));
        }
      }
      operations.add(operation);
    }
    return operations;
  }

  private String added(String pointer) {
    var parent = pointer.substring(0, Math.max(0, pointer.lastIndexOf('/')));
    return parent + "/" + chance.one("-", "new", "a~1b", "0", "~0");
  }

  private String pointer(Object node, boolean loose) {
    var steps = steps(node);
    var text = new StringBuilder();
    for (var step : steps) {
      text.append('/').append(step.replace("~", "~0").replace("/", "~1"));
    }
    return loose ? text + "/none" : text.isEmpty() ? "/metadata/name" : text.toString();
  }

  private List<String> steps(Object node) {
    var steps = new ArrayList<String>();
    var here = node;
    while (steps.size() < 2 || chance.percent(75)) {
      if (here instanceof Map<?, ?> map && !map.isEmpty()) {
        var keys = new ArrayList<>(map.keySet());
        var key =
            String.valueOf(
                steps.isEmpty()
                    ? chance.of(keys.subList(Math.min(2, keys.size() - 1), keys.size()))
                    : chance.of(keys));
        steps.add(key);
        here = map.get(key);
      } else if (here instanceof List<?> list && !list.isEmpty()) {
        var place = chance.below(list.size());
        steps.add(String.valueOf(place));
        here = list.get(place);
      } else {
        break;
      }
      if (here == null) {
        break;
      }
    }
    return steps;
  }

  /** A path as replacements write it. */
  String fieldPath(Made made) {
    if (chance.percent(15)) {
      return chance.one(
          "metadata.name",
          "metadata.labels.app",
          "metadata.annotations.[a/b]",
          "spec.template.spec.containers.[name=main].image",
          "spec.template.spec.containers.*.env.[name=A].value",
          "data.k",
          "metadata.annotations.new",
          "kind",
          "spec.template.spec.containers.0.image",
          "spec.list.[x=y].z",
          "spec.items.-");
    }
    var text = new ArrayList<String>();
    Object here = made.tree();
    for (var step : steps(made.tree())) {
      if (here instanceof List<?> list) {
        var item = list.get(Integer.parseInt(step));
        text.add(
            item instanceof Map<?, ?> map
                    && map.get("name") instanceof String name
                    && chance.percent(60)
                ? "[name=" + name + "]"
                : chance.percent(20) ? "*" : step);
        here = item;
      } else if (here instanceof Map<?, ?> map) {
        text.add(
            step.indexOf('.') >= 0 ? chance.one("[" + step + "]", step.replace(".", "\\.")) : step);
        here = map.get(step);
      }
    }
    return String.join(".", text);
  }

  /** A selector that finds {@code made}, and perhaps others. */
  Map<String, Object> selector(Made made, boolean expressions) {
    var selector = map();
    var name =
        expressions
            ? chance.one(
                made.name(),
                made.name(),
                ".*",
                made.name().substring(0, 1) + ".*",
                "app|web",
                "^" + made.name() + "$")
            : made.name();
    switch (chance.below(6)) {
      case 0 -> selector.put("kind", made.kind());
      case 1 -> selector.put("name", name);
      case 2 ->
          selector.put(
              "labelSelector",
              chance.one(
                  "app=red", "app", "!app", "tier in (red,blue)", "env!=red", "app=red,tier=blue"));
      case 3 -> {
        if (!made.group().isEmpty()) {
          selector.put("group", made.group());
        }
        selector.put("version", made.version());
        selector.put(
            "kind",
            expressions && chance.percent(20) ? made.kind().substring(0, 2) + ".*" : made.kind());
        selector.put("name", name);
      }
      default -> {
        selector.put("kind", made.kind());
        selector.put("name", name);
      }
    }
    if (!made.namespace().isEmpty() && chance.percent(30)) {
      selector.put("namespace", made.namespace());
    }
    if (chance.percent(4)) {
      selector.put("annotationSelector", chance.one("note", "a/b=red", "!tool"));
    }
    return selector;
  }
}
