package io.syncline.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.syncline.testservers.GitServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one login brought, no other one reads without having been let in itself. */
class IsolationTest {
  private static final Credentials OWNER = Credentials.basic("ada", "right");

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private GitServer server;
  private GitRepositories repositories;
  private String sha;

  @BeforeEach
  void start() throws IOException {
    sha = Git.create(folder, "shop").file("a.yaml", "hush").commit("one");
    server = new GitServer(folder);
    server.authorization = GitServer.basic("ada", "right");
    repositories =
        new GitRepositories(
            folder.resolve("cache"),
            GitSettings.defaults().fetchTimeout(Duration.ofSeconds(20)),
            () -> now);
  }

  @AfterEach
  void stop() {
    repositories.close();
    server.close();
  }

  private GitRepository as(Credentials credentials) {
    return repositories.repository(server.url("shop.git"), credentials);
  }

  private String read(GitRepository repository) {
    return new String(repository.tree(sha).read("a.yaml").orElseThrow(), StandardCharsets.UTF_8);
  }

  private GitException refusal(GitRepository repository) {
    return catchThrowableOfType(GitException.class, () -> read(repository));
  }

  @Test
  void a_full_commit_id_opens_nothing_to_who_may_not_list_the_repository() {
    assertThat(read(as(OWNER))).isEqualTo("hush");
    for (var stranger :
        new Credentials[] {
          Credentials.anonymous(),
          Credentials.basic("ada", "wrong"),
          Credentials.basic("bob", "right"),
          Credentials.bearer("right")
        }) {
      assertThat(refusal(as(stranger)).code()).isEqualTo(GitException.Code.AUTH);
      assertThat(catchThrowableOfType(GitException.class, () -> as(stranger).log(sha, 3)).code())
          .isEqualTo(GitException.Code.AUTH);
      assertThat(
              catchThrowableOfType(
                      GitException.class, () -> as(stranger).fullId(sha.substring(0, 8)))
                  .code())
          .isEqualTo(GitException.Code.AUTH);
    }
    assertThat(read(as(OWNER))).isEqualTo("hush");
  }

  @Test
  void a_permit_is_asked_for_once_and_again_after_a_while() {
    read(as(OWNER));
    var before = server.requests.size();
    read(as(OWNER));
    assertThat(server.requests).hasSize(before);

    now = now.plus(Duration.ofMinutes(11));
    server.authorization = GitServer.basic("ada", "changed");
    assertThat(refusal(as(OWNER)).code()).isEqualTo(GitException.Code.AUTH);
    assertThat(read(as(Credentials.basic("ada", "changed")))).isEqualTo("hush");
  }

  @Test
  void a_listing_that_is_refused_takes_the_permit_away_at_once() {
    read(as(OWNER));
    server.authorization = GitServer.basic("ada", "changed");
    assertThat(catchThrowableOfType(GitException.class, () -> as(OWNER).lsRemote())).isNotNull();
    assertThat(refusal(as(OWNER)).code()).isEqualTo(GitException.Code.AUTH);
  }

  @Test
  void a_server_that_is_away_leaves_permits_as_they_are_but_gives_none() {
    read(as(OWNER));
    var owner = as(OWNER);
    var stranger = as(Credentials.anonymous());
    server.close();
    now = now.plus(Duration.ofHours(1));
    assertThat(read(owner)).isEqualTo("hush");
    assertThat(refusal(stranger).code()).isEqualTo(GitException.Code.UNREACHABLE);
    now = now.plus(Duration.ofHours(24));
    assertThat(refusal(owner).code()).isEqualTo(GitException.Code.UNREACHABLE);
  }

  @Test
  void a_listing_through_an_own_proxy_is_no_permit_for_the_common_mirror() throws IOException {
    // Loopback addresses never go through a proxy: a name that only proxies know.
    var address = "http://git.example/shop.git";
    assertThat(read(repositories.repository(address, OWNER.throughProxy(server.url("")))))
        .isEqualTo("hush");
    // A repository of the same address, but what is behind this proxy is somebody else's.
    var elsewhere = folder.resolve("elsewhere");
    java.nio.file.Files.createDirectories(elsewhere);
    Git.create(elsewhere, "shop").file("b.yaml", "other").commit("other");
    try (var forged = new GitServer(elsewhere)) {
      var liar = Credentials.anonymous().throughProxy(forged.url(""));
      var repository = repositories.repository(address, liar);
      assertThat(repository.lsRemote().branches()).containsExactly("main");
      assertThat(refusal(repository).code()).isEqualTo(GitException.Code.UNKNOWN_REVISION);
    }
  }

  @Test
  void identities_differ_by_all_that_decides_and_tell_no_secret() {
    var identity = as(OWNER).identity();
    assertThat(identity).isEqualTo(as(OWNER).identity()).doesNotContain("right");
    assertThat(identity)
        .isNotEqualTo(as(Credentials.basic("ada", "Right")).identity())
        .isNotEqualTo(as(Credentials.basic("adar", "ight")).identity())
        .isNotEqualTo(as(Credentials.anonymous()).identity())
        .isNotEqualTo(as(OWNER.throughProxy("http://127.0.0.1:1")).identity())
        .isNotEqualTo(repositories.repository(server.url("other.git"), OWNER).identity());
  }

  @Test
  void each_reader_of_a_shared_tree_fetches_again_by_its_own_login() throws IOException {
    assertThat(read(as(OWNER))).isEqualTo("hush");
    // The server takes another login from now on; what is on disk is lost.
    var other = Credentials.basic("bob", "new");
    server.authorization = GitServer.basic("bob", "new");
    as(other).lsRemote();
    var tree = as(other).tree(sha);
    try (var mirrors = java.nio.file.Files.list(folder.resolve("cache"))) {
      for (var mirror : mirrors.filter(java.nio.file.Files::isDirectory).toList()) {
        Folders.delete(mirror.resolve("objects/pack"));
      }
    }
    org.eclipse.jgit.lib.RepositoryCache.clear();
    new org.eclipse.jgit.storage.file.WindowCacheConfig().install();
    server.requests.clear();
    assertThat(new String(tree.read("a.yaml").orElseThrow(), StandardCharsets.UTF_8))
        .isEqualTo("hush");
    assertThat(server.requests).isNotEmpty();
  }
}
