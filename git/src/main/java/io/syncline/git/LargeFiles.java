package io.syncline.git;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Brings the files that Git LFS pointers stand for, each once; they are kept by their hash. */
final class LargeFiles {
  private static final int LONGEST_ANSWER = 1 << 20;
  private static final String TYPE = "application/vnd.git-lfs+json";

  private final GitRepository repository;
  private final Path folder;
  private final Optional<String> configured;

  /**
   * For the pointers of {@code repository}.
   *
   * @param folder where contents are kept
   * @param configured the server's URL as the repository itself has it in {@code .lfsconfig}
   */
  LargeFiles(GitRepository repository, Path folder, Optional<String> configured) {
    this.repository = repository;
    this.folder = folder;
    this.configured = configured;
  }

  /** The content for the pointer at {@code path}. */
  byte[] read(LargeFile file, String path) {
    if (file.size() > GitTree.LARGEST) {
      throw refused(
          path,
          "it has " + file.size() + " bytes (expected: at most " + GitTree.LARGEST + ")",
          "keep files of this size out of what is rendered");
    }
    var kept = folder.resolve(file.oid().substring(0, 2)).resolve(file.oid());
    try {
      if (Files.isRegularFile(kept)) {
        return Files.readAllBytes(kept);
      }
      var local = GitUrl.localPath(repository.remote().address());
      var content = local.isPresent() ? local(file, path) : download(file, path);
      if (content.length != file.size() || !hash(content).equals(file.oid())) {
        throw refused(
            path, "what the server gave is not what the pointer names", "run git lfs fsck there");
      }
      keep(kept, content);
      return content;
    } catch (IOException e) {
      throw Failures.of(e, repository.url(), "read the large file " + path + " of");
    }
  }

  private GitException refused(String path, String reason, String hint) {
    return new GitException(
        GitException.Code.FAILED,
        "large file " + path + " of repository " + repository.url() + ": " + reason,
        hint);
  }

  private byte[] local(LargeFile file, String path) throws IOException {
    var oid = file.oid();
    var stored =
        repository
            .store()
            .current()
            .getDirectory()
            .toPath()
            .resolve("lfs/objects")
            .resolve(oid.substring(0, 2))
            .resolve(oid.substring(2, 4))
            .resolve(oid);
    if (!Files.isRegularFile(stored)) {
      throw refused(path, "the repository does not hold it", "push it there with git lfs push");
    }
    return Files.readAllBytes(stored);
  }

  private byte[] download(LargeFile file, String path) throws IOException {
    var endpoint = endpoint();
    var access = repository.access().of(repository.url(), endpoint);
    try {
      return download(file, path, endpoint, access);
    } catch (GitException e) {
      if (e.code() != GitException.Code.AUTH
          || !repository.repositories().renew(access.credentials())) {
        throw e;
      }
      return download(file, path, endpoint, access);
    }
  }

  private byte[] download(LargeFile file, String path, String endpoint, Access access)
      throws IOException {
    var credentials = repository.repositories().exchanged(access.credentials(), endpoint);
    try (var web = new Web(credentials, repository.repositories().settings().fetchTimeout())) {
      var request =
          HttpRequest.newBuilder(URI.create(endpoint + "/objects/batch"))
              .header("Accept", TYPE)
              .header("Content-Type", TYPE)
              .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(question(file))));
      var login = HttpConnections.authorization(credentials.login());
      login.ifPresent(header -> request.header("Authorization", header));
      var answer = web.send(request, LONGEST_ANSWER);
      if (answer.status() != 200) {
        throw batchRefused(answer.status(), path, endpoint);
      }
      return content(web, file, path, endpoint, login, Json.parseObject(answer.body()));
    } catch (Json.SyntaxException | IllegalArgumentException e) {
      throw refused(path, "the LFS server's answer is unreadable", "check the URL of LFS");
    }
  }

  private GitException batchRefused(int status, String path, String endpoint) {
    var closed = status == 401 || status == 403 || status == 404;
    return new GitException(
        closed ? GitException.Code.AUTH : GitException.Code.FAILED,
        "large file "
            + path
            + " of repository "
            + repository.url()
            + ": "
            + endpoint
            + " answers "
            + status,
        GitUrl.isHttp(repository.url())
            ? "check that the credentials of the repository reach its LFS server"
            : "large files come over https: add a repo-creds secret for https://"
                + GitUrl.host(repository.url()));
  }

  private static ObjectTree question(LargeFile file) {
    return ObjectTree.of(
        "operation",
        "download",
        "transfers",
        List.of("basic"),
        "objects",
        List.of(ObjectTree.of("oid", file.oid(), "size", file.size())));
  }

  private byte[] content(
      Web web,
      LargeFile file,
      String path,
      String endpoint,
      Optional<String> login,
      ObjectTree batch)
      throws IOException {
    var object =
        Tree.items(batch.get("objects")).stream()
            .filter(one -> Tree.text(one, "oid").equals(file.oid()))
            .findFirst();
    var problem = object.map(o -> Tree.text(o, "error", "message")).orElse("no answer for it");
    var href = object.map(o -> Tree.text(o, "actions", "download", "href")).orElse("");
    if (href.isEmpty()) {
      throw refused(
          path,
          problem.isEmpty() ? "the LFS server names no address" : problem,
          "push it there with git lfs push");
    }
    var target = URI.create(endpoint + "/").resolve(href);
    var request = HttpRequest.newBuilder(target).GET();
    var headers = Tree.object(Tree.at(object.get(), "actions", "download", "header"));
    headers.forEach((name, value) -> request.header(name, String.valueOf(value)));
    if (headers.keySet().stream().noneMatch("Authorization"::equalsIgnoreCase)
        && Web.origin(target).equals(Web.origin(URI.create(endpoint)))) {
      login.ifPresent(header -> request.header("Authorization", header));
    }
    var answer = web.send(request, (int) GitTree.LARGEST);
    if (answer.status() != 200) {
      throw refused(path, "its download answers " + answer.status(), "try again");
    }
    return answer.body();
  }

  /** Where the server of large files is, when nobody says, stands beside the repository. */
  private String endpoint() {
    if (configured.isPresent() && GitUrl.isHttp(configured.get())) {
      return configured.get().replaceAll("/+$", "");
    }
    var url = repository.remote().address().replaceAll("/+$", "");
    var http =
        GitUrl.isHttp(url)
            ? url
            : url.replaceFirst("^ssh://(?:[^/@]*@)?([^/:]+|\\[[^]]+])(?::\\d+)?/", "https://$1/");
    return (http.endsWith(".git") ? http : http + ".git") + "/info/lfs";
  }

  private static void keep(Path target, byte[] content) throws IOException {
    Files.createDirectories(target.getParent());
    var whole = Files.createTempFile(target.getParent(), "incoming", "");
    Files.write(whole, content);
    Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /** The URL in the text of a {@code .lfsconfig}. */
  static Optional<String> configured(byte[] text) {
    try {
      var config = new org.eclipse.jgit.lib.Config();
      config.fromText(new String(text, StandardCharsets.UTF_8));
      return Optional.ofNullable(config.getString("lfs", null, "url"));
    } catch (org.eclipse.jgit.errors.ConfigInvalidException malformed) {
      return Optional.empty();
    }
  }
}
