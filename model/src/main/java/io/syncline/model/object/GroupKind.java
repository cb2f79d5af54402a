package io.syncline.model.object;

/** A kind without its version: the unit in which projects permit and health rules judge. */
public record GroupKind(String group, String kind) implements Comparable<GroupKind> {
  /** {@code apps/Deployment}; just {@code Pod} for the core group. */
  @Override
  public String toString() {
    return group.isEmpty() ? kind : group + "/" + kind;
  }

  @Override
  public int compareTo(GroupKind other) {
    var byGroup = group.compareTo(other.group);
    return byGroup != 0 ? byGroup : kind.compareTo(other.kind);
  }
}
