package io.syncline.engine.diff;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;

/**
 * What comparisons leave out of all objects ({@code resource.compareoptions}, semantics 13.6).
 *
 * @param ignoreStatus of which kinds {@code status} is left out
 * @param ignoreAggregatedRoles whether rules of aggregated ClusterRoles are left out
 * @param ignoreOnUpdates whether fields that comparisons ignore cause none either when they change
 */
public record CompareOptions(
    StatusField ignoreStatus, boolean ignoreAggregatedRoles, boolean ignoreOnUpdates) {
  /** Of which kinds {@code status} is left out of comparison. */
  public enum StatusField {
    ALL,
    CUSTOM_KINDS,
    NONE
  }

  /** Status of all kinds, rules of no role. */
  public static final CompareOptions DEFAULT = new CompareOptions(StatusField.ALL, false, true);

  /** The options that {@code settings} spell; a word nobody knows counts as not written. */
  public static CompareOptions from(ObjectTree settings) {
    return new CompareOptions(
        switch (String.valueOf(settings.get("ignoreResourceStatusField"))) {
          case "crd" -> StatusField.CUSTOM_KINDS;
          case "none", "off", "false" -> StatusField.NONE;
          default -> StatusField.ALL;
        },
        Tree.flag(settings, "ignoreAggregatedRoles"),
        !Boolean.FALSE.equals(settings.get("ignoreDifferencesOnResourceUpdates")));
  }
}
