package io.syncline.render.helm;

import io.syncline.model.source.SourceTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Files by path as a tree. */
record MemoryTree(TreeMap<String, byte[]> files) implements SourceTree {
  static MemoryTree of(Map<String, String> texts) {
    var files = new TreeMap<String, byte[]>();
    texts.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return new MemoryTree(files);
  }

  @Override
  public Optional<Entry> entry(String path) {
    var name = path.substring(path.lastIndexOf('/') + 1);
    var bytes = files.get(path);
    if (bytes != null) {
      return Optional.of(
          new Entry(name, Type.FILE, Integer.toHexString(java.util.Arrays.hashCode(bytes))));
    }
    return path.isEmpty() || !below(path).isEmpty()
        ? Optional.of(new Entry(name, Type.DIRECTORY, "d"))
        : Optional.empty();
  }

  private Map<String, byte[]> below(String path) {
    return files.subMap(path + "/", path + "0");
  }

  @Override
  public Optional<byte[]> read(String path) {
    return Optional.ofNullable(files.get(path));
  }

  @Override
  public List<Entry> list(String path) {
    var names = new TreeMap<String, Entry>();
    var prefix = path.isEmpty() ? "" : path + "/";
    for (var file : files.keySet()) {
      if (file.startsWith(prefix)) {
        var name = file.substring(prefix.length()).split("/", 2)[0];
        names.put(name, entry(prefix + name).orElseThrow());
      }
    }
    return List.copyOf(names.values());
  }

  @Override
  public String label() {
    return "memory";
  }
}
