package io.syncline.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GitUrlTest {
  @ParameterizedTest
  @CsvSource({
    "https://GitHub.com/org/Repo.git, https://github.com/org/repo, true",
    "git@github.com:org/repo, ssh://git@GITHUB.com/org/repo.git, true",
    "ssh://git@github.com:org/repo, git@github.com:org/repo.git, true",
    "ssh://git@github.com:22/org/repo, git@github.com:org/repo, false",
    "https://github.com/org/repo, git@github.com:org/repo, false",
    "https://github.com/org/repo, https://github.com/org/repo2, false",
    "https://host:4443/X, https://host/X, false",
    "https://github.com/org/*, https://github.com/ORG/*, true",
  })
  void urls_of_one_repository_are_the_same(String left, String right, boolean same) {
    assertThat(GitUrl.same(left, right)).isEqualTo(same);
    assertThat(GitUrl.same(right, left)).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource({
    "https://GitHub.com/Org/Repo.git, https://github.com/Org/Repo",
    "https://user:pw@GitHub.com/Org/Repo/, https://github.com/Org/Repo",
    "git@github.com:Org/repo.git, ssh://github.com/Org/repo",
    "ssh://git@github.com:2222/Org/repo.git, ssh://github.com:2222/Org/repo",
    "git@[::1]:Org/repo.git, ssh://[::1]/Org/repo",
  })
  void a_mirror_is_keyed_by_host_and_exact_path(String url, String key) {
    assertThat(GitUrl.mirrorKey(url)).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({
    "/srv/x.git, /srv/x.git",
    "file:///srv/x.git, /srv/x.git",
    "FILE:///srv/a%20b.git, /srv/a b.git",
    "file:///srv/a b.git, /srv/a b.git",
    "./host:x, ./host:x",
    "../x, ../x",
    "name, name",
  })
  void paths_and_file_urls_are_local(String url, String path) {
    assertThat(GitUrl.localPath(url)).contains(Path.of(path));
  }

  @ParameterizedTest
  @CsvSource({"https://h/x", "git@h:x", "host:x", "ssh://h/x", "git://h/x", "[::1]:x"})
  void urls_with_a_host_are_not_local(String url) {
    assertThat(GitUrl.localPath(url)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'cannot open https://user:pass@host/x: no', 'cannot open https://***@host/x: no'",
    "'https://ghp_0123456789@host/x', 'https://***@host/x'",
    "'https://u:p@a/x and https://u:p@b/y', 'https://***@a/x and https://***@b/y'",
    "'ssh://git@host/x', 'ssh://git@host/x'",
    "'git@host:x and a@b', 'git@host:x and a@b'",
    "'https://host/path@v1', 'https://host/path@v1'",
  })
  void user_parts_that_may_be_secret_are_redacted(String text, String redacted) {
    assertThat(GitUrl.redact(text)).isEqualTo(redacted);
  }

  @Test
  void a_password_with_an_at_sign_is_redacted_whole() {
    assertThat(GitUrl.redact("https://u:p@ss@host/x")).doesNotContain("ss@").contains("host/x");
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/org/shop.git, shop",
    "git@h:shop.git, shop",
    "/srv/shop/, shop",
    "/srv/.git, .git"
  })
  void the_name_is_the_last_part(String url, String name) {
    assertThat(GitUrl.name(url)).isEqualTo(name);
  }
}
