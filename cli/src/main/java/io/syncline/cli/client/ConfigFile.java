package io.syncline.cli.client;

import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file in which {@code argocd} keeps contexts, servers and users; ours has the same shape, so
 * either reads the other's.
 */
public final class ConfigFile {
  private final Path path;
  private final ObjectTree tree;

  private ConfigFile(Path path, ObjectTree tree) {
    this.path = path;
    this.tree = tree;
  }

  /** Reads {@code path}; a missing file is an empty one. */
  public static ConfigFile read(Path path) {
    if (!Files.exists(path)) {
      return new ConfigFile(path, ObjectTree.EMPTY);
    }
    try {
      return new ConfigFile(path, Yaml.parseObject(Files.readString(path)));
    } catch (IOException | YamlException e) {
      throw new CliException(
          CliException.API, "config file " + path + " cannot be read: " + e.getMessage());
    }
  }

  /** A file with one context that is the current one. */
  public static String text(String context, Login login, String user) {
    return Yaml.write(empty().with(context, login, user).tree);
  }

  private static ConfigFile empty() {
    return new ConfigFile(Path.of(""), ObjectTree.EMPTY);
  }

  /** Name of the current context, "" when none. */
  public String current() {
    return Tree.text(tree, "current-context");
  }

  /** Names of all contexts with the server of each. */
  public List<List<String>> contexts() {
    return Tree.items(tree.get("contexts")).stream()
        .map(c -> List.of(Tree.text(c, "name"), Tree.text(c, "server")))
        .toList();
  }

  /** The login of a context. */
  public Optional<Login> login(String context) {
    return find("contexts", context)
        .map(
            c -> {
              var server =
                  find("servers", "server", Tree.text(c, "server")).orElse(ObjectTree.EMPTY);
              var user = find("users", Tree.text(c, "user")).orElse(ObjectTree.EMPTY);
              return new Login(
                  Tree.text(c, "server"),
                  Tree.flag(server, "plain-text"),
                  Tree.flag(server, "insecure"),
                  Tree.text(user, "auth-token"));
            });
  }

  private Optional<ObjectTree> find(String list, String name) {
    return find(list, "name", name);
  }

  private Optional<ObjectTree> find(String list, String field, String value) {
    return Tree.items(tree.get(list)).stream()
        .map(Tree::object)
        .filter(e -> Tree.text(e, field).equals(value))
        .findFirst();
  }

  /** This file with a context added or replaced, and made the current one. */
  public ConfigFile with(String context, Login login, String user) {
    var server =
        ObjectTree.of(
            "server",
            login.address(),
            "grpc-web",
            true,
            "plain-text",
            login.plaintext(),
            "insecure",
            login.insecure());
    var next =
        tree.with(
                "contexts",
                put(
                    "contexts",
                    "name",
                    context,
                    ObjectTree.of("name", context, "server", login.address(), "user", user)))
            .with("servers", put("servers", "server", login.address(), server))
            .with(
                "users",
                put(
                    "users",
                    "name",
                    user,
                    ObjectTree.of("name", user, "auth-token", login.token())))
            .with("current-context", context);
    return new ConfigFile(path, next);
  }

  /** This file with another current context. */
  public ConfigFile use(String context) {
    return new ConfigFile(path, tree.with("current-context", context));
  }

  /** This file without the token of a context. */
  public ConfigFile withoutToken(String context) {
    var user = find("contexts", context).map(c -> Tree.text(c, "user")).orElse("");
    return new ConfigFile(
        path, tree.with("users", put("users", "name", user, ObjectTree.of("name", user))));
  }

  private List<Object> put(String list, String field, String value, ObjectTree entry) {
    var entries = new ArrayList<Object>();
    var found = false;
    for (var old : Tree.items(tree.get(list))) {
      var same = Tree.text(old, field).equals(value);
      entries.add(same ? entry : old);
      found |= same;
    }
    if (!found) {
      entries.add(entry);
    }
    return entries;
  }

  /** Writes the file so that only its owner can read it, all or nothing. */
  public void save() {
    try {
      var parent = path.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      var next = Files.createTempFile(parent, "config", ".tmp");
      if (Files.getFileStore(next).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
      }
      Files.writeString(next, Yaml.write(tree));
      Files.move(next, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CliException(
          CliException.API, "config file " + path + " cannot be written: " + e.getMessage());
    }
  }
}
