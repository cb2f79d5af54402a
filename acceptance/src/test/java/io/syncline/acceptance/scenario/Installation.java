package io.syncline.acceptance.scenario;

import io.syncline.acceptance.Eventually;
import io.syncline.acceptance.Outcome;
import io.syncline.acceptance.Workspace;
import io.syncline.app.Main;
import io.syncline.cli.terminal.Terminal;
import io.syncline.kube.Cluster;
import io.syncline.kube.KubeconfigFile;
import io.syncline.kube.http.HttpCluster;
import io.syncline.model.tree.Json;
import io.syncline.model.yaml.Yaml;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The product all scenarios of a cluster share, as {@code syncline up} starts it, in this JVM: on
 * the embedded cluster, or for the time of {@link #BESIDE} beside another, which has no controllers
 * of workloads.
 */
public final class Installation {
  /** Namespace of the product's own objects. */
  public static final String NAMESPACE = "argocd";

  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  /** Kubeconfig of the cluster the scenarios of this thread are told on. */
  static final ScopedValue<Path> BESIDE = ScopedValue.newInstance();

  private static final Map<Optional<Path>, Installation> SHARED = new HashMap<>();

  private final Path data = Workspace.folder("installation").resolve("data");
  private final Path home = Workspace.folder("home");
  private final Path plugins = Workspace.folder("plugins");
  private final Path programs = Workspace.folder("programs");
  private final Optional<Path> kubeconfig;
  private final int port = Workspace.freePort();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private Thread running;
  private Cluster cluster;

  private Installation(Optional<Path> kubeconfig) {
    this.kubeconfig = kubeconfig;
    running = launch();
    cluster = connect();
    prepare();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> cluster.close()));
  }

  /** Applications of teams are welcome, and nobody waits between waves. */
  private void prepare() {
    var kube = new Kube(cluster);
    kube.namespace(Scenario.TEAM);
    kube.merge(
        "v1/ConfigMap",
        NAMESPACE,
        "argocd-cmd-params-cm",
        "{data: {application.namespaces: "
            + Scenario.TEAM
            + ", controller.sync.wave.delay.seconds: '0'}}");
    kube.merge(
        "argoproj.io/v1alpha1/AppProject",
        NAMESPACE,
        "default",
        "{spec: {sourceNamespaces: [" + Scenario.TEAM + "]}}");
    // Namespaces of teams are read when the product starts.
    restart();
    standing(new Kube(cluster));
  }

  /** An application of common kinds: kinds that no application has are not watched. */
  private void standing(Kube kube) {
    var repository =
        repository("standing")
            .write(
                "all/all.yaml",
                """
                {apiVersion: v1, kind: ConfigMap, metadata: {name: standing}}
                ---
                {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: standing}, rules: []}
                ---
                {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: standing}, rules: []}
                """)
            .commit();
    kube.create(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: standing, namespace: argocd}
        spec:
          project: default
          source: {repoURL: "%s", path: all}
          destination: {server: "https://kubernetes.default.svc", namespace: %s}
        """
            .formatted(repository.url(), Scenario.TEAM));
  }

  /** The product, running and ready. */
  public static synchronized Installation shared() {
    var beside = BESIDE.isBound() ? Optional.of(BESIDE.get()) : Optional.<Path>empty();
    return SHARED.computeIfAbsent(beside, Installation::new);
  }

  /** Ends the product beside a cluster. */
  static synchronized void end(Path kubeconfig) {
    Optional.ofNullable(SHARED.remove(Optional.of(kubeconfig)))
        .ifPresent(
            installation -> {
              installation.running.interrupt();
              installation.cluster.close();
            });
  }

  /** A new repository the product can read and write. */
  public Repository repository(String name) {
    try {
      return new Repository(Files.createDirectories(data.resolve("repos")), name);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  private Thread launch() {
    data.resolve("ready").toFile().delete();
    var words =
        new ArrayList<>(
            List.of(
                "up",
                "--port",
                Integer.toString(port),
                "--data",
                data.toString(),
                "--plugins",
                plugins.toString()));
    kubeconfig.ifPresent(file -> words.addAll(List.of("--kubeconfig", file.toString())));
    var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    var terminal =
        new Terminal(out, out, new ByteArrayInputStream(new byte[0]), false, variables());
    var thread =
        Thread.ofPlatform()
            .daemon()
            .name("installation")
            .start(() -> Main.run(terminal, words.toArray(String[]::new)));
    Eventually.is(
        "the product to be ready",
        START_LIMIT,
        () -> {
          if (!thread.isAlive()) {
            throw new IllegalStateException("the product ended:\n" + printed());
          }
          return Files.exists(data.resolve("ready"));
        });
    return thread;
  }

  private Cluster connect() {
    return new HttpCluster(KubeconfigFile.read(kubeconfig.orElse(data.resolve("kubeconfig"))));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private Map<String, String> variables() {
    var variables = new HashMap<String, String>();
    variables.put("HOME", home.toString());
    variables.put("PATH", programs + ":" + System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    return variables;
  }

  /** Ends the product in order and starts it again on the same data. */
  public void restart() {
    cluster.close();
    running.interrupt();
    try {
      running.join(START_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    running = launch();
    cluster = connect();
  }

  /** The Kubernetes API, as an administrator. */
  public Cluster cluster() {
    return cluster;
  }

  /** Folder whose ConfigManagementPlugin files are run. */
  public Path plugins() {
    return plugins;
  }

  /** A folder on the path of commands. */
  public Path programs() {
    return programs;
  }

  /** The kubeconfig of the cluster. */
  public Path kubeconfig() {
    return kubeconfig.orElse(data.resolve("kubeconfig"));
  }

  /** {@code http://host:port} of the product. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** {@code https://host:port} of the cluster. */
  public String server() {
    return KubeconfigFile.read(kubeconfig()).server().toString();
  }

  /** Runs {@code syncline WORDS}, logged in as admin. */
  public Outcome cli(List<String> words) {
    return cli(words, "");
  }

  /** Runs {@code syncline WORDS}, logged in as admin, with {@code input} to read. */
  public Outcome cli(List<String> words, String input) {
    var all = new ArrayList<>(words);
    var end = all.indexOf("--");
    all.addAll(
        end < 0 ? all.size() : end, List.of("--config", data.resolve("cli.yaml").toString()));
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            false,
            variables());
    var code = Main.run(terminal, all.toArray(String[]::new));
    return new Outcome(
        "syncline " + String.join(" ", words),
        code,
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8));
  }

  /**
   * Answer of the REST API.
   *
   * @param status HTTP status
   * @param text body
   */
  public record Answer(int status, String text) {
    /** The body as a tree. */
    public @Nullable Object json() {
      return Json.parse(text);
    }
  }

  /**
   * Calls the REST API as admin.
   *
   * @param body tree to send, null for none
   */
  public Answer api(String method, String path, @Nullable Object body) {
    var request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(Json.write(body)))
            .build();
    try {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The admin's password. */
  public String adminPassword() {
    return file("admin-password").strip();
  }

  /** The token {@link #cli} and {@link #api} use. */
  public String token() {
    var config = Yaml.parseObject(file("cli.yaml"));
    var users = io.syncline.model.tree.Tree.items(config.get("users"));
    return io.syncline.model.tree.Tree.text(users.getFirst(), "auth-token");
  }

  private String file(String name) {
    try {
      return Files.readString(data.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
