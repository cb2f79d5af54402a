package io.syncline.controller.sync;

import io.syncline.engine.plan.ApplyOptions;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Objects of which it is known that applying them again changes nothing: the live object is still
 * the one that the last apply of the same target left behind. Safe for use by many threads.
 */
final class SettledObjects {
  private static final int KEPT = 50_000;

  /**
   * What an apply left behind.
   *
   * @param uid of the live object
   * @param version its resource version
   * @param target what was applied
   * @param method how
   * @param message what the cluster said
   */
  private record Settled(
      String uid, String version, Manifest target, ApplyOptions.Method method, String message) {
    boolean stands(Manifest wanted, Manifest live, ApplyOptions.Method how) {
      return method == how
          && version.equals(live.resourceVersion())
          && uid.equals(live.uid())
          && target.equals(wanted);
    }
  }

  private final Map<ObjectKey, Settled> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectKey, Settled> eldest) {
          return size() > KEPT;
        }
      };

  /** What the cluster said when {@code target} became {@code live}; empty when it may say more. */
  Optional<String> message(Manifest target, Manifest live, ApplyOptions.Method method) {
    Settled last;
    synchronized (known) {
      last = known.get(target.key());
    }
    return last != null && last.stands(target, live, method)
        ? Optional.of(last.message())
        : Optional.empty();
  }

  /** Applying {@code target} came to {@code live}. */
  void remember(Manifest target, Manifest live, ApplyOptions.Method method, String message) {
    var settled = new Settled(live.uid(), live.resourceVersion(), target, method, message);
    synchronized (known) {
      known.put(target.key(), settled);
    }
  }
}
