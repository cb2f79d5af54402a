package io.syncline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Holds {@code docs/reference/cli.md} to what the commands understand. {@code
 * -Dsyncline.write=true} writes its headings and tables anew; the words between them are people's.
 */
final class ReferenceTest {
  private static final Path PAGE = Path.of("../docs/reference/cli.md");
  private static final String TABLE = "| argument or flag | meaning |";

  @Test
  void the_page_of_commands_lists_what_they_understand() throws IOException {
    var page = Files.readString(PAGE);
    var held = held(page, sections());
    if (Boolean.getBoolean("syncline.write")) {
      Files.writeString(PAGE, held);
    }
    assertThat(page).isEqualTo(held);
  }

  /** A section: its heading and the lines of its table. */
  private record Section(String heading, List<String> rows) {}

  /** The sections by the words of their commands, in order. */
  private static Map<String, Section> sections() {
    var nothing = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    var terminal = new Terminal(nothing, nothing, InputStream.nullInputStream(), false, Map.of());
    var sections = new LinkedHashMap<String, Section>();
    Cli.line(new GlobalOptions(terminal), "v0", List.of())
        .getSubcommands()
        .forEach((name, line) -> collect("syncline " + name, line, "## ", sections));
    return sections;
  }

  private static void collect(
      String words, CommandLine line, String level, Map<String, Section> sections) {
    var spec = line.getCommandSpec();
    if (spec.usageMessage().hidden() || spec.name().equals("help")) {
      return;
    }
    var takes = spec.positionalParameters().stream().map(ReferenceTest::label).toList();
    var heading =
        level
            + "`"
            + Stream.concat(Stream.of(words), takes.stream()).collect(Collectors.joining(" "))
            + "`";
    sections.put(words, new Section(heading, rows(spec)));
    line.getSubcommands().values().stream()
        .distinct()
        .forEach(sub -> collect(words + " " + sub.getCommandName(), sub, "### ", sections));
  }

  private static List<String> rows(CommandSpec spec) {
    var rows = new ArrayList<String>();
    for (var positional : spec.positionalParameters()) {
      if (positional.description().length > 0) {
        rows.add(row(label(positional), positional));
      }
    }
    spec.options().stream()
        .filter(o -> !o.inherited() && !o.hidden() && !o.usageHelp() && !o.versionHelp())
        .sorted(Comparator.comparing(ReferenceTest::order))
        .forEach(o -> rows.add(row(String.join(", ", o.names()) + value(o), o)));
    return rows;
  }

  private static String order(OptionSpec option) {
    var names = String.join(", ", option.names());
    return names.replaceFirst("^-+", "").toLowerCase(Locale.ROOT) + names;
  }

  private static String row(String names, ArgSpec spec) {
    var meaning = String.join(" ", spec.description()).replace("|", "\\|");
    return "| `" + names + "` | " + meaning + " |";
  }

  private static String value(OptionSpec option) {
    var arity = option.arity();
    if (arity.max() == 0) {
      return "";
    }
    return arity.min() == 0 ? "[=" + named(option) + "]" : "=" + named(option);
  }

  /** What a command calls the value, or the name of the field it is put into. */
  private static String named(ArgSpec spec) {
    var label = spec.paramLabel();
    return label.startsWith("<")
        ? label
            .substring(1, label.length() - 1)
            .replaceAll("([A-Z])", "_$1")
            .toUpperCase(Locale.ROOT)
        : label;
  }

  private static String label(CommandLine.Model.PositionalParamSpec positional) {
    var arity = positional.arity();
    var many = arity.max() > 1 ? named(positional) + "..." : named(positional);
    return arity.min() == 0 ? "[" + many + "]" : many;
  }

  private static String held(String page, Map<String, Section> sections) {
    var left = new LinkedHashMap<>(sections);
    var lines = new ArrayList<String>();
    var rows = List.<String>of();
    var pending = false;
    for (var line : page.lines().toList()) {
      if (line.startsWith("#")) {
        end(lines, pending, rows);
        var words = words(line, left);
        var section = left.getOrDefault(words, new Section(line, List.of()));
        left.remove(words);
        rows = section.rows();
        pending = !words.isEmpty();
        lines.add(section.heading());
      } else if (!pending || !line.startsWith("|")) {
        lines.add(line);
      }
    }
    end(lines, pending, rows);
    left.forEach(
        (words, section) -> {
          lines.addAll(List.of("", section.heading(), ""));
          end(lines, true, section.rows());
        });
    return String.join("\n", lines).replaceAll("\n{3,}", "\n\n").strip() + "\n";
  }

  /** The words of the command that {@code heading} is about; "" when it is about none of these. */
  private static String words(String heading, Map<String, Section> sections) {
    var named = heading.replaceFirst("^#+ `?", "").replace("`", "");
    return sections.keySet().stream()
        .filter(words -> named.equals(words) || named.startsWith(words + " "))
        .max(Comparator.comparingInt(String::length))
        .orElse("");
  }

  private static void end(List<String> lines, boolean pending, List<String> rows) {
    if (pending && !rows.isEmpty()) {
      lines.add("");
      lines.add(TABLE);
      lines.add("|---|---|");
      lines.addAll(rows);
      lines.add("");
    }
  }
}
