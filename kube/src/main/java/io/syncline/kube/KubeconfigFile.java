package io.syncline.kube;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Reads {@link ClusterConfig}s from the files kubectl and pods have. */
public final class KubeconfigFile {
  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  private KubeconfigFile() {}

  /** The cluster of the current context of {@code file}. */
  public static ClusterConfig read(Path file) {
    return read(file, "");
  }

  /** The cluster of one context of {@code file}; "" means the current one. */
  public static ClusterConfig read(Path file, String context) {
    try {
      var folder = file.toAbsolutePath().getParent();
      return parse(Files.readString(file), context, folder == null ? Path.of("") : folder);
    } catch (IOException e) {
      throw problem("kubeconfig " + file + " cannot be read: " + e.getMessage(), e);
    } catch (YamlException e) {
      throw problem("kubeconfig " + file + ": " + e.getMessage(), e);
    }
  }

  /** A kubeconfig's text; relative files stand in {@code folder}. */
  public static ClusterConfig parse(String text, String context, Path folder) {
    var root = Yaml.parseObject(text);
    var name = context.isEmpty() ? Tree.text(root, "current-context") : context;
    if (name.isEmpty()) {
      throw problem("kubeconfig has no current-context (expected: name of a context)", null);
    }
    var chosen = Tree.object(named(root, "contexts", name).get("context"));
    var cluster = Tree.object(named(root, "clusters", Tree.text(chosen, "cluster")).get("cluster"));
    var userName = Tree.text(chosen, "user");
    var user =
        userName.isEmpty()
            ? ObjectTree.EMPTY
            : Tree.object(named(root, "users", userName).get("user"));
    return new ClusterConfig(
        ClusterConfig.uri(Tree.text(cluster, "server")),
        text(user, "token"),
        text(user, "tokenFile").map(folder::resolve),
        text(user, "username"),
        text(user, "password"),
        pem(user, "client-certificate", folder),
        pem(user, "client-key", folder),
        pem(cluster, "certificate-authority", folder),
        text(cluster, "tls-server-name"),
        Tree.flag(cluster, "insecure-skip-tls-verify"),
        Tree.text(chosen, "namespace"),
        exec(Tree.object(user.get("exec")), folder),
        text(cluster, "proxy-url"));
  }

  /** The cluster this process runs in as a pod; empty outside of one. */
  public static Optional<ClusterConfig> inCluster(String host, String port) {
    if (host.isEmpty() || !Files.isReadable(SERVICE_ACCOUNT.resolve("token"))) {
      return Optional.empty();
    }
    var shown = host.contains(":") ? "[" + host + "]" : host;
    try {
      return Optional.of(
          new ClusterConfig(
              ClusterConfig.uri("https://" + shown + ":" + (port.isEmpty() ? "443" : port)),
              Optional.empty(),
              Optional.of(SERVICE_ACCOUNT.resolve("token")),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(Files.readString(SERVICE_ACCOUNT.resolve("ca.crt"))),
              Optional.empty(),
              false,
              Files.readString(SERVICE_ACCOUNT.resolve("namespace")).strip(),
              Optional.empty(),
              Optional.empty()));
    } catch (IOException e) {
      throw problem("service account files cannot be read: " + e.getMessage(), e);
    }
  }

  private static ObjectTree named(ObjectTree root, String list, String name) {
    return Tree.items(root.get(list)).stream()
        .map(Tree::object)
        .filter(entry -> Tree.text(entry, "name").equals(name))
        .findFirst()
        .orElseThrow(() -> problem("kubeconfig has no \"" + name + "\" among its " + list, null));
  }

  private static Optional<ClusterConfig.Exec> exec(ObjectTree exec, Path folder) {
    var command = Tree.text(exec, "command");
    if (command.isEmpty()) {
      return Optional.empty();
    }
    var environment = new LinkedHashMap<String, String>();
    Tree.items(exec.get("env"))
        .forEach(e -> environment.put(Tree.text(e, "name"), Tree.text(e, "value")));
    // A name without a slash is looked up in the PATH, any other path begins at the file.
    var program = command.contains("/") ? folder.resolve(command).toString() : command;
    return Optional.of(
        new ClusterConfig.Exec(
            program,
            Tree.items(exec.get("args")).stream().map(String::valueOf).toList(),
            environment,
            Tree.text(exec, "apiVersion"),
            Tree.text(exec, "installHint")));
  }

  private static Optional<String> text(ObjectTree tree, String name) {
    return Tree.string(tree.get(name)).filter(s -> !s.isEmpty());
  }

  private static Optional<String> pem(ObjectTree tree, String name, Path folder) {
    var inline = text(tree, name + "-data");
    if (inline.isPresent()) {
      try {
        return Optional.of(
            new String(Base64.getMimeDecoder().decode(inline.get()), StandardCharsets.US_ASCII));
      } catch (IllegalArgumentException e) {
        throw problem("kubeconfig " + name + "-data is not base64", e);
      }
    }
    var file = text(tree, name);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(folder.resolve(file.get())));
    } catch (IOException e) {
      throw problem("kubeconfig " + name + " " + file.get() + " cannot be read", e);
    }
  }

  private static ClusterException problem(
      String message, @org.jspecify.annotations.Nullable Throwable cause) {
    return new ClusterException(ClusterException.Code.BAD_REQUEST, message, cause);
  }
}
