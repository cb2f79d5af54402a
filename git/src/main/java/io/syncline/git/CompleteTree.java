package io.syncline.git;

import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;

/**
 * The files of a commit together with those it only refers to: the trees of submodules stand where
 * the submodules do, and large files in place of their pointers. What is referred to is fetched
 * when somebody looks at it.
 */
final class CompleteTree implements SourceTree {
  private static final int DEEPEST = 10;

  private final GitTree tree;
  private final GitRepository repository;
  private final int depth;
  private final Map<String, String> modules;
  private final ConcurrentHashMap<String, SourceTree> opened = new ConcurrentHashMap<>();

  private CompleteTree(
      GitTree tree, GitRepository repository, int depth, Map<String, String> modules) {
    this.tree = tree;
    this.repository = repository;
    this.depth = depth;
    this.modules = modules;
  }

  /** {@code tree} completed as the access to {@code repository} says; itself when that is all. */
  static SourceTree of(GitTree tree, GitRepository repository, int depth) {
    var modules =
        repository.access().submodules()
            ? tree.read(".gitmodules").map(text -> modules(text, tree)).orElse(Map.of())
            : Map.<String, String>of();
    return new CompleteTree(tree, repository, depth, modules);
  }

  /** Path to URL as written. */
  private static Map<String, String> modules(byte[] text, GitTree tree) {
    var config = new Config();
    try {
      config.fromText(new String(text, StandardCharsets.UTF_8));
    } catch (ConfigInvalidException e) {
      throw new GitException(
          GitException.Code.FAILED,
          tree.label() + "/.gitmodules cannot be read: " + e.getMessage(),
          "correct the file",
          e);
    }
    var modules = new TreeMap<String, String>();
    for (var name : config.getSubsections("submodule")) {
      var path = config.getString("submodule", name, "path");
      var url = config.getString("submodule", name, "url");
      if (path != null && url != null) {
        SourcePath.resolve("", path).ifPresent(clean -> modules.put(clean, url));
      }
    }
    return Collections.unmodifiableMap(modules);
  }

  /** The submodule that {@code path} is or lies in. */
  private Optional<String> module(String path) {
    for (var module : modules.keySet()) {
      if ((path.equals(module) || path.startsWith(module + "/"))
          && tree.entry(module).filter(e -> e.type() == Type.SUBMODULE).isPresent()) {
        return Optional.of(module);
      }
    }
    return Optional.empty();
  }

  private static String inside(String path, String module) {
    return path.equals(module) ? "" : path.substring(module.length() + 1);
  }

  private SourceTree open(String module) {
    return opened.computeIfAbsent(module, this::fetched);
  }

  private SourceTree fetched(String module) {
    var commit = tree.entry(module).orElseThrow().id();
    var url = SubmoduleUrl.resolve(repository.url(), modules.getOrDefault(module, ""));
    try {
      if (depth >= DEEPEST) {
        throw new GitException(
            GitException.Code.FAILED,
            "submodules are nested deeper than " + DEEPEST,
            "look for a submodule that contains itself");
      }
      if (GitUrl.localPath(url).isPresent() && GitUrl.localPath(repository.url()).isEmpty()) {
        throw new GitException(
            GitException.Code.REFUSED_URL,
            "its URL " + url + " is a path on this machine",
            "use an https or ssh URL, or one relative to the repository");
      }
      return repository
          .repositories()
          .repository(url, repository.access().of(repository.url(), url))
          .tree(commit, depth + 1);
    } catch (GitException e) {
      throw new GitException(
          e.code(),
          "submodule " + module + " of " + tree.label() + ": " + e.getMessage(),
          e.hint(),
          e);
    }
  }

  @Override
  public Optional<Entry> entry(String path) {
    var module = module(path);
    if (module.isEmpty()) {
      return tree.entry(path);
    }
    return path.equals(module.get())
        ? tree.entry(path).map(CompleteTree::asDirectory)
        : open(module.get()).entry(inside(path, module.get()));
  }

  private static Entry asDirectory(Entry entry) {
    return new Entry(entry.name(), Type.DIRECTORY, entry.id());
  }

  @Override
  public List<Entry> list(String path) {
    var module = module(path);
    if (module.isPresent()) {
      return open(module.get()).list(inside(path, module.get()));
    }
    var entries = tree.list(path);
    if (entries.stream().noneMatch(e -> e.type() == Type.SUBMODULE)) {
      return entries;
    }
    var prefix = path.isEmpty() ? "" : path + "/";
    return entries.stream()
        .map(
            e ->
                e.type() == Type.SUBMODULE && modules.containsKey(prefix + e.name())
                    ? asDirectory(e)
                    : e)
        .toList();
  }

  @Override
  public Optional<byte[]> read(String path) {
    var module = module(path);
    if (module.isPresent()) {
      return open(module.get()).read(inside(path, module.get()));
    }
    var content = tree.read(path);
    var pointer = content.flatMap(LargeFile::pointer);
    if (pointer.isEmpty()) {
      return content;
    }
    if (repository.access().lfs()) {
      return Optional.of(largeFiles().read(pointer.get(), path));
    }
    if (isManifest(path)) {
      throw new GitException(
          GitException.Code.FAILED,
          path + " of " + tree.label() + " is a Git LFS pointer (expected: the file itself)",
          "set enableLfs: \"true\" in the secret of the repository");
    }
    return content;
  }

  @Override
  public OptionalLong size(String path) {
    var module = module(path);
    if (module.isPresent()) {
      return open(module.get()).size(inside(path, module.get()));
    }
    var size = tree.size(path);
    return size.isPresent() && size.getAsLong() <= LargeFile.LONGEST && repository.access().lfs()
        ? tree.read(path)
            .flatMap(LargeFile::pointer)
            .map(pointer -> OptionalLong.of(pointer.size()))
            .orElse(size)
        : size;
  }

  /** Of files of any other kind a pointer does no harm, as nobody reads them. */
  private static boolean isManifest(String path) {
    return path.matches(".*\\.(ya?ml|json|jsonnet|libsonnet|tpl)");
  }

  private LargeFiles largeFiles() {
    return new LargeFiles(
        repository,
        // Whoever knows the hash of a file must not get what another repository keeps by it.
        repository.repositories().largeFiles().resolve(repository.store().name()),
        tree.read(".lfsconfig").flatMap(LargeFiles::configured));
  }

  @Override
  public String label() {
    return tree.label();
  }
}
