package io.syncline.controller.sync;

import io.syncline.controller.compare.Compared;
import io.syncline.controller.compare.Rules;
import io.syncline.controller.control.ControlPlane;
import io.syncline.engine.automation.Hold;
import io.syncline.engine.diff.Difference;
import io.syncline.engine.guard.DestructionGuard;
import io.syncline.engine.plan.SyncOptions;
import io.syncline.engine.plan.SyncPlan;
import io.syncline.engine.preview.Preview;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether people agree to an operation: holds, approved plans and confirmations. */
final class Consent {
  private static final int KEPT_PREVIEWS = 32;

  private final ControlPlane control;
  private final Rules rules;

  /** Previews shown last, by digest, to tell what changed since. */
  private final Map<String, Preview> shown =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Preview> eldest) {
          return size() > KEPT_PREVIEWS;
        }
      };

  /** Makes the options of a plan from an operation, its state and a comparison. */
  interface Options {
    SyncOptions of(Request request, ObjectTree state, Compared compared);
  }

  Consent(ControlPlane control, Rules rules) {
    this.control = control;
    this.rules = rules;
  }

  /** Whether an automatic operation must not go on. */
  boolean held(Request request, Instant now) {
    return Hold.of(request.app()).filter(h -> h.covers(request.revisions(), now)).isPresent();
  }

  /** Why an operation somebody asked for must not begin. */
  Optional<String> heldByHand(Request request, Compared compared, Instant now) {
    return request.automated() || Hold.overridden(request.tree())
        ? Optional.empty()
        : Hold.of(request.app())
            .filter(h -> h.covers(compared.revisions(), now))
            .map(h -> h.refusal(request.app().name()));
  }

  /** What would be done; remembered by its digest. */
  Preview preview(
      Request request, Compared compared, List<Difference> differences, Options options) {
    // The state of an operation that begins at the epoch: names made of the time must not differ.
    var plan = SyncPlan.plan(differences, options.of(request, ObjectTree.EMPTY, compared));
    var preview =
        Preview.of(
            plan,
            differences,
            compared.revisions(),
            rules.maskedAnnotations(),
            guard(request).map(g -> g.objections(plan)).orElse(List.of()));
    synchronized (shown) {
      shown.put(preview.digest(), preview);
    }
    return preview;
  }

  /** Why the plan that was approved is not the one that would be carried out. */
  Optional<String> otherPlan(
      Request request, Compared compared, List<Difference> differences, Options options) {
    var approved =
        Tree.items(request.tree().get("info")).stream()
            .filter(i -> Tree.text(i, "name").equals(Preview.APPROVED))
            .map(i -> Tree.text(i, "value"))
            .findFirst();
    if (approved.isEmpty()) {
      return Optional.empty();
    }
    var now = preview(request, compared, differences, options);
    if (now.digest().equals(approved.get())) {
      return Optional.empty();
    }
    Optional<Preview> then;
    synchronized (shown) {
      then = Optional.ofNullable(shown.get(approved.get()));
    }
    return Optional.of(
        "plan "
            + approved.get()
            + " does not hold any more: "
            + then.map(t -> String.join("; ", now.changedSince(t)))
                .orElse("nobody knows what it said, so what changed cannot be told")
            + " (now it is plan "
            + now.digest()
            + "); hint: look at `syncline app plan "
            + request.app().name()
            + "` again");
  }

  /** What somebody must confirm before {@code plan} begins. */
  Optional<String> question(Request request, SyncPlan plan) {
    if (request.dryRun() || DestructionGuard.allowed(request.tree())) {
      return Optional.empty();
    }
    return guard(request)
        .map(g -> g.objections(plan))
        .filter(objections -> !objections.isEmpty())
        .map(
            objections ->
                "waiting for a confirmation: "
                    + String.join("; ", objections)
                    + "; hint: `syncline app confirm-deletion "
                    + request.app().name()
                    + "` lets it go on, `app terminate-op` ends it");
  }

  private Optional<DestructionGuard> guard(Request request) {
    return DestructionGuard.of(request.app(), control.project(request.app().project()));
  }
}
