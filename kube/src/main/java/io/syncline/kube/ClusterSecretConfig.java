package io.syncline.kube;

import io.syncline.kube.ClusterException.Code;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code config} field of a Secret that registers a cluster (semantics 30.1). */
public final class ClusterSecretConfig {
  private static final String CREDENTIAL = "client.authentication.k8s.io/v1beta1";

  private ClusterSecretConfig() {}

  /**
   * The way into the cluster at {@code server}.
   *
   * @param config JSON text, "" for none
   * @throws ClusterException when the text is not JSON or asks for what cannot be had; its text
   *     names the field, never a value
   */
  public static ClusterConfig read(String server, String config) {
    var tree = tree(server, config);
    var tls = Tree.object(tree.get("tlsClientConfig"));
    return new ClusterConfig(
        ClusterConfig.uri(server),
        text(tree, "bearerToken"),
        Optional.empty(),
        text(tree, "username"),
        text(tree, "password"),
        pem(server, tls, "certData"),
        pem(server, tls, "keyData"),
        pem(server, tls, "caData"),
        text(tls, "serverName"),
        Tree.flag(tls, "insecure"),
        "",
        exec(tree),
        text(tree, "proxyUrl"));
  }

  private static ObjectTree tree(String server, String config) {
    if (config.isBlank()) {
      return ObjectTree.EMPTY;
    }
    try {
      return Json.parseObject(config.getBytes(StandardCharsets.UTF_8));
    } catch (Json.SyntaxException e) {
      // The parser's message may quote the text, and with it a token.
      throw problem(server, "config is not a JSON object");
    }
  }

  private static Optional<ClusterConfig.Exec> exec(ObjectTree tree) {
    var exec = Tree.object(tree.get("execProviderConfig"));
    if (!Tree.text(exec, "command").isEmpty()) {
      var environment = new LinkedHashMap<String, String>();
      Tree.object(exec.get("env"))
          .forEach((name, value) -> environment.put(name, String.valueOf(value)));
      var version = Tree.text(exec, "apiVersion");
      return Optional.of(
          new ClusterConfig.Exec(
              Tree.text(exec, "command"),
              Tree.items(exec.get("args")).stream().map(String::valueOf).toList(),
              environment,
              version.isEmpty() ? CREDENTIAL : version,
              Tree.text(exec, "installHint")));
    }
    return aws(Tree.object(tree.get("awsAuthConfig")));
  }

  private static Optional<ClusterConfig.Exec> aws(ObjectTree aws) {
    if (Tree.text(aws, "clusterName").isEmpty()) {
      return Optional.empty();
    }
    var arguments =
        new ArrayList<>(
            List.of("eks", "get-token", "--cluster-name", Tree.text(aws, "clusterName")));
    option(arguments, "--role-arn", Tree.text(aws, "roleARN"));
    option(arguments, "--profile", Tree.text(aws, "profile"));
    return Optional.of(
        new ClusterConfig.Exec(
            "aws", arguments, Map.of(), CREDENTIAL, "install the AWS command line tool"));
  }

  private static void option(List<String> arguments, String name, String value) {
    if (!value.isEmpty()) {
      arguments.add(name);
      arguments.add(value);
    }
  }

  private static Optional<String> text(ObjectTree tree, String field) {
    return Optional.of(Tree.text(tree, field)).filter(s -> !s.isEmpty());
  }

  private static Optional<String> pem(String server, ObjectTree tls, String field) {
    return text(tls, field)
        .map(
            base64 -> {
              try {
                return new String(
                    Base64.getMimeDecoder().decode(base64), StandardCharsets.US_ASCII);
              } catch (IllegalArgumentException e) {
                throw problem(server, "tlsClientConfig." + field + " is not base64");
              }
            });
  }

  private static ClusterException problem(String server, String what) {
    return new ClusterException(Code.BAD_REQUEST, "cluster " + server + ": " + what, null);
  }
}
