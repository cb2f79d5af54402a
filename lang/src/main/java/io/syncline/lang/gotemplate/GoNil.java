package io.syncline.lang.gotemplate;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Maps and lists that Go calls nil: empty ones that encoders write as {@code null}, and to which
 * nothing can be added.
 */
public final class GoNil {
  /** A nil {@code map[string]interface {}}. */
  public static final Map<String, @Nullable Object> MAP = new NilMap();

  /** A nil {@code []interface {}}. */
  public static final List<@Nullable Object> LIST = new NilList();

  /** A nil {@code []string}. */
  public static final GoStrings STRINGS = new GoStrings(List.of());

  private GoNil() {}

  /** Whether {@code value} is one of these. */
  public static boolean is(@Nullable Object value) {
    return value == MAP || value == LIST || value == STRINGS;
  }

  private static final class NilMap extends AbstractMap<String, @Nullable Object> {
    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
      return Set.of();
    }

    @Override
    public @Nullable Object put(String key, @Nullable Object value) {
      throw new CallException("assignment to entry in nil map");
    }

    @Override
    public @Nullable Object remove(@Nullable Object key) {
      return null;
    }
  }

  private static final class NilList extends AbstractList<@Nullable Object> {
    @Override
    public @Nullable Object get(int i) {
      throw new IndexOutOfBoundsException(i);
    }

    @Override
    public int size() {
      return 0;
    }
  }
}
