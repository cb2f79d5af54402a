package io.syncline.registry;

import io.syncline.lang.semver.Constraint;
import io.syncline.lang.semver.Version;
import java.util.Collection;
import java.util.Optional;

/** Which of the versions there are a wish means. */
final class Versions {
  private Versions() {}

  /** Whether {@code wanted} names one version in full: no range, no number left out. */
  static boolean isExact(String wanted) {
    var text = wanted.startsWith("v") ? wanted.substring(1) : wanted;
    return Version.parseStrict(text).isPresent();
  }

  /** Whether {@code wanted} is a version or a range. */
  static boolean isVersionOrRange(String wanted) {
    return wanted.isBlank()
        || Version.parse(wanted).isPresent()
        || Constraint.parse(wanted).isPresent();
  }

  /**
   * Of {@code available} the one that {@code wanted} means: the very same text, else the highest
   * that lies in the range; nothing written stands for the latest stable one. What is no version
   * never counts.
   */
  static Optional<String> pick(String wanted, Collection<String> available) {
    var text = wanted.strip();
    if (!text.isEmpty() && available.contains(text)) {
      return Optional.of(text);
    }
    return Constraint.parse(text.isEmpty() ? "*" : text)
        .flatMap(
            range ->
                available.stream()
                    .flatMap(one -> Version.parse(one).stream())
                    .filter(range::allows)
                    .reduce((best, next) -> next.compareTo(best) > 0 ? next : best))
        .map(Version::original);
  }
}
