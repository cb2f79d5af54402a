package io.syncline.render;

import io.syncline.model.source.SourceTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A tree held in memory; a content that begins with {@code ->} is a link. */
public final class MemoryTree implements SourceTree {
  private final TreeMap<String, String> files = new TreeMap<>();

  public MemoryTree with(String path, String content) {
    files.put(path, content);
    return this;
  }

  @Override
  public Optional<Entry> entry(String path) {
    var name = path.substring(path.lastIndexOf('/') + 1);
    var content = files.get(path);
    if (content != null) {
      var type = content.startsWith("->") ? Type.SYMLINK : Type.FILE;
      return Optional.of(new Entry(name, type, Integer.toHexString(content.hashCode())));
    }
    var folder = path.isEmpty() || files.keySet().stream().anyMatch(f -> f.startsWith(path + "/"));
    return folder ? Optional.of(new Entry(name, Type.DIRECTORY, "folder")) : Optional.empty();
  }

  @Override
  public Optional<byte[]> read(String path) {
    return Optional.ofNullable(files.get(path))
        .map(c -> c.startsWith("->") ? c.substring(2) : c)
        .map(c -> c.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<Entry> list(String path) {
    var prefix = path.isEmpty() ? "" : path + "/";
    return files.keySet().stream()
        .filter(f -> f.startsWith(prefix))
        .map(f -> f.substring(prefix.length()).split("/")[0])
        .distinct()
        .flatMap(name -> entry(prefix + name).stream())
        .toList();
  }

  @Override
  public String label() {
    return "memory";
  }
}
