package io.syncline.render.kustomize;

import io.syncline.model.object.Manifest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One object between two changes, as builds share it: what others ask of it, and what changes known
 * from earlier builds make of it. The document is not kept; it can be made again from the one that
 * was read and the changes on the way here.
 *
 * <p>Two objects at one stage have equal documents, down to how they are written, and equal
 * memories.
 */
final class Stage {
  private static final int MOST = 4;

  final ResourceId id;
  final ResourceId key;
  final String apiVersion;
  final String kind;
  final boolean empty;
  final Memory memory;
  final List<ResourceId> former;

  // What takes the document to find out, once somebody asked.
  @Nullable Naming naming;
  @Nullable Map<String, String> labels;
  @Nullable Map<String, String> annotations;
  @Nullable ImagePlaces images;
  @Nullable Boolean local;
  @Nullable Manifest manifest;
  long size;

  private Edge[] edges = {};

  /**
   * A change and what comes of it.
   *
   * @param key all that the change depends on besides the object
   * @param next the object after it
   * @param cost the steps it took
   */
  record Edge(Object key, Stage next, long cost) {}

  Stage(Resource resource, Memory memory) {
    this.id = resource.id();
    this.key = id.key();
    this.apiVersion = resource.apiVersion();
    this.kind = resource.kind();
    this.empty = resource.isEmpty();
    this.memory = memory;
    this.former = List.copyOf(memory.formerIds(apiVersion));
  }

  /** The change whose key passes {@code test}; null when none is known. */
  @Nullable Edge after(Predicate<Object> test) {
    for (var i = 0; i < edges.length; i++) {
      var edge = edges[i];
      if (test.test(edge.key)) {
        if (i > 0) {
          // What was asked for last comes first; the last makes room for new ones.
          System.arraycopy(edges, 0, edges, 1, i);
          edges[0] = edge;
        }
        return edge;
      }
    }
    return null;
  }

  /** Keeps what comes of a change. */
  void put(Edge edge) {
    var kept = Math.min(edges.length, MOST - 1);
    var all = new Edge[kept + 1];
    all[0] = edge;
    System.arraycopy(edges, 0, all, 1, kept);
    edges = all;
  }

  /** The id and how many changes are known: for developers. */
  @Override
  public String toString() {
    return id + " " + Arrays.stream(edges).map(Edge::key).toList();
  }
}
