package io.syncline.lang.gotemplate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Texts that were parsed before, with what they define. A text means the same wherever it stands,
 * so nothing in here becomes wrong; the longest unused are dropped first when there is too much.
 * May be used by several at once.
 */
public final class ParsedTemplates {
  /** Besides its text a template takes about this much for each character of it. */
  private static final int BYTES_OF_CHARACTER = 12;

  private static final int BYTES_OF_TEXT = 400;

  private final long limit;
  private final Map<Key, Map<String, Node.Sequence>> parsed = new LinkedHashMap<>(64, 0.75f, true);
  private long held;

  /** All that decides what a text means: functions only by whether they are there. */
  private record Key(String name, String text, List<String> delimiters, String functions) {}

  /** Keeps about {@code limit} bytes at most. */
  public ParsedTemplates(long limit) {
    this.limit = limit;
  }

  /**
   * What {@code text} defines.
   *
   * @param functions names of the functions it may call
   */
  Map<String, Node.Sequence> get(
      String name,
      String text,
      List<String> delimiters,
      String functions,
      Supplier<Map<String, Node.Sequence>> parse) {
    var key = new Key(name, text, delimiters, functions);
    synchronized (parsed) {
      var known = parsed.get(key);
      if (known != null) {
        return known;
      }
    }
    var made = parse.get();
    synchronized (parsed) {
      if (size(key) <= limit && parsed.put(key, made) == null) {
        held += size(key);
        var eldest = parsed.keySet().iterator();
        while (held > limit) {
          held -= size(eldest.next());
          eldest.remove();
        }
      }
    }
    return made;
  }

  private static long size(Key key) {
    return BYTES_OF_TEXT + (long) BYTES_OF_CHARACTER * key.text().length();
  }

  /** About the bytes it holds. */
  public long held() {
    synchronized (parsed) {
      return held;
    }
  }
}
