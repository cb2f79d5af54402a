package io.syncline.acceptance.scenario;

import io.syncline.acceptance.Outcome;
import io.syncline.acceptance.Workspace;
import io.syncline.kube.PatchType;
import io.syncline.kube.WriteOptions;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One scenario: its names, its repository, what its last command said. */
public final class Scenario {
  /** Another namespace Applications may stand in. */
  public static final String TEAM = "team-apps";

  /** URL of the cluster the product runs in. */
  public static final String HERE = "https://kubernetes.default.svc";

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final ThreadLocal<List<Scenario>> OPEN = ThreadLocal.withInitial(ArrayList::new);

  private final Installation installation = Installation.shared();
  private final int number = COUNT.incrementAndGet();
  private final Repository repository = installation.repository("scenario-" + number);
  private final List<Runnable> undo = new ArrayList<>();
  private String name = "app-" + number;
  private String namespace = "dest-" + number;
  private String appNamespace = Installation.NAMESPACE;
  private @Nullable Outcome last;

  private Scenario() {}

  /** A scenario with an empty repository. */
  public static Given given() {
    var scenario = new Scenario();
    OPEN.get().add(scenario);
    scenario.kube().namespace(scenario.namespace);
    return new Given(scenario);
  }

  /** A scenario over one folder of the test data. */
  public static Given given(String folder) {
    // Told before anything is made for it.
    Testdata.folder(top(folder));
    return given().path(folder);
  }

  static String top(String folder) {
    return folder.contains("/") ? folder.substring(0, folder.indexOf('/')) : folder;
  }

  /** Takes back what the scenarios of this thread changed for others. */
  static void closeAll() {
    var open = OPEN.get();
    try {
      open.reversed().forEach(Scenario::close);
    } finally {
      OPEN.remove();
    }
  }

  private void close() {
    undo.reversed().forEach(Runnable::run);
    installation.api("DELETE", path() + "&cascade=true&propagationPolicy=background", null);
  }

  /** Does {@code action} after the test. */
  void afterwards(Runnable action) {
    undo.add(action);
  }

  /** Closes {@code server} after the test. */
  <T extends AutoCloseable> T closing(T server) {
    afterwards(
        () -> {
          try {
            server.close();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    return server;
  }

  /** Forgets what the product knows of a repository, or logins below a URL, after the test. */
  void forgetting(String resource, String url) {
    afterwards(
        () ->
            installation.api(
                "DELETE",
                "/api/v1/" + resource + "/" + URLEncoder.encode(url, StandardCharsets.UTF_8),
                null));
  }

  /** Name of the application. */
  public String name() {
    return name;
  }

  void name(String other) {
    name = other;
  }

  /** Destination namespace, which exists. */
  public String namespace() {
    return namespace;
  }

  void namespace(String other) {
    namespace = other;
  }

  /** Namespace the Application stands in. */
  public String appNamespace() {
    return appNamespace;
  }

  void appNamespace(String other) {
    appNamespace = other;
  }

  /** How commands name the application. */
  public String qualified() {
    return appNamespace.equals(Installation.NAMESPACE) ? name : appNamespace + "/" + name;
  }

  /** Its path in the REST API, with the query that says its namespace. */
  public String path() {
    return path("");
  }

  /** Path of something below it, such as {@code /resource-tree}, with that query. */
  public String path(String below) {
    return "/api/v1/applications/" + name + below + "?appNamespace=" + appNamespace;
  }

  /** Its repository. */
  public Repository repository() {
    return repository;
  }

  /** The product. */
  public Installation installation() {
    return installation;
  }

  /** The Kubernetes API. */
  public Kube kube() {
    return new Kube(installation.cluster());
  }

  /** What the last command said. */
  public Outcome last() {
    if (last == null) {
      throw new AssertionError("no command was run yet");
    }
    return last;
  }

  /** Runs a command. */
  Outcome run(List<String> words) {
    var outcome = installation.cli(words);
    last = outcome;
    return outcome;
  }

  /** The Application as it stands in the cluster now. */
  public Optional<Manifest> application() {
    return kube().get("argoproj.io/v1alpha1/Application", appNamespace, name);
  }

  /** The Application, which must be there. */
  public Manifest existing() {
    return application()
        .orElseThrow(() -> new AssertionError("no application " + appNamespace + "/" + name));
  }

  /** What the REST API answers for something below the application, such as the resource tree. */
  public Object answer(String below) {
    var answer = installation.api("GET", path(below), null);
    if (answer.status() != 200) {
      throw new AssertionError(path(below) + ": " + answer.status() + " " + answer.text());
    }
    return Tree.object(answer.json());
  }

  /** Sets (or with null removes) a key of a settings ConfigMap until the test ends. */
  void setting(String configMap, String key, @Nullable String value) {
    var before =
        Tree.string(
            kube().existing("v1/ConfigMap", Installation.NAMESPACE, configMap).at("data", key));
    write(configMap, key, value);
    afterwards(() -> write(configMap, key, before.orElse(null)));
  }

  private void write(String configMap, String key, @Nullable String value) {
    installation
        .cluster()
        .patch(
            io.syncline.kube.ResourceKind.of("", "v1", "ConfigMap", "configmaps", true),
            new ObjectKey("", "ConfigMap", Installation.NAMESPACE, configMap),
            "",
            PatchType.MERGE,
            ObjectTree.of("data", new ObjectTree.Builder(1).put(key, value).build()),
            WriteOptions.by("scenario"));
  }

  /** Makes a project of the application's name, or gives it another spec. */
  void project(String spec) {
    var kind = "argoproj.io/v1alpha1/AppProject";
    var tree = Yaml.parseObject(spec);
    if (!tree.containsKey("sourceNamespaces")) {
      tree = tree.with("sourceNamespaces", List.of(TEAM));
    }
    var known = kube().get(kind, Installation.NAMESPACE, name);
    if (known.isPresent()) {
      kube().update(known.get().with(tree, "spec"));
      return;
    }
    kube()
        .create(
            ObjectTree.of(
                "apiVersion",
                "argoproj.io/v1alpha1",
                "kind",
                "AppProject",
                "metadata",
                ObjectTree.of("name", name, "namespace", Installation.NAMESPACE),
                "spec",
                tree));
  }

  /** Writes {@code text} to a file of its own. */
  Path write(String text) {
    try {
      var file = Workspace.folder("text").resolve("text.yaml");
      Files.writeString(file, text);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a program into a folder until the test ends. */
  void program(Path folder, String called, String text) {
    try {
      var file = folder.resolve(called);
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      afterwards(() -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Declares the plugin of a folder of the test data until the test ends. */
  void plugin(String folder) {
    try {
      var file = installation.plugins().resolve(folder + ".yaml");
      Files.copy(Testdata.folder(folder).resolve("plugin.yaml"), file);
      afterwards(() -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates the Application by the Kubernetes API. */
  void declare(String path) {
    repository.commit();
    kube()
        .create(
            """
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata: {name: %s, namespace: %s}
            spec:
              project: default
              source: {repoURL: "%s", path: %s, targetRevision: HEAD}
              destination: {server: "%s", namespace: %s}
            """
                .formatted(name, appNamespace, repository.url(), path, HERE, namespace));
  }

  /** What is known of it, for messages. */
  String describe() {
    var text = new StringBuilder();
    if (last != null) {
      text.append("last command: ").append(last.command()).append(" -> ").append(last.code());
      text.append('\n').append(last.out()).append(last.err());
    }
    application()
        .ifPresentOrElse(
            app ->
                text.append("application ")
                    .append(qualified())
                    .append('\n')
                    .append(Yaml.write(app.without("metadata", "managedFields").root())),
            () -> text.append("no application ").append(qualified()));
    return text.toString();
  }
}
