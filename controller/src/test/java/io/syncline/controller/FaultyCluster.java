package io.syncline.controller;

import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.ClusterException.Code;
import io.syncline.kube.Deletion;
import io.syncline.kube.Discovery;
import io.syncline.kube.Listing;
import io.syncline.kube.PatchType;
import io.syncline.kube.RawResponse;
import io.syncline.kube.ResourceKind;
import io.syncline.kube.Selection;
import io.syncline.kube.Watch;
import io.syncline.kube.WatchListener;
import io.syncline.kube.WriteOptions;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A real cluster on whose way things go wrong when a test says so. */
final class FaultyCluster implements Cluster {
  /** What goes wrong. */
  interface Faults {
    /** Called before each request; what is thrown the cluster never sees. */
    void before(boolean write);

    /** Called after each request; what is thrown the cluster has done. */
    void after(boolean write);
  }

  private final Cluster real;
  private final Faults faults;

  FaultyCluster(Cluster real, Faults faults) {
    this.real = real;
    this.faults = faults;
  }

  /**
   * The process dies at a write: from then on nothing comes through.
   *
   * @return faults that let {@code writes} writes through; the next one dies
   */
  static Death death(int writes, boolean done) {
    return new Death(writes, done);
  }

  /** See {@link #death}. */
  static final class Death implements Faults {
    private final boolean done;
    private int left;
    private boolean dead;

    private Death(int writes, boolean done) {
      this.left = writes;
      this.done = done;
    }

    synchronized boolean dead() {
      return dead;
    }

    @Override
    public synchronized void before(boolean write) {
      if (dead || (write && left == 0 && !done)) {
        dead = true;
        throw new ClusterException(Code.UNREACHABLE, "the process is dead", null);
      }
    }

    @Override
    public synchronized void after(boolean write) {
      if (write && left-- == 0) {
        dead = true;
        throw new ClusterException(Code.UNREACHABLE, "the process died", null);
      }
    }
  }

  private <T> T call(boolean write, Supplier<T> request) {
    faults.before(write);
    var answer = request.get();
    faults.after(write);
    return answer;
  }

  @Override
  public Discovery discovery() {
    return real.discovery();
  }

  @Override
  public Discovery rediscover() {
    return call(false, real::rediscover);
  }

  @Override
  public String version() {
    return real.version();
  }

  @Override
  public Optional<Manifest> get(ResourceKind kind, String namespace, String name) {
    return call(false, () -> real.get(kind, namespace, name));
  }

  @Override
  public Listing list(ResourceKind kind, Selection selection) {
    return call(false, () -> real.list(kind, selection));
  }

  @Override
  public Manifest create(Manifest object, WriteOptions options) {
    return call(!options.dryRun(), () -> real.create(object, options));
  }

  @Override
  public Manifest update(Manifest object, WriteOptions options) {
    return call(!options.dryRun(), () -> real.update(object, options));
  }

  @Override
  public Manifest patch(
      ResourceKind kind,
      ObjectKey key,
      String subresource,
      PatchType type,
      @Nullable Object patch,
      WriteOptions options) {
    return call(!options.dryRun(), () -> real.patch(kind, key, subresource, type, patch, options));
  }

  @Override
  public Manifest serverSideApply(Manifest object, WriteOptions options) {
    return call(!options.dryRun(), () -> real.serverSideApply(object, options));
  }

  @Override
  public boolean delete(ResourceKind kind, ObjectKey key, Deletion deletion) {
    return call(true, () -> real.delete(kind, key, deletion));
  }

  @Override
  public Watch watch(ResourceKind kind, Selection selection, WatchListener listener) {
    return real.watch(kind, selection, listener);
  }

  @Override
  public InputStream logs(String namespace, String pod, LogOptions options) {
    return real.logs(namespace, pod, options);
  }

  @Override
  public RawResponse raw(String method, String path, Map<String, String> headers, String body) {
    return call(!method.equals("GET"), () -> real.raw(method, path, headers, body));
  }

  /** The real cluster outlives those who died on it. */
  @Override
  public void close() {
    // Nothing of it is ours.
  }
}
