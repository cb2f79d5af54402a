package io.syncline.engine.diff;

import io.syncline.engine.annotations.Authorship;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.ManagedResource;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Hides the values of Secrets and yet shows which differ: equal values of one key get equal masks,
 * different values masks of different length (semantics 13.8). Everything that leaves the engine to
 * be shown passes here.
 */
public final class SecretMask {
  private static final String FIRST = "++++++++";
  private static final String MORE = "++++";

  private SecretMask() {}

  /** {@code difference} fit to be shown; {@code annotations} are masked on objects of any kind. */
  public static ManagedResource show(Difference difference, Set<String> annotations) {
    var sides =
        mask(
            List.of(
                difference.target(),
                difference.live(),
                difference.normalizedLive(),
                difference.predictedLive()),
            annotations);
    return new ManagedResource(
        difference.key(),
        sides.get(0),
        sides.get(1),
        sides.get(2),
        sides.get(3),
        difference.hook(),
        difference.modified());
  }

  /** One object fit to be shown. */
  public static Manifest show(Manifest object, Set<String> annotations) {
    return mask(List.of(Optional.of(object)), annotations).getFirst().orElseThrow();
  }

  /**
   * Several sides of one object fit to be shown together, in the same order.
   *
   * @param annotations names of annotations whose values are hidden
   */
  public static List<Optional<Manifest>> mask(
      List<Optional<Manifest>> sides, Set<String> annotations) {
    var secret = sides.stream().flatMap(Optional::stream).anyMatch(SecretMask::isSecret);
    if (!secret && annotations.isEmpty()) {
      return sides;
    }
    var all = new ArrayList<Optional<Manifest>>();
    sides.forEach(side -> all.add(secret ? side.map(SecretForm::normalize) : side));
    // What client-side apply remembers holds the values a second time.
    for (var side : sides) {
      var applied = side.flatMap(LastApplied::of);
      all.add(secret ? applied.map(SecretForm::normalize) : applied);
    }
    if (secret) {
      hide(all, keys(all, "data"), "data");
    }
    hide(all, annotations, "metadata", "annotations");
    var shown = new ArrayList<Optional<Manifest>>();
    for (var i = 0; i < sides.size(); i++) {
      shown.add(
          annotations.contains(Authorship.LAST_APPLIED)
              ? all.get(i)
              : remember(all.get(i), all.get(i + sides.size())));
    }
    return List.copyOf(shown);
  }

  /** Whether {@code object} is a Secret as it is shown, with some value hidden. */
  public static boolean hidden(Manifest object) {
    return isSecret(object)
        && Stream.of("data", "stringData")
            .flatMap(field -> Tree.object(object.at(field)).values().stream())
            .anyMatch(value -> value instanceof String text && text.matches("\\+{8,}"));
  }

  private static boolean isSecret(Manifest object) {
    return object.kind().equals("Secret") && object.group().isEmpty();
  }

  private static Set<String> keys(List<Optional<Manifest>> sides, String... path) {
    var keys = new TreeSet<String>();
    sides.forEach(side -> side.ifPresent(o -> keys.addAll(Tree.object(o.at(path)).keySet())));
    return keys;
  }

  private static void hide(List<Optional<Manifest>> sides, Set<String> keys, String... path) {
    for (var key : keys) {
      Map<Object, String> masks = new HashMap<>();
      for (var i = 0; i < sides.size(); i++) {
        var side = sides.get(i);
        if (side.isEmpty() || !(side.get().at(path) instanceof ObjectTree values)) {
          continue;
        }
        if (values.containsKey(key)) {
          var value = String.valueOf(values.get(key));
          var mask = masks.computeIfAbsent(value, _ -> FIRST + MORE.repeat(masks.size()));
          sides.set(i, Optional.of(side.get().with(values.with(key, mask), path)));
        }
      }
    }
  }

  private static Optional<Manifest> remember(Optional<Manifest> side, Optional<Manifest> applied) {
    if (side.isEmpty() || side.get().annotation(Authorship.LAST_APPLIED).isEmpty()) {
      return side;
    }
    // An annotation nobody can read may hold anything, so it is not shown at all.
    var text = applied.map(a -> Json.write(Tree.sorted(a.root()))).orElse(FIRST);
    return side.map(s -> s.with(text, "metadata", "annotations", Authorship.LAST_APPLIED));
  }
}
