package io.syncline.model.yaml;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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

/** YAML documents to tree values, with kubectl's reading of scalars, anchors and merge keys. */
public final class Yaml {
  /** Nodes one stream may hold after aliases are expanded: stops billion-laughs documents. */
  private static final int MAX_NODES = 5_000_000;

  private static final int MAX_DEPTH = 1_000;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setAllowDuplicateKeys(true)
          .setCodePointLimit(256 << 20)
          .setMaxAliasesForCollections(Integer.MAX_VALUE)
          .setUseMarks(true)
          .build();

  private Yaml() {}

  /**
   * One document of a stream.
   *
   * @param value the tree value; null for an empty document
   * @param line line of its first node, counted from 1
   */
  public record Document(@Nullable Object value, int line) {}

  /**
   * The documents of {@code utf8}, empty ones included.
   *
   * @throws YamlException when it is not UTF-8 or not YAML
   */
  public static List<Document> documents(byte[] utf8) {
    return documents(decode(utf8));
  }

  /** The documents of {@code text}, empty ones included. */
  public static List<Document> documents(String text) {
    return new Reader(text, repeated -> {}).read();
  }

  /** The only document of {@code text}; null when it is empty. More than one is an error. */
  public static @Nullable Object parse(String text) {
    var documents = documents(text);
    if (documents.size() > 1) {
      throw new YamlException("more than one document (expected: one)", documents.get(1).line());
    }
    return documents.isEmpty() ? null : documents.getFirst().value();
  }

  /** The only document of {@code text} as an object; an empty text is the empty object. */
  public static ObjectTree parseObject(String text) {
    return switch (parse(text)) {
      case null -> ObjectTree.EMPTY;
      case ObjectTree tree -> tree;
      default -> throw new YamlException("not a mapping (expected: key: value)", 1);
    };
  }

  /**
   * The first document of {@code text}, null when it is empty. What follows is not looked at.
   *
   * @param repeated is told, in the words of Kubernetes tools, of each key given again
   */
  public static @Nullable Object first(String text, Consumer<String> repeated) {
    return new Reader(text, repeated).first();
  }

  /** {@code utf8} as text, without a byte order mark. */
  public static String decode(byte[] utf8) {
    try {
      var text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(utf8))
              .toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      var line = 1;
      for (var b : utf8) {
        if (b == '\n') {
          line++;
        }
      }
      throw new YamlException("not UTF-8 text (somewhere in its " + line + " lines)", 1, e);
    }
  }

  /** {@code value} as YAML in the style of Kubernetes tools: keys sorted, two blanks, no flow. */
  public static String write(@Nullable Object value) {
    return YamlWriter.write(value, true);
  }

  /** {@code value} as YAML with keys in tree order. */
  public static String writeInOrder(@Nullable Object value) {
    return YamlWriter.write(value, false);
  }

  /** {@code value} as YAML with four blanks and indented sequences, keys sorted. */
  public static String writeWide(@Nullable Object value) {
    return YamlWriter.writeWide(value);
  }

  private static final class Reader {
    private final String source;
    private final Iterator<Event> events;
    private final HashMap<String, Optional<Object>> anchors = new HashMap<>();
    private final HashMap<String, Integer> sizes = new HashMap<>();
    private final Consumer<String> repeated;
    private int nodes;
    private int copied;

    Reader(String text, Consumer<String> repeated) {
      this.source = text;
      this.repeated = repeated;
      this.events = new Parse(SETTINGS).parseString(text).iterator();
    }

    @Nullable Object first() {
      var documents = read(1);
      return documents.isEmpty() ? null : documents.getFirst().value();
    }

    List<Document> read() {
      return read(Integer.MAX_VALUE);
    }

    private List<Document> read(int most) {
      var documents = new ArrayList<Document>();
      try {
        while (documents.size() < most && events.hasNext()) {
          var event = events.next();
          switch (event.getEventId()) {
            case DocumentStart -> {
              anchors.clear();
              var first = events.next();
              documents.add(new Document(node(first, 0), line(first)));
            }
            default -> {}
          }
        }
      } catch (MarkedYamlEngineException e) {
        var mark = e.getProblemMark().or(e::getContextMark);
        var problem = Optional.ofNullable(e.getProblem()).orElse("invalid YAML");
        var context = e.getContext();
        throw new YamlException(
            context == null || context.isEmpty() ? problem : problem + " (" + context + ")",
            mark.map(m -> m.getLine() + 1).orElse(1),
            e);
      } catch (YamlEngineException e) {
        throw new YamlException(String.valueOf(e.getMessage()), 1, e);
      }
      return documents;
    }

    private static int line(Event event) {
      return event.getStartMark().map(m -> m.getLine() + 1).orElse(1);
    }

    private @Nullable Object node(Event event, int depth) {
      if (++nodes > MAX_NODES) {
        throw new YamlException(
            "document expands to more than " + MAX_NODES + " nodes", line(event));
      }
      if (depth > MAX_DEPTH) {
        throw new YamlException("nesting deeper than " + MAX_DEPTH, line(event));
      }
      var before = nodes;
      var value =
          switch (event) {
            case AliasEvent alias -> alias(alias);
            case ScalarEvent scalar -> scalar(scalar);
            case SequenceStartEvent _ -> sequence(depth);
            case MappingStartEvent start -> mapping(start, depth);
            default -> throw new YamlException("unexpected " + event.getEventId(), line(event));
          };
      if (event instanceof NodeEvent named
          && !(event instanceof AliasEvent)
          && named.getAnchor().isPresent()) {
        var anchor = named.getAnchor().get().getValue();
        anchors.put(anchor, Optional.ofNullable(value));
        sizes.put(anchor, nodes - before);
      }
      return value;
    }

    private @Nullable Object alias(AliasEvent alias) {
      var name = alias.getAlias().getValue();
      var value = anchors.get(name);
      if (value == null) {
        throw new YamlException("unknown anchor '" + name + "' referenced", line(alias));
      }
      nodes += sizes.getOrDefault(name, 0);
      copied += sizes.getOrDefault(name, 0) + 1;
      if (copied > 100 && nodes > 1_000 && copied > mostCopied() * nodes) {
        throw new YamlException("document contains excessive aliasing", line(alias));
      }
      return value.orElse(null);
    }

    /** How much of a document may stem from aliases: little of a great one. */
    private double mostCopied() {
      return nodes <= 400_000
          ? 0.99
          : nodes >= 4_000_000 ? 0.10 : 0.99 - 0.89 * (nodes - 400_000) / 3_600_000;
    }

    private List<Object> sequence(int depth) {
      var items = new ArrayList<@Nullable Object>();
      for (var event = events.next();
          event.getEventId() != Event.ID.SequenceEnd;
          event = events.next()) {
        items.add(node(event, depth + 1));
      }
      return Tree.list(items);
    }

    private ObjectTree mapping(MappingStartEvent start, int depth) {
      var builder = new ObjectTree.Builder(8);
      var merged = new ArrayList<ObjectTree>();
      for (var event = events.next();
          event.getEventId() != Event.ID.MappingEnd;
          event = events.next()) {
        if (event instanceof ScalarEvent scalar
            && scalar.isPlain()
            && scalar.getValue().equals("<<")) {
          merge(merged, node(events.next(), depth + 1), start);
          continue;
        }
        var given = node(event, depth + 1);
        var key = key(given, event);
        var before = builder.size();
        builder.put(key, node(events.next(), depth + 1));
        if (builder.size() == before) {
          var shown = given instanceof String ? "\"" + key + "\"" : key;
          repeated.accept("line " + line(event) + ": key " + shown + " already set in map");
        }
      }
      if (merged.isEmpty()) {
        return builder.build();
      }
      var own = builder.build();
      var whole = new ObjectTree.Builder(own.size() + 8);
      for (var base : merged.reversed()) {
        base.forEach(whole::put);
      }
      own.forEach(whole::put);
      return whole.build();
    }

    private static void merge(List<ObjectTree> merged, @Nullable Object value, Event at) {
      switch (value) {
        case ObjectTree tree -> merged.add(tree);
        case List<?> list -> list.forEach(item -> merge(merged, item, at));
        case null, default ->
            throw new YamlException(
                "map merge requires map or sequence of maps as the value", line(at));
      }
    }

    private static String key(@Nullable Object key, Event at) {
      return switch (key) {
        case String s -> s;
        case null -> "null";
        case Boolean b -> b.toString();
        case Long l -> l.toString();
        case BigInteger big -> big.toString();
        case Double d -> Json.number(d);
        default -> throw new YamlException("a mapping key must be a scalar", line(at));
      };
    }

    private @Nullable Object scalar(ScalarEvent event) {
      var text = blockEnd(event);
      var tag = event.getTag().orElse("");
      switch (tag) {
        case "", "!" -> {
          if (event.getScalarStyle() != ScalarStyle.PLAIN || tag.equals("!")) {
            return text;
          }
        }
        case "tag:yaml.org,2002:str" -> {
          return text;
        }
        case "tag:yaml.org,2002:binary" -> {
          return binary(text, event);
        }
        case "tag:yaml.org,2002:float" -> {
          return Scalars.resolve(text) instanceof Number n ? (Object) n.doubleValue() : text;
        }
        default -> {}
      }
      var value = Scalars.resolve(text);
      if (value instanceof Double d && (d.isNaN() || d.isInfinite())) {
        throw new YamlException("number " + text + " has no JSON form", line(event));
      }
      return value;
    }

    /** A block scalar that ends with the text, without a line break there, has none either. */
    private String blockEnd(ScalarEvent event) {
      var text = event.getValue();
      var style = event.getScalarStyle();
      var block = style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED;
      if (!block || !text.endsWith("\n") || source.endsWith("\n")) {
        return text;
      }
      var codePoints = source.codePointCount(0, source.length());
      var last = event.getEndMark().filter(mark -> mark.getIndex() >= codePoints).isPresent();
      return last ? text.substring(0, text.length() - 1) : text;
    }

    private static String binary(String text, Event at) {
      try {
        return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw new YamlException("!!binary value is not base64", line(at), e);
      }
    }
  }
}
