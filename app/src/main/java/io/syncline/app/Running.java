package io.syncline.app;

import com.linecorp.armeria.server.Server;
import io.syncline.app.demo.Examples;
import io.syncline.cli.client.ConfigFile;
import io.syncline.cli.client.Login;
import io.syncline.cli.terminal.CliException;
import io.syncline.controller.settings.ControllerSettings;
import io.syncline.git.GitRepositories;
import io.syncline.git.GitSettings;
import io.syncline.git.UrlRewrites;
import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterConfig;
import io.syncline.kube.http.HttpCluster;
import io.syncline.model.application.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A started product: data folder, port, cluster and control plane. */
final class Running implements AutoCloseable {
  private final DataFolder data;
  private final @Nullable Embedded embedded;
  private final Server server;
  private final GitRepositories git;
  private final Cluster cluster;
  private final ControlPlane plane;
  private final String url;

  private Running(
      DataFolder data,
      @Nullable Embedded embedded,
      Server server,
      GitRepositories git,
      Cluster cluster,
      ControlPlane plane,
      String url) {
    this.data = data;
    this.embedded = embedded;
    this.server = server;
    this.git = git;
    this.cluster = cluster;
    this.plane = plane;
    this.url = url;
  }

  /**
   * How to start.
   *
   * @param port port on loopback, 0 for any
   * @param data folder to keep everything in
   * @param kubeconfig cluster to use; empty for the embedded one
   * @param settings of the controller
   * @param environment variables of the process
   */
  record Plan(
      int port,
      Path data,
      Optional<Path> kubeconfig,
      ControllerSettings settings,
      Map<String, String> environment) {
    Plan {
      environment = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(environment));
    }
  }

  /** Starts everything; what was started is closed again when a later part fails. */
  static Running start(Plan plan) {
    var data = DataFolder.open(plan.data());
    Main.logTo(data.resolve("syncline.log"));
    data.remove("ready");
    var opened = new ArrayList<AutoCloseable>();
    opened.add(data);
    try {
      var embedded = plan.kubeconfig().isEmpty() ? Embedded.start(data.path()) : null;
      if (embedded != null) {
        opened.add(embedded);
      }
      var server =
          Ports.listen(
              plan.port(),
              builder -> {
                if (embedded != null) {
                  builder.serviceUnder(Embedded.PREFIX, embedded.kube().httpService());
                }
                builder.service(
                    "/starting", (_, _) -> com.linecorp.armeria.common.HttpResponse.of(503));
              });
      opened.add(() -> Ports.stop(server));
      var url = "http://" + Ports.LOOPBACK + ":" + server.activeLocalPort();
      var git = new GitRepositories(data.resolve("git"), gitSettings(plan, data));
      opened.add(git);
      var cluster = cluster(plan, url);
      var plane =
          new ControlPlane(
              cluster, git, data.resolve("charts"), plan.settings(), url, embedded != null);
      opened.add(plane);
      server.reconfigure(
          builder -> {
            Ports.listenOn(builder, server.activeLocalPort());
            if (embedded != null) {
              builder.serviceUnder(Embedded.PREFIX, embedded.kube().httpService());
            }
            plane.mount(builder);
          });
      return new Running(data, embedded, server, git, cluster, plane, url);
    } catch (RuntimeException e) {
      closeAll(opened, e);
      throw e;
    }
  }

  private static void closeAll(ArrayList<AutoCloseable> opened, RuntimeException cause) {
    for (var part : opened.reversed()) {
      try {
        part.close();
      } catch (Exception e) {
        cause.addSuppressed(e);
      }
    }
  }

  private static Cluster cluster(Plan plan, String url) {
    if (plan.kubeconfig().isEmpty()) {
      return new HttpCluster(ClusterConfig.of(url + Embedded.PREFIX));
    }
    var file = plan.kubeconfig().get();
    if (!Files.isReadable(file)) {
      throw new CliException(CliException.USAGE, "kubeconfig " + file + " cannot be read");
    }
    return new HttpCluster(io.syncline.kube.KubeconfigFile.read(file));
  }

  private static GitSettings gitSettings(Plan plan, DataFolder data) {
    var user = GitSettings.defaults().withUserRewrites(plan.environment());
    var rules = new ArrayList<>(user.rewrites().rules());
    rules.add(
        new UrlRewrites.Rule(
            data.resolve("repos").toAbsolutePath() + "/", Examples.ADDRESS, false));
    var settings =
        new GitSettings(
            plan.kubeconfig().isEmpty(),
            user.fetchTimeout(),
            new UrlRewrites(rules),
            Optional.empty());
    var home = plan.environment().get("HOME");
    return home == null ? settings : settings.withHome(Path.of(home));
  }

  /** Writes what people and scripts need to get in. */
  void writeAccess() throws IOException {
    var absolute = data.path().toAbsolutePath();
    if (embedded != null) {
      Files.writeString(absolute.resolve("kubeconfig"), Embedded.kubeconfig(url + Embedded.PREFIX));
    }
    plane
        .accounts()
        .initialPassword()
        .ifPresent(p -> data.writePrivate("admin-password", p + "\n"));
    var address = url.substring("http://".length());
    var login = new Login(address, true, false, plane.api().adminToken());
    data.writePrivate("cli.yaml", ConfigFile.text(address, login, address));
  }

  String url() {
    return url;
  }

  DataFolder data() {
    return data;
  }

  GitRepositories git() {
    return git;
  }

  Cluster cluster() {
    return cluster;
  }

  /** Whether an application has been compared since this start. */
  boolean compared(Application app) {
    return plane.compared(app);
  }

  Optional<String> adminPassword() {
    return plane.accounts().initialPassword();
  }

  @Override
  public void close() throws IOException {
    plane.close();
    Ports.stop(server);
    git.close();
    if (embedded != null) {
      embedded.close();
    }
    data.remove("ready");
    data.close();
  }
}
