package io.syncline.bench.measure;

import java.util.Arrays;
import java.util.Collection;

/** Measured values, sorted. */
public final class Samples {
  private final double[] sorted;

  /** At least one value. */
  public Samples(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("samples: none (expected: at least one)");
    }
    this.sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  /** How many. */
  public int count() {
    return sorted.length;
  }

  /**
   * The value that {@code share} of all values do not exceed: with few values the high quantiles
   * are the largest value.
   *
   * @param share from 0 (exclusive) to 1
   */
  public double quantile(double share) {
    var rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
  }

  /** The middle value; of an even number the mean of the middle two. */
  public double median() {
    var middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The largest value. */
  public double max() {
    return sorted[sorted.length - 1];
  }

  /** The smallest value. */
  public double min() {
    return sorted[0];
  }

  @Override
  public String toString() {
    return Arrays.toString(sorted);
  }
}
