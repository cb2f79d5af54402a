package io.syncline.localkube.contract;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** The files of the contract: cases, recorded answers and known differences. */
final class Contract {
  /** Where the files are; tests run in the folder of their module. */
  static final Path FOLDER = Path.of("src/test/resources/contract");

  private Contract() {}

  /** All cases, file by file. */
  static List<Case> cases() {
    var wanted = System.getProperty("contract.cases", "");
    var cases = new ArrayList<Case>();
    var ids = new LinkedHashSet<String>();
    var namespaces = new LinkedHashSet<String>();
    for (var file : files(FOLDER.resolve("cases"))) {
      var name = stem(file);
      for (var contract : Case.read(name, read(file))) {
        if (!ids.add(contract.id()) || !namespaces.add(contract.namespace())) {
          throw new IllegalArgumentException(
              contract.id() + " is there twice (expected: another name in all files)");
        }
        if (contract.id().startsWith(wanted)) {
          cases.add(contract);
        }
      }
    }
    return cases;
  }

  /** The recorded answers of the cases of {@code file} by the case's name. */
  static Map<String, List<Object>> golden(String file) {
    var answers = new LinkedHashMap<String, List<Object>>();
    var path = goldenFile(file);
    if (Files.exists(path)) {
      Yaml.parseObject(read(path)).forEach((name, steps) -> answers.put(name, Tree.items(steps)));
    }
    return answers;
  }

  /**
   * The recorded answers of one case.
   *
   * @throws AssertionError when there are none
   */
  static List<Object> recorded(Case contract) {
    var answers = golden(contract.file()).get(contract.name());
    if (answers == null) {
      throw new AssertionError(contract.id() + " has no recorded answers (./test record)");
    }
    return answers;
  }

  /** Records answers. */
  static void record(String file, Map<String, List<Object>> answers) {
    var text = new StringBuilder("# Recorded from a real kube-apiserver; not to be edited.\n");
    answers.forEach(
        (name, steps) -> text.append(Yaml.write(ObjectTree.of(name, Tree.list(steps)))));
    try {
      Files.writeString(goldenFile(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path goldenFile(String file) {
    return FOLDER.resolve("golden").resolve(file + ".yaml");
  }

  /**
   * A difference that is known and stays.
   *
   * @param id the case
   * @param at places in the answers, such as {@code /0/body/spec}
   * @param reason why
   */
  record Known(String id, List<String> at, String reason) {}

  /** The known differences. */
  static List<Known> known() {
    var list = Yaml.parse(read(FOLDER.resolve("differences.yaml")));
    return Tree.items(list).stream()
        .map(
            entry ->
                new Known(
                    Tree.text(entry, "case"),
                    Tree.items(Tree.at(entry, "at")).stream().map(String::valueOf).toList(),
                    Tree.text(entry, "reason")))
        .toList();
  }

  private static List<Path> files(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String stem(Path file) {
    var name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - ".yaml".length());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
