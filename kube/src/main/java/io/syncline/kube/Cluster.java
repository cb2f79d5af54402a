package io.syncline.kube;

import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One Kubernetes cluster. Safe for use by many threads.
 *
 * <p>Every method throws {@link ClusterException} when the cluster refuses or cannot be reached.
 */
public interface Cluster extends AutoCloseable {
  /** What is served, as last read; the first call reads it. */
  Discovery discovery();

  /** Reads again what is served. */
  Discovery rediscover();

  /** Version of the server, such as {@code v1.32.4}. */
  String version();

  /** One object; {@code namespace} is "" for cluster-scoped kinds. */
  Optional<Manifest> get(ResourceKind kind, String namespace, String name);

  /** All objects selected, read page by page. */
  Listing list(ResourceKind kind, Selection selection);

  /** Creates an object. */
  Manifest create(Manifest object, WriteOptions options);

  /** Replaces an object; with a resourceVersion in it, only that version. */
  Manifest update(Manifest object, WriteOptions options);

  /**
   * Patches an object.
   *
   * @param subresource such as {@code status}; "" for the object itself
   * @param patch a tree value of the form {@code type} asks for
   */
  Manifest patch(
      ResourceKind kind,
      ObjectKey key,
      String subresource,
      PatchType type,
      @Nullable Object patch,
      WriteOptions options);

  /** Server-side apply. */
  Manifest serverSideApply(Manifest object, WriteOptions options);

  /** Asks for deletion; false when the object was not there. */
  boolean delete(ResourceKind kind, ObjectKey key, Deletion deletion);

  /** Lists, then watches, until closed. */
  Watch watch(ResourceKind kind, Selection selection, WatchListener listener);

  /** The log of a container, as bytes that come while it is written when following. */
  InputStream logs(String namespace, String pod, LogOptions options);

  /**
   * Any other request.
   *
   * @param method HTTP method
   * @param path path below the server's prefix, with query
   * @param headers additional headers
   * @param body text, "" for none
   */
  RawResponse raw(String method, String path, Map<String, String> headers, String body);

  /** The kind of {@code manifest} as served; asks again once when it is not known. */
  default ResourceKind kindOf(Manifest manifest) {
    return kind(manifest.apiVersion(), manifest.kind());
  }

  /** The kind in the version given; asks again once when it is not known. */
  default ResourceKind kind(String apiVersion, String kind) {
    return discovery()
        .find(apiVersion, kind)
        .or(() -> rediscover().find(apiVersion, kind))
        .orElseThrow(() -> discovery().unknown(apiVersion, kind));
  }

  /** The preferred version of the kind of {@code key}; empty when it is not served. */
  default Optional<ResourceKind> kindOf(ObjectKey key) {
    return discovery().find(key.groupKind()).or(() -> rediscover().find(key.groupKind()));
  }

  /** Ends all watches. */
  @Override
  void close();

  /**
   * Which part of a log.
   *
   * @param container name, "" for the only one
   * @param follow wait for more
   * @param previous of the run before
   * @param timestamps with a time before each line
   * @param tailLines how many last lines; negative for all
   * @param sinceSeconds not older than this; negative for all
   * @param sinceTime not older than this RFC 3339 time; "" for all
   */
  record LogOptions(
      String container,
      boolean follow,
      boolean previous,
      boolean timestamps,
      long tailLines,
      long sinceSeconds,
      String sinceTime) {}
}
