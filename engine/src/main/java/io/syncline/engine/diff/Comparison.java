package io.syncline.engine.diff;

import io.syncline.engine.annotations.Annotations;
import io.syncline.engine.annotations.Hooks;
import io.syncline.engine.target.Target;
import io.syncline.engine.target.Tracking;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.status.Condition;
import io.syncline.model.status.SyncStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How an application as a whole compares with its cluster.
 *
 * @param status rolled up from the differences
 * @param differences one per object, sorted by key
 * @param conditions objects shared with other applications
 */
public record Comparison(
    SyncStatus status, List<Difference> differences, List<Condition> conditions) {
  /** Copies the lists. */
  public Comparison {
    differences = List.copyOf(differences);
    conditions = List.copyOf(conditions);
  }

  /** Compares and rolls up (semantics 13.4). */
  public static Comparison compare(Target target, LiveState live, DiffRules rules) {
    return compare(target, live, rules, Map.of());
  }

  /** The same, where {@code known} are differences by the same rules that may still stand. */
  static Comparison compare(
      Target target, LiveState live, DiffRules rules, Map<ObjectKey, Difference> known) {
    var differences = diff(target, live, rules, known);
    var status =
        differences.stream().anyMatch(Comparison::counts)
            ? SyncStatus.OUT_OF_SYNC
            : SyncStatus.SYNCED;
    return new Comparison(status, differences, shared(target, live, rules));
  }

  private static boolean counts(Difference difference) {
    // An object the project does not permit is shown as unknown and still is a difference.
    if (difference.status().isEmpty() || !differs(difference)) {
      return false;
    }
    return !(difference.requiresPruning()
        && Annotations.has(difference.object(), Annotations.COMPARE_OPTIONS, "IgnoreExtraneous"));
  }

  /**
   * The differences between {@code target} and {@code live}. Live objects count when they are ours
   * or have the key of a target.
   */
  public static List<Difference> diff(Target target, LiveState live, DiffRules rules) {
    return diff(target, live, rules, Map.of());
  }

  private static List<Difference> diff(
      Target target, LiveState live, DiffRules rules, Map<ObjectKey, Difference> known) {
    var pairs = new TreeMap<ObjectKey, Pair>();
    for (var manifest : target.manifests()) {
      if (!manifest.name().isEmpty()) {
        var key = manifest.key();
        pairs.put(key, new Pair(Optional.of(manifest), live.get(key)));
      }
    }
    live.objects()
        .forEach(
            (key, object) -> {
              if (!pairs.containsKey(key)
                  && rules.tracking().owns(rules.instanceName(), object)
                  && rules.access().permits(object)) {
                pairs.put(key, new Pair(Optional.empty(), Optional.of(object)));
              }
            });
    var differences = new ArrayList<Difference>(pairs.size());
    var diff = new ObjectDiff(rules);
    pairs.forEach(
        (key, pair) -> {
          var before = known.get(key);
          differences.add(
              before != null && KnownComparison.stands(before, pair.target(), pair.live())
                  ? before
                  : judge(key, pair, rules, diff));
        });
    // Hooks that are named anew in every operation have no live side to be found by.
    target.manifests().stream()
        .filter(manifest -> manifest.name().isEmpty())
        .map(manifest -> new Pair(Optional.of(manifest), Optional.empty()))
        .forEach(pair -> differences.add(judge(pair.key(), pair, rules, diff)));
    return differences;
  }

  /**
   * {@code object} as it counts in comparisons under {@code rules}: two objects with equal forms
   * have no difference that matters.
   *
   * @param live the live side, whose managers the rules may name; {@code object} itself when live
   */
  public static Manifest normalize(Manifest object, Manifest live, DiffRules rules) {
    return new ObjectDiff(rules).normalize(object, live);
  }

  /**
   * What to apply when {@code RespectIgnoreDifferences=true}: {@code target} with the live values
   * of the fields that {@code rules} ignore.
   */
  public static Manifest respectingIgnores(Manifest target, Manifest live, DiffRules rules) {
    return new ObjectDiff(rules).respectingIgnores(target, live);
  }

  /** Both sides of one object. */
  private record Pair(Optional<Manifest> target, Optional<Manifest> live) {
    ObjectKey key() {
      return target.or(() -> live).orElseThrow().key();
    }
  }

  private static Difference judge(ObjectKey key, Pair pair, DiffRules rules, ObjectDiff diff) {
    var object = pair.target().or(pair::live).orElseThrow();
    var hook = Hooks.isHook(object);
    var self = pair.live().map(l -> rules.tracking().selfReferenced(l, pair.target())).orElse(true);
    var result = diff.compare(pair.target(), pair.live());
    var requiresPruning = pair.target().isEmpty() && pair.live().isPresent() && self && !hook;
    return new Difference(
        key,
        pair.target(),
        pair.live(),
        status(pair, hook || !self, result.modified(), rules),
        result.modified(),
        requiresPruning,
        hook,
        result.normalizedLive(),
        result.predictedLive());
  }

  private static boolean differs(Difference difference) {
    return difference.modified() || difference.target().isEmpty() || difference.live().isEmpty();
  }

  private static Optional<SyncStatus> status(
      Pair pair, boolean leftOut, boolean modified, DiffRules rules) {
    if (leftOut || pair.target().filter(Hooks::skipped).isPresent()) {
      return Optional.empty();
    }
    if (pair.target().filter(t -> !rules.access().permits(t)).isPresent()) {
      return Optional.of(SyncStatus.UNKNOWN);
    }
    return Optional.of(
        modified || pair.target().isEmpty() || pair.live().isEmpty()
            ? SyncStatus.OUT_OF_SYNC
            : SyncStatus.SYNCED);
  }

  private static List<Condition> shared(Target target, LiveState live, DiffRules rules) {
    var conditions = new ArrayList<Condition>();
    for (var manifest : target.manifests()) {
      var owner = live.get(manifest.key()).flatMap(rules.tracking()::owner);
      owner
          .map(Tracking.Owner::instance)
          .filter(instance -> !instance.equals(rules.instanceName()))
          .ifPresent(other -> conditions.add(shared(manifest, rules.instanceName(), other)));
    }
    return conditions;
  }

  private static Condition shared(Manifest manifest, String instance, String other) {
    return new Condition(
        Condition.SHARED,
        manifest.kind()
            + "/"
            + manifest.name()
            + " is part of applications "
            + qualified(instance)
            + " and "
            + qualified(other));
  }

  /** Instance names join namespace and name by an underscore; people write a slash. */
  private static String qualified(String instance) {
    return instance.replaceFirst("_", "/");
  }
}
