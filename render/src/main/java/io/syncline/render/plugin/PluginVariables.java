package io.syncline.render.plugin;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.render.BuildEnvironment;
import io.syncline.render.RenderRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The variables a plugin finds in its environment (chapters 10.1 and 10.2). */
public final class PluginVariables {
  private static final Pattern FOREIGN = Pattern.compile("[^A-Z0-9_]");

  private PluginVariables() {}

  /** All variables of one render by name. */
  public static Map<String, String> of(RenderRequest request) {
    var build = new BuildEnvironment(request);
    var variables = new LinkedHashMap<>(build.variables());
    variables.put("KUBE_VERSION", version(request.kubeVersion()));
    variables.put("KUBE_API_VERSIONS", String.join(",", request.apiVersions()));
    for (var entry : Tree.items(request.source().tool("plugin").get("env"))) {
      variables.put(
          "ARGOCD_ENV_" + Tree.text(entry, "name"), build.substitute(Tree.text(entry, "value")));
    }
    variables.putAll(parameters(request.source()));
    return variables;
  }

  /** Tools such as Helm take a version without prefix and build metadata. */
  private static String version(String version) {
    var plain = version.startsWith("v") ? version.substring(1) : version;
    return plain.replace("+", "");
  }

  /** What the parameters of the {@code plugin} block come to. */
  public static Map<String, String> parameters(ApplicationSource source) {
    var parameters = Tree.items(source.tool("plugin").get("parameters"));
    var variables = new LinkedHashMap<String, String>();
    variables.put("ARGOCD_APP_PARAMETERS", Json.write(ordered(parameters)));
    for (var parameter : parameters) {
      var tree = Tree.object(parameter);
      var name = "PARAM_" + shell(Tree.text(tree, "name"));
      if (tree.get("string") instanceof String text) {
        variables.put(name, text);
      }
      Tree.object(tree.get("map"))
          .forEach((key, value) -> variables.put(name + "_" + shell(key), text(value)));
      var items = Tree.items(tree.get("array"));
      for (var i = 0; i < items.size(); i++) {
        variables.put(name + "_" + i, text(items.get(i)));
      }
    }
    return variables;
  }

  /** As Argo CD writes them: only known fields, always in this order. */
  private static Object ordered(List<?> parameters) {
    return Tree.list(
        parameters.stream()
            .map(
                parameter -> {
                  var from = Tree.object(parameter);
                  var to = new ObjectTree.Builder(4);
                  for (var field : List.of("name", "string", "map", "array")) {
                    if (from.get(field) != null) {
                      to.put(field, from.get(field));
                    }
                  }
                  return to.build();
                })
            .toList());
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : String.valueOf(value);
  }

  private static String shell(String name) {
    return FOREIGN.matcher(name.toUpperCase(Locale.ROOT)).replaceAll("_");
  }
}
