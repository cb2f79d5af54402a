package io.syncline.workloads.control;

import io.syncline.model.object.Manifest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a controller may look at: stored objects by name, namespace, owner, labels and node. */
public interface View {
  /** One object. */
  Optional<Manifest> get(Kind kind, String namespace, String name);

  /** The objects of a kind in one namespace ("" for a cluster-scoped kind), sorted by name. */
  List<Manifest> in(Kind kind, String namespace);

  /** The objects of a kind in all namespaces; slow, for rare occasions. */
  List<Manifest> everywhere(Kind kind);

  /** The objects of a kind that name {@code ownerUid} as an owner, sorted by name. */
  List<Manifest> owned(Kind kind, String ownerUid);

  /** The pods of a namespace that carry all of {@code labels}, sorted by name. */
  List<Manifest> pods(String namespace, Map<String, String> labels);

  /** What the pods on a node ask for. */
  NodeLoad load(String node);

  /** The unfinished pods that are, or are just being, bound to a node, sorted by place. */
  List<Manifest> placed();

  /** Pods without a node for which room on one is being made. */
  List<Manifest> nominated();

  /** Whether some pod on a node wants no others of some kind near it. */
  boolean repelling();

  /** Whether some unfinished pod has this address. */
  boolean addressTaken(String address);

  /** When deletion of the object with this uid was first noticed. */
  Optional<Instant> deletingSince(String uid);

  /** The last refusal of a write that this object's controller wanted, until one succeeds. */
  Optional<Refusal> refusal(Key key);

  /**
   * The sum over the unfinished pods bound to one node.
   *
   * @param pods how many
   * @param milliCpu requested CPU in thousandths of a core
   * @param memory requested memory in bytes
   */
  record NodeLoad(int pods, long milliCpu, long memory) {
    /** Nothing. */
    public static final NodeLoad NONE = new NodeLoad(0, 0, 0);

    /** This and {@code other} times {@code sign}. */
    public NodeLoad plus(NodeLoad other, int sign) {
      return new NodeLoad(
          pods + sign * other.pods, milliCpu + sign * other.milliCpu, memory + sign * other.memory);
    }
  }

  /**
   * A write the API refused.
   *
   * @param message what the API said
   * @param at when
   * @param times how often in a row
   */
  record Refusal(String message, Instant at, int times) {}
}
