package io.syncline.model.yaml;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A YAML text that says something else in one document: only the fields that differ are written
 * anew, so that comments, order and quotes of all others stay.
 */
public final class YamlRewrite {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setCodePointLimit(256 << 20)
          .setMaxAliasesForCollections(Integer.MAX_VALUE)
          .setUseMarks(true)
          .build();

  private final String text;
  private final String newLine;

  private record Splice(int start, int end, String text) {}

  private YamlRewrite(String text) {
    this.text = text;
    this.newLine = text.contains("\r\n") ? "\r\n" : "\n";
  }

  /**
   * {@code utf8} with {@code wanted} in place of what its document {@code index}, counted from 0,
   * says; a byte order mark goes.
   *
   * @throws YamlException when it is no YAML, or cannot say so without more being changed
   */
  public static byte[] of(byte[] utf8, int index, ObjectTree wanted) {
    var documents = Yaml.documents(utf8);
    var before = documents.get(index).value();
    if (wanted.equals(before)) {
      return utf8;
    }
    var text = Yaml.decode(utf8);
    var nodes = new ArrayList<Node>();
    try {
      new Compose(SETTINGS).composeAllFromString(text).forEach(nodes::add);
    } catch (YamlEngineException e) {
      throw new YamlException("cannot be edited: " + e.getMessage(), 1, e);
    }
    var rewrite = new YamlRewrite(text);
    var splices =
        nodes.size() == documents.size()
            ? rewrite.value(nodes.get(index), before, wanted)
            : Optional.<List<Splice>>empty();
    var edited = splices.map(rewrite::spliced).orElse(text).getBytes(StandardCharsets.UTF_8);
    verify(documents, Yaml.documents(edited), index, wanted);
    return edited;
  }

  private static void verify(
      List<Yaml.Document> before, List<Yaml.Document> after, int index, ObjectTree wanted) {
    var same = before.size() == after.size();
    for (var i = 0; same && i < before.size(); i++) {
      var expected = i == index ? wanted : before.get(i).value();
      same = Objects.equals(expected, after.get(i).value());
    }
    if (!same) {
      throw new YamlException(
          "cannot be edited in place: other fields would change, too (an anchor does this)",
          before.get(index).line());
    }
  }

  private String spliced(List<Splice> splices) {
    var sorted = new ArrayList<>(splices);
    sorted.sort(Comparator.comparingInt(Splice::start));
    var out = new StringBuilder(text);
    // Of two at one place the first of the list comes first in the text: inner before outer.
    sorted.reversed().forEach(s -> out.replace(s.start(), s.end(), s.text()));
    return out.toString();
  }

  /** What makes {@code wanted} of {@code before} at {@code node}; empty when only more would. */
  private Optional<List<Splice>> value(
      Node node, @Nullable Object before, @Nullable Object wanted) {
    if (Objects.equals(before, wanted)) {
      return Optional.of(List.of());
    }
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar, wanted);
    }
    Optional<List<Splice>> inner =
        switch (node) {
          case MappingNode mapping
              when before instanceof ObjectTree a && wanted instanceof ObjectTree b ->
              mapping(mapping, a, b);
          case SequenceNode sequence
              when before instanceof List<?> a && wanted instanceof List<?> b ->
              sequence(sequence, a, b);
          default -> Optional.empty();
        };
    return inner.isEmpty() && flow(node)
        ? Optional.of(List.of(new Splice(start(node), end(node), Json.write(wanted))))
        : inner;
  }

  private static boolean flow(Node node) {
    return node instanceof MappingNode m && m.getFlowStyle() == FlowStyle.FLOW
        || node instanceof SequenceNode s && s.getFlowStyle() == FlowStyle.FLOW;
  }

  private Optional<List<Splice>> scalar(ScalarNode node, @Nullable Object wanted) {
    var start = start(node);
    var end = end(node);
    var odd = start == end || text.charAt(start) == '&' || text.charAt(start) == '!';
    var block =
        node.getScalarStyle() == ScalarStyle.LITERAL || node.getScalarStyle() == ScalarStyle.FOLDED;
    if (odd || block || wanted instanceof ObjectTree || wanted instanceof List<?>) {
      return Optional.empty();
    }
    if (wanted instanceof String s && s.contains("\n")) {
      return Optional.empty();
    }
    return Optional.of(List.of(new Splice(start, end, token(node.getScalarStyle(), wanted))));
  }

  private static String token(ScalarStyle style, @Nullable Object value) {
    if (!(value instanceof String s)) {
      return Json.write(value);
    }
    if (style == ScalarStyle.DOUBLE_QUOTED) {
      return YamlText.doubleQuoted(s);
    }
    var plain = YamlText.inline(s);
    return style == ScalarStyle.SINGLE_QUOTED
        ? "'" + s.replace("'", "''") + "'"
        : s.chars().anyMatch(c -> ",[]{}".indexOf(c) >= 0) ? YamlText.doubleQuoted(s) : plain;
  }

  private Optional<List<Splice>> mapping(MappingNode node, ObjectTree before, ObjectTree wanted) {
    var splices = new ArrayList<Splice>();
    var own = new HashSet<String>();
    for (var entry : node.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        return Optional.empty();
      }
      var name = key.getValue();
      if (!before.containsKey(name)) {
        // Such as a merge key.
        continue;
      }
      own.add(name);
      var change =
          wanted.containsKey(name)
              ? field(node, entry, before.get(name), wanted.get(name))
              : removed(node, start(key), end(entry.getValueNode()));
      if (change.isEmpty()) {
        return Optional.empty();
      }
      splices.addAll(change.get());
    }
    var added = new LinkedHashMap<String, Object>();
    wanted.forEach(
        (name, value) -> {
          if (!own.contains(name)
              && !(before.containsKey(name) && value.equals(before.get(name)))) {
            added.put(name, value);
          }
        });
    if (own.stream().noneMatch(wanted::containsKey) || !added.isEmpty() && flow(node)) {
      return Optional.empty();
    }
    if (!added.isEmpty()) {
      splices.add(behind(end(node), column(node), Yaml.writeInOrder(ObjectTree.copyOf(added))));
    }
    return Optional.of(splices);
  }

  private Optional<List<Splice>> field(
      MappingNode parent, NodeTuple entry, @Nullable Object before, @Nullable Object wanted) {
    var inner = value(entry.getValueNode(), before, wanted);
    if (inner.isPresent() || flow(parent)) {
      return inner;
    }
    var key = ((ScalarNode) entry.getKeyNode()).getValue();
    var alone = new ObjectTree.Builder(1).put(key, wanted).build();
    var written = indented(Yaml.writeInOrder(alone), column(parent)).strip();
    var end = Math.max(end(entry.getKeyNode()) + 1, end(entry.getValueNode()));
    return Optional.of(List.of(new Splice(start(entry.getKeyNode()), end, written)));
  }

  private Optional<List<Splice>> sequence(SequenceNode node, List<?> before, List<?> wanted) {
    var items = node.getValue();
    if (items.size() != before.size() || items.isEmpty()) {
      return Optional.empty();
    }
    var pairs = aligned(before, wanted);
    if (pairs.isEmpty()) {
      return Optional.empty();
    }
    var splices = new ArrayList<Splice>();
    for (var i = 0; i < before.size(); i++) {
      var to = pairs.get().get(i);
      var change =
          to == null
              ? removed(node, dash(items.get(i)), end(items.get(i)))
              : value(items.get(i), before.get(i), wanted.get(to));
      if (change.isEmpty()) {
        return Optional.empty();
      }
      splices.addAll(change.get());
    }
    var kept = pairs.get().size();
    var rest = wanted.subList(Math.min(kept, wanted.size()), wanted.size());
    if (!rest.isEmpty()) {
      if (flow(node)) {
        return Optional.empty();
      }
      var written = Yaml.writeInOrder(Tree.list(rest));
      splices.add(behind(end(node), column(node), written));
    }
    return Optional.of(splices);
  }

  /** Where each item goes, those that stay in order and new ones last; empty when not so. */
  private static Optional<Map<Integer, Integer>> aligned(List<?> before, List<?> wanted) {
    var to = new LinkedHashMap<Integer, Integer>();
    var next = 0;
    for (var i = 0; i < before.size(); i++) {
      var item = before.get(i);
      var same =
          next < wanted.size()
              && (item == null || !(item instanceof ObjectTree) || Tree.text(item, "name").isEmpty()
                  ? before.size() <= wanted.size() || Objects.equals(item, wanted.get(next))
                  : Tree.text(item, "name").equals(Tree.text(wanted.get(next), "name")));
      if (same) {
        to.put(i, next++);
      }
    }
    return to.isEmpty() ? Optional.empty() : Optional.of(to);
  }

  /** Takes out the lines from {@code start} to {@code end}, when nothing else stands on them. */
  private Optional<List<Splice>> removed(Node parent, int start, int end) {
    var from = lineStart(start);
    if (flow(parent) || start < 0 || !text.substring(from, start).isBlank()) {
      return Optional.empty();
    }
    return Optional.of(List.of(new Splice(from, nextLine(end), "")));
  }

  /** Writes {@code lines} behind the line where {@code end} stands. */
  private Splice behind(int end, int column, String lines) {
    var at = nextLine(end);
    var open = at > 0 && at == text.length() && text.charAt(at - 1) != '\n';
    return new Splice(at, at, (open ? newLine : "") + indented(lines, column));
  }

  private String indented(String lines, int column) {
    var out = new StringBuilder();
    for (var line : lines.split("\n")) {
      out.append(line.isEmpty() ? "" : " ".repeat(column)).append(line).append(newLine);
    }
    return out.toString();
  }

  private int dash(Node item) {
    var at = text.lastIndexOf('-', start(item));
    return at < lineStart(start(item)) ? -1 : at;
  }

  private int column(Node node) {
    return node.getStartMark().map(Mark::getColumn).orElse(0);
  }

  private int start(Node node) {
    return offset(node.getStartMark());
  }

  /** Behind the last character of {@code node} that is not blank. */
  private int end(Node node) {
    var end =
        switch (node) {
          case MappingNode m when !flow(m) && !m.getValue().isEmpty() ->
              Math.max(
                  end(m.getValue().getLast().getValueNode()),
                  end(m.getValue().getLast().getKeyNode()));
          case SequenceNode s when !flow(s) && !s.getValue().isEmpty() ->
              end(s.getValue().getLast());
          default -> offset(node.getEndMark());
        };
    var from = start(node);
    while (end > from && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private int offset(Optional<Mark> mark) {
    return mark.map(m -> text.offsetByCodePoints(0, m.getIndex())).orElse(0);
  }

  private int lineStart(int at) {
    return text.lastIndexOf('\n', at - 1) + 1;
  }

  private int nextLine(int at) {
    var end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end + 1;
  }
}
