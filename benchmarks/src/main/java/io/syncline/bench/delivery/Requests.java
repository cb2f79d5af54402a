package io.syncline.bench.delivery;

import io.syncline.model.tree.ObjectTree;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Requests that a cluster was sent, by what they were for; watches are none. */
final class Requests {
  private static final String EVENTS = "events";

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> bytes = new ConcurrentHashMap<>();

  /**
   * Counts one.
   *
   * @param method of HTTP
   * @param resource plural of what it was about
   * @param size bytes of its body
   * @param dryRun whether nothing was to be stored
   */
  void count(String method, String resource, long size, boolean dryRun) {
    var name = method + " " + resource + (dryRun ? " (dry run)" : "");
    counts.computeIfAbsent(name, _ -> new LongAdder()).increment();
    bytes.computeIfAbsent(name, _ -> new LongAdder()).add(size);
  }

  /** What was counted until now. */
  Counted now() {
    return new Counted(sums(counts), sums(bytes));
  }

  private static Map<String, Long> sums(Map<String, LongAdder> adders) {
    var sums = new TreeMap<String, Long>();
    adders.forEach((name, adder) -> sums.put(name, adder.sum()));
    return sums;
  }

  /**
   * Counts at one moment, or of one span of time.
   *
   * @param counts requests by method and resource
   * @param bytes sizes of their bodies
   */
  record Counted(Map<String, Long> counts, Map<String, Long> bytes) {
    /** None. */
    static final Counted NONE = new Counted(Map.of(), Map.of());

    /** What came since {@code before}. */
    Counted since(Counted before) {
      return new Counted(minus(counts, before.counts()), minus(bytes, before.bytes()));
    }

    /** Both together. */
    Counted plus(Counted other) {
      return new Counted(plus(counts, other.counts()), plus(bytes, other.bytes()));
    }

    private static Map<String, Long> minus(Map<String, Long> a, Map<String, Long> b) {
      var left = new TreeMap<String, Long>();
      a.forEach(
          (name, count) -> {
            var more = count - b.getOrDefault(name, 0L);
            if (more != 0) {
              left.put(name, more);
            }
          });
      return left;
    }

    private static Map<String, Long> plus(Map<String, Long> a, Map<String, Long> b) {
      var sum = new TreeMap<>(a);
      b.forEach((name, count) -> sum.merge(name, count, Long::sum));
      return sum;
    }

    /** All but Events, which nothing waits for and which may be left out. */
    long all() {
      return sum(counts, name -> !name.endsWith(" " + EVENTS));
    }

    /** Requests that change what is stored, Events left out. */
    long writes() {
      return sum(
          counts,
          name ->
              !name.startsWith("GET ")
                  && !name.endsWith("(dry run)")
                  && !name.endsWith(" " + EVENTS));
    }

    /** Events. */
    long events() {
      return sum(counts, name -> name.endsWith(" " + EVENTS));
    }

    /** Requests that were to store nothing. */
    long dryRuns() {
      return sum(counts, name -> name.endsWith("(dry run)"));
    }

    /** Bytes sent about {@code resource}. */
    long bytes(String resource) {
      return sum(bytes, name -> name.contains(" " + resource));
    }

    private static long sum(Map<String, Long> of, java.util.function.Predicate<String> which) {
      return of.entrySet().stream()
          .filter(entry -> which.test(entry.getKey()))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }

    /** By name, for the document. */
    ObjectTree details() {
      var tree = ObjectTree.EMPTY;
      for (var entry : counts.entrySet()) {
        tree = tree.with(entry.getKey(), entry.getValue());
      }
      return tree;
    }

    @Override
    public String toString() {
      return counts.toString();
    }
  }
}
