package io.syncline.render;

import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds files of a tree through its symbolic links, never leaving its root. */
public final class SourceFiles {
  private static final int MAX_LINKS = 40;
  private final SourceTree tree;
  private final Map<String, Optional<Found>> known = new HashMap<>();

  /** Looks in {@code tree}. */
  public SourceFiles(SourceTree tree) {
    this.tree = tree;
  }

  /** The tree. */
  public SourceTree tree() {
    return tree;
  }

  /**
   * What a path leads to.
   *
   * @param path where it really stands, without links
   * @param type a file, a directory or a submodule
   */
  public record Found(String path, SourceTree.Type type) {}

  /**
   * What {@code relative} leads to from the directory {@code base}; empty when nothing stands
   * there.
   *
   * @throws RenderException when the path or a link leaves the tree
   */
  public Optional<Found> find(String base, String relative) {
    var whole = relative.startsWith("/") ? relative : base + "/" + relative;
    return known.computeIfAbsent(whole, this::resolve);
  }

  private Optional<Found> resolve(String path) {
    var direct = SourcePath.resolve("", path);
    if (direct.isPresent() && !path.contains("..")) {
      var entry =
          direct.get().isEmpty() ? Optional.<SourceTree.Entry>empty() : tree.entry(direct.get());
      if (entry.isPresent() && entry.get().type() != SourceTree.Type.SYMLINK) {
        return Optional.of(new Found(direct.get(), entry.get().type()));
      }
    }
    return walk(path);
  }

  private Optional<Found> walk(String path) {
    var rest = new ArrayDeque<String>(List.of(path.split("/")));
    var here = new ArrayDeque<String>();
    var type = SourceTree.Type.DIRECTORY;
    var links = 0;
    while (!rest.isEmpty()) {
      var step = rest.poll();
      if (step.isEmpty() || step.equals(".")) {
        continue;
      }
      if (type != SourceTree.Type.DIRECTORY) {
        return Optional.empty();
      }
      if (step.equals("..")) {
        if (here.pollLast() == null) {
          throw RenderException.in(
              path, 0, "path leaves the source (expected: a path inside " + tree.label() + ")");
        }
        continue;
      }
      here.add(step);
      var name = String.join("/", here);
      var entry = tree.entry(name);
      if (entry.isEmpty()) {
        return Optional.empty();
      }
      type = entry.get().type();
      if (type == SourceTree.Type.SYMLINK) {
        if (++links > MAX_LINKS) {
          throw RenderException.in(name, 0, "too many levels of symbolic links");
        }
        here.pollLast();
        type = SourceTree.Type.DIRECTORY;
        var target = link(name);
        var steps = Arrays.asList(target.split("/"));
        steps.reversed().forEach(rest::push);
      }
    }
    return Optional.of(new Found(String.join("/", here), type));
  }

  private String link(String name) {
    var target = tree.read(name).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
    if (target.isEmpty() || target.startsWith("/")) {
      throw RenderException.in(
          name,
          0,
          "symbolic link to '"
              + target
              + "' leaves the source (expected: a relative target inside)");
    }
    return target;
  }

  /**
   * The bytes of a file {@link #find} located.
   *
   * @throws RenderException when it cannot be read
   */
  public byte[] read(String path) {
    return tree.read(path).orElseThrow(() -> RenderException.in(path, 0, "file cannot be read"));
  }
}
