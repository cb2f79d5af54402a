package io.syncline.engine.status;

import io.syncline.model.object.GroupKind;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a stored Application smaller than what a cluster's store takes, however many objects it has
 * (features N19). The lists of objects and of results are stored in part: first one entry of each
 * kind, so that what was managed is looked for again, then hooks and what is not in order, then the
 * rest from the start. An annotation says that this is so and counts what there is.
 */
public final class StatusBounds {
  /** Annotation of an Application whose lists are stored in part: JSON. */
  public static final String ANNOTATION = "syncline.io/status-cut";

  /** Most entries stored of one list. */
  public static final int ENTRIES = 1_000;

  /** Most bytes stored of one list, estimated. */
  static final int WEIGHT = 300_000;

  private static final int MESSAGE = 4_000;
  private static final int OPERATION_MESSAGE = 16_000;

  private StatusBounds() {}

  /** A list that may grow with the application. */
  private enum Part {
    RESOURCES(StatusBounds::concern, "resources"),
    RESULTS(StatusBounds::urgency, "operationState", "syncResult", "resources");

    private final ToIntFunction<ObjectTree> rank;
    private final List<String> path;

    Part(ToIntFunction<ObjectTree> rank, String... path) {
      this.rank = rank;
      this.path = List.of(path);
    }

    private String word() {
      return this == RESOURCES ? "resources" : "results";
    }

    private String[] path() {
      var whole = new ArrayList<>(List.of("status"));
      whole.addAll(path);
      return whole.toArray(String[]::new);
    }

    private List<Object> of(ObjectTree root) {
      return Tree.items(Tree.at(root, path()));
    }
  }

  /**
   * A list that is stored in part.
   *
   * @param kept what is stored
   * @param all what there is
   */
  private record Cut(List<Object> kept, List<Object> all) {}

  /** The lists of one application that are stored in part, as far as they are remembered. */
  public static final class Whole {
    /** No list is stored in part. */
    public static final Whole NONE = new Whole(Map.of());

    private final Map<Part, Optional<Cut>> parts;

    private Whole(Map<Part, Optional<Cut>> parts) {
      this.parts = Collections.unmodifiableMap(new TreeMap<>(parts));
    }

    /** Whether no list is stored in part. */
    public boolean none() {
      return parts.values().stream().allMatch(Optional::isEmpty);
    }

    private Optional<Cut> cut(Part part) {
      return parts.getOrDefault(part, Optional.empty());
    }

    /** This, with what {@code later} knows of the lists it is about. */
    public Whole with(Whole later) {
      var next = new TreeMap<>(parts);
      next.putAll(later.parts);
      return new Whole(next);
    }

    /** {@code root}, an Application, with its lists whole where they are remembered. */
    public ObjectTree restore(ObjectTree root) {
      var restored = root;
      for (var part : Part.values()) {
        var cut = cut(part);
        if (cut.isPresent() && cut.get().kept().equals(part.of(root))) {
          restored = Tree.with(restored, cut.get().all(), part.path());
        }
      }
      return restored;
    }
  }

  /**
   * An Application as it may be stored.
   *
   * @param root the object
   * @param changed the lists that are others than before, whole
   */
  public record Bounded(ObjectTree root, Whole changed) {}

  /** Whether the lists of {@code root}, an Application, are stored in part. */
  public static boolean cut(ObjectTree root) {
    return !mark(root).isEmpty();
  }

  /**
   * {@code next} as it may be stored.
   *
   * @param stored what is stored now: lists that are still the same stay as they are
   * @param known lists of what is stored now
   */
  public static Bounded fit(ObjectTree stored, ObjectTree next, Whole known) {
    var changed = new TreeMap<Part, Optional<Cut>>();
    var marks = mark(stored);
    var root = next;
    for (var part : Part.values()) {
      var list = part.of(next);
      if (list.equals(part.of(stored))) {
        if (known.cut(part).filter(cut -> cut.kept().equals(list)).isPresent()
            && !marks.containsKey(part.word())) {
          marks = marks.with(part.word(), counted(known.cut(part).get()));
        }
        continue;
      }
      var cut = known.cut(part).filter(c -> c.all().equals(list)).or(() -> cut(part, list));
      changed.put(part, cut);
      if (cut.isPresent()) {
        root = Tree.with(root, cut.get().kept(), part.path());
        marks = marks.with(part.word(), counted(cut.get()));
      } else {
        marks = marks.without(part.word());
      }
    }
    return new Bounded(marked(shortened(root), marks), new Whole(changed));
  }

  private static ObjectTree mark(ObjectTree root) {
    var text = Tree.text(root, "metadata", "annotations", ANNOTATION);
    try {
      return text.isEmpty() ? ObjectTree.EMPTY : Tree.object(Json.parse(text));
    } catch (Json.SyntaxException notOurs) {
      return ObjectTree.EMPTY;
    }
  }

  private static ObjectTree marked(ObjectTree root, ObjectTree marks) {
    var path = new String[] {"metadata", "annotations", ANNOTATION};
    if (marks.isEmpty()) {
      return Tree.at(root, path) == null ? root : Tree.without(root, path);
    }
    var text = Json.write(marks);
    return Tree.text(root, path).equals(text) ? root : Tree.with(root, text, path);
  }

  private static ObjectTree counted(Cut cut) {
    var counts = new TreeMap<String, Long>();
    for (var entry : cut.all()) {
      var word = Tree.text(entry, "status");
      if (!word.isEmpty()) {
        counts.merge(word, 1L, Long::sum);
      }
    }
    return ObjectTree.of(
        "total",
        cut.all().size(),
        "stored",
        cut.kept().size(),
        "counts",
        ObjectTree.copyOf(counts));
  }

  private static ObjectTree shortened(ObjectTree root) {
    var path = new String[] {"status", "operationState", "message"};
    var message = Tree.text(root, path);
    var brief = shortened(message, OPERATION_MESSAGE);
    return brief.equals(message) ? root : Tree.with(root, brief, path);
  }

  /** {@code text}, or its start and how much is missing when it is longer than {@code limit}. */
  static String shortened(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    var room = limit - 40;
    var end = Character.isHighSurrogate(text.charAt(room - 1)) ? room - 1 : room;
    return text.substring(0, end) + "… (" + (text.length() - end) + " characters more)";
  }

  private static Optional<Cut> cut(Part part, List<Object> list) {
    var brief = list.stream().<Object>map(entry -> brief(Tree.object(entry))).toList();
    if (brief.size() <= ENTRIES && weight(brief) <= WEIGHT) {
      return brief.equals(list) ? Optional.empty() : Optional.of(new Cut(brief, list));
    }
    var chosen = new TreeSet<Integer>();
    var left = WEIGHT;
    for (var i : order(part, brief)) {
      left -= (int) Math.min(weight(brief.get(i)) + 1, WEIGHT);
      if (chosen.size() == ENTRIES || left < 0) {
        break;
      }
      chosen.add(i);
    }
    return Optional.of(new Cut(chosen.stream().map(brief::get).toList(), list));
  }

  private static ObjectTree brief(ObjectTree entry) {
    var next = entry;
    for (var path : List.of(new String[] {"message"}, new String[] {"health", "message"})) {
      var message = Tree.text(entry, path);
      var start = shortened(message, MESSAGE);
      next = start.equals(message) ? next : Tree.with(next, start, path);
    }
    return next;
  }

  /** Places in {@code list}, those first that must not be missed. */
  private static List<Integer> order(Part part, List<Object> list) {
    var kinds = new HashSet<GroupKind>();
    var ranks = new int[list.size()];
    Arrays.setAll(
        ranks,
        i -> {
          var entry = Tree.object(list.get(i));
          var kind = new GroupKind(Tree.text(entry, "group"), Tree.text(entry, "kind"));
          return kinds.add(kind) ? -1 : part.rank.applyAsInt(entry);
        });
    return IntStream.range(0, ranks.length)
        .boxed()
        .sorted(Comparator.comparingInt(i -> ranks[i]))
        .toList();
  }

  /** How much a managed object asks for attention; 0 is most. */
  private static int concern(ObjectTree resource) {
    var status = Tree.text(resource, "status");
    var health = Tree.text(resource, "health", "status");
    if (status.equals("OutOfSync") || health.equals("Degraded") || health.equals("Missing")) {
      return 0;
    }
    if (Tree.flag(resource, "hook")
        || Tree.flag(resource, "requiresPruning")
        || !(health.isEmpty() || health.equals("Healthy"))
        || status.equals("Unknown")) {
      return 1;
    }
    return Tree.flag(resource, "requiresDeletionConfirmation") ? 2 : 3;
  }

  /** What a sync that goes on after a restart must know first: what it must not do again. */
  private static int urgency(ObjectTree result) {
    if (!Tree.text(result, "hookType").isEmpty()) {
      return 0;
    }
    var phase = Tree.text(result, "hookPhase");
    if (phase.equals("Failed")
        || phase.equals("Error")
        || Tree.text(result, "status").equals("SyncFailed")) {
      return 1;
    }
    return switch (Tree.text(result, "status")) {
      case "Synced" -> phase.equals("Running") ? 3 : 4;
      default -> 2;
    };
  }

  /** About how many bytes {@code value} takes as JSON. */
  static long weight(@Nullable Object value) {
    return switch (value) {
      case String text -> 2 + bytes(text);
      case ObjectTree tree -> {
        var sum = 2L;
        for (var entry : tree.entrySet()) {
          sum += 4 + entry.getKey().length() + weight(entry.getValue());
        }
        yield sum;
      }
      case List<?> list -> {
        var sum = 2L;
        for (var item : list) {
          sum += 1 + weight(item);
        }
        yield sum;
      }
      case null, default -> 8;
    };
  }

  private static long bytes(String text) {
    var sum = 0L;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      sum += c < 0x20 || c == '"' || c == '\\' ? 2 : c < 0x80 ? 1 : 3;
    }
    return sum;
  }

  /**
   * {@code history} with the sources of old deployments left out when all together are too much;
   * the newest keeps its own whatever it weighs.
   */
  static List<ObjectTree> history(List<ObjectTree> history) {
    var kept = new ArrayList<ObjectTree>();
    var left = (long) WEIGHT;
    for (var entry : history.reversed()) {
      left -= weight(entry);
      kept.add(left < 0 && !kept.isEmpty() ? entry.without("source").without("sources") : entry);
    }
    return List.copyOf(kept.reversed());
  }

  /** How many managed objects {@code root} has beyond those it lists. */
  public static long unlisted(ObjectTree root) {
    var total = Tree.number(mark(root), 0, Part.RESOURCES.word(), "total");
    return Math.max(0, total - Part.RESOURCES.of(root).size());
  }
}
