package io.syncline.render.directory;

import io.syncline.lang.glob.Glob;
import io.syncline.model.object.Manifest;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import io.syncline.render.BuildOptions;
import io.syncline.render.RecordingTree;
import io.syncline.render.RenderException;
import io.syncline.render.RenderRequest;
import io.syncline.render.SourceFiles;
import io.syncline.render.jsonnet.JsonnetRenderer;
import io.syncline.render.kustomize.BuildMemo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Renders a folder of manifests (chapter 7). */
public final class DirectoryRenderer {
  private static final String SKIP = "+argocd:skip-file-rendering";
  private static final List<String> MARKS = List.of("apiVersion:", "kind:", "metadata:");

  private final RecordingTree tree;
  private final SourceFiles files;
  private final String root;
  private final boolean recurse;
  private final boolean anyExtension;
  private final Optional<Glob> exclude;
  private final Optional<Glob> include;
  private final int maxDepth;
  private final RenderRequest request;
  private final boolean evaluates;
  private final BuildOptions.Folders bounds;
  private final Optional<BuildMemo> memo;
  private Optional<JsonnetRenderer> jsonnet = Optional.empty();
  private final List<Manifest> manifests = new ArrayList<>();
  private long bytes;

  /** What a file was read to; found by its path and the identity of its content. */
  private record FileName(String path, String id) {}

  private record ReadFile(List<Yaml.Document> documents, long held) implements BuildMemo.Held {}

  private DirectoryRenderer(
      RecordingTree tree, RenderRequest request, BuildOptions options, Optional<BuildMemo> memo) {
    var block = request.source().tool("directory");
    this.tree = tree;
    this.files = new SourceFiles(tree);
    this.root = request.path();
    this.recurse = Tree.flag(block, "recurse");
    this.anyExtension = Tree.flag(block, "disableExtensionFilter");
    this.exclude = glob(block, "exclude");
    this.include = glob(block, "include");
    this.maxDepth = request.limits().depth();
    this.request = request;
    this.evaluates = options.jsonnet();
    this.bounds = options.folders();
    this.memo = memo;
  }

  private static Optional<Glob> glob(ObjectTree block, String field) {
    var text = Tree.text(block, field);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    // Without a separator: a star matches across folders, as users of Argo CD know it.
    var glob = Glob.tryOf(text);
    if (glob.isEmpty()) {
      throw RenderException.in(
          "", 0, "directory." + field + " '" + text + "' is malformed (expected: a glob)");
    }
    return glob;
  }

  /**
   * The objects of the files in {@code request.path()} in the order of their paths.
   *
   * @param memo what earlier renders of this source left: a file that is as it was is not parsed
   *     again, and its objects are the very ones of the render before
   * @throws RenderException when a file that is a manifest cannot be read
   */
  public static List<Manifest> render(
      RecordingTree tree, RenderRequest request, BuildOptions options, Optional<BuildMemo> memo) {
    if (memo.isEmpty() || !memo.get().begin(request.limits())) {
      return rendered(new DirectoryRenderer(tree, request, options, Optional.empty()));
    }
    try {
      var manifests = rendered(new DirectoryRenderer(tree, request, options, memo));
      memo.get().complete();
      return manifests;
    } finally {
      memo.get().end();
    }
  }

  private static List<Manifest> rendered(DirectoryRenderer renderer) {
    var request = renderer.request;
    var found = renderer.files.find("", request.path());
    if (found.isEmpty() || found.get().type() != SourceTree.Type.DIRECTORY) {
      throw RenderException.in(
          request.path(),
          0,
          "app path does not exist",
          "check the path and the revision of the source");
    }
    renderer.folder(found.get().path(), "", 0);
    return renderer.manifests;
  }

  private void folder(String path, String relative, int depth) {
    if (depth > maxDepth) {
      throw RenderException.in(path, 0, "folders nest deeper than " + maxDepth);
    }
    for (var entry : tree.list(path)) {
      var below = relative.isEmpty() ? entry.name() : relative + "/" + entry.name();
      var whole = path.isEmpty() ? entry.name() : path + "/" + entry.name();
      switch (entry.type()) {
        case FILE -> candidate(whole, below);
        case DIRECTORY -> {
          if (recurse) {
            folder(whole, below, depth + 1);
          }
        }
        case SYMLINK -> {
          // A link out of the source is an error even when nothing would be read through it.
          var target = linked(path, entry.name());
          if (target.isPresent() && target.get().type() == SourceTree.Type.FILE) {
            candidate(target.get().path(), below);
          }
        }
        case SUBMODULE -> {}
      }
    }
  }

  private Optional<SourceFiles.Found> linked(String path, String name) {
    try {
      return files.find(path, name);
    } catch (RenderException e) {
      if (bounds.strayLinks()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void candidate(String path, String relative) {
    var json = relative.endsWith(".json");
    var program = relative.endsWith(".jsonnet");
    var known = json || program || relative.endsWith(".yaml") || relative.endsWith(".yml");
    if (!known && !anyExtension
        || program && !evaluates
        || exclude.isPresent() && exclude.get().matches(relative)
        || include.isPresent() && !include.get().matches(relative)) {
      return;
    }
    var content = files.read(path);
    bytes += program ? 0 : content.length;
    if (bounds.bytes() > 0 && bytes > bounds.bytes()) {
      throw RenderException.in(
          root,
          0,
          "manifests of the folder exceed " + bounds.bytes() + " bytes",
          "narrow it with directory.include or directory.exclude");
    }
    var text = text(path, content);
    if (text.isEmpty() || text.get().contains(SKIP)) {
      return;
    }
    if (program) {
      var renderer = jsonnet.orElseGet(() -> new JsonnetRenderer(files, request));
      jsonnet = Optional.of(renderer);
      renderer.objects(path, text.get()).forEach(object -> add(object, path, 0));
      return;
    }
    if (json) {
      json(path, text.get());
    } else {
      yaml(path, text.get());
    }
  }

  private static Optional<String> text(String path, byte[] content) {
    try {
      return Optional.of(Yaml.decode(content));
    } catch (YamlException e) {
      if (path.endsWith(".yaml")
          || path.endsWith(".yml")
          || path.endsWith(".json")
          || path.endsWith(".jsonnet")) {
        throw RenderException.in(path, e.line(), e.problem());
      }
      return Optional.empty();
    }
  }

  private void json(String path, String text) {
    try {
      if (!(Json.parse(text) instanceof ObjectTree object)) {
        throw RenderException.in(path, 1, "not a JSON object (expected: one object)");
      }
      add(object, path, 1);
    } catch (Json.SyntaxException e) {
      throw RenderException.in(
          path, 0, e.getMessage() + " (expected: one object, and nothing behind it)");
    }
  }

  private void yaml(String path, String text) {
    List<Yaml.Document> documents;
    try {
      documents = documents(path, text);
    } catch (YamlException e) {
      if (looksLikeManifest(text)) {
        throw RenderException.in(path, e.line(), e.problem());
      }
      return;
    }
    var first = true;
    for (var document : documents) {
      if (document.value() == null) {
        continue;
      }
      if (document.value() instanceof ObjectTree object && hasKind(object)) {
        first = false;
        add(object, path, document.line());
      } else if (first && !looksLikeManifest(text)) {
        return;
      } else {
        throw RenderException.in(
            path,
            document.line(),
            document.value() instanceof ObjectTree
                ? "object has no kind (expected: apiVersion, kind, metadata)"
                : "document is not an object (expected: apiVersion, kind, metadata)");
      }
    }
  }

  private List<Yaml.Document> documents(String path, String text) {
    var entry = memo.flatMap(_ -> tree.entry(path));
    return entry.isEmpty()
        ? Yaml.documents(text)
        : memo.orElseThrow()
            .get(
                new FileName(path, entry.get().id()),
                ReadFile.class,
                () -> new ReadFile(Yaml.documents(text), text.length()))
            .documents();
  }

  private static boolean hasKind(ObjectTree object) {
    return !Tree.text(object, "kind").isEmpty();
  }

  /** Other files lie among manifests; only one that means to be a manifest may be wrong. */
  private static boolean looksLikeManifest(String text) {
    return MARKS.stream().allMatch(text::contains);
  }

  private void add(ObjectTree object, String path, int line) {
    var kind = Tree.text(object, "kind");
    if (kind.endsWith("List") && object.containsKey("items")) {
      for (var item : items(object.get("items"), path, line)) {
        if (item instanceof ObjectTree inner) {
          add(inner, path, line);
        } else if (item != null) {
          throw RenderException.in(path, line, kind + " holds something that is no object");
        }
      }
      return;
    }
    if (kind.isEmpty()) {
      throw RenderException.in(
          path,
          line,
          "object has no kind (expected: apiVersion, kind, metadata)",
          "exclude the file with directory.exclude when it is no manifest");
    }
    manifests.add(new Manifest(object));
  }

  private static List<Object> items(@Nullable Object items, String path, int line) {
    if (items != null && !(items instanceof List<?>)) {
      throw RenderException.in(path, line, "items is not a list (expected: a list of objects)");
    }
    return Tree.items(items);
  }
}
