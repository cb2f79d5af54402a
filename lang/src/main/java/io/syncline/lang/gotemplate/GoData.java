package io.syncline.lang.gotemplate;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Trees to the mutable values templates work on, and back to what encoders take. */
public final class GoData {
  private GoData() {}

  /**
   * A deep copy of a tree that templates may change; numbers become {@code float64}, as Go's JSON
   * decoder makes them.
   */
  public static @Nullable Object decoded(@Nullable Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> {
        var copy = new TreeMap<String, @Nullable Object>();
        map.forEach((k, v) -> copy.put(String.valueOf(k), decoded(v)));
        yield copy;
      }
      case List<?> list -> {
        var copy = new ArrayList<@Nullable Object>(list.size());
        list.forEach(item -> copy.add(decoded(item)));
        yield copy;
      }
      case Long l -> (Object) l.doubleValue();
      case Integer i -> (Object) i.doubleValue();
      case BigInteger big -> (Object) big.doubleValue();
      case null, default -> tree;
    };
  }

  /** A deep copy of a template value, all numbers as they are. */
  public static @Nullable Object copy(@Nullable Object value) {
    return switch (value) {
      case GoStringMap map -> map.clone();
      case Map<?, ?> map -> {
        var copy = new TreeMap<String, @Nullable Object>();
        map.forEach((k, v) -> copy.put(String.valueOf(k), copy(v)));
        yield copy;
      }
      case GoStrings strings -> strings;
      case List<?> list -> {
        var copy = new ArrayList<@Nullable Object>(list.size());
        list.forEach(item -> copy.add(copy(item)));
        yield copy;
      }
      case null, default -> value;
    };
  }

  /**
   * {@code value} as a tree with sorted keys, for JSON and YAML writers.
   *
   * @throws CallException when it has no JSON form
   */
  public static @Nullable Object plain(@Nullable Object value) {
    return plain(value, 0);
  }

  private static @Nullable Object plain(@Nullable Object value, int depth) {
    if (depth > 500) {
      throw new CallException("json: value is nested deeper than 500 levels, or contains itself");
    }
    if (GoNil.is(value)) {
      return null;
    }
    return switch (value) {
      case null -> null;
      case Map<?, ?> map -> {
        var copy = new TreeMap<String, @Nullable Object>();
        map.forEach((k, v) -> copy.put(String.valueOf(k), plain(v, depth + 1)));
        yield copy;
      }
      case List<?> list -> {
        var copy = new ArrayList<@Nullable Object>(list.size());
        list.forEach(item -> copy.add(plain(item, depth + 1)));
        yield copy;
      }
      case byte[] bytes -> java.util.Base64.getEncoder().encodeToString(bytes);
      case GoObject object -> plain(object.plain(), depth + 1);
      case Integer i -> (Object) i.longValue();
      case Double d when d.isNaN() || d.isInfinite() ->
          throw new CallException("json: unsupported value: " + GoFormat.real(d));
      case GoFunction _ -> throw new CallException("json: unsupported type: func()");
      default -> value;
    };
  }
}
