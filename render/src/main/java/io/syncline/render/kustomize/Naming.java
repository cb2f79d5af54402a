package io.syncline.render.kustomize;

import java.util.List;

/**
 * What others go by when they refer to an object: its ids and what was put around its name.
 *
 * @param id what names it now
 * @param former what named it before each change, oldest first
 * @param prefixes put before its name, in order
 * @param suffixes put behind its name, in order
 */
record Naming(
    ResourceId id, List<ResourceId> former, List<String> prefixes, List<String> suffixes) {
  /** Copies the lists. */
  Naming {
    former = List.copyOf(former);
    prefixes = List.copyOf(prefixes);
    suffixes = List.copyOf(suffixes);
  }

  String name() {
    return id.name();
  }

  /** The namespace as written, "" for none. */
  String namespace() {
    return id.namespace();
  }

  /** What named it when it was read. */
  ResourceId original() {
    return former.isEmpty() ? id : former.getFirst();
  }

  /** Whether prefixes and suffixes end alike; with {@code allowEmpty}, having none fits any. */
  boolean sameAffixes(Naming other, boolean allowEmpty) {
    return endAlike(prefixes, other.prefixes, allowEmpty)
        && endAlike(suffixes, other.suffixes, allowEmpty);
  }

  private static boolean endAlike(List<String> a, List<String> b, boolean allowEmpty) {
    if (a.isEmpty() || b.isEmpty()) {
      return allowEmpty || a.size() == b.size();
    }
    var shorter = Math.min(a.size(), b.size());
    return a.subList(a.size() - shorter, a.size()).equals(b.subList(b.size() - shorter, b.size()));
  }

  /** The id, as messages name objects. */
  @Override
  public String toString() {
    return id.toString();
  }
}
