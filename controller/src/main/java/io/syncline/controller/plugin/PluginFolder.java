package io.syncline.controller.plugin;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder with the definitions, read again whenever a file of it changed. */
final class PluginFolder {
  private static final Logger LOG = LoggerFactory.getLogger(PluginFolder.class);

  private final Path folder;
  private String seen = "";
  private Definitions known = new Definitions(new TreeMap<>(), List.of(), "");

  PluginFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * What was found.
   *
   * @param byName definitions that can be used
   * @param problems what is wrong with the others
   * @param digest of all files, "" without any
   */
  record Definitions(
      SortedMap<String, PluginDefinition> byName, List<String> problems, String digest) {
    /** Copies the list. */
    Definitions {
      problems = List.copyOf(problems);
    }

    /** Whether some plugin looks for sources itself. */
    boolean discover() {
      return byName.values().stream().anyMatch(one -> one.discovery().isPresent());
    }
  }

  /** The definitions as they stand now. */
  synchronized Definitions definitions() {
    try {
      var files = files();
      var stamp = stamp(files);
      if (!stamp.equals(seen)) {
        known = read(files);
        known.problems().forEach(problem -> LOG.warn("plugin not used: {}", problem));
        seen = stamp;
      }
      return known;
    } catch (IOException e) {
      // A file that goes away while it is read is looked at again with the next source.
      seen = "";
      return new Definitions(
          new TreeMap<>(), List.of("folder " + folder + " cannot be read: " + e), "unreadable");
    }
  }

  private List<Path> files() throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.filter(PluginFolder::isDefinition).sorted().toList();
    }
  }

  /** Mounted ConfigMaps bring hidden folders and links. */
  private static boolean isDefinition(Path file) {
    var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".")
        && (name.endsWith(".yaml") || name.endsWith(".yml"))
        && Files.isRegularFile(file);
  }

  private static String stamp(List<Path> files) throws IOException {
    var stamp = new StringBuilder("files:");
    for (var file : files) {
      stamp
          .append(file)
          .append(' ')
          .append(Files.size(file))
          .append(' ')
          .append(Files.getLastModifiedTime(file).toMillis())
          .append('\n');
    }
    return stamp.toString();
  }

  private static Definitions read(List<Path> files) throws IOException {
    var found = new TreeMap<String, PluginDefinition>();
    var problems = new ArrayList<String>();
    var digest = sha256();
    for (var file : files) {
      var bytes = Files.readAllBytes(file);
      digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(bytes);
      read(file, bytes, found, problems);
    }
    return new Definitions(
        found, problems, files.isEmpty() ? "" : HexFormat.of().formatHex(digest.digest()));
  }

  private static void read(
      Path file, byte[] bytes, SortedMap<String, PluginDefinition> found, List<String> problems) {
    List<Yaml.Document> documents;
    try {
      documents = Yaml.documents(Yaml.decode(bytes));
    } catch (YamlException e) {
      problems.add(file + ":" + e.line() + ": " + e.problem());
      return;
    }
    for (var document : documents) {
      if (document.value() == null) {
        continue;
      }
      try {
        if (!(document.value() instanceof ObjectTree object)) {
          throw new PluginDefinition.Invalid(
              "document is no object (expected: a " + PluginDefinition.KIND + ")");
        }
        var one = PluginDefinition.of(object);
        if (found.putIfAbsent(one.name(), one) != null) {
          throw new PluginDefinition.Invalid("plugin " + one.name() + " is declared twice");
        }
      } catch (PluginDefinition.Invalid e) {
        problems.add(where(file, document) + e.getMessage());
      }
    }
  }

  private static String where(Path file, Yaml.Document document) {
    return file + ":" + document.line() + ": ";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 belongs to every JDK", e);
    }
  }
}
