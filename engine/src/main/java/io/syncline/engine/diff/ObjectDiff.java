package io.syncline.engine.diff;

import io.syncline.engine.annotations.Authorship;
import io.syncline.engine.target.Tracking;
import io.syncline.merge.normal.Canonical;
import io.syncline.merge.patch.JsonMergePatch;
import io.syncline.merge.patch.PatchException;
import io.syncline.merge.patch.StrategicMerge;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import java.util.List;
import java.util.Optional;

/**
 * Compares the two sides of one object: live is merged with the target as an apply would do it, and
 * differs when that changes something (semantics 13.5).
 */
final class ObjectDiff {
  private final DiffRules rules;
  private final Ignores ignores;

  ObjectDiff(DiffRules rules) {
    this.rules = rules;
    this.ignores = new Ignores(rules.ignores());
  }

  /**
   * What came out.
   *
   * @param modified whether both sides differ
   * @param normalizedLive live made comparable
   * @param predictedLive live after applying the target
   */
  record Result(
      boolean modified, Optional<Manifest> normalizedLive, Optional<Manifest> predictedLive) {}

  Result compare(Optional<Manifest> target, Optional<Manifest> live) {
    if (target.isEmpty() || live.isEmpty()) {
      return new Result(target.isPresent(), live, target);
    }
    return compare(target.get(), live.get());
  }

  private Result compare(Manifest target, Manifest live) {
    var wanted = prepare(target);
    var current = prepare(live);
    var answer = rules.strategy().served().get(live.key());
    if (answer != null) {
      return served(target, live, answer);
    }
    var served = ServerSideMerge.predict(wanted, current, rules.strategy().serverSideApply());
    if (served.isPresent() && served.get().root() == current.root()) {
      var same = current.without("metadata", "annotations", Authorship.LAST_APPLIED);
      return new Result(false, Optional.of(same), Optional.of(same));
    }
    if (served.isPresent()) {
      // The API server fills in defaults, so both sides are shown with them.
      return judge(live, shown(current), shown(served.get()));
    }
    return judge(live, current, merge(before(target, wanted, live), wanted, current));
  }

  /** What was applied last, prepared; {@code wanted} when nobody knows. */
  private Manifest before(Manifest target, Manifest wanted, Manifest live) {
    return LastApplied.is(live, target)
        ? wanted
        : LastApplied.of(live).map(this::prepare).orElse(wanted);
  }

  /** Compares live with what the API server said an apply would make of it. */
  private Result served(Manifest target, Manifest live, Manifest answer) {
    var predicted =
        rules.strategy().countsWebhooks(target)
            ? answer
            : WebhookChanges.undo(answer, live, Authorship.MANAGER).orElse(answer);
    return judge(live, stored(live), stored(predicted));
  }

  /** An object as the server has it, without what changes with every write. */
  private Manifest stored(Manifest side) {
    var bare = prepare(side);
    for (var field : List.of("managedFields", "resourceVersion", "generation")) {
      bare = bare.without("metadata", field);
    }
    return bare.without("metadata", "annotations", Authorship.LAST_APPLIED);
  }

  private static Manifest shown(Manifest side) {
    return Canonical.of(side.without("metadata", "annotations", Authorship.LAST_APPLIED));
  }

  /** The result when {@code predicted} is what the API server says live would become. */
  Result judge(Manifest live, Manifest current, Manifest predicted) {
    if (predicted.root() == current.root() || predicted.equals(current)) {
      return new Result(false, Optional.of(current), Optional.of(predicted));
    }
    var matching = ignores.matching(live.key());
    var owned = owned(live, matching);
    var left = compared(current, matching, owned, live);
    var right = compared(predicted, matching, owned, live);
    return new Result(!left.equals(right), Optional.of(current), Optional.of(predicted));
  }

  /** {@code object}, one side of {@code live}, as it counts in comparisons. */
  Manifest normalize(Manifest object, Manifest live) {
    var matching = ignores.matching(live.key());
    return compared(prepare(object), matching, owned(live, matching), live);
  }

  /** {@code target} with the live values of the fields that rules ignore (semantics 15.3). */
  Manifest respectingIgnores(Manifest target, Manifest live) {
    var matching = ignores.matching(live.key());
    var owned = owned(live, matching);
    var current = live.without("status");
    var reduced = ignores.remove(OwnedFields.remove(current, owned), matching);
    if (reduced.equals(current)) {
      return target;
    }
    var wanted = ignores.remove(OwnedFields.remove(target, owned), matching);
    var schema = KnownKinds.schema(target);
    if (schema.isPresent()) {
      try {
        var patch = StrategicMerge.diff(schema.get(), reduced.root(), current.root());
        return new Manifest(StrategicMerge.apply(schema.get(), wanted.root(), patch));
      } catch (PatchException _) {
        // As in comparisons: what does not fit its schema is merged as plain JSON.
      }
    }
    var patch = JsonMergePatch.diff(reduced.root(), current.root());
    return new Manifest(JsonMergePatch.apply(wanted.root(), patch));
  }

  private static List<ObjectTree> owned(Manifest live, List<IgnoreRule> matching) {
    return OwnedFields.of(live, matching.stream().flatMap(r -> r.managers().stream()).toList());
  }

  private Manifest compared(
      Manifest side, List<IgnoreRule> matching, List<ObjectTree> owned, Manifest live) {
    var reduced = ignores.remove(OwnedFields.remove(side, owned), matching);
    if (ignoresStatus(live)) {
      reduced = reduced.without("status");
    }
    var form = ComparedForm.of(onlyLabelTracks(live) ? untracked(reduced) : reduced);
    // Defaults may have filled what was taken out.
    return ignores.remove(OwnedFields.remove(form, owned), matching);
  }

  private boolean ignoresStatus(Manifest live) {
    return switch (rules.options().ignoreStatus()) {
      case ALL -> true;
      case CUSTOM_KINDS -> live.kind().equals("CustomResourceDefinition");
      case NONE -> false;
    };
  }

  /** Whether live was tracked by label before annotations were: no reason to call it changed. */
  private boolean onlyLabelTracks(Manifest live) {
    return rules.tracking().method() != Tracking.Method.LABEL
        && live.annotation(Tracking.ANNOTATION).isEmpty()
        && live.label(rules.tracking().labelKey()).filter(rules.instanceName()::equals).isPresent();
  }

  private Manifest untracked(Manifest side) {
    return side.without("metadata", "annotations", Tracking.ANNOTATION)
        .without("metadata", "labels", rules.tracking().labelKey());
  }

  private Manifest prepare(Manifest object) {
    return KnownField.normalize(
        ComparedForm.prepare(object, rules.options().ignoreAggregatedRoles()), rules.knownFields());
  }

  private static Manifest merge(Manifest before, Manifest wanted, Manifest current) {
    var schema = KnownKinds.schema(wanted);
    if (schema.isPresent()) {
      try {
        var patch =
            StrategicMerge.createThreeWay(
                schema.get(), before.root(), wanted.root(), current.root());
        return patch.isEmpty()
            ? current
            : new Manifest(StrategicMerge.apply(schema.get(), current.root(), patch));
      } catch (PatchException _) {
        // An object that its own schema does not fit is still compared, as plain JSON.
      }
    }
    var patch = JsonMergePatch.createThreeWay(before.root(), wanted.root(), current.root());
    return patch.isEmpty() ? current : new Manifest(JsonMergePatch.apply(current.root(), patch));
  }
}
