package io.syncline.localkube.kind;

import java.util.Comparator;
import java.util.regex.Pattern;

/** How Kubernetes ranks version names: stable before beta before alpha, higher before lower. */
final class VersionOrder {
  private static final Pattern NAME = Pattern.compile("v(\\d{1,9})(?:(alpha|beta)(\\d{1,9}))?");

  private VersionOrder() {}

  /** The preferred version first; names that are no versions last, by name. */
  static final Comparator<String> NEWEST_FIRST =
      Comparator.<String>comparingInt(v -> -stability(v))
          .thenComparingInt(v -> -major(v))
          .thenComparingInt(v -> -minor(v))
          .thenComparing(Comparator.naturalOrder());

  private static int stability(String version) {
    var match = NAME.matcher(version);
    if (!match.matches()) {
      return 0;
    }
    return match.group(2) == null ? 3 : match.group(2).equals("beta") ? 2 : 1;
  }

  private static int major(String version) {
    var match = NAME.matcher(version);
    return match.matches() ? Integer.parseInt(match.group(1)) : 0;
  }

  private static int minor(String version) {
    var match = NAME.matcher(version);
    return match.matches() && match.group(3) != null ? Integer.parseInt(match.group(3)) : 0;
  }
}
