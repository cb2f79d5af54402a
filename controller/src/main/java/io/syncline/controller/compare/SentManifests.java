package io.syncline.controller.compare;

import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Manifests somebody sent along with a sync, to be applied instead of what the sources say. */
public final class SentManifests {
  private SentManifests() {}

  /**
   * Those of an operation.
   *
   * @param sync its field {@code sync}
   * @throws Json.SyntaxException when one cannot be read
   */
  public static List<Manifest> of(@Nullable Object sync) {
    return Tree.items(Tree.at(sync, "manifests")).stream()
        .map(text -> Manifest.parse(String.valueOf(text).getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  /**
   * Those of the last operation of {@code app}: until the next one they say what it is to be. None
   * when they cannot be read, as they were not applied then.
   */
  public static List<Manifest> last(Application app) {
    try {
      return of(Tree.at(app.status(), "operationState", "operation", "sync"));
    } catch (Json.SyntaxException unreadable) {
      return List.of();
    }
  }
}
