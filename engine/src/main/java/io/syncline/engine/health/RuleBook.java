package io.syncline.engine.health;

import io.syncline.model.object.GroupKind;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The rules Syncline brings for kinds of widespread extensions, read once from the YAML files
 * beside this class. A file maps kinds ({@code group/Kind}, several with spaces between) to their
 * rules; a group may begin with {@code *}, and a kind may be {@code *}.
 */
final class RuleBook {
  private static final List<String> CHAPTERS =
      List.of(
          "kubernetes",
          "argo",
          "certificates-and-secrets",
          "flux",
          "networks",
          "messaging",
          "databases",
          "storage",
          "observability",
          "clusters",
          "workloads",
          "clouds",
          "openshift");

  private static final RuleBook BOOK = read();

  private record Pattern(String group, String kind, RuleTable table) {
    boolean fits(GroupKind key) {
      var groupFits =
          group.startsWith("*")
              ? key.group().endsWith(group.substring(1))
              : key.group().equals(group);
      return groupFits && (kind.equals("*") || key.kind().equals(kind));
    }
  }

  private final Map<String, RuleTable> exact;
  private final List<Pattern> patterns;

  private RuleBook(Map<String, RuleTable> exact, List<Pattern> patterns) {
    this.exact = exact;
    this.patterns = patterns;
  }

  /** The rules for {@code kind}: those for it alone before those for a family. */
  static Optional<HealthCheck> of(GroupKind kind) {
    var found = BOOK.exact.get(kind.toString());
    if (found != null) {
      return Optional.of(found);
    }
    return BOOK.patterns.stream()
        .filter(p -> p.fits(kind))
        .map(p -> (HealthCheck) p.table())
        .findFirst();
  }

  /** Every key of the book as it is written there, sorted. */
  static List<String> kinds() {
    var all = new ArrayList<>(BOOK.exact.keySet());
    BOOK.patterns.forEach(p -> all.add(p.group() + "/" + p.kind()));
    all.sort(null);
    return List.copyOf(all);
  }

  private static RuleBook read() {
    var exact = new HashMap<String, RuleTable>();
    var patterns = new ArrayList<Pattern>();
    for (var chapter : CHAPTERS) {
      for (var entry : chapter(chapter).entrySet()) {
        var table = RuleTable.parse(entry.getValue());
        for (var key : entry.getKey().split(" ")) {
          var slash = key.indexOf('/');
          var group = slash < 0 ? "" : key.substring(0, slash);
          var kind = key.substring(slash + 1);
          if (group.startsWith("*") || kind.equals("*")) {
            patterns.add(new Pattern(group, kind, table));
          } else if (exact.put(key, table) != null) {
            throw new IllegalStateException("health rules: " + key + " stands there twice");
          }
        }
      }
    }
    return new RuleBook(exact, patterns);
  }

  private static ObjectTree chapter(String name) {
    try (var in = RuleBook.class.getResourceAsStream(name + ".yaml")) {
      var bytes = Objects.requireNonNull(in, name).readAllBytes();
      return Yaml.parseObject(Yaml.decode(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
