package io.syncline.cli.project;

import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of {@code proj create} and {@code proj set}, as a function from spec to spec. */
final class ProjectOptions {
  @Option(names = "--description", description = "Description")
  @Nullable String description;

  @Option(
      names = {"-d", "--dest"},
      paramLabel = "SERVER,NAMESPACE",
      description = "Permitted destination")
  List<String> destinations = List.of();

  @Option(
      names = {"-s", "--src"},
      paramLabel = "URL",
      description = "Permitted source repository")
  List<String> sources = List.of();

  @Option(
      names = "--source-namespaces",
      split = ",",
      description = "Namespaces applications may stand in")
  List<String> sourceNamespaces = List.of();

  @Option(names = "--signature-keys", split = ",", description = "Keys commits are signed with")
  List<String> signatureKeys = List.of();

  @Option(
      names = "--orphaned-resources",
      arity = "0..1",
      fallbackValue = "true",
      description = "Watch for objects no application has")
  @Nullable Boolean orphaned;

  @Option(
      names = "--orphaned-resources-warn",
      arity = "0..1",
      fallbackValue = "true",
      description = "Warn of them by a condition")
  @Nullable Boolean orphanedWarn;

  @Option(
      names = "--allow-cluster-resource",
      paramLabel = "GROUP/KIND",
      description = "Permitted kind of the cluster")
  List<String> allowCluster = List.of();

  @Option(
      names = "--deny-cluster-resource",
      paramLabel = "GROUP/KIND",
      description = "Refused kind of the cluster")
  List<String> denyCluster = List.of();

  @Option(
      names = "--allow-namespaced-resource",
      paramLabel = "GROUP/KIND",
      description = "Permitted kind of namespaces")
  List<String> allowNamespaced = List.of();

  @Option(
      names = "--deny-namespaced-resource",
      paramLabel = "GROUP/KIND",
      description = "Refused kind of namespaces")
  List<String> denyNamespaced = List.of();

  @Option(
      names = "--dest-service-accounts",
      paramLabel = "SERVER,NAMESPACE,ACCOUNT",
      description = "Service account to sync as")
  List<String> serviceAccounts = List.of();

  /** {@code spec} with what the flags say; a list given replaces the one there was. */
  ObjectTree apply(ObjectTree spec) {
    var next = spec;
    next = description == null ? next : next.with("description", description);
    next = put(next, "destinations", destinations, ProjectOptions::destination);
    next = put(next, "sourceRepos", sources, s -> s);
    next = put(next, "sourceNamespaces", sourceNamespaces, s -> s);
    next = put(next, "signatureKeys", signatureKeys, k -> ObjectTree.of("keyID", k));
    next = put(next, "clusterResourceWhitelist", allowCluster, ProjectOptions::kind);
    next = put(next, "clusterResourceBlacklist", denyCluster, ProjectOptions::kind);
    next = put(next, "namespaceResourceWhitelist", allowNamespaced, ProjectOptions::kind);
    next = put(next, "namespaceResourceBlacklist", denyNamespaced, ProjectOptions::kind);
    next = put(next, "destinationServiceAccounts", serviceAccounts, ProjectOptions::account);
    if (Boolean.FALSE.equals(orphaned)) {
      return next.without("orphanedResources");
    }
    if (orphaned != null && next.get("orphanedResources") == null) {
      next = next.with("orphanedResources", ObjectTree.EMPTY);
    }
    return orphanedWarn == null ? next : Tree.with(next, orphanedWarn, "orphanedResources", "warn");
  }

  private static ObjectTree put(
      ObjectTree spec, String field, List<String> texts, Function<String, Object> reader) {
    return texts.isEmpty()
        ? spec
        : spec.with(field, Tree.list(texts.stream().map(reader).toList()));
  }

  private static Object destination(String text) {
    var parts = parts(text, ",", "destination", "server,namespace", 2);
    return ObjectTree.of("server", parts.get(0), "namespace", parts.get(1));
  }

  private static Object kind(String text) {
    var parts = new ArrayList<>(List.of(text.split("/", -1)));
    if (parts.size() == 1) {
      return ObjectTree.of("group", "", "kind", text);
    }
    if (parts.size() > 3) {
      throw new CliException(
          CliException.FAILED,
          "Expected resource of the form: [group/]kind[/name]. Received: " + text);
    }
    var rule = ObjectTree.of("group", parts.get(0), "kind", parts.get(1));
    return parts.size() == 3 ? rule.with("name", parts.get(2)) : rule;
  }

  private static Object account(String text) {
    var parts = parts(text, ",", "service account", "server,namespace,account", 3);
    return ObjectTree.of(
        "server", parts.get(0),
        "namespace", parts.get(1),
        "defaultServiceAccount", parts.get(2));
  }

  private static List<String> parts(
      String text, String separator, String what, String form, int count) {
    var parts = List.of(text.split(separator, -1));
    if (parts.size() != count) {
      throw new CliException(
          CliException.FAILED,
          "Expected " + what + " of the form: " + form + ". Received: " + text);
    }
    return parts;
  }
}
