package io.syncline.model.tree;

/** One copy of each key: objects of one kind have the same keys many times over. */
final class Names {
  private static final int SLOTS = 1 << 13;

  /** Asking the virtual machine for the one copy is slow, so the latest answers are kept here. */
  private static final String[] LATEST = new String[SLOTS];

  private Names() {}

  /** The one copy of {@code name}. Threads may lose each other's answers, never get a wrong one. */
  @SuppressWarnings("NullAway") // a slot is empty until its first answer
  static String pooled(String name) {
    var hash = name.hashCode();
    var slot = (hash ^ hash >>> 15) & SLOTS - 1;
    var known = LATEST[slot];
    if (name.equals(known)) {
      return known;
    }
    var one = name.intern();
    LATEST[slot] = one;
    return one;
  }
}
