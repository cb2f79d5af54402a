package io.syncline.git;

import io.syncline.lang.semver.Constraint;
import io.syncline.lang.semver.Version;
import java.util.Collection;
import java.util.Optional;

/** Version ranges as {@code lang} reads them. */
public enum SemverRanges implements VersionRanges {
  /** The only one. */
  INSTANCE;

  @Override
  public boolean isVersion(String text) {
    return Version.parse(text).isPresent();
  }

  @Override
  public boolean isRange(String text) {
    return Constraint.parse(text).isPresent();
  }

  @Override
  public Optional<String> highest(String range, Collection<String> versions) {
    return Constraint.parse(range)
        .flatMap(
            constraint ->
                versions.stream()
                    .flatMap(text -> Version.parse(text).stream())
                    .filter(constraint::allows)
                    // The first of equals stays, as Argo CD has it.
                    .reduce((best, next) -> next.compareTo(best) > 0 ? next : best))
        .map(Version::original);
  }
}
