package io.syncline.localkube.contract;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes the answers of one case comparable: what a server chooses or counts is replaced by a word
 * for it, the same word for the same value throughout the case. Values that the case itself names
 * stay.
 */
final class Normal {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
  private static final Pattern ADDRESS = Pattern.compile("\\b10\\.\\d+\\.\\d+\\.\\d+\\b");
  private static final Pattern LOCAL_PORT = Pattern.compile("127\\.0\\.0\\.1:\\d+");
  private static final Pattern TOKEN_VOLUME = Pattern.compile("kube-api-access-[a-z0-9]{5}");
  private static final Pattern VERSIONS =
      Pattern.compile("(resource version: )\\d+(, current: |\\s\\()\\d+(\\)?)");
  private static final Pattern DOCUMENT_HASH = Pattern.compile("hash=[0-9A-Fa-f]+");
  private static final Pattern POINTER = Pattern.compile("0x[0-9a-f]{8,}");
  private static final Pattern QUOTED_VERSION =
      Pattern.compile("(resourceVersion\\\\?\":\\\\?\")\\d+(\\\\?\")");
  private static final Pattern PRECONDITION =
      Pattern.compile("(in the precondition|in record) \\(\\d+\\)");

  /** What changed, as Go prints it: meant for people, and spaced at random. */
  private static final Pattern GO_DIFFERENCE =
      Pattern.compile("(?s)\\n[ \\xa0]+core\\.\\w+\\{.*\\n[ \\xa0]*}\\n");

  private static final Pattern GENERATED = Pattern.compile("generateName: ([\\w-]+)");
  private static final Pattern AGE = Pattern.compile("(\\d+[dhms])+");
  private static final Set<String> ALLOCATED_PORTS = Set.of("nodePort", "healthCheckNodePort");

  private final String source;
  private final List<String> prefixes;
  private final Instant now = Instant.now();
  private final Map<String, String> names = new LinkedHashMap<>();
  private int step;
  private int uids;
  private int versions;

  /** For a case whose text is {@code source}. */
  Normal(String source) {
    this.source = source;
    this.prefixes = GENERATED.matcher(source).results().map(found -> found.group(1)).toList();
  }

  /** The next answers are those of step {@code number}. */
  void step(int number) {
    step = number;
    uids = 0;
    versions = 0;
  }

  /** The comparable form of {@code answer}. */
  @Nullable Object of(@Nullable Object answer) {
    return value("", answer);
  }

  private @Nullable Object value(String key, @Nullable Object value) {
    return switch (value) {
      case ObjectTree tree -> object(key, tree);
      case List<?> list -> list(key, list);
      case String text -> text(key, text);
      case Long number when ALLOCATED_PORTS.contains(key) && chosen(number.toString()) -> "<port>";
      case null, default -> value;
    };
  }

  private Object list(String key, List<?> list) {
    var out = new ArrayList<Object>();
    for (var item : list) {
      out.add(Objects.requireNonNull(value(key, item)));
    }
    return Tree.list(out);
  }

  private Object object(String key, ObjectTree tree) {
    if (key.equals("fieldsV1")) {
      var fields = new TreeSet<String>();
      flatten("", tree, fields);
      return Tree.list(List.copyOf(fields));
    }
    var ofList = tree.containsKey("metadata") && (isList(tree));
    var out = ObjectTree.EMPTY;
    for (var entry : new TreeMap<>(tree).entrySet()) {
      var shown =
          ofList && entry.getKey().equals("metadata")
              ? listMetadata(Tree.object(entry.getValue()))
              : value(entry.getKey(), entry.getValue());
      out = out.with(entry.getKey(), shown);
    }
    return out;
  }

  private static boolean isList(ObjectTree tree) {
    return Tree.text(tree, "kind").equals("Table")
        || (Tree.text(tree, "kind").endsWith("List") && tree.containsKey("items"));
  }

  /** The version of a list grows with every write to the store, whoever makes it. */
  private @Nullable Object listMetadata(ObjectTree metadata) {
    var shown = metadata;
    if (shown.containsKey("resourceVersion")) {
      shown = shown.with("resourceVersion", "<list version>");
    }
    if (!Tree.text(shown, "continue").isEmpty()) {
      shown = shown.with("continue", "<continue>");
    }
    return value("metadata", shown);
  }

  private static void flatten(String path, ObjectTree fields, Set<String> out) {
    fields.forEach(
        (name, below) -> {
          var here = path.isEmpty() ? name : path + " " + name;
          if (below instanceof ObjectTree tree && !tree.isEmpty()) {
            flatten(here, tree, out);
          } else {
            out.add(here);
          }
        });
  }

  private String text(String key, String text) {
    if (key.equals("resourceVersion")) {
      return text.isEmpty() || text.equals("0") || text.startsWith("<")
          ? text
          : names.computeIfAbsent(
              "version " + text, absent -> "<version " + step + "." + ++versions + ">");
    }
    if (key.equals("storageVersionHash")) {
      return text;
    }
    var shown = text;
    shown = replaced(UUID, shown, this::uid);
    shown = replaced(TIME, shown, this::time);
    shown = replaced(ADDRESS, shown, found -> chosen(found) ? "<address>" : found);
    shown = replaced(LOCAL_PORT, shown, found -> "<server>");
    shown = replaced(TOKEN_VOLUME, shown, found -> "kube-api-access-<random>");
    shown = VERSIONS.matcher(shown).replaceAll("$1<version>$2<version>$3");
    shown = replaced(POINTER, shown, found -> "<pointer>");
    for (var prefix : prefixes) {
      shown =
          shown.replaceAll(
              Pattern.quote(prefix) + "[bcdfghjklmnpqrstvwxz2456789]{5}\\b",
              Matcher.quoteReplacement(prefix + "<random>"));
    }
    shown = GO_DIFFERENCE.matcher(shown).replaceAll("");
    shown = PRECONDITION.matcher(shown).replaceAll("$1 (<version>)");
    shown = QUOTED_VERSION.matcher(shown).replaceAll("$1<version>$2");
    shown = replaced(DOCUMENT_HASH, shown, found -> "hash=<hash>");
    return key.equals("cells") && AGE.matcher(shown).matches() ? "<age>" : shown;
  }

  private boolean chosen(String value) {
    return !source.contains(value);
  }

  private String uid(String uid) {
    return chosen(uid)
        ? names.computeIfAbsent(uid, absent -> "<uid " + step + "." + ++uids + ">")
        : uid;
  }

  private String time(String time) {
    if (!chosen(time)) {
      return time;
    }
    var away = Duration.between(Instant.parse(time), now).abs();
    return away.compareTo(Duration.ofDays(1)) > 0
        ? time
        : time.contains(".") ? "<precise time>" : "<time>";
  }

  private static String replaced(Pattern pattern, String text, UnaryOperator<String> by) {
    return pattern
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(by.apply(found.group())));
  }
}
