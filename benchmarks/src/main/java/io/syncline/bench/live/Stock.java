package io.syncline.bench.live;

/**
 * All objects of one kind, by number.
 *
 * @param group API group, "" for core
 * @param kind such as {@code Pod}
 * @param plural such as {@code pods}
 * @param size how many there are
 * @param objects makes the JSON text of one
 */
public record Stock(String group, String kind, String plural, int size, Making objects) {
  /** Makes objects. */
  @FunctionalInterface
  public interface Making {
    /** The object with {@code number}, as JSON in UTF-8. */
    byte[] make(int number);
  }

  String path() {
    return (group.isEmpty() ? "/api/v1/" : "/apis/" + group + "/v1/") + plural;
  }
}
