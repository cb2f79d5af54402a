package io.syncline.kube;

import io.syncline.kube.http.HttpCluster;
import io.syncline.localkube.LocalKube;
import io.syncline.localkube.LocalKubeServer;
import io.syncline.localkube.api.LocalApi;
import io.syncline.model.object.Manifest;
import io.syncline.model.yaml.Yaml;

/** An embedded cluster and a client of it. */
final class EmbeddedCluster implements AutoCloseable {
  final LocalApi api;
  final HttpCluster cluster;
  private final LocalKubeServer server;

  EmbeddedCluster() {
    var kube = LocalKube.builder().start();
    api = kube.api();
    server = LocalKubeServer.start(kube, 0);
    cluster = new HttpCluster(ClusterConfig.of(server.url()));
  }

  static Manifest manifest(String yaml) {
    return new Manifest(Yaml.parseObject(yaml));
  }

  @Override
  public void close() {
    cluster.close();
    server.close();
  }
}
