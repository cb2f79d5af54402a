package io.syncline.git;

import java.util.Collection;
import java.util.Optional;

/** Version ranges as {@code lang} reads them. */
enum SemverRanges implements VersionRanges {
  /** The only one. */
  INSTANCE;

  @Override
  public boolean isVersion(String text) {
    return text.matches("v?\\d+(\\.\\d+){0,2}");
  }

  @Override
  public boolean isRange(String text) {
    return false;
  }

  @Override
  public Optional<String> highest(String range, Collection<String> versions) {
    return Optional.empty();
  }
}
