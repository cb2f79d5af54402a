package io.syncline.merge.schema;

/**
 * How a strategic merge patch treats a field.
 *
 * @param strategy merge, replace, or what its shape suggests
 * @param retainKeys whether patches carry the list of keys that stay
 * @param mergeKey the key that tells list items apart, "" for scalars or none
 */
public record PatchRule(Strategy strategy, boolean retainKeys, String mergeKey) {
  /** No rule: objects merge, lists are replaced. */
  public static final PatchRule NONE = new PatchRule(Strategy.SHAPE, false, "");

  /** Merge or replace. */
  public enum Strategy {
    /** Objects merge, lists are replaced. */
    SHAPE,
    /** List items merge. */
    MERGE,
    /** The value is replaced whole. */
    REPLACE
  }

  /** Whether list items merge. */
  public boolean merges() {
    return strategy == Strategy.MERGE;
  }

  /** Whether the value is replaced whole. */
  public boolean replaces() {
    return strategy == Strategy.REPLACE;
  }
}
