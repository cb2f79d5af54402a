package io.syncline.kube.cache;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Objects by something many of them may share. Most groups are small: one object stands alone, a
 * few in an array, only many in a set. One thread writes at a time, any number read.
 */
final class Groups<K> {
  private static final int FEW = 32;

  /** A {@link Held}, an array of them, or a set of them. */
  private final Map<K, Object> groups = new ConcurrentHashMap<>();

  void add(K name, Held one) {
    groups.merge(name, one, (group, _) -> with(group, one));
  }

  private static Object with(Object group, Held one) {
    return switch (group) {
      case Held other -> other == one ? one : new Held[] {other, one};
      case Held[] few when Arrays.asList(few).contains(one) -> few;
      case Held[] few when few.length < FEW -> {
        var more = Arrays.copyOf(few, few.length + 1);
        more[few.length] = one;
        yield more;
      }
      case Held[] few -> {
        var many = ConcurrentHashMap.<Held>newKeySet();
        many.addAll(List.of(few));
        many.add(one);
        yield many;
      }
      default -> {
        many(group).add(one);
        yield group;
      }
    };
  }

  void remove(K name, Held one) {
    groups.computeIfPresent(name, (_, group) -> without(group, one));
  }

  private static @Nullable Object without(Object group, Held one) {
    return switch (group) {
      case Held other -> other == one ? null : other;
      case Held[] few -> {
        var left = Arrays.stream(few).filter(other -> other != one).toArray(Held[]::new);
        yield left.length == 0 ? null : left.length == 1 ? left[0] : left;
      }
      default -> {
        var many = many(group);
        many.remove(one);
        yield many.isEmpty() ? null : group;
      }
    };
  }

  Collection<Held> get(K name) {
    return switch (groups.get(name)) {
      case null -> List.of();
      case Held one -> List.of(one);
      case Held[] few -> List.of(few);
      case Object many -> many(many);
    };
  }

  @SuppressWarnings("unchecked") // nothing else is put in
  private static Set<Held> many(Object group) {
    return (Set<Held>) group;
  }
}
