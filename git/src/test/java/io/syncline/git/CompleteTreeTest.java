package io.syncline.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.testservers.GitServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompleteTreeTest {
  @TempDir Path folder;
  private GitServer server;
  private GitRepositories repositories;

  @BeforeEach
  void start() throws IOException {
    server = new GitServer(folder);
    repositories = new GitRepositories(folder.resolve("cache"), GitSettings.defaults());
  }

  @AfterEach
  void stop() {
    repositories.close();
    server.close();
  }

  private static String text(SourceTree tree, String path) {
    return new String(tree.read(path).orElseThrow(), StandardCharsets.UTF_8);
  }

  private static void submodule(Git in, String path, String url, String commit) {
    in.git("config", "-f", ".gitmodules", "submodule." + path + ".path", path);
    in.git("config", "-f", ".gitmodules", "submodule." + path + ".url", url);
    in.git("add", ".gitmodules");
    in.git("update-index", "--add", "--cacheinfo", "160000," + commit + "," + path);
  }

  private static String committed(Git in) {
    in.git("commit", "-q", "-m", "modules");
    in.git("push", "-q", "origin", "--all");
    return in.git("rev-parse", "HEAD");
  }

  private SourceTree tree(Access access, String commit) {
    return repositories.repository(server.url("shop.git"), access).tree(commit);
  }

  @Test
  void submodules_stand_where_they_belong_however_deep_and_with_the_same_login() {
    var deep = Git.create(folder, "deep").file("d.yaml", "d: 1").commit("deep");
    var lib = Git.create(folder, "lib").file("l.yaml", "l: 1");
    lib.commit("lib");
    submodule(lib, "vendor/deep", "../deep.git", deep);
    var libCommit = committed(lib);
    var shop = Git.create(folder, "shop").file("base/a.yaml", "a: 1");
    shop.commit("shop");
    submodule(shop, "base/lib", server.url("lib.git"), libCommit);
    var commit = committed(shop);

    server.authorization = GitServer.basic("u", "p");
    var access = Access.of(Credentials.basic("u", "p"));
    var tree = tree(access, commit);
    server.requests.clear();
    assertThat(tree.list("base"))
        .extracting(SourceTree.Entry::name, SourceTree.Entry::type)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a.yaml", SourceTree.Type.FILE),
            org.assertj.core.groups.Tuple.tuple("lib", SourceTree.Type.DIRECTORY));
    assertThat(tree.entry("base/lib").orElseThrow().id()).isEqualTo(libCommit);
    assertThat(server.requests).as("nobody looked inside yet").isEmpty();

    assertThat(text(tree, "base/lib/l.yaml")).isEqualTo("l: 1");
    assertThat(text(tree, "base/lib/vendor/deep/d.yaml")).isEqualTo("d: 1");
    assertThat(tree.list("base/lib/vendor"))
        .extracting(SourceTree.Entry::name)
        .containsExactly("deep");
    assertThat(tree.list("base/lib/vendor/deep")).hasSize(1);
    assertThat(tree.read("base/lib/none")).isEmpty();
    assertThat(tree.read("base/lib")).isEmpty();
    assertThat(tree.entry("base/lib/vendor/deep/d.yaml").orElseThrow().type())
        .isEqualTo(SourceTree.Type.FILE);

    var without = tree(access.submodules(false), commit);
    assertThat(without.entry("base/lib").orElseThrow().type()).isEqualTo(SourceTree.Type.SUBMODULE);
    assertThat(without.list("base/lib")).isEmpty();
  }

  @Test
  void a_submodule_that_cannot_be_had_is_named_with_its_repository() {
    var shop = Git.create(folder, "shop").file("a", "1");
    shop.commit("shop");
    submodule(shop, "lib", "../none.git", "1".repeat(40));
    submodule(shop, "disk", folder.resolve("shop.git").toString(), "1".repeat(40));
    var tree = tree(Access.of(Credentials.anonymous()), committed(shop));
    assertThat(text(tree, "a")).isEqualTo("1");
    assertThatThrownBy(() -> tree.read("lib/x"))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("submodule lib of shop.git@")
        .hasMessageContaining("none.git");
    assertThatThrownBy(() -> tree.list("disk")).hasMessageContaining("is a path on this machine");
  }

  @Test
  void a_login_does_not_go_to_another_host() {
    var access = Access.of(Credentials.basic("u", "hush"));
    var login = access.of("https://git.example/a", "https://evil.example/b").credentials().login();
    assertThat(login).isEqualTo(new Credentials.Anonymous());
    assertThat(access.of("https://git.example/a", "https://GIT.example/b").credentials().login())
        .isEqualTo(new Credentials.Basic("u", "hush"));
    var known =
        new Access(
            Credentials.anonymous(),
            false,
            true,
            url -> Optional.of(Access.of(Credentials.bearer(url))),
            0);
    assertThat(known.of("https://git.example/a", "https://x/b").credentials().login())
        .isEqualTo(new Credentials.Bearer("https://x/b"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/o/a.git, ../b.git, https://h/o/b.git",
    "https://h/o/a.git/, ../b, https://h/o/b",
    "https://h/o/a, ./b, https://h/o/a/b",
    "https://h/o/a, ../../p/b, https://h/p/b",
    "git@h:o/a.git, ../b.git, git@h:o/b.git",
    "git@h:o/a.git, ../../p/b.git, git@h:p/b.git",
    "ssh://git@h:22/o/a, ../b, ssh://git@h:22/o/b",
    "/srv/a.git, ../b.git, /srv/b.git",
    "https://h/o/a, https://x/y, https://x/y"
  })
  void relative_urls_start_at_the_repository(String parent, String written, String expected) {
    assertThat(SubmoduleUrl.resolve(parent, written)).isEqualTo(expected);
  }

  @Test
  void a_relative_url_does_not_leave_the_server() {
    assertThatThrownBy(() -> SubmoduleUrl.resolve("https://h/a", "../../b"))
        .hasMessageContaining("leaves the server");
  }

  private static String pointer(String content, long size) throws Exception {
    var hash =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest(content.getBytes(StandardCharsets.UTF_8)));
    return "version https://git-lfs.github.com/spec/v1\noid sha256:"
        + hash
        + "\nsize "
        + size
        + "\n";
  }

  /** A server of large files that wants a login for the question and a token for the file. */
  private static final class LfsServer implements AutoCloseable {
    final HttpServer http;
    final List<String> requests = new CopyOnWriteArrayList<>();
    volatile String content = "";
    volatile boolean has = true;

    LfsServer() throws IOException {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.createContext("/", this::answer);
      http.start();
    }

    String url() {
      return "http://127.0.0.1:" + http.getAddress().getPort() + "/lfs";
    }

    private void answer(HttpExchange exchange) throws IOException {
      try (exchange) {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        var login = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        var body = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestURI().getPath().equals("/file")) {
          send(
              exchange,
              login.equals("Token t") ? 200 : 403,
              content.getBytes(StandardCharsets.UTF_8));
        } else if (!login.equals(GitServer.basic("u", "p"))) {
          send(exchange, 401, new byte[0]);
        } else {
          var object = Tree.object(Tree.items(Json.parseObject(body).get("objects")).getFirst());
          var answer =
              has
                  ? object.with(
                      "actions",
                      ObjectTree.of(
                          "download",
                          ObjectTree.of(
                              "href",
                              "/file",
                              "header",
                              ObjectTree.of("Authorization", "Token t"))))
                  : object.with(
                      "error", ObjectTree.of("code", 404L, "message", "Object does not exist"));
          send(exchange, 200, Json.bytes(ObjectTree.of("objects", List.of(answer))));
        }
      }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
      http.stop(0);
    }
  }

  @Test
  void large_files_stand_in_place_of_their_pointers_and_are_fetched_once() throws Exception {
    try (var lfs = new LfsServer()) {
      lfs.content = "kind: ConfigMap\n";
      var shop =
          Git.create(folder, "shop")
              .file(".lfsconfig", "[lfs]\n\turl = " + lfs.url() + "\n")
              .file("big.yaml", pointer(lfs.content, lfs.content.length()))
              .file("wrong.yaml", pointer("other", lfs.content.length()))
              .file("huge.yaml", pointer("huge", 1L << 40))
              .file("gone.yaml", pointer("gone", 4))
              .file("small.yaml", "a: 1\n");
      var commit = shop.commit("files");
      var access = Access.of(Credentials.basic("u", "p")).lfs(true);
      var tree = tree(access, commit);
      assertThat(text(tree, "big.yaml")).isEqualTo(lfs.content);
      assertThat(text(tree, "big.yaml")).isEqualTo(lfs.content);
      assertThat(text(tree, "small.yaml")).isEqualTo("a: 1\n");
      assertThat(lfs.requests).containsExactly("POST /lfs/objects/batch", "GET /file");

      assertThatThrownBy(() -> tree.read("wrong.yaml"))
          .hasMessageContaining("not what the pointer names");
      assertThatThrownBy(() -> tree.read("huge.yaml")).hasMessageContaining("1099511627776 bytes");
      lfs.has = false;
      assertThatThrownBy(() -> tree.read("gone.yaml"))
          .hasMessageContaining("Object does not exist");
      var stranger = tree(Access.of(Credentials.basic("x", "hush")).lfs(true), commit);
      assertThatThrownBy(() -> stranger.read("gone.yaml"))
          .hasMessageContaining("answers 401")
          .hasMessageNotContaining("hush");
    }
  }

  @Test
  void without_large_files_a_pointer_is_refused_as_a_manifest_and_left_elsewhere()
      throws Exception {
    var pointer = pointer("x", 1);
    var commit =
        Git.create(folder, "shop").file("a.yaml", pointer).file("a.png", pointer).commit("files");
    var tree = tree(Access.of(Credentials.anonymous()), commit);
    assertThat(text(tree, "a.png")).isEqualTo(pointer);
    assertThatThrownBy(() -> tree.read("a.yaml"))
        .isInstanceOfSatisfying(GitException.class, e -> assertThat(e.hint()).contains("enableLfs"))
        .hasMessageContaining("a.yaml of shop.git@");
  }
}
