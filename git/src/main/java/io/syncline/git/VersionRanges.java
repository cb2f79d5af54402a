package io.syncline.git;

import java.util.Collection;
import java.util.Optional;

/** What revision resolution must know about versions. */
public interface VersionRanges {
  /** Whether {@code text} is a version, possibly a partial one such as {@code 1.2}. */
  boolean isVersion(String text);

  /** Whether {@code text} is a range over versions and not itself a version. */
  boolean isRange(String text);

  /** The highest of {@code versions} inside {@code range}, as spelt; others are passed over. */
  Optional<String> highest(String range, Collection<String> versions);
}
