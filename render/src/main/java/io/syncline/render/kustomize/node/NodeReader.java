package io.syncline.render.kustomize.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** YAML text to nodes, with anchors and merge keys resolved. */
public final class NodeReader {
  private static final int MAX_NODES = 2_000_000;
  private static final int MAX_DEPTH = 500;
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setAllowDuplicateKeys(true)
          .setCodePointLimit(256 << 20)
          .setMaxAliasesForCollections(Integer.MAX_VALUE)
          .setUseMarks(true)
          .build();

  private final String source;
  private final boolean slashes;
  private final int firstLine;
  private final Iterator<Event> events;
  private final HashMap<String, Node> anchors = new HashMap<>();
  private int nodes;
  private int flow;

  private NodeReader(String text, int firstLine) {
    this.source = text;
    this.slashes = text.contains("\\/");
    this.firstLine = firstLine;
    this.events = new Parse(SETTINGS).parseString(text).iterator();
  }

  /**
   * The documents of {@code text} that are not empty. Text is cut at separator lines first, and of
   * each part the first document counts.
   *
   * @throws NodeException when some part is not YAML
   */
  public static List<Node> documents(String text) {
    var clean = text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n");
    var documents = new ArrayList<Node>();
    var begin = 0;
    var line = 1;
    while (true) {
      var separator = separator(clean, begin);
      var end = separator < 0 ? clean.length() : separator + 1;
      new NodeReader(clean.substring(begin, end), line)
          .first()
          .filter(node -> !node.isNull())
          .ifPresent(documents::add);
      if (separator < 0) {
        return documents;
      }
      var next = clean.indexOf('\n', separator + 1);
      var rest = clean.substring(separator + 4, next).strip();
      for (var i = begin; i <= separator; i++) {
        if (clean.charAt(i) == '\n') {
          line++;
        }
      }
      if (!rest.isEmpty() && rest.charAt(0) != '#') {
        throw new NodeException("invalid document separator '---" + rest + "'", line);
      }
      line++;
      begin = next + 1;
    }
  }

  /** Place of the line end before a separator line, -1 when none follows. */
  private static int separator(String text, int from) {
    var place = text.indexOf("\n---", from);
    return place < 0 || text.indexOf('\n', place + 1) < 0 ? -1 : place;
  }

  private Optional<Node> first() {
    try {
      while (events.hasNext()) {
        if (events.next().getEventId() == Event.ID.DocumentStart) {
          return Optional.of(node(events.next(), 0));
        }
      }
      return Optional.empty();
    } catch (MarkedYamlEngineException e) {
      var mark = e.getProblemMark().or(e::getContextMark);
      throw new NodeException(
          Optional.ofNullable(e.getProblem()).orElse("invalid YAML"),
          mark.map(m -> m.getLine() + firstLine).orElse(firstLine));
    } catch (YamlEngineException e) {
      throw new NodeException(String.valueOf(e.getMessage()), firstLine);
    }
  }

  private int line(Event event) {
    return event.getStartMark().map(m -> m.getLine() + firstLine).orElse(firstLine);
  }

  private Node node(Event event, int depth) {
    if (++nodes > MAX_NODES) {
      throw new NodeException("document expands to more than " + MAX_NODES + " nodes", line(event));
    }
    if (depth > MAX_DEPTH) {
      throw new NodeException("nesting deeper than " + MAX_DEPTH, line(event));
    }
    var node =
        switch (event) {
          case AliasEvent alias -> alias(alias);
          case ScalarEvent scalar -> scalar(scalar);
          case SequenceStartEvent start -> {
            flow += start.isFlow() ? 1 : 0;
            var list = list(depth);
            flow -= start.isFlow() ? 1 : 0;
            yield list;
          }
          case MappingStartEvent start -> {
            flow += start.isFlow() ? 1 : 0;
            var map = map(start, depth);
            flow -= start.isFlow() ? 1 : 0;
            yield map;
          }
          default -> throw new NodeException("unexpected " + event.getEventId(), line(event));
        };
    node.read();
    if (event instanceof NodeEvent named && !(event instanceof AliasEvent)) {
      named.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), node));
    }
    return node;
  }

  private Node alias(AliasEvent event) {
    var known = anchors.get(event.getAlias().getValue());
    if (known == null) {
      throw new NodeException(
          "unknown anchor '" + event.getAlias().getValue() + "' referenced", line(event));
    }
    nodes += count(known);
    if (nodes > MAX_NODES) {
      throw new NodeException("document expands to more than " + MAX_NODES + " nodes", line(event));
    }
    return known.copy();
  }

  private static int count(Node node) {
    var count = 1;
    for (var i = 0; i < node.size(); i++) {
      count += count(node.item(i));
    }
    return count;
  }

  private Node scalar(ScalarEvent event) {
    var text = blockEnd(event);
    var tag = event.getTag().orElse("");
    var style = style(event.getScalarStyle());
    if (style == Node.Style.DOUBLE && slashes && escapesSlash(event)) {
      throw new NodeException(
          "found unknown escape character '/' (expected: a bare slash)", line(event));
    }
    if (flow > 0 && style == Node.Style.PLAIN && text.startsWith("?")) {
      throw new NodeException(
          "'"
              + text
              + "' between brackets begins with a question mark (expected: quotes around it)",
          line(event));
    }
    if (tag.isEmpty()) {
      var meant = style == Node.Style.PLAIN ? ScalarText.tag(text) : Node.STRING;
      // Between brackets upstream writes a time with a colon in quotes, and reads text again.
      var quoted = flow > 0 && meant.equals(Node.TIMESTAMP) && text.indexOf(':') >= 0;
      return Node.scalar(text, quoted ? Node.STRING : meant, style);
    }
    if (tag.equals("!")) {
      return Node.scalar(text, Node.STRING, style);
    }
    var core = "tag:yaml.org,2002:";
    var shortTag = tag.startsWith(core) ? "!!" + tag.substring(core.length()) : tag;
    return Node.scalar(text, shortTag, style).explicit();
  }

  /** JSON permits to escape a slash; the reader of the real tool does not. */
  private boolean escapesSlash(ScalarEvent event) {
    var begin = event.getStartMark().map(mark -> mark.getIndex()).orElse(0);
    var end = event.getEndMark().map(mark -> mark.getIndex()).orElse(0);
    var from = source.offsetByCodePoints(0, begin);
    var raw = source.substring(from, source.offsetByCodePoints(from, end - begin));
    for (var i = 0; i + 1 < raw.length(); i++) {
      if (raw.charAt(i) == '\\') {
        if (raw.charAt(i + 1) == '/') {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /** A block scalar that ends with the text, without a line break there, has none either. */
  private String blockEnd(ScalarEvent event) {
    var text = event.getValue();
    var block =
        event.getScalarStyle() == ScalarStyle.LITERAL
            || event.getScalarStyle() == ScalarStyle.FOLDED;
    if (!block || !text.endsWith("\n") || source.endsWith("\n")) {
      return text;
    }
    var codePoints = source.codePointCount(0, source.length());
    var last = event.getEndMark().filter(mark -> mark.getIndex() >= codePoints).isPresent();
    return last ? text.substring(0, text.length() - 1) : text;
  }

  private static Node.Style style(ScalarStyle style) {
    return switch (style) {
      case SINGLE_QUOTED -> Node.Style.SINGLE;
      case DOUBLE_QUOTED -> Node.Style.DOUBLE;
      case LITERAL, FOLDED, JSON_SCALAR_STYLE -> Node.Style.BLOCK;
      case PLAIN -> Node.Style.PLAIN;
    };
  }

  private Node list(int depth) {
    var list = Node.list();
    for (var event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      list.add(node(event, depth + 1));
    }
    return list;
  }

  private Node map(MappingStartEvent start, int depth) {
    var map = Node.map();
    @Nullable Node merged = null;
    for (var event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      if (event instanceof ScalarEvent scalar
          && scalar.isPlain()
          && scalar.getValue().equals("<<")) {
        if (merged != null) {
          throw new NodeException("duplicate merge key", line(event));
        }
        merged = node(events.next(), depth + 1);
        continue;
      }
      var key = node(event, depth + 1);
      if (!key.isScalar()) {
        throw new NodeException("a mapping key must be a scalar", line(event));
      }
      var value = node(events.next(), depth + 1);
      if (!key.tag().equals(Node.STRING) && depth > 0 && map.fault().isEmpty()) {
        map.fault(Fields.untextual(key.text()));
      }
      if (map.get(key.text()) == null) {
        map.append(key.text(), value);
      } else {
        map.fault(
            Fields.DUPLICATE + "'" + key.text() + "' already defined (line " + line(event) + ")");
      }
    }
    if (merged != null) {
      merge(map, merged, start);
    }
    return map;
  }

  /** Keys of earlier maps win over those of later ones, and own keys over all. */
  private void merge(Node map, Node merged, Event at) {
    var own = new HashSet<String>();
    map.forEach((key, _) -> own.add(key));
    var sources = new ArrayList<Node>();
    if (merged.isMap()) {
      sources.add(merged);
    } else if (merged.isList()) {
      for (var i = merged.size() - 1; i >= 0; i--) {
        sources.add(merged.item(i));
      }
    } else if (!merged.isNull()) {
      throw new NodeException("map merge requires map or sequence of maps as the value", line(at));
    }
    for (var source : sources) {
      if (!source.isMap()) {
        throw new NodeException(
            "map merge requires map or sequence of maps as the value", line(at));
      }
      source.forEach(
          (key, value) -> {
            if (!own.contains(key)) {
              map.put(key, value.copy());
            }
          });
    }
  }
}
