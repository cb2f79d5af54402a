package io.syncline.embedded;

import io.syncline.localkube.LocalKube;
import io.syncline.localkube.LocalKubeServer;
import io.syncline.localkube.api.LocalApi;
import io.syncline.model.object.Manifest;
import io.syncline.workloads.SimulatedLogs;
import io.syncline.workloads.WorkloadSettings;
import io.syncline.workloads.Workloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Kubernetes in this process, to test against: the API server on a loopback port and, unless
 * switched off, simulated workloads. Made by {@link #builder}, ready when made, to be closed at the
 * end. Safe for many threads.
 *
 * <pre>{@code
 * try (var kube = EmbeddedKube.start()) {
 *   kube.apply(manifests);
 *   // any client of Kubernetes, with kube.url() or kube.kubeconfig()
 * }
 * }</pre>
 */
public final class EmbeddedKube implements AutoCloseable {
  private static final String MANAGER = "embedded-kube";
  private static final Duration REST = Duration.ofSeconds(5);

  private final LocalKube kube;
  private final EmbeddedClock clock;
  private final Optional<WorkloadSettings> simulation;
  private final LocalKubeServer server;
  private final Instant begin;
  private final LocalKube.Snapshot pristine;
  private Optional<Workloads> workloads = Optional.empty();
  private String workloadsBegin = "";
  private Optional<Path> kubeconfigFile = Optional.empty();

  private EmbeddedKube(
      LocalKube kube, EmbeddedClock clock, Optional<WorkloadSettings> simulation, int port) {
    this.kube = kube;
    this.clock = clock;
    this.simulation = simulation;
    this.begin = clock.instant();
    kube.podLogs(SimulatedLogs::lines);
    clock.beforeMoving(this::notice);
    try {
      startWorkloads();
      pristine = kube.snapshot();
      server = LocalKubeServer.start(kube, port);
    } catch (RuntimeException e) {
      workloads.ifPresent(Workloads::close);
      kube.close();
      throw e;
    }
  }

  /** How to start one: in memory, on any free port, with workloads, in the machine's time. */
  public static Builder builder() {
    return new Builder();
  }

  /** One in memory, on any free port, with workloads, in the machine's time. */
  public static EmbeddedKube start() {
    return builder().start();
  }

  /** How to start a cluster. */
  public static final class Builder {
    private int port;
    private Optional<Path> dataFolder = Optional.empty();
    private boolean workloads = true;
    private WorkloadSettings simulation = WorkloadSettings.DEFAULT;
    private Optional<Instant> begin = Optional.empty();
    private boolean secured;

    private Builder() {}

    /** Listens on {@code number} of loopback; 0, the default, takes any free one. */
    public Builder port(int number) {
      port = number;
      return this;
    }

    /** Keeps objects in {@code folder}, made when absent; a later start there goes on with them. */
    public Builder dataFolder(Path folder) {
      dataFolder = Optional.of(folder);
      return this;
    }

    /** Brings workloads to life by simulation, the default, or leaves pods pending. */
    public Builder workloads(boolean simulated) {
      workloads = simulated;
      return this;
    }

    /** Has {@code count} simulated nodes, 1 to 100; 3 unless said. */
    public Builder nodes(int count) {
      simulation = simulation.withNodes(count);
      return this;
    }

    /** Multiplies simulated durations by {@code scale}: 0.02 is fifty times faster. */
    public Builder timeScale(double scale) {
      simulation = simulation.withTimeScale(scale);
      return this;
    }

    /** Lives in a time that begins now and stands still until it is {@link #clock moved}. */
    public Builder virtualClock() {
      return virtualClock(Instant.now());
    }

    /** Lives in a time that begins at {@code start} and stands still until it is moved. */
    public Builder virtualClock(Instant start) {
      begin = Optional.of(start);
      return this;
    }

    /**
     * Speaks TLS, asks callers who they are and lets them do what roles and bindings permit. The
     * kubeconfig holds what the administrator needs.
     */
    public Builder secured() {
      secured = true;
      return this;
    }

    /**
     * Starts it; it answers when this returns.
     *
     * @throws IllegalStateException when the port is taken
     * @throws io.syncline.localkube.store.StoreException when the data folder cannot be used
     */
    public EmbeddedKube start() {
      var clock = new EmbeddedClock(begin);
      var kube = LocalKube.builder().clock(clock);
      dataFolder.ifPresent(kube::dataFolder);
      if (secured) {
        kube.secured();
      }
      return new EmbeddedKube(
          kube.start(), clock, Optional.of(simulation).filter(s -> workloads), port);
    }
  }

  private void startWorkloads() {
    workloads =
        simulation.map(
            settings ->
                Workloads.start(
                    kube.api(), clock.virtual().map(settings::withClock).orElse(settings)));
    workloadsBegin = kube.resourceVersion();
  }

  /** Has the workloads see every write made so far before time goes on. */
  private synchronized void notice() {
    var last = kube.resourceVersion();
    // Nothing more will be heard of what was written before they began.
    if (!last.equals(workloadsBegin)) {
      workloads.ifPresent(running -> running.expect(last));
    }
  }

  /** The URL for clients, such as {@code http://127.0.0.1:40123}; the same until closed. */
  public String url() {
    return server.url();
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** A kubeconfig of the administrator of this cluster, as YAML. */
  public String kubeconfig() {
    return kube.kubeconfig("embedded", url());
  }

  /** A file with {@link #kubeconfig}, for {@code kubectl} and the like; removed on close. */
  public synchronized Path kubeconfigFile() {
    if (kubeconfigFile.isEmpty()) {
      try {
        var file = Files.createTempFile("embedded-kube", ".kubeconfig");
        Files.writeString(file, kubeconfig());
        kubeconfigFile = Optional.of(file);
      } catch (IOException e) {
        throw new UncheckedIOException("temporary kubeconfig cannot be written", e);
      }
    }
    return kubeconfigFile.get();
  }

  /** The time it lives in. */
  public EmbeddedClock clock() {
    return clock;
  }

  /** Reads, writes and watches without HTTP. */
  public LocalApi api() {
    return kube.api();
  }

  /**
   * Applies manifests as {@code kubectl apply --server-side --force-conflicts} does; each text may
   * hold several YAML documents and lists. Objects without a namespace go to {@code default}.
   *
   * @return the objects as kept, in order
   * @throws io.syncline.localkube.api.ApiException when one is refused; those before it are kept
   * @throws IllegalArgumentException when a text is no manifest
   */
  public List<Manifest> apply(String... yaml) {
    var applied = new ArrayList<Manifest>();
    for (var text : yaml) {
      for (var object : ManifestText.manifests(text)) {
        applied.add(kube.apply(object, MANAGER));
      }
    }
    return applied;
  }

  /**
   * One object; {@code namespace} is "" for those without.
   *
   * @throws IllegalArgumentException when the kind is not served
   */
  public Optional<Manifest> get(String apiVersion, String kind, String namespace, String name) {
    var resource =
        api()
            .resourceOf(apiVersion, kind)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "kind " + kind + " of " + apiVersion + " is not served"));
    return api().get(resource, namespace, name);
  }

  /**
   * An independent copy of the present state, in memory and on a port of its own: what happens
   * there does not happen here. With a virtual clock it lives in a time of its own that begins at
   * this one's present. To be closed by the caller.
   */
  public EmbeddedKube fork() {
    var time =
        new EmbeddedClock(clock.isVirtual() ? Optional.of(clock.instant()) : Optional.empty());
    return new EmbeddedKube(kube.fork(time), time, simulation, 0);
  }

  /**
   * Brings back the objects, and a virtual clock, to how they were when the cluster had started.
   * Clients stay connected: their watches see the objects vanish.
   */
  public void reset() {
    restore(new Mark(pristine, begin));
  }

  /** The present state and time, to come {@link #restore back} to; takes constant time. */
  public Mark mark() {
    return new Mark(kube.snapshot(), clock.instant());
  }

  /**
   * Brings back the objects, and a virtual clock, to how they were at {@code mark}. Clients stay
   * connected: their watches see what changes.
   */
  public synchronized void restore(Mark mark) {
    workloads.ifPresent(running -> running.settle(REST));
    workloads.ifPresent(Workloads::close);
    kube.restore(mark.objects);
    clock.beginAt(mark.time);
    startWorkloads();
  }

  /** The objects and the time of a cluster at one moment. */
  public static final class Mark {
    private final LocalKube.Snapshot objects;
    private final Instant time;

    private Mark(LocalKube.Snapshot objects, Instant time) {
      this.objects = objects;
      this.time = time;
    }
  }

  /** Ends it. Objects in memory are lost, those in a data folder stay. Twice is fine. */
  @Override
  public synchronized void close() {
    workloads.ifPresent(Workloads::close);
    workloads = Optional.empty();
    server.close();
    try {
      if (kubeconfigFile.isPresent()) {
        Files.deleteIfExists(kubeconfigFile.get());
        kubeconfigFile = Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("temporary kubeconfig cannot be removed", e);
    }
  }
}
