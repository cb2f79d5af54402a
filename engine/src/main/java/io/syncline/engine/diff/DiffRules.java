package io.syncline.engine.diff;

import io.syncline.engine.target.Tracking;
import java.util.List;

/**
 * How an application is compared.
 *
 * @param instanceName the application's name for tracking
 * @param tracking how ownership is written
 * @param ignores fields to leave out, system-wide rules first
 * @param options what is left out of all objects
 * @param knownFields fields of custom kinds that have the form of a built-in type
 * @param strategy how changes are found out
 * @param access what the project permits
 */
public record DiffRules(
    String instanceName,
    Tracking tracking,
    List<IgnoreRule> ignores,
    CompareOptions options,
    List<KnownField> knownFields,
    DiffStrategy strategy,
    Access access) {
  /** Whether a project permits an object. */
  @FunctionalInterface
  public interface Access {
    /** Everything is permitted. */
    Access ANY = _ -> true;

    /** Whether {@code object} is permitted. */
    boolean permits(io.syncline.model.object.Manifest object);
  }

  /** Copies the lists. */
  public DiffRules {
    ignores = List.copyOf(ignores);
    knownFields = List.copyOf(knownFields);
  }

  /** Default rules for the application with this instance name. */
  public static DiffRules of(String instanceName, Tracking tracking) {
    return new DiffRules(
        instanceName,
        tracking,
        List.of(),
        CompareOptions.DEFAULT,
        List.of(),
        DiffStrategy.CLIENT_SIDE,
        Access.ANY);
  }

  /** These rules with other ignores. */
  public DiffRules ignoring(List<IgnoreRule> rules) {
    return new DiffRules(instanceName, tracking, rules, options, knownFields, strategy, access);
  }

  /** These rules with other options. */
  public DiffRules options(CompareOptions other) {
    return new DiffRules(instanceName, tracking, ignores, other, knownFields, strategy, access);
  }

  /** These rules knowing the form of some fields. */
  public DiffRules knowing(List<KnownField> fields) {
    return new DiffRules(instanceName, tracking, ignores, options, fields, strategy, access);
  }

  /** These rules with another way to find out changes. */
  public DiffRules by(DiffStrategy other) {
    return new DiffRules(instanceName, tracking, ignores, options, knownFields, other, access);
  }

  /** These rules with what a project permits. */
  public DiffRules permitting(Access permitted) {
    return new DiffRules(
        instanceName, tracking, ignores, options, knownFields, strategy, permitted);
  }
}
