package io.syncline.registry;

import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Fetched files as a tree; identities are hashes of content. */
final class FileTree implements SourceTree {
  private final String label;
  private final Map<String, byte[]> contents = new HashMap<>();
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, List<Entry>> folders = new HashMap<>();
  private long weight;

  /**
   * A tree.
   *
   * @param files contents by path
   * @param links targets by path
   */
  FileTree(String label, SortedMap<String, byte[]> files, SortedMap<String, String> links) {
    this.label = label;
    var below = new TreeMap<String, TreeMap<String, Entry>>();
    below.put("", new TreeMap<>());
    files.forEach((path, bytes) -> put(path, bytes, Type.FILE, below));
    links.forEach(
        (path, target) -> put(path, target.getBytes(StandardCharsets.UTF_8), Type.SYMLINK, below));
    close("", below);
  }

  static FileTree of(String label, SortedMap<String, byte[]> files) {
    return new FileTree(label, files, new TreeMap<>());
  }

  private void put(
      String path, byte[] bytes, Type type, TreeMap<String, TreeMap<String, Entry>> below) {
    contents.put(path, bytes);
    weight += bytes.length;
    var name = SourcePath.name(path);
    var entry = new Entry(name, type, Digests.hex(bytes));
    entries.put(path, entry);
    below.computeIfAbsent(SourcePath.parent(path), _ -> new TreeMap<>()).put(name, entry);
    for (var folder = SourcePath.parent(path); !folder.isEmpty(); ) {
      var parent = SourcePath.parent(folder);
      below
          .computeIfAbsent(parent, _ -> new TreeMap<>())
          .put(SourcePath.name(folder), new Entry(SourcePath.name(folder), Type.DIRECTORY, ""));
      folder = parent;
    }
  }

  /** Gives the folder at {@code path} and those below their identities. */
  private Entry close(String path, TreeMap<String, TreeMap<String, Entry>> below) {
    var children = new ArrayList<Entry>();
    var hashed = new StringBuilder();
    Consumer<Entry> add =
        child -> {
          children.add(child);
          hashed.append(child.type()).append(' ').append(child.id()).append(' ');
          hashed.append(child.name()).append('\n');
        };
    for (var child : below.getOrDefault(path, new TreeMap<>()).values()) {
      var place = path.isEmpty() ? child.name() : path + "/" + child.name();
      add.accept(child.type() == Type.DIRECTORY ? close(place, below) : child);
    }
    folders.put(path, List.copyOf(children));
    var id = Digests.hex(hashed.toString().getBytes(StandardCharsets.UTF_8));
    var entry = new Entry(SourcePath.name(path), Type.DIRECTORY, id);
    entries.put(path, entry);
    return entry;
  }

  /** Bytes it holds. */
  long weight() {
    return weight;
  }

  @Override
  public Optional<Entry> entry(String path) {
    return Optional.ofNullable(entries.get(path));
  }

  @Override
  public Optional<byte[]> read(String path) {
    return Optional.ofNullable(contents.get(path)).map(byte[]::clone);
  }

  @Override
  public List<Entry> list(String path) {
    return folders.getOrDefault(path, List.of());
  }

  @Override
  public String label() {
    return label;
  }
}
