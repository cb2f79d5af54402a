package io.syncline.render.kustomize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RepoAddressTest {
  @ParameterizedTest
  @CsvSource(
      emptyValue = "",
      value = {
        "https://github.com/org/repo//base/web?ref=v1, https://github.com/org/repo, v1, base/web",
        "https://github.com/org/repo/base/web,         https://github.com/org/repo, '', base/web",
        "github.com/org/repo?ref=main,                 https://github.com/org/repo, main, ''",
        "http://github.com/org/repo.git/base,          https://github.com/org/repo.git, '', base",
        "git@github.com:org/repo.git//base?ref=abc,    git@github.com:org/repo.git, abc, base",
        "ssh://git@github.com/org/repo//base,          git@github.com:org/repo, '', base",
        "git@example.org:team/sub/repo.git/base,       git@example.org:team/sub/repo.git, '', base",
        "git::https://example.org/a/b.git//c,          https://example.org/a/b.git, '', c",
        "https://dev.azure.com/org/project/_git/repo/base?version=GBmain, https://dev.azure.com/org/project/_git/repo, GBmain, base",
        "https://example.org/a/b?timeout=10&ref=x&submodules=0, https://example.org/a/b, x, ''",
        "https://example.org/a/b?version=1&ref=2,      https://example.org/a/b, 2, ''",
        "file:///srv/repo.git//base?ref=x,             file:///srv/repo.git, x, base",
        "file:///srv/repo,                             file:///srv/repo, '', ''",
        "ssh://git@example.org:7999/p/repo.git,        ssh://git@example.org:7999/p/repo.git, '', ''",
      })
  void an_address_names_repository_reference_and_folder(
      String written, String url, String ref, String path) {
    assertThat(RepoAddress.parse(written)).contains(new RepoAddress(url, ref, path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base",
        "../base",
        "/abs/path",
        "gitlab.com/org/repo",
        "https://example.org",
        "https://example.org/one",
        "org/repo?ref=x"
      })
  void anything_else_is_none(String written) {
    assertThat(RepoAddress.parse(written)).isEmpty();
  }
}
