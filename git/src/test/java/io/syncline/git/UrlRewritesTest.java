package io.syncline.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UrlRewritesTest {
  @TempDir Path folder;

  private UrlRewrites global(String text) throws IOException {
    var file = Files.writeString(folder.resolve("config"), text);
    return UserConfig.rewrites(
        Map.of("GIT_CONFIG_GLOBAL", file.toString(), "GIT_CONFIG_NOSYSTEM", "1"));
  }

  @Test
  void the_longest_prefix_wins() throws IOException {
    var rewrites =
        global(
            """
            [url "file:///all/"]
              insteadOf = https://example.com/
            [url "file:///special/"]
              insteadOf = https://example.com/special/
              insteadOf = sp:
            """);
    assertThat(rewrites.forFetch("https://example.com/a.git")).isEqualTo("file:///all/a.git");
    assertThat(rewrites.forFetch("https://example.com/special/a")).isEqualTo("file:///special/a");
    assertThat(rewrites.forFetch("sp:a")).isEqualTo("file:///special/a");
    assertThat(rewrites.forFetch("https://other.com/a")).isEqualTo("https://other.com/a");
    assertThat(rewrites.forPush("https://example.com/a")).isEqualTo("file:///all/a");
  }

  @Test
  void push_rules_apply_to_pushes_only_and_before_the_others() throws IOException {
    var rewrites =
        global(
            """
            [url "https://read/"]
              insteadOf = https://host/long/
            [url "git@write:"]
              pushInsteadOf = https://host/
            """);
    assertThat(rewrites.forFetch("https://host/long/x")).isEqualTo("https://read/x");
    assertThat(rewrites.forFetch("https://host/x")).isEqualTo("https://host/x");
    assertThat(rewrites.forPush("https://host/long/x")).isEqualTo("git@write:long/x");
  }

  @Test
  void home_xdg_includes_and_variables_are_read_and_bad_files_passed_over() throws IOException {
    Files.createDirectories(folder.resolve(".config/git"));
    Files.writeString(folder.resolve(".config/git/config"), "[url \"a:\"]\n insteadOf = xdg:\n");
    Files.writeString(folder.resolve("more"), "[url \"b:\"]\n insteadOf = included:\n");
    Files.writeString(
        folder.resolve(".gitconfig"),
        "[include]\n path = more\n[url \"c:\"]\n insteadOf = home:\n");
    var environment =
        Map.of(
            "HOME", folder.toString(),
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_CONFIG_COUNT", "1",
            "GIT_CONFIG_KEY_0", "url.d:.insteadOf",
            "GIT_CONFIG_VALUE_0", "variable:");
    var rewrites = UserConfig.rewrites(environment);
    assertThat(rewrites.forFetch("xdg:1")).isEqualTo("a:1");
    assertThat(rewrites.forFetch("included:1")).isEqualTo("b:1");
    assertThat(rewrites.forFetch("home:1")).isEqualTo("c:1");
    assertThat(rewrites.forFetch("variable:1")).isEqualTo("d:1");
    assertThat(global("[url \"unclosed\n")).isEqualTo(UrlRewrites.NONE);
  }

  @Test
  void a_rewritten_url_is_opened_where_the_rule_says() {
    var git = Git.create(folder, "shop");
    var sha = git.file("a", "1").commit("one");
    var rule = new UrlRewrites.Rule("file://" + folder + "/", "https://github.com/org/", false);
    var settings =
        new GitSettings(
            false,
            GitSettings.defaults().fetchTimeout(),
            new UrlRewrites(java.util.List.of(rule)),
            java.util.Optional.empty());
    try (var repositories = new GitRepositories(folder.resolve("cache"), settings)) {
      var repository =
          repositories.repository("https://github.com/org/shop.git", Credentials.anonymous());
      assertThat(repository.lsRemote().branch("main")).contains(sha);
      assertThat(repository.tree(sha).read("a")).isPresent();
      assertThat(repository.url()).isEqualTo("https://github.com/org/shop.git");
    }
  }
}
