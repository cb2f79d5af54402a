package io.syncline.engine.diff;

import io.syncline.engine.target.Tracking;
import java.util.List;

/**
 * How an application is compared.
 *
 * @param instanceName the application's name for tracking
 * @param tracking how ownership is written
 * @param ignores fields to leave out, system-wide rules first
 * @param ignoreStatus of which kinds {@code status} is left out
 * @param ignoreAggregatedRoles whether rules of aggregated ClusterRoles are left out
 * @param access what the project permits
 */
public record DiffRules(
    String instanceName,
    Tracking tracking,
    List<IgnoreRule> ignores,
    StatusField ignoreStatus,
    boolean ignoreAggregatedRoles,
    Access access) {
  /** Of which kinds {@code status} is left out of comparison. */
  public enum StatusField {
    ALL,
    CUSTOM_KINDS,
    NONE
  }

  /** Whether a project permits an object. */
  @FunctionalInterface
  public interface Access {
    /** Everything is permitted. */
    Access ANY = _ -> true;

    /** Whether {@code object} is permitted. */
    boolean permits(io.syncline.model.object.Manifest object);
  }

  /** Copies the list. */
  public DiffRules {
    ignores = List.copyOf(ignores);
  }

  /** Default rules for the application with this instance name. */
  public static DiffRules of(String instanceName, Tracking tracking) {
    return new DiffRules(instanceName, tracking, List.of(), StatusField.ALL, false, Access.ANY);
  }

  /** These rules with other ignores. */
  public DiffRules ignoring(List<IgnoreRule> rules) {
    return new DiffRules(
        instanceName, tracking, rules, ignoreStatus, ignoreAggregatedRoles, access);
  }

  /** These rules with what a project permits. */
  public DiffRules permitting(Access permitted) {
    return new DiffRules(
        instanceName, tracking, ignores, ignoreStatus, ignoreAggregatedRoles, permitted);
  }
}
