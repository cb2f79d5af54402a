package io.syncline.controller;

import io.syncline.controller.real.RealServer;
import io.syncline.kube.ClusterConfig;
import io.syncline.localkube.LocalKube;
import io.syncline.localkube.LocalKubeServer;
import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.api.ResourceId;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The API server a {@link World} stands on: an embedded one of its own, or for the time of {@link
 * #REAL} a real one that the worlds have one after another.
 *
 * @param api what it stores
 * @param config the way in
 * @param end called when the world ends
 */
record Ground(LocalApi api, ClusterConfig config, Runnable end) implements AutoCloseable {
  /** The real server that worlds made by this thread stand on. */
  static final ScopedValue<RealServer> REAL = ScopedValue.newInstance();

  static Ground here() {
    return REAL.isBound() ? real(REAL.get()) : embedded();
  }

  private static Ground embedded() {
    var kube = LocalKube.builder().start();
    var server = LocalKubeServer.start(kube, 0);
    furnish(kube.api());
    return new Ground(kube.api(), ClusterConfig.of(server.url()), server::close);
  }

  private static Ground real(RealServer server) {
    return new Ground(server.api(), server.config(), server.api()::wipe);
  }

  /** What the controller needs before it starts. */
  static void furnish(LocalApi api) {
    for (var name : new String[] {"applications", "appprojects", "applicationsets"}) {
      var file = Path.of("../app/src/main/resources/io/syncline/app/crds/" + name + ".yaml");
      apply(api, read(file));
    }
    apply(api, "{apiVersion: v1, kind: Namespace, metadata: {name: argocd}}");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates or replaces the objects in {@code yaml}; gives the last. */
  static Manifest apply(LocalApi api, String yaml) {
    Manifest last = null;
    for (var document : Yaml.documents(yaml)) {
      var object = new Manifest(Tree.object(document.value()));
      var resource = api.resourceOf(object.apiVersion(), object.kind()).orElseThrow();
      last = put(api, resource, object);
    }
    return Objects.requireNonNull(last);
  }

  /** Whatever was written meanwhile is written over. */
  private static Manifest put(LocalApi api, ResourceId resource, Manifest object) {
    while (true) {
      var known = api.get(resource, object.namespace(), object.name());
      try {
        return known.isPresent()
            ? api.update(
                resource,
                object.with(known.get().resourceVersion(), "metadata", "resourceVersion"),
                "test")
            : api.create(resource, object, "test");
      } catch (ApiException e) {
        if (!e.conflict()) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close() {
    end.run();
  }
}
