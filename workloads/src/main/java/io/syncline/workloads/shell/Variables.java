package io.syncline.workloads.shell;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The environment of a container. */
final class Variables {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\(([\\w.-]+)\\)");

  private Variables() {}

  static Map<String, String> of(Manifest pod, Object container, Sources sources) {
    var variables = new LinkedHashMap<String, String>();
    variables.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    variables.put("HOME", "/root");
    variables.put("HOSTNAME", pod.name());
    variables.put("KUBERNETES_SERVICE_HOST", "10.96.0.1");
    variables.put("KUBERNETES_SERVICE_PORT", "443");
    for (var source : Tree.items(Tree.at(container, "envFrom"))) {
      var prefix = Tree.text(source, "prefix");
      sources
          .configMap(Tree.text(source, "configMapRef", "name"))
          .forEach((key, value) -> variables.put(prefix + key, text(value)));
      sources
          .secret(Tree.text(source, "secretRef", "name"))
          .forEach((key, value) -> variables.put(prefix + key, text(value)));
    }
    for (var variable : Tree.items(Tree.at(container, "env"))) {
      variables.put(Tree.text(variable, "name"), value(variable, container, variables, sources));
    }
    return variables;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String value(
      Object variable, Object container, Map<String, String> known, Sources sources) {
    var from = Tree.object(Tree.at(variable, "valueFrom"));
    if (from.isEmpty()) {
      return REFERENCE
          .matcher(Tree.text(variable, "value"))
          .replaceAll(
              match -> Matcher.quoteReplacement(known.getOrDefault(match.group(1), match.group())));
    }
    var map = sources.configMap(Tree.text(from, "configMapKeyRef", "name"));
    var secret = sources.secret(Tree.text(from, "secretKeyRef", "name"));
    var resource = Tree.text(from, "resourceFieldRef", "resource").split("\\.", 2);
    var found =
        map.getOrDefault(
            Tree.text(from, "configMapKeyRef", "key"),
            secret.get(Tree.text(from, "secretKeyRef", "key")));
    if (found != null) {
      return text(found);
    }
    return resource.length == 2
        ? Tree.text(container, "resources", resource[0], resource[1])
        : sources.field(Tree.text(from, "fieldRef", "fieldPath"));
  }
}
