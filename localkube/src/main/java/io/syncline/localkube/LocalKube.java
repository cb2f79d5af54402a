package io.syncline.localkube;

import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.authn.Authentication;
import io.syncline.localkube.authn.KeyFolder;
import io.syncline.localkube.authn.Pem;
import io.syncline.localkube.control.ApiServices;
import io.syncline.localkube.control.DefaultRoles;
import io.syncline.localkube.control.Follower;
import io.syncline.localkube.control.Housekeeping;
import io.syncline.localkube.control.QuotaUsage;
import io.syncline.localkube.control.Restoration;
import io.syncline.localkube.control.RoleAggregation;
import io.syncline.localkube.control.Seed;
import io.syncline.localkube.control.TokenSecrets;
import io.syncline.localkube.http.KubeHttpService;
import io.syncline.localkube.http.TlsKeys;
import io.syncline.localkube.inprocess.InProcessApi;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.rest.KubeApi;
import io.syncline.localkube.rest.PodLogs;
import io.syncline.localkube.rest.PodShell;
import io.syncline.localkube.store.Durability;
import io.syncline.localkube.store.HistoryLimit;
import io.syncline.localkube.store.State;
import io.syncline.localkube.store.Store;
import io.syncline.localkube.write.Cluster;
import io.syncline.localkube.write.Part;
import io.syncline.localkube.write.WriteOptions;
import io.syncline.model.object.Manifest;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A Kubernetes API in this process. Made by {@link #builder}, ready when made, safe for many
 * threads, to be closed at the end.
 */
public final class LocalKube implements AutoCloseable {
  private final Authentication authentication;
  private final Cluster cluster;
  private final Optional<Housekeeping> housekeeping;
  private final LocalApi api;
  private final KubeApi rest;
  private volatile PodLogs logs = PodLogs.NONE;
  private volatile PodShell shell = PodShell.NONE;

  private LocalKube(
      Store store, InstantSource clock, Authentication authentication, boolean controllers) {
    this.authentication = authentication;
    cluster = new Cluster(store, clock);
    var rootCertificates = authentication.authority().map(a -> Pem.of(a.certificate())).orElse("");
    new Seed(cluster, rootCertificates).plant();
    new DefaultRoles(cluster).plant();
    var services = new ApiServices(cluster);
    services.plant();
    List<Follower> followers =
        List.of(
            new RoleAggregation(cluster),
            services,
            new QuotaUsage(cluster),
            new TokenSecrets(cluster, authentication.tokens(), rootCertificates));
    housekeeping =
        controllers
            ? Optional.of(Housekeeping.start(cluster, rootCertificates, followers))
            : Optional.empty();
    api = new InProcessApi(cluster);
    rest =
        new KubeApi(
            cluster,
            (pod, container, previous) -> logs.lines(pod, container, previous),
            (pod, container, command, streams) -> shell.run(pod, container, command, streams),
            authentication);
  }

  /** How to start. */
  public static final class Builder {
    private Optional<Path> dataFolder = Optional.empty();
    private InstantSource clock = InstantSource.system();
    private Durability durability = Durability.PROCESS;
    private boolean controllers = true;
    private boolean secured;

    private Builder() {}

    /** Keeps objects in {@code folder}; without it they live in memory. */
    public Builder dataFolder(Path folder) {
      dataFolder = Optional.of(folder);
      return this;
    }

    /**
     * Lets in only callers who show a client certificate, the token of the administrator or that of
     * a service account, and only to what roles and bindings permit. Keys are kept beside the
     * objects. Without it every caller is the administrator.
     */
    public Builder secured() {
      secured = true;
      return this;
    }

    /** What an acknowledged write outlives; without it, the end of this process. */
    public Builder durability(Durability wanted) {
      durability = wanted;
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
              .map(folder -> Store.open(folder.resolve("kube.db"), durability, HistoryLimit.USUAL))
              .orElseGet(Store::inMemory);
      try {
        var keys = KeyFolder.of(dataFolder);
        var authentication =
            secured ? Authentication.secured(keys, clock.instant()) : Authentication.open(keys);
        return new LocalKube(store, clock, authentication, controllers);
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

  /** Who callers are, and the keys that tell. */
  public Authentication authentication() {
    return authentication;
  }

  /**
   * Lets {@code server} listen on {@code address}, with TLS when the cluster is secured.
   *
   * @param names host names and addresses it is reached by, beside those of this machine
   * @throws IllegalArgumentException when the address is not of the loopback and the cluster is not
   *     secured
   */
  public void listen(ServerBuilder server, InetSocketAddress address, List<String> names) {
    if (authentication.secured()) {
      TlsKeys.listen(server, address, authentication, names, cluster.clock().instant());
      return;
    }
    if (address.getAddress() == null || !address.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "address "
              + address.getHostString()
              + " is not of the loopback (expected: 127.0.0.1 or ::1); hint: secure the cluster"
              + " to serve other machines");
    }
    server.http(address);
  }

  /**
   * A kubeconfig of the administrator for a server at {@code url}, as YAML; its context is called
   * {@code name}. That of a secured cluster holds the token of the administrator.
   */
  public String kubeconfig(String name, String url) {
    if (!authentication.secured()) {
      return LocalKubeServer.kubeconfig(name, url);
    }
    var authority = Pem.of(authentication.authority().orElseThrow().certificate());
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: %1$s
          cluster:
            server: %2$s
            certificate-authority-data: %3$s
        users:
        - name: %1$s
          user:
            token: %4$s
        contexts:
        - name: %1$s
          context:
            cluster: %1$s
            user: %1$s
        current-context: %1$s
        """
        .formatted(
            name,
            url,
            Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.US_ASCII)),
            authentication.adminToken().orElseThrow());
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

  /** Lets {@code source} answer commands that are executed in the containers of pods. */
  public void podShell(PodShell source) {
    shell = source;
  }

  /** An independent copy in memory of the present state; takes constant time. */
  public LocalKube fork() {
    return new LocalKube(
        cluster.store().fork(), cluster.clock(), authentication, housekeeping.isPresent());
  }

  /** The same, living in the time of {@code other} from now on. */
  public LocalKube fork(InstantSource other) {
    return new LocalKube(cluster.store().fork(), other, authentication, housekeeping.isPresent());
  }

  /** All objects as they are now, to come {@link #restore back} to; takes constant time. */
  public Snapshot snapshot() {
    return new Snapshot(cluster.state());
  }

  /**
   * Brings all objects back to {@code earlier}, in one write. Versions go on rising, so watchers
   * see what vanishes, comes back and changes like any other writes; finalizers are not asked.
   */
  public void restore(Snapshot earlier) {
    Restoration.restore(cluster.store(), earlier.state);
  }

  /** All objects of a cluster at one moment. */
  public static final class Snapshot {
    private final State state;

    private Snapshot(State state) {
      this.state = state;
    }
  }

  /**
   * Applies {@code object} as {@code kubectl apply --server-side --force-conflicts} does. Without a
   * namespace it goes to {@code default}.
   *
   * @throws io.syncline.localkube.api.ApiException when refused, or when its kind is not served
   */
  public Manifest apply(Manifest object, String fieldManager) {
    var resource =
        cluster
            .kinds()
            .of(object.apiVersion(), object.kind())
            .orElseThrow(
                () ->
                    Refusal.badRequest(
                        "kind "
                            + object.kind()
                            + " of "
                            + object.apiVersion()
                            + " is not served (expected: a kind of Kubernetes, or a"
                            + " CustomResourceDefinition of it applied before)"));
    var namespace =
        !resource.namespaced() ? "" : object.namespace().isEmpty() ? "default" : object.namespace();
    var options = WriteOptions.by(fieldManager).forced();
    return new Manifest(
        cluster.apply(resource, namespace, object.name(), Part.MAIN, object.root(), options));
  }

  /** The version of the last write. */
  public String resourceVersion() {
    return Long.toString(cluster.state().revision());
  }

  @Override
  public void close() {
    housekeeping.ifPresent(Housekeeping::close);
    cluster.store().close();
  }
}
