package io.syncline.render;

import io.syncline.model.source.SourceTree;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A tree held in memory; a content that begins with {@code ->} is a link. */
public final class MemoryTree implements SourceTree {
  private final TreeMap<String, byte[]> files = new TreeMap<>();

  public static MemoryTree of(Map<String, String> files) {
    var tree = new MemoryTree();
    files.forEach(tree::with);
    return tree;
  }

  public MemoryTree with(String path, String content) {
    return with(path, content.getBytes(StandardCharsets.UTF_8));
  }

  public MemoryTree with(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  @Override
  public Optional<Entry> entry(String path) {
    var name = path.substring(path.lastIndexOf('/') + 1);
    var content = files.get(path);
    if (content != null) {
      var type = link(content) ? Type.SYMLINK : Type.FILE;
      return Optional.of(new Entry(name, type, Integer.toHexString(Arrays.hashCode(content))));
    }
    var folder = path.isEmpty() || files.keySet().stream().anyMatch(f -> f.startsWith(path + "/"));
    return folder ? Optional.of(new Entry(name, Type.DIRECTORY, "folder")) : Optional.empty();
  }

  private static boolean link(byte[] content) {
    return content.length > 1 && content[0] == '-' && content[1] == '>';
  }

  @Override
  public Optional<byte[]> read(String path) {
    return Optional.ofNullable(files.get(path))
        .map(c -> link(c) ? Arrays.copyOfRange(c, 2, c.length) : c);
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
