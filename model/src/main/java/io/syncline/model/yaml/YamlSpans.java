package io.syncline.model.yaml;

import io.syncline.model.tree.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * The places of scalars in a YAML text, and the text with some of them replaced: every byte outside
 * the replaced tokens stays as it is. An alias has the place of what it stands for, and a merged
 * key the place it was merged from.
 */
public final class YamlSpans {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setCodePointLimit(256 << 20)
          .setMaxAliasesForCollections(Integer.MAX_VALUE)
          .setUseMarks(true)
          .build();
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final boolean marked;
  private final String text;
  private final List<Node> documents;

  private YamlSpans(boolean marked, String text, List<Node> documents) {
    this.marked = marked;
    this.text = text;
    this.documents = documents;
  }

  /** How a scalar is written. */
  public enum Style {
    PLAIN,
    SINGLE_QUOTED,
    DOUBLE_QUOTED,
    BLOCK
  }

  /**
   * One scalar token, without the anchor or tag before it.
   *
   * @param value what it says, as text
   * @param style how it is written
   * @param inFlow whether it stands inside braces or brackets
   * @param line counted from 1
   * @param column counted from 0
   * @param start place of its first character in the text
   * @param end place behind its last character
   */
  public record Span(
      String value, Style style, boolean inFlow, int line, int column, int start, int end) {}

  /** One change of the text. */
  public sealed interface Change {
    /** The scalar at {@code span} says {@code value}: same quotes, or new ones if it needs them. */
    record Value(Span span, String value) implements Change {}

    /** The key at {@code span} is called {@code name}. */
    record Key(Span span, String name) implements Change {}

    /** A new entry behind the entry of {@code key} whose value is the scalar {@code after}. */
    record Entry(Span key, Span after, String name, String value) implements Change {}
  }

  private sealed interface Node {}

  private record Scalar(Span span) implements Node {}

  private record Sequence(List<Node> items) implements Node {}

  private record Mapping(Map<String, Field> fields, List<Mapping> merged) implements Node {}

  private record Field(Span key, Node value) {}

  private record Nothing() implements Node {}

  /**
   * Reads {@code utf8}, which may begin with a byte order mark.
   *
   * @throws YamlException when it is not UTF-8 or not YAML
   */
  public static YamlSpans of(byte[] utf8) {
    // Reading the values first turns every kind of bad text into one kind of error.
    Yaml.documents(utf8);
    var text = Yaml.decode(utf8);
    var marked = utf8.length >= MARK.length && utf8[0] == MARK[0];
    return new YamlSpans(marked, text, new Reader(text).read());
  }

  /** The place of the scalar at {@code path} in a document, both counted from 0. */
  public Optional<Span> scalar(int document, List<String> path) {
    return node(document, path)
        .flatMap(
            node -> node instanceof Scalar scalar ? Optional.of(scalar.span()) : Optional.empty());
  }

  /** The place of the key that {@code path} ends with. */
  public Optional<Span> key(int document, List<String> path) {
    return node(document, path.subList(0, path.size() - 1))
        .flatMap(
            node ->
                node instanceof Mapping mapping
                    ? field(mapping, path.getLast()).map(Field::key)
                    : Optional.empty());
  }

  private Optional<Node> node(int document, List<String> path) {
    var here = Optional.of(documents.get(document));
    for (var step : path) {
      here = here.flatMap(node -> child(node, step));
    }
    return here;
  }

  private static Optional<Node> child(Node node, String step) {
    return switch (node) {
      case Mapping mapping -> field(mapping, step).map(Field::value);
      case Sequence sequence ->
          step.matches("\\d{1,9}") && Integer.parseInt(step) < sequence.items().size()
              ? Optional.of(sequence.items().get(Integer.parseInt(step)))
              : Optional.empty();
      case Scalar scalar -> Optional.empty();
      case Nothing nothing -> Optional.empty();
    };
  }

  private static Optional<Field> field(Mapping mapping, String name) {
    var own = mapping.fields().get(name);
    if (own != null) {
      return Optional.of(own);
    }
    return mapping.merged().stream().flatMap(base -> field(base, name).stream()).findFirst();
  }

  /** The text with {@code changes} made. Two changes of one place must be the same change. */
  public byte[] with(List<Change> changes) {
    var splices = new ArrayList<>(changes.stream().map(this::splice).distinct().toList());
    splices.sort(Comparator.comparingInt(Splice::start).reversed());
    var out = new StringBuilder(text);
    for (var splice : splices) {
      out.replace(splice.start(), splice.end(), splice.text());
    }
    var body = out.toString().getBytes(StandardCharsets.UTF_8);
    if (!marked) {
      return body;
    }
    var whole = new byte[MARK.length + body.length];
    System.arraycopy(MARK, 0, whole, 0, MARK.length);
    System.arraycopy(body, 0, whole, MARK.length, body.length);
    return whole;
  }

  private record Splice(int start, int end, String text) {}

  private Splice splice(Change change) {
    return switch (change) {
      case Change.Value(var span, var value) ->
          new Splice(span.start(), span.end(), token(span, value));
      case Change.Key(var span, var name) ->
          new Splice(span.start(), span.end(), token(span, name));
      case Change.Entry entry -> insertion(entry);
    };
  }

  private Splice insertion(Change.Entry entry) {
    var after = entry.after();
    var written = entry.name() + ": " + plain(entry.value(), entry.key().inFlow());
    if (entry.key().inFlow()) {
      return new Splice(after.end(), after.end(), ", " + written);
    }
    var lineEnd = text.indexOf('\n', after.end());
    var at = lineEnd < 0 ? text.length() : lineEnd;
    if (at > 0 && lineEnd > 0 && text.charAt(at - 1) == '\r') {
      at--;
    }
    var newLine = text.contains("\r\n") ? "\r\n" : "\n";
    return new Splice(at, at, newLine + " ".repeat(entry.key().column()) + written);
  }

  private String token(Span span, String value) {
    return switch (span.style()) {
      case SINGLE_QUOTED -> "'" + value.replace("'", "''") + "'";
      case DOUBLE_QUOTED -> YamlText.doubleQuoted(value);
      case BLOCK -> block(span, value);
      case PLAIN -> {
        var glued = span.start() == span.end() && span.start() > 0;
        var blank = glued && !Character.isWhitespace(text.charAt(span.start() - 1)) ? " " : "";
        yield blank + plain(value, span.inFlow());
      }
    };
  }

  /** Header, indentation and line ends of the block stay: only its words are exchanged. */
  private String block(Span span, String value) {
    var raw = text.substring(span.start(), span.end());
    var old = span.value().strip();
    var at = old.isEmpty() ? -1 : raw.indexOf(old);
    if (at < 0 || raw.indexOf(old, at + 1) >= 0) {
      throw new YamlException(
          "block scalar cannot be edited in place (expected: one line)", span.line());
    }
    return raw.substring(0, at) + value + raw.substring(at + old.length());
  }

  private static String plain(String value, boolean inFlow) {
    var inline =
        Scalars.resolve(value) instanceof String
            ? YamlText.inline(value)
            : YamlText.doubleQuoted(value);
    var bare = inline.equals(value);
    return bare && inFlow && value.chars().anyMatch(c -> ",[]{}".indexOf(c) >= 0)
        ? YamlText.doubleQuoted(value)
        : inline;
  }

  private static final class Reader {
    private final String text;
    private final Iterator<Event> events;
    private final Map<String, Node> anchors = new HashMap<>();
    private final boolean astral;
    private int lastIndex;
    private int lastPlace;

    Reader(String text) {
      this.text = text;
      this.events = new Parse(SETTINGS).parseString(text).iterator();
      this.astral = text.codePointCount(0, text.length()) != text.length();
    }

    List<Node> read() {
      var documents = new ArrayList<Node>();
      while (events.hasNext()) {
        if (events.next().getEventId() == Event.ID.DocumentStart) {
          anchors.clear();
          documents.add(node(events.next(), false));
        }
      }
      return documents;
    }

    private Node node(Event event, boolean inFlow) {
      var node =
          switch (event) {
            case ScalarEvent scalar -> new Scalar(span(scalar, inFlow));
            case MappingStartEvent mapping -> mapping(mapping.isFlow());
            case org.snakeyaml.engine.v2.events.SequenceStartEvent sequence ->
                sequence(sequence.isFlow());
            case AliasEvent alias ->
                anchors.getOrDefault(alias.getAlias().getValue(), new Nothing());
            default -> new Nothing();
          };
      if (event instanceof NodeEvent named && !(event instanceof AliasEvent)) {
        named.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), node));
      }
      return node;
    }

    private Node sequence(boolean inFlow) {
      var items = new ArrayList<Node>();
      for (var e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
        items.add(node(e, inFlow));
      }
      return new Sequence(items);
    }

    private Node mapping(boolean inFlow) {
      var fields = new HashMap<String, Field>();
      var merged = new ArrayList<Mapping>();
      for (var e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
        var key = node(e, inFlow);
        var value = node(events.next(), inFlow);
        if (e instanceof ScalarEvent scalar && scalar.isPlain() && scalar.getValue().equals("<<")) {
          merge(merged, value);
        } else if (key instanceof Scalar(var span)) {
          fields.put(name(span), new Field(span, value));
        }
      }
      return new Mapping(fields, merged);
    }

    private static void merge(List<Mapping> merged, Node value) {
      switch (value) {
        case Mapping mapping -> merged.add(mapping);
        case Sequence sequence -> sequence.items().forEach(item -> merge(merged, item));
        case Scalar scalar -> {}
        case Nothing nothing -> {}
      }
    }

    /** The key as {@link Yaml} has it. */
    private static String name(Span span) {
      if (span.style() != Style.PLAIN) {
        return span.value();
      }
      return switch (Scalars.resolve(span.value())) {
        case null -> "null";
        case Double d -> Json.number(d);
        case Object other -> other.toString();
      };
    }

    private Span span(ScalarEvent event, boolean inFlow) {
      var mark = event.getStartMark().orElseThrow();
      var end = place(event.getEndMark().orElseThrow());
      var first = place(mark);
      var start = behindProperties(first, end);
      var column = start == first ? mark.getColumn() : columnOf(start);
      return new Span(
          event.getValue(),
          style(event.getScalarStyle()),
          inFlow,
          mark.getLine() + 1,
          column,
          start,
          end);
    }

    private int columnOf(int place) {
      return place - (text.lastIndexOf('\n', place - 1) + 1);
    }

    /** Marks count code points, strings count UTF-16 units. */
    private int place(Mark mark) {
      if (!astral) {
        return mark.getIndex();
      }
      // Marks mostly go forward: counting from the last one keeps the whole reading linear.
      lastPlace = text.offsetByCodePoints(lastPlace, mark.getIndex() - lastIndex);
      lastIndex = mark.getIndex();
      return lastPlace;
    }

    /** The event begins at the anchor and the tag. */
    private int behindProperties(int start, int end) {
      var at = start;
      while (at < end && (text.charAt(at) == '&' || text.charAt(at) == '!')) {
        while (at < end && !Character.isWhitespace(text.charAt(at))) {
          at++;
        }
        while (at < end && Character.isWhitespace(text.charAt(at))) {
          at++;
        }
      }
      return at;
    }

    private static Style style(ScalarStyle style) {
      return switch (style) {
        case SINGLE_QUOTED -> Style.SINGLE_QUOTED;
        case DOUBLE_QUOTED -> Style.DOUBLE_QUOTED;
        case LITERAL, FOLDED -> Style.BLOCK;
        case PLAIN, JSON_SCALAR_STYLE -> Style.PLAIN;
      };
    }
  }
}
