package io.syncline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.Terminal;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The commands of {@code argocd}, word by word and flag by flag: what a script types must be
 * understood. Commands we have not are no part of it; what differs of those we have is listed in
 * {@code grammar-differences.txt}, each line {@code COMMAND: FLAG}.
 */
final class GrammarConformanceTest {
  /** Groups that belong to what we have not. */
  private static final List<String> OTHERS = List.of("admin", "appset", "configure");

  @Test
  void every_flag_of_a_command_is_understood() throws IOException {
    var folder = ConformanceTest.folder();
    if (folder.isEmpty()) {
      System.out.println("cli commands: no conformance data (SYNCLINE_CONFORMANCE is not set)");
      return;
    }
    var root = Cli.line(new GlobalOptions(terminal()), "v0", List.of());
    var passed = 0;
    var differing = new TreeSet<String>();
    var failed = 0;
    var cases =
        Json.parseObject(Files.readAllBytes(folder.get().resolve("commands.json"))).get("cases");
    for (var each : Tree.items(cases)) {
      var words = Tree.text(each, "command").split(" ");
      if (OTHERS.contains(words[1])) {
        continue;
      }
      var problems = differences(root, words, Tree.object(each));
      problems.forEach(p -> differing.add(Tree.text(each, "command") + ": " + p));
      if (problems.isEmpty()) {
        passed++;
      } else {
        failed++;
      }
    }
    System.out.println("cli commands: " + passed + " passed, " + failed + " failed");
    assertThat(differing)
        .containsExactlyInAnyOrderElementsOf(
            AppReadTest.resource("grammar-differences.txt")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList());
  }

  private static Terminal terminal() {
    var nothing = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    return new Terminal(nothing, nothing, InputStream.nullInputStream(), false, Map.of());
  }

  private static List<String> differences(CommandLine root, String[] words, ObjectTree one) {
    var line = Optional.of(root);
    for (var word : Arrays.asList(words).subList(1, words.length)) {
      line = line.map(l -> l.getSubcommands().get(word));
    }
    if (line.isEmpty()) {
      return List.of("no such command");
    }
    var spec = line.get().getCommandSpec();
    var problems = new ArrayList<String>();
    for (var flag : Tree.items(one.get("flags"))) {
      var name = Tree.text(flag, "name");
      var option = spec.findOption("--" + name);
      if (option == null) {
        problems.add("--" + name);
        continue;
      }
      var abbreviated = Tree.text(flag, "short");
      if (!abbreviated.isEmpty() && !Arrays.asList(option.names()).contains("-" + abbreviated)) {
        problems.add("--" + name + " has no -" + abbreviated);
      }
      problem(option, Tree.text(flag, "type")).ifPresent(p -> problems.add("--" + name + " " + p));
    }
    return problems;
  }

  private static Optional<String> problem(OptionSpec option, String type) {
    var values = option.arity().max() > 0;
    if (type.equals("bool")) {
      return option.arity().min() > 0 ? Optional.of("wants a value") : Optional.empty();
    }
    if (!values) {
      return Optional.of("takes no value");
    }
    var several = List.of("strings", "stringArray", "stringToString", "int64Slice").contains(type);
    return several && !option.isMultiValue() ? Optional.of("stands only once") : Optional.empty();
  }
}
