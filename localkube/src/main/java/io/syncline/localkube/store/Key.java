package io.syncline.localkube.store;

/**
 * Where an object is kept. The version is left out: all versions of a resource share one object.
 *
 * @param group API group, "" for core
 * @param plural plural resource name
 * @param namespace namespace, "" for cluster-scoped
 * @param name name
 */
public record Key(String group, String plural, String namespace, String name) {
  /** The key in sort order: {@code group/plural/namespace/name}. */
  public String text() {
    return group + "/" + plural + "/" + namespace + "/" + name;
  }

  /** The key that {@link #text} wrote. */
  public static Key parse(String text) {
    var first = text.indexOf('/');
    var second = text.indexOf('/', first + 1);
    var third = text.indexOf('/', second + 1);
    if (third < 0) {
      throw new IllegalArgumentException(
          "key \"" + text + "\" is not a key (expected: group/plural/namespace/name)");
    }
    return new Key(
        text.substring(0, first),
        text.substring(first + 1, second),
        text.substring(second + 1, third),
        text.substring(third + 1));
  }

  /** What the texts of all keys of a resource, or of one namespace of it, start with. */
  public static String prefix(String group, String plural, String namespace) {
    return namespace.isEmpty()
        ? group + "/" + plural + "/"
        : group + "/" + plural + "/" + namespace + "/";
  }
}
