package io.syncline.app;

import com.linecorp.armeria.server.ServerBuilder;
import io.syncline.app.install.Bootstrap;
import io.syncline.controller.Controller;
import io.syncline.controller.settings.ControllerSettings;
import io.syncline.engine.diff.SecretMask;
import io.syncline.git.GitRepositories;
import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterSecretConfig;
import io.syncline.kube.http.HttpCluster;
import io.syncline.model.application.Application;
import io.syncline.render.door.Renderers;
import io.syncline.render.helm.ChartMemo;
import io.syncline.server.ApiServer;
import io.syncline.server.auth.Accounts;
import io.syncline.server.port.ServerSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Controller and API server over one cluster, started and closed together. */
final class ControlPlane implements AutoCloseable {
  /** Bytes of parsed charts to keep at most. */
  private static final long CHART_MEMO = 48L << 20;

  private final Cluster cluster;
  private final Controller controller;
  private final Accounts accounts;
  private final ApiServer api;

  /**
   * Prepares the cluster and starts both; the API answers once it is {@linkplain #mount mounted}.
   *
   * @param charts folder that keeps fetched charts
   */
  ControlPlane(
      Cluster cluster,
      GitRepositories git,
      Path charts,
      ControllerSettings settings,
      String url,
      boolean simulated) {
    this.cluster = cluster;
    new Bootstrap(cluster, settings.namespace()).run();
    this.accounts = new Accounts(cluster, settings.namespace());
    accounts.ensure(Clock.systemUTC().instant());
    var charted = new ChartMemo(CHART_MEMO);
    this.controller =
        new Controller(
            new Controller.World(
                cluster,
                registered ->
                    new HttpCluster(
                        ClusterSecretConfig.read(registered.server(), registered.config())),
                git,
                (tree, request, options, memo) ->
                    Renderers.render(tree, request, options, memo, charted),
                InstantSource.system(),
                Optional.of(charts)),
            settings);
    this.api =
        new ApiServer(
            cluster,
            new ServerSettings(settings.namespace(), Version.TEXT, url, simulated),
            new ControllerDetails(controller, cluster, git),
            new ControllerDestinations(controller),
            object -> SecretMask.show(object, Set.of()),
            Clock.systemUTC());
    controller.start();
  }

  void mount(ServerBuilder server) {
    api.mount(server);
  }

  Accounts accounts() {
    return accounts;
  }

  boolean compared(Application app) {
    return controller.inspection().detail(app.namespace(), app.name()).isPresent();
  }

  ApiServer api() {
    return api;
  }

  @Override
  public void close() {
    api.close();
    controller.close();
    cluster.close();
  }
}
