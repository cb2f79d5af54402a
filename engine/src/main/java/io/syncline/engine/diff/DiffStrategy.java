package io.syncline.engine.diff;

import io.syncline.engine.annotations.Annotations;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How what an apply would change is found out (semantics 13.5).
 *
 * @param serverSideApply whether the application is synced by server-side apply, so that the owners
 *     of fields decide what goes
 * @param served what the API server said a server-side apply would make of objects; objects that
 *     are not in it are judged without the server
 * @param webhooks whether changes by admission webhooks count as differences
 */
public record DiffStrategy(
    boolean serverSideApply, Map<ObjectKey, Manifest> served, boolean webhooks) {
  /** Everything is judged without the server, as client-side apply would do it. */
  public static final DiffStrategy CLIENT_SIDE = new DiffStrategy(false, Map.of(), false);

  /** Copies the map. */
  public DiffStrategy {
    served = Collections.unmodifiableMap(new TreeMap<>(served));
  }

  /**
   * Whether the API server is to be asked what applying {@code target} would make of it.
   *
   * @param wanted whether the application asks for that
   */
  public static boolean asksServer(Manifest target, boolean wanted) {
    return Annotations.option(target, Annotations.COMPARE_OPTIONS, "ServerSideDiff")
        .map("true"::equals)
        .orElse(wanted);
  }

  /**
   * Whether an application asks for comparison by the API server.
   *
   * @param app its manifest
   * @param everywhere whether the settings ask for it
   */
  public static boolean asksServerForAll(Manifest app, boolean everywhere) {
    return asksServer(app, everywhere);
  }

  /** Whether changes by webhooks count on {@code target}. */
  boolean countsWebhooks(Manifest target) {
    return webhooks || countsWebhooksItself(target);
  }

  /** Whether {@code object}, an application or one of its objects, asks to count webhooks. */
  public static boolean countsWebhooksItself(Manifest object) {
    return Annotations.has(object, Annotations.COMPARE_OPTIONS, "IncludeMutationWebhook=true");
  }
}
