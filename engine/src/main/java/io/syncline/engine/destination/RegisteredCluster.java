package io.syncline.engine.destination;

import io.syncline.model.application.Destination;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A cluster that applications may deploy to. Holds secrets: {@link #toString} shows the server
 * only.
 *
 * @param server URL of its API, without a slash at the end
 * @param name symbolic name; the server when the Secret gives none
 * @param namespaces the only namespaces to look into; empty for all
 * @param clusterResources whether objects outside of namespaces are ours although {@code
 *     namespaces} restricts us
 * @param project the only project that may use it, "" for any
 * @param skipped whether nothing is reconciled there
 * @param secret name of the Secret, "" for the cluster we run in when nobody described it
 * @param config JSON text that says how to be let in, "" for none
 */
public record RegisteredCluster(
    String server,
    String name,
    List<String> namespaces,
    boolean clusterResources,
    String project,
    boolean skipped,
    String secret,
    String config) {
  private static final String SKIP = "argocd.argoproj.io/skip-reconcile";

  /** The cluster we run in, as long as no Secret says more of it. */
  public static final RegisteredCluster IN_CLUSTER =
      new RegisteredCluster(
          Destination.IN_CLUSTER, Destination.IN_CLUSTER_NAME, List.of(), true, "", false, "", "");

  /** Copies the namespaces. */
  public RegisteredCluster {
    namespaces = List.copyOf(namespaces);
  }

  /** The cluster that a Secret of type {@code cluster} describes. */
  public static RegisteredCluster of(Manifest secret) {
    var fields = fields(secret);
    var server = fields.getOrDefault("server", "").strip().replaceAll("/+$", "");
    var name = fields.getOrDefault("name", "").strip();
    return new RegisteredCluster(
        server,
        name.isEmpty() ? server : name,
        list(fields.getOrDefault("namespaces", "")),
        fields.getOrDefault("clusterResources", "").strip().equals("true"),
        fields.getOrDefault("project", "").strip(),
        secret.annotation(SKIP).filter("true"::equals).isPresent(),
        secret.name(),
        fields.getOrDefault("config", ""));
  }

  private static Map<String, String> fields(Manifest secret) {
    var fields = new TreeMap<String, String>();
    Tree.object(secret.at("data"))
        .forEach((key, value) -> fields.put(key, decoded(String.valueOf(value))));
    Tree.object(secret.at("stringData"))
        .forEach((key, value) -> fields.put(key, String.valueOf(value)));
    return fields;
  }

  private static String decoded(String text) {
    try {
      return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(n -> !n.isEmpty()).toList();
  }

  /** Whether it is the one we run in. */
  public boolean own() {
    return server.equals(Destination.IN_CLUSTER);
  }

  /** Both its names. */
  public Destination destination() {
    return new Destination(server, name, "");
  }

  /** Whether only some namespaces are ours. */
  public boolean restricted() {
    return !namespaces.isEmpty();
  }

  /** Whether objects in {@code namespace}, "" for those outside of any, are ours to manage. */
  public boolean covers(String namespace) {
    return !restricted()
        || (namespace.isEmpty() ? clusterResources : namespaces.contains(namespace));
  }

  @Override
  public String toString() {
    return name + " (" + server + ")";
  }
}
