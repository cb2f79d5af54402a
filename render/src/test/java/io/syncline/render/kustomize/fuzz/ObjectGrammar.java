package io.syncline.render.kustomize.fuzz;

import io.syncline.render.kustomize.fuzz.StyledYaml.Raw;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Random objects of many kinds that refer to each other by name. */
final class ObjectGrammar {
  static final List<String> NAMES = List.of("app", "web", "cfg", "db", "sec", "a.b", "x-1");
  static final List<String> IMAGES =
      List.of(
          "nginx",
          "nginx:1.25",
          "reg.io:5000/team/app:v1",
          "busybox@sha256:abc",
          "a/b",
          "app:$(TAG)");
  static final List<String> LABELS = List.of("app", "tier", "env", "app.kubernetes.io/name");
  static final List<String> WORDS =
      List.of("red", "blue", "x", "web", "true", "1", "", "a b", "ünï", "$(VAR_A)");
  private static final List<String> ODD =
      List.of(
          "0777",
          "1e3",
          "yes",
          "~",
          "0x1F",
          "1_000",
          "2020-01-01",
          "!!str 5",
          "0o14",
          "\"a\\tb\"",
          "+1",
          "1.0",
          "1.50",
          "12345678901234567890",
          "null",
          "-0",
          "1e400",
          ".5",
          "off",
          "'true'",
          "\"\"",
          "''",
          "1.",
          "0b11",
          "12:30",
          "2001-12-14t21:59:43.10-05:00",
          "\"\\u00e9\"",
          "a: b".replace(": ", ":"),
          "? x".replace("? ", "?"),
          "-x",
          "a#b",
          "\"# no\"",
          "!custom v",
          "&anc v",
          "0.1e-7",
          "1e21",
          "100000000000000000000.0",
          "True",
          "NULL",
          "Null",
          "=");
  private static final List<String> KINDS =
      List.of(
          "Deployment",
          "Deployment",
          "Deployment",
          "StatefulSet",
          "DaemonSet",
          "Job",
          "CronJob",
          "Pod",
          "Service",
          "Service",
          "ConfigMap",
          "ConfigMap",
          "Secret",
          "Ingress",
          "ServiceAccount",
          "Role",
          "RoleBinding",
          "ClusterRole",
          "ClusterRoleBinding",
          "HorizontalPodAutoscaler",
          "PodDisruptionBudget",
          "NetworkPolicy",
          "PersistentVolumeClaim",
          "PersistentVolume",
          "StorageClass",
          "ValidatingWebhookConfiguration",
          "MutatingWebhookConfiguration",
          "APIService",
          "CustomResourceDefinition",
          "Foo",
          "Foo",
          "Bar",
          "Namespace",
          "ReplicaSet",
          "ReplicationController");

  private final Chance chance;
  private final Set<String> taken = new HashSet<>();

  /** An object and what names it. */
  record Made(Map<String, Object> tree) {
    String kind() {
      return String.valueOf(tree.get("kind"));
    }

    String apiVersion() {
      return String.valueOf(tree.get("apiVersion"));
    }

    String group() {
      var slash = apiVersion().indexOf('/');
      return slash < 0 ? "" : apiVersion().substring(0, slash);
    }

    String version() {
      return apiVersion().substring(apiVersion().indexOf('/') + 1);
    }

    String name() {
      return String.valueOf(metadata().get("name"));
    }

    String namespace() {
      return metadata().get("namespace") instanceof String text ? text : "";
    }

    private Map<?, ?> metadata() {
      return tree.get("metadata") instanceof Map<?, ?> map ? map : Map.of();
    }
  }

  ObjectGrammar(Chance chance) {
    this.chance = chance;
  }

  Made object() {
    for (var attempt = 0; ; attempt++) {
      var kind = chance.of(KINDS);
      var name = chance.of(NAMES) + (attempt > 3 ? "-" + attempt : "");
      var namespace = clusterWide(kind) ? "" : chance.one("", "", "", "ns1", "ns2", "default");
      if (taken.add(kind + "/" + name) || chance.percent(1)) {
        return new Made(object(kind, name, namespace));
      }
      if (taken.add(kind + "/" + name + "/" + namespace)
          && !namespace.isEmpty()
          && chance.percent(20)) {
        return new Made(object(kind, name, namespace));
      }
    }
  }

  static boolean clusterWide(String kind) {
    return kind.startsWith("Cluster")
        || kind.endsWith("WebhookConfiguration")
        || kind.equals("Namespace")
        || kind.equals("PersistentVolume")
        || kind.equals("StorageClass")
        || kind.equals("APIService")
        || kind.equals("CustomResourceDefinition");
  }

  static Map<String, Object> map(Object... pairs) {
    var map = new LinkedHashMap<String, Object>();
    for (var i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private static List<Object> list(Object... items) {
    return new ArrayList<>(List.of(items));
  }

  private String name() {
    return chance.of(NAMES);
  }

  Object scalar() {
    if (chance.percent(35)) {
      return new Raw(chance.of(ODD));
    }
    return chance.percent(20) ? (Object) (long) chance.between(-3, 90000) : text();
  }

  String text() {
    return chance.percent(10)
        ? chance.one(
            "line one\nline two\n",
            "a: 1\nb: [x]\n",
            "no end\nhere",
            "#!/bin/sh\necho \"$X\"\n",
            "tab\there",
            "a\n\nb\n",
            "  lead",
            "tail ",
            "é\u2028",
            "\u0007",
            "long ".repeat(30))
        : chance.of(WORDS);
  }

  Map<String, Object> labels() {
    var labels = map();
    for (var i = chance.between(1, 2); i > 0; i--) {
      labels.put(chance.of(LABELS), chance.one("red", "blue", "web", "v-1", "1"));
    }
    return labels;
  }

  private Map<String, Object> metadata(String name, String namespace) {
    var metadata = map("name", name);
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    if (chance.percent(40)) {
      metadata.put("labels", labels());
    }
    if (chance.percent(25)) {
      metadata.put("annotations", map(chance.one("note", "a/b", "tool"), text()));
    }
    if (chance.percent(2)) {
      metadata.put("annotations", new Raw("null"));
    }
    if (chance.percent(2)) {
      metadata.put("creationTimestamp", new Raw("null"));
    }
    if (chance.percent(2)) {
      metadata.put(
          "annotations", map("config.kubernetes.io/local-config", chance.one("true", "false")));
    }
    return metadata;
  }

  private Map<String, Object> object(String kind, String name, String namespace) {
    var object =
        map("apiVersion", apiVersion(kind), "kind", kind, "metadata", metadata(name, namespace));
    if (chance.percent(4)) {
      object.put(
          "extra",
          new Raw(
              chance.one(
                  "{base: &b {a: 1, b: x}, own: {<<: *b, b: y}, alias: *b}",
                  "{one: &o [x, 1], two: *o}",
                  "{a: &a {k: v}, b: &c {k: w, l: m}, c: {<<: [*a, *c], n: 1}}")));
    }
    object.putAll(body(kind));
    return object;
  }

  private String apiVersion(String kind) {
    return switch (kind) {
      case "Deployment" -> chance.one("apps/v1", "apps/v1", "apps/v1", "extensions/v1beta1");
      case "StatefulSet", "DaemonSet", "ReplicaSet" -> "apps/v1";
      case "Job" -> "batch/v1";
      case "CronJob" -> chance.one("batch/v1", "batch/v1beta1");
      case "Ingress", "NetworkPolicy" -> "networking.k8s.io/v1";
      case "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding" ->
          "rbac.authorization.k8s.io/v1";
      case "HorizontalPodAutoscaler" -> chance.one("autoscaling/v2", "autoscaling/v1");
      case "PodDisruptionBudget" -> "policy/v1";
      case "StorageClass" -> "storage.k8s.io/v1";
      case "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration" ->
          "admissionregistration.k8s.io/v1";
      case "APIService" -> "apiregistration.k8s.io/v1";
      case "CustomResourceDefinition" -> "apiextensions.k8s.io/v1";
      case "Foo" -> "example.com/v1";
      case "Bar" -> chance.one("example.org/v1alpha1", "v1");
      default -> "v1";
    };
  }

  private Map<String, Object> body(String kind) {
    return switch (kind) {
      case "Deployment", "ReplicaSet", "ReplicationController" -> map("spec", workload(true));
      case "DaemonSet" -> map("spec", workload(false));
      case "StatefulSet" -> {
        var spec = workload(true);
        spec.put("serviceName", name());
        if (chance.percent(40)) {
          spec.put(
              "volumeClaimTemplates",
              list(map("metadata", map("name", "data"), "spec", map("storageClassName", name()))));
        }
        yield map("spec", spec);
      }
      case "Job" -> map("spec", map("template", template()));
      case "CronJob" ->
          map(
              "spec",
              map(
                  "schedule",
                  "* * * * *",
                  "jobTemplate",
                  map("spec", map("template", template()))));
      case "Pod" -> map("spec", podSpec());
      case "Service" -> {
        var spec =
            map(
                "ports",
                list(
                    map("port", 80L, "name", "http"),
                    map("port", 443L, "name", "https", "protocol", "TCP")));
        if (chance.percent(70)) {
          spec.put("selector", labels());
        }
        yield map("spec", spec);
      }
      case "ConfigMap" -> map("data", data());
      case "Secret" ->
          chance.percent(50)
              ? map("stringData", data())
              : map("data", map("k", "dmFsdWU="), "type", "Opaque");
      case "Ingress" ->
          map(
              "spec",
              map(
                  "rules",
                  list(
                      map(
                          "host",
                          "h.example.com",
                          "http",
                          map(
                              "paths",
                              list(
                                  map(
                                      "path",
                                      "/",
                                      "pathType",
                                      "Prefix",
                                      "backend",
                                      map(
                                          "service",
                                          map("name", name(), "port", map("number", 80L))))))))));
      case "Role", "ClusterRole" ->
          map(
              "rules",
              list(
                  map(
                      "apiGroups",
                      list(""),
                      "resources",
                      list("configmaps"),
                      "verbs",
                      list("get"),
                      "resourceNames",
                      list(name(), name()))));
      case "RoleBinding", "ClusterRoleBinding" ->
          map(
              "roleRef",
                  map(
                      "apiGroup",
                      "rbac.authorization.k8s.io",
                      "kind",
                      chance.one("Role", "ClusterRole"),
                      "name",
                      name()),
              "subjects",
                  list(
                      map(
                          "kind",
                          "ServiceAccount",
                          "name",
                          chance.one(name(), "default"),
                          "namespace",
                          chance.one("ns1", "default", "ns2"))));
      case "HorizontalPodAutoscaler" ->
          map(
              "spec",
              map(
                  "scaleTargetRef",
                  map(
                      "apiVersion",
                      "apps/v1",
                      "kind",
                      chance.one("Deployment", "StatefulSet"),
                      "name",
                      name()),
                  "maxReplicas",
                  3L));
      case "PodDisruptionBudget" ->
          map(
              "spec",
              map(
                  "minAvailable",
                  chance.one((Object) 1L, "50%"),
                  "selector",
                  map("matchLabels", labels())));
      case "NetworkPolicy" ->
          map(
              "spec",
              map(
                  "podSelector",
                  chance.percent(30) ? map() : map("matchLabels", labels()),
                  "ingress",
                  list(map("from", list(map("podSelector", map("matchLabels", labels())))))));
      case "PersistentVolumeClaim" ->
          map("spec", map("volumeName", name(), "storageClassName", name()));
      case "PersistentVolume" ->
          map(
              "spec",
              map(
                  "capacity",
                  map("storage", new Raw("1Gi")),
                  "claimRef",
                  map("name", name(), "namespace", "ns1")));
      case "StorageClass" -> map("provisioner", "x.io/y");
      case "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration" ->
          map(
              "webhooks",
              list(
                  map(
                      "name",
                      "w.example.com",
                      "clientConfig",
                      map(
                          "service",
                          map("name", name(), "namespace", chance.one("ns1", "default"))))));
      case "APIService" ->
          map("spec", map("service", map("name", name(), "namespace", "ns1"), "group", "g"));
      case "CustomResourceDefinition" ->
          map(
              "spec",
              map(
                  "group",
                  "example.com",
                  "names",
                  map("kind", "Foo", "plural", "foos"),
                  "scope",
                  "Namespaced",
                  "conversion",
                  map(
                      "strategy",
                      "Webhook",
                      "webhook",
                      map(
                          "clientConfig",
                          map("service", map("name", name(), "namespace", "ns1"))))));
      case "Foo", "Bar" -> map("spec", custom(0));
      default -> map();
    };
  }

  Map<String, Object> data() {
    var data = map();
    for (var i = chance.between(0, 3); i > 0; i--) {
      data.put(
          chance.one("k", "key", "a.properties", "1", "true", "null", "x y", "1.5", "n"),
          chance.percent(85) ? text() : scalar());
    }
    return data;
  }

  private Object custom(int depth) {
    var map = map();
    for (var i = chance.between(1, 4); i > 0; i--) {
      var key =
          chance.one(
              "image",
              "replicas",
              "ref",
              "items",
              "nested",
              "values",
              "containers",
              "selector",
              "template",
              "name",
              "k");
      map.put(
          key,
          switch (chance.below(depth > 2 ? 2 : 5)) {
            case 0, 1 -> scalar();
            case 2 ->
                chance.percent(50)
                    ? list(scalar(), scalar())
                    : list(
                        map("name", "a", "image", chance.of(IMAGES), "v", scalar()),
                        map("name", "b", "v", scalar()));
            case 3 ->
                chance.percent(10)
                    ? (chance.percent(50) ? map() : new ArrayList<>())
                    : custom(depth + 1);
            default ->
                key.equals("ref") ? map("name", name(), "kind", "ConfigMap") : custom(depth + 1);
          });
    }
    return map;
  }

  private Map<String, Object> workload(boolean replicas) {
    var spec = map();
    if (replicas && chance.percent(70)) {
      spec.put("replicas", (long) chance.between(0, 5));
    }
    if (chance.percent(70)) {
      var selector = map("matchLabels", labels());
      if (chance.percent(15)) {
        selector.put(
            "matchExpressions", list(map("key", "app", "operator", "In", "values", list("x"))));
      }
      spec.put("selector", selector);
    }
    spec.put("template", template());
    return spec;
  }

  private Map<String, Object> template() {
    var template = map();
    if (chance.percent(80)) {
      template.put("metadata", map("labels", labels()));
    }
    template.put("spec", podSpec());
    return template;
  }

  private Map<String, Object> podSpec() {
    var spec = map("containers", list(container("main")));
    if (chance.percent(30)) {
      castList(spec.get("containers")).add(container("side"));
    }
    if (chance.percent(15)) {
      spec.put("initContainers", list(container("init")));
    }
    if (chance.percent(40)) {
      spec.put("serviceAccountName", name());
    }
    if (chance.percent(40)) {
      spec.put(
          "volumes",
          list(
              chance.percent(50)
                  ? map("name", "v1", "configMap", map("name", name()))
                  : map("name", "v1", "secret", map("secretName", name())),
              chance.percent(50)
                  ? map("name", "v2", "persistentVolumeClaim", map("claimName", name()))
                  : map("name", "v2", "emptyDir", map()),
              map(
                  "name",
                  "v3",
                  "projected",
                  map(
                      "sources",
                      list(
                          map("configMap", map("name", name())),
                          map("secret", map("name", name())))))));
    }
    if (chance.percent(15)) {
      spec.put("imagePullSecrets", list(map("name", name())));
    }
    if (chance.percent(15)) {
      spec.put(
          "affinity",
          map(
              "podAntiAffinity",
              map(
                  "requiredDuringSchedulingIgnoredDuringExecution",
                  list(
                      map("labelSelector", map("matchLabels", labels()), "topologyKey", "zone")))));
    }
    if (chance.percent(10)) {
      spec.put(
          "topologySpreadConstraints",
          list(
              map(
                  "maxSkew",
                  1L,
                  "topologyKey",
                  "zone",
                  "labelSelector",
                  map("matchLabels", labels()))));
    }
    if (chance.percent(10)) {
      spec.put("tolerations", list(map("key", "k", "operator", "Exists")));
    }
    return spec;
  }

  @SuppressWarnings("unchecked") // lists of the grammar hold objects
  static List<Object> castList(@org.jspecify.annotations.Nullable Object list) {
    return (List<Object>) java.util.Objects.requireNonNull(list);
  }

  Map<String, Object> container(String name) {
    var container = map("name", name, "image", chance.of(IMAGES));
    if (chance.percent(40)) {
      container.put(
          "args",
          list(
              "--x=$(VAR_A)",
              chance.one("$(VAR_B)", "$$(VAR_A)", "plain", "$(NONE)", "a$(VAR_A)b$(VAR_B)")));
    }
    if (chance.percent(50)) {
      container.put(
          "env",
          list(
              map("name", "A", "value", chance.percent(60) ? text() : chance.one("$(VAR_A)", "1")),
              map(
                  "name",
                  "B",
                  "valueFrom",
                  chance.percent(50)
                      ? map("configMapKeyRef", map("name", name(), "key", "k"))
                      : map("secretKeyRef", map("name", name(), "key", "k")))));
    }
    if (chance.percent(25)) {
      container.put(
          "envFrom",
          list(map("configMapRef", map("name", name())), map("secretRef", map("name", name()))));
    }
    if (chance.percent(35)) {
      container.put(
          "ports",
          list(
              map("containerPort", 80L, "name", "http"),
              map("containerPort", 80L, "protocol", "UDP")));
    }
    if (chance.percent(20)) {
      container.put(
          "volumeMounts",
          list(map("name", "v1", "mountPath", "/a"), map("name", "v2", "mountPath", "/b")));
    }
    if (chance.percent(15)) {
      container.put(
          "resources",
          map(
              "limits",
              map(
                  "cpu",
                  chance.one((Object) 1L, "100m", new Raw("0.5")),
                  "memory",
                  new Raw("64Mi"))));
    }
    return container;
  }
}
