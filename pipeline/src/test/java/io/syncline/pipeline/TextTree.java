package io.syncline.pipeline;

import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** A tree of texts in memory. */
record TextTree(Map<String, String> files) implements SourceTree {
  static TextTree of(String... pathsAndTexts) {
    var files = new TreeMap<String, String>();
    for (var i = 0; i < pathsAndTexts.length; i += 2) {
      files.put(pathsAndTexts[i], pathsAndTexts[i + 1]);
    }
    return new TextTree(files);
  }

  @Override
  public Optional<Entry> entry(String path) {
    if (files.containsKey(path)) {
      return Optional.of(new Entry(SourcePath.name(path), Type.FILE, files.get(path) + ""));
    }
    return path.isEmpty() || files.keySet().stream().anyMatch(file -> file.startsWith(path + "/"))
        ? Optional.of(new Entry(SourcePath.name(path), Type.DIRECTORY, ""))
        : Optional.empty();
  }

  @Override
  public Optional<byte[]> read(String path) {
    return Optional.ofNullable(files.get(path)).map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<Entry> list(String path) {
    var prefix = path.isEmpty() ? "" : path + "/";
    var names = new TreeSet<String>();
    for (var file : files.keySet()) {
      if (file.startsWith(prefix)) {
        names.add(file.substring(prefix.length()).replaceFirst("/.*", ""));
      }
    }
    return names.stream().flatMap(name -> entry(prefix + name).stream()).toList();
  }

  @Override
  public String label() {
    return "texts";
  }
}
