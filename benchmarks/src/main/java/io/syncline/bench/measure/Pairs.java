package io.syncline.bench.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * Two things measured in turn, A B A B: what disturbs the machine meets both, and the ratio within
 * a pair stays meaningful when neither figure does.
 *
 * @param pairs measured values, in order
 */
public record Pairs(List<Pair> pairs) {
  /** Copies the list. */
  public Pairs {
    pairs = List.copyOf(pairs);
  }

  /** One measurement of each. */
  public record Pair(double ours, double peer) {}

  /** Something that measures itself once. */
  @FunctionalInterface
  public interface Trial {
    /** Runs once; what it took in seconds. */
    double run() throws Exception;
  }

  /** Runs {@code count} pairs. */
  public static Pairs run(int count, Trial ours, Trial peer) throws Exception {
    var pairs = new ArrayList<Pair>();
    for (var i = 0; i < count; i++) {
      pairs.add(new Pair(ours.run(), peer.run()));
    }
    return new Pairs(pairs);
  }

  /** Our values. */
  public Samples ours() {
    return new Samples(pairs.stream().map(Pair::ours).toList());
  }

  /** The peer's values. */
  public Samples peer() {
    return new Samples(pairs.stream().map(Pair::peer).toList());
  }

  /** Peer over ours, of each pair. */
  public Samples ratios() {
    return new Samples(pairs.stream().map(p -> p.peer() / p.ours()).toList());
  }
}
