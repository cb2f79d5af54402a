package io.syncline.app.demo;

import io.syncline.git.CommitInfo;
import io.syncline.git.Credentials;
import io.syncline.git.Edit;
import io.syncline.git.GitRepositories;
import io.syncline.git.GitSink;
import io.syncline.git.LocalRepository;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The folders below {@code examples/}: each has {@code repo/} for branch {@code main} and, below
 * {@code branches/}, what each other branch has on top.
 */
public final class Examples {
  /** Address under which the examples' manifests name their repositories. */
  public static final String ADDRESS = "https://git.syncline.example/";

  private static final CommitInfo.Identity TEAM =
      new CommitInfo.Identity("Example Team", "team@syncline.example");

  private final Path folder;
  private final List<ObjectTree> repositories;

  private Examples(Path folder, List<ObjectTree> repositories) {
    this.folder = folder;
    this.repositories = repositories;
  }

  /** Reads {@code folder/demo.yaml}. */
  public static Examples read(Path folder) {
    try {
      var demo = Yaml.parseObject(Files.readString(folder.resolve("demo.yaml")));
      return new Examples(
          folder, Tree.items(demo.get("repositories")).stream().map(Tree::object).toList());
    } catch (IOException e) {
      throw new UncheckedIOException("examples in " + folder, e);
    }
  }

  /** Names of the repositories. */
  public List<String> names() {
    return repositories.stream().map(r -> Tree.text(r, "name")).toList();
  }

  /** Makes the repositories that are missing below {@code target}. */
  public void publish(Path target, GitRepositories git) {
    var sink = new GitSink(git, _ -> Credentials.anonymous());
    for (var name : names()) {
      var bare = target.resolve(name + ".git");
      if (Files.exists(bare.resolve("syncline-seeded"))) {
        continue;
      }
      if (!Files.exists(bare.resolve("HEAD"))) {
        LocalRepository.create(bare, "main");
      }
      seed(sink, name, bare);
    }
  }

  private void seed(GitSink sink, String name, Path bare) {
    try {
      var main = files(folder.resolve(name).resolve("repo"));
      sink.push(bare.toString(), "main", all(main), commit("Start the " + name + " repository"));
      var branches = folder.resolve(name).resolve("branches");
      if (Files.isDirectory(branches)) {
        try (var list = Files.list(branches)) {
          for (var branch : list.sorted().toList()) {
            var target =
                new GitSink.Target(
                    bare.toString(), branch.getFileName().toString(), Optional.of("main"));
            sink.push(target, all(files(branch)), commit("Open branch " + branch.getFileName()));
          }
        }
      }
      Files.createFile(bare.resolve("syncline-seeded"));
    } catch (IOException e) {
      throw new UncheckedIOException("repository " + bare, e);
    }
  }

  private static Edit all(Map<String, Optional<byte[]>> files) {
    return _ -> files;
  }

  private static CommitInfo commit(String message) {
    return new CommitInfo(message, TEAM, TEAM);
  }

  private static Map<String, Optional<byte[]>> files(Path root) throws IOException {
    var files = new TreeMap<String, Optional<byte[]>>();
    try (var walk = Files.walk(root)) {
      for (var file : walk.filter(Files::isRegularFile).toList()) {
        files.put(
            root.relativize(file).toString().replace(java.io.File.separatorChar, '/'),
            Optional.of(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  /** Has every push to the repositories below {@code target} told to the server at {@code url}. */
  public void wire(Path target, String url) {
    for (var name : names()) {
      LocalRepository.hook(
          target.resolve(name + ".git"), "post-receive", hook(url, ADDRESS + name + ".git"));
    }
  }

  /** Never fails a push: when nobody listens, polling finds the commit a little later. */
  private static String hook(String url, String repository) {
    var port = url.substring(url.lastIndexOf(':') + 1);
    return """
        #!/bin/sh
        # Tells Syncline what was pushed, as a Git host's webhook does.
        while read -r old new ref; do
          body="{\\"ref\\":\\"$ref\\",\\"before\\":\\"$old\\",\\"after\\":\\"$new\\",\\"repository\\":{\\"clone_url\\":\\"%2$s\\",\\"git_url\\":\\"$PWD\\"}}"
          if command -v curl >/dev/null 2>&1; then
            curl -s -m 5 -o /dev/null -H 'X-GitHub-Event: push' -H 'Content-Type: application/json' --data "$body" '%1$s/api/webhook' >/dev/null 2>&1
          elif command -v bash >/dev/null 2>&1; then
            BODY="$body" bash -c 'exec 3<>/dev/tcp/127.0.0.1/%3$s && printf "POST /api/webhook HTTP/1.1\\r\\nHost: 127.0.0.1:%3$s\\r\\nX-GitHub-Event: push\\r\\nContent-Type: application/json\\r\\nContent-Length: ${#BODY}\\r\\nConnection: close\\r\\n\\r\\n%%s" "$BODY" >&3 && head -n 1 <&3' >/dev/null 2>&1
          fi
        done
        exit 0
        """
        .formatted(url, repository, port);
  }

  /** The AppProjects and Applications to apply, in order. */
  public List<Manifest> manifests() {
    var manifests = new ArrayList<Manifest>();
    for (var repository : repositories) {
      var repo = folder.resolve(Tree.text(repository, "name")).resolve("repo");
      for (var path : Tree.items(repository.get("apply"))) {
        try {
          for (var document :
              Yaml.documents(Files.readAllBytes(repo.resolve(String.valueOf(path))))) {
            if (document.value() != null) {
              manifests.add(new Manifest(Tree.object(document.value())));
            }
          }
        } catch (IOException e) {
          throw new UncheckedIOException(repo + "/" + path, e);
        }
      }
    }
    return manifests;
  }
}
