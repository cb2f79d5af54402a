package io.syncline.render;

import io.syncline.model.source.SourceTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A tree that remembers what was asked of it. Renderers get their files only through one, so the
 * record is complete by construction. For one render on one thread.
 */
public final class RecordingTree implements SourceTree {
  private final SourceTree tree;
  private final RenderLimits limits;
  private final Map<String, String> files = new HashMap<>();
  private final Map<String, String> listings = new HashMap<>();

  /** Records over {@code tree}, refusing more or larger files than {@code limits} permit. */
  public RecordingTree(SourceTree tree, RenderLimits limits) {
    this.tree = tree;
    this.limits = limits;
  }

  @Override
  public Optional<Entry> entry(String path) {
    var entry = tree.entry(path);
    files.put(path, identity(entry));
    return entry;
  }

  @Override
  public Optional<byte[]> read(String path) {
    var entry = entry(path);
    if (files.size() > limits.files()) {
      throw RenderException.in(
          path, 0, "more than " + limits.files() + " files read by one source");
    }
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    tree.size(path).ifPresent(size -> requireSmall(path, size));
    var bytes = tree.read(path);
    bytes.ifPresent(content -> requireSmall(path, content.length));
    return bytes;
  }

  private void requireSmall(String path, long size) {
    if (size > limits.fileBytes()) {
      throw RenderException.in(
          path, 0, "file has " + size + " bytes (expected: at most " + limits.fileBytes() + ")");
    }
  }

  @Override
  public OptionalLong size(String path) {
    entry(path);
    return tree.size(path);
  }

  @Override
  public List<Entry> list(String path) {
    var entries = tree.list(path);
    listings.put(path, digest(entries));
    return entries;
  }

  @Override
  public String label() {
    return tree.label();
  }

  /** What was asked so far. */
  public Inputs inputs() {
    return new Inputs(new TreeMap<>(files), new TreeMap<>(listings), new TreeMap<>(), Map.of(), "");
  }

  static String identity(SourceTree tree, String path) {
    return identity(tree.entry(path));
  }

  private static String identity(Optional<Entry> entry) {
    // A directory's id covers everything below it: only that it is one counts here.
    return entry
        .map(
            e ->
                e.type() == Type.DIRECTORY
                    ? "directory"
                    : e.type().name() + (e.executable() ? "+x:" : ":") + e.id())
        .orElse(Inputs.ABSENT);
  }

  /** Names and kinds only: what is inside a listed file counts when it is read. */
  static String digest(List<Entry> entries) {
    var text = new StringBuilder();
    for (var entry : entries) {
      text.append(entry.type().name().charAt(0)).append(entry.name()).append('\n');
    }
    return text.toString();
  }
}
