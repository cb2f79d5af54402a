package io.syncline.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RevisionResolverTest {
  private static final RevisionResolver RESOLVER = new RevisionResolver(SemverRanges.INSTANCE);
  private static final RemoteRefs REFS =
      refs(
          "HEAD",
          "refs/heads/1.x",
          "refs/heads/both",
          "refs/heads/feature/x",
          "refs/heads/main",
          "refs/pull/7/head",
          "refs/tags/1.2.0",
          "refs/tags/both",
          "refs/tags/app-1.0.0",
          "refs/tags/app-1.9.0",
          "refs/tags/v1.2.0",
          "refs/tags/v1.3.0",
          "refs/tags/v2.0.0-rc1",
          "refs/tags/nightly");

  private static RemoteRefs refs(String... names) {
    var commits = new LinkedHashMap<String, String>();
    for (var name : names) {
      commits.put(name, "of " + name);
    }
    return new RemoteRefs(commits, Optional.of("refs/heads/main"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', of HEAD",
    "HEAD, '', of HEAD",
    "main, '', of refs/heads/main",
    "feature/x, '', of refs/heads/feature/x",
    "refs/tags/both, '', of refs/tags/both",
    "both, '', of refs/heads/both",
    "pull/7/head, '', of refs/pull/7/head",
    "nightly, '', of refs/tags/nightly",
    "1.2.0, '', of refs/tags/1.2.0",
    "v1.2.0, '', of refs/tags/v1.2.0",
    "1.x, '', of refs/tags/v1.3.0",
    "^1.2.0, '', of refs/tags/v1.3.0",
    "'>=1.0.0 <1.3.0', '', of refs/tags/1.2.0",
    "'>=2.0.0-0', '', of refs/tags/v2.0.0-rc1",
    "'*', '', of refs/tags/v1.3.0",
    "'*', app-, of refs/tags/app-1.9.0",
    "1.0.0, app-, of refs/tags/app-1.0.0",
    "main, app-, of refs/heads/main",
    "0123456789abcdef0123456789ABCDEF01234567, '', 0123456789abcdef0123456789ABCDEF01234567",
    "0123456, '', 0123456",
  })
  void a_revision_means(String revision, String prefix, String commit) {
    assertThat(RESOLVER.resolve(REFS, revision, prefix)).isEqualTo(commit);
  }

  @ParameterizedTest
  @CsvSource({
    "1.2, ''",
    "v1, ''",
    "3.x, ''",
    "'>=2.0.0', ''",
    "012345, ''",
    "Main, ''",
    "1.2.0, app-"
  })
  void a_revision_means_nothing(String revision, String prefix) {
    assertThatThrownBy(() -> RESOLVER.resolve(REFS, revision, prefix))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("unable to resolve '" + revision + "'");
  }

  @Test
  void a_branch_spelt_like_a_range_serves_when_no_tag_matches() {
    assertThat(RESOLVER.resolve(refs("refs/heads/3.x", "refs/tags/v1.0.0"), "3.x", ""))
        .isEqualTo("of refs/heads/3.x");
  }
}
