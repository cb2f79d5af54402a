package io.syncline.localkube;

import com.linecorp.armeria.server.HttpService;
import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.control.Housekeeping;
import io.syncline.localkube.control.Seed;
import io.syncline.localkube.http.KubeHttpService;
import io.syncline.localkube.inprocess.InProcessApi;
import io.syncline.localkube.rest.KubeApi;
import io.syncline.localkube.rest.PodLogs;
import io.syncline.localkube.store.Store;
import io.syncline.localkube.write.Cluster;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A Kubernetes API in this process. Made by {@link #builder}, ready when made, safe for many
 * threads, to be closed at the end.
 */
public final class LocalKube implements AutoCloseable {
  private final Cluster cluster;
  private final Optional<Housekeeping> housekeeping;
  private final LocalApi api;
  private final KubeApi rest;
  private volatile PodLogs logs = PodLogs.NONE;

  private LocalKube(Store store, InstantSource clock, boolean controllers) {
    cluster = new Cluster(store, clock);
    new Seed(cluster).plant();
    housekeeping = controllers ? Optional.of(Housekeeping.start(cluster)) : Optional.empty();
    api = new InProcessApi(cluster);
    rest = new KubeApi(cluster, (pod, container) -> logs.lines(pod, container));
  }

  /** How to start. */
  public static final class Builder {
    private Optional<Path> dataFolder = Optional.empty();
    private InstantSource clock = InstantSource.system();
    private boolean controllers = true;

    private Builder() {}

    /** Keeps objects in {@code folder}; without it they live in memory. */
    public Builder dataFolder(Path folder) {
      dataFolder = Optional.of(folder);
      return this;
    }

    /** Takes times from {@code source}. */
    public Builder clock(InstantSource source) {
      clock = source;
      return this;
    }

    /**
     * Leaves out all that a cluster does by itself beside its API: dependents of deleted objects
     * stay, deleted namespaces are not emptied, new ones get no account.
     */
    public Builder withoutControllers() {
      controllers = false;
      return this;
    }

    /**
     * Starts it.
     *
     * @throws io.syncline.localkube.store.StoreException when the data file cannot be opened, is
     *     damaged or in use
     */
    public LocalKube start() {
      var store =
          dataFolder
              .map(folder -> Store.open(folder.resolve("kube.db")))
              .orElseGet(Store::inMemory);
      try {
        return new LocalKube(store, clock, controllers);
      } catch (RuntimeException e) {
        store.close();
        throw e;
      }
    }
  }

  /** How to start one: in memory, on the system clock, unless told otherwise. */
  public static Builder builder() {
    return new Builder();
  }

  /** The in-process API. */
  public LocalApi api() {
    return api;
  }

  /** The API over HTTP and WebSocket, to be mounted under any prefix of an Armeria server. */
  public HttpService httpService() {
    return KubeHttpService.of(rest);
  }

  /** The API as a function from request to reply. */
  public KubeApi rest() {
    return rest;
  }

  /** Lets {@code source} tell what the containers of pods have printed. */
  public void podLogs(PodLogs source) {
    logs = source;
  }

  /** An independent copy in memory of the present state; takes constant time. */
  public LocalKube fork() {
    return new LocalKube(cluster.store().fork(), cluster.clock(), housekeeping.isPresent());
  }

  @Override
  public void close() {
    housekeeping.ifPresent(Housekeeping::close);
    cluster.store().close();
  }
}
