package io.syncline.engine.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One corpus of cases. A case passes when its run finds nothing to complain about; those that are
 * known to fail stand in a list beside the tests, so that every change of the set shows.
 */
final class Corpus {
  private final String name;
  private final Path folder;
  private final TreeSet<String> failed = new TreeSet<>();
  private final List<String> complaints = new ArrayList<>();
  private int passed;

  private Corpus(String name, Path folder) {
    this.name = name;
    this.folder = folder;
  }

  /** The corpus called {@code name}; empty, with a line printed, when no cases are at hand. */
  static Optional<Corpus> find(String name) {
    return find(name, name);
  }

  /** The part of a corpus that is told as {@code row}, which also names its known failures. */
  static Optional<Corpus> find(String name, String row) {
    var root = System.getenv("SYNCLINE_CONFORMANCE");
    var folder =
        (root == null ? Path.of("../../shared/conformance") : Path.of(root))
            .resolve("argocd")
            .resolve(name);
    if (!Files.isDirectory(folder)) {
      System.out.println(row + ": no cases at " + folder);
      return Optional.empty();
    }
    return Optional.of(new Corpus(row, folder));
  }

  /** Runs the cases of one group; {@code run} returns a complaint, or "". */
  void group(String file, Function<ObjectTree, String> run) {
    some(file, one -> Optional.of(run.apply(one)));
  }

  /** Runs cases of one group; {@code run} returns nothing for those about what we have not. */
  void some(String file, Function<ObjectTree, Optional<String>> run) {
    if (!Files.exists(folder.resolve(file + ".json"))) {
      return;
    }
    var cases = Tree.items(Json.parseObject(bytes(file + ".json")).get("cases"));
    for (var item : cases) {
      var one = Tree.object(item);
      var told = attempt(one, run);
      if (told.isEmpty()) {
        continue;
      }
      var complaint = told.get();
      var id = Tree.text(one, "id");
      if (complaint.isEmpty()) {
        passed++;
      } else {
        failed.add(id);
        complaints.add(id + "\n    " + complaint);
      }
    }
  }

  private static Optional<String> attempt(
      ObjectTree one, Function<ObjectTree, Optional<String>> run) {
    try {
      return run.apply(one);
    } catch (RuntimeException e) {
      return Optional.of(e + " at " + (e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "?"));
    }
  }

  /** Prints the row and holds the failures against the list of known ones. */
  void finish() {
    System.out.println(name + ": " + passed + " passed, " + failed.size() + " failed");
    if (System.getenv("SYNCLINE_CONFORMANCE_COMPLAINTS") != null) {
      complaints.forEach(System.out::println);
    }
    assertThat(failed)
        .as("failing cases of %s, against src/test/resources/conformance/%s.txt", name, list())
        .isEqualTo(known());
  }

  private String list() {
    return name.replace(' ', '-');
  }

  private TreeSet<String> known() {
    try (var in = Corpus.class.getResourceAsStream("/conformance/" + list() + ".txt")) {
      var text = in == null ? "" : new String(in.readAllBytes(), UTF_8);
      var known = new TreeSet<String>();
      text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).forEach(known::add);
      return known;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first document of a YAML file of the corpus. */
  Manifest object(String file) {
    var documents = Yaml.documents(bytes(file));
    return new Manifest(Tree.object(documents.getFirst().value()));
  }

  /** The first document of a YAML file, whatever it is. */
  @Nullable Object value(String file) {
    return Yaml.documents(bytes(file)).getFirst().value();
  }

  private byte[] bytes(String file) {
    try {
      return Files.readAllBytes(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
