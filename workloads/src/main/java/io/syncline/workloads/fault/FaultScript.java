package io.syncline.workloads.fault;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import io.syncline.workloads.control.Selector;
import io.syncline.workloads.control.Spans;
import io.syncline.workloads.fault.Step.Deed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a ConfigMap says is to go wrong. A script with a mistake has no steps at all: half a script
 * would look like a result.
 *
 * @param steps the steps in their order
 * @param mistakes what is wrong with the text
 */
record FaultScript(List<Step> steps, List<String> mistakes) {
  /** The key of the ConfigMap that holds the script. */
  static final String KEY = "schedule";

  private static final Set<String> FIELDS = Set.of("at", "select", "do", "for");
  private static final Set<String> CHOICES = Set.of("ns", "labels", "expressions");

  FaultScript {
    mistakes = List.copyOf(mistakes);
    steps = mistakes.isEmpty() ? List.copyOf(steps) : List.of();
  }

  /** The script in {@code config}. */
  static FaultScript of(Manifest config) {
    var text = config.text("data", KEY);
    if (text.isBlank()) {
      return broken("data." + KEY + " is empty (expected: a list of steps)");
    }
    try {
      var parsed = Yaml.parse(text);
      return parsed instanceof List<?> list
          ? steps(list)
          : broken("data." + KEY + " is not a list (expected: a list of steps)");
    } catch (YamlException e) {
      return broken("data." + KEY + " is not YAML: " + e.getMessage());
    }
  }

  private static FaultScript broken(String mistake) {
    return new FaultScript(List.of(), List.of(mistake));
  }

  private static FaultScript steps(List<?> list) {
    var steps = new ArrayList<Step>();
    var mistakes = new ArrayList<String>();
    for (var i = 0; i < list.size(); i++) {
      var reader = new Reader("step " + (i + 1), mistakes);
      reader.step(i, list.get(i)).ifPresent(steps::add);
    }
    return new FaultScript(steps, mistakes);
  }

  /** Reads one step and notes what is wrong with it. */
  private record Reader(String place, List<String> mistakes) {
    Optional<Step> step(int number, @Nullable Object tree) {
      if (!(tree instanceof ObjectTree step)) {
        return wrong("is not an object (expected: {at, select, do, for})");
      }
      known(step, FIELDS, "");
      var before = mistakes.size();
      var at = step.containsKey("at") ? span(step, "at") : Optional.of(Duration.ZERO);
      var lasts = step.containsKey("for") ? span(step, "for") : Optional.<Duration>empty();
      var deed = deed(step);
      var select = select(step);
      if (deed.isPresent() && deed.get() == Deed.DELETE && step.containsKey("for")) {
        wrong("has \"for\", but a deletion takes no time (expected: no \"for\")");
      }
      if (deed.isPresent() && deed.get() == Deed.NODE_DOWN && select.containsKey("ns")) {
        wrong("has select.ns, but nodes are in no namespace (expected: select.labels)");
      }
      if (mistakes.size() > before || at.isEmpty() || deed.isEmpty()) {
        return Optional.empty();
      }
      var labels =
          ObjectTree.of(
              "matchLabels",
              Tree.object(select.get("labels")),
              "matchExpressions",
              Tree.items(select.get("expressions")));
      return Optional.of(
          new Step(number, at.get(), namespaces(select), Selector.of(labels), deed.get(), lasts));
    }

    private Optional<Step> wrong(String mistake) {
      mistakes.add(place + " " + mistake);
      return Optional.empty();
    }

    private void known(ObjectTree tree, Set<String> fields, String under) {
      for (var key : tree.keySet()) {
        if (!fields.contains(key)) {
          wrong(
              "has unknown field \"%s%s\" (expected: %s)"
                  .formatted(
                      under, key, fields.stream().sorted().collect(Collectors.joining(", "))));
        }
      }
    }

    private Optional<Duration> span(ObjectTree step, String field) {
      var value = String.valueOf(step.get(field));
      var span = Spans.parse(value);
      if (span.isEmpty()) {
        wrong("has %s \"%s\" (expected: a time span such as 30s or 1m30s)".formatted(field, value));
      }
      return span;
    }

    private Optional<Deed> deed(ObjectTree step) {
      var word = Tree.text(step, "do");
      var deed = Arrays.stream(Deed.values()).filter(d -> d.word().equals(word)).findFirst();
      if (deed.isEmpty()) {
        var words = Arrays.stream(Deed.values()).map(Deed::word).collect(Collectors.joining(", "));
        wrong("does \"%s\" (expected: %s)".formatted(word, words));
      }
      return deed;
    }

    private ObjectTree select(ObjectTree step) {
      var value = step.get("select");
      if (value == null) {
        return ObjectTree.EMPTY;
      }
      if (!(value instanceof ObjectTree select)) {
        wrong("has a select that is not an object (expected: {ns, labels})");
        return ObjectTree.EMPTY;
      }
      known(select, CHOICES, "select.");
      var ns = select.get("ns");
      if (ns != null && !(ns instanceof String) && !(ns instanceof List<?>)) {
        wrong("has select.ns " + ns + " (expected: a namespace or a list of them)");
      }
      var labels = select.get("labels");
      if (labels != null
          && !(labels instanceof ObjectTree tree
              && tree.values().stream().allMatch(String.class::isInstance))) {
        wrong("has select.labels " + labels + " (expected: labels with text values)");
      }
      return select;
    }

    private static List<String> namespaces(ObjectTree select) {
      return select.get("ns") instanceof String one
          ? List.of(one)
          : Tree.items(select.get("ns")).stream().map(String::valueOf).toList();
    }
  }
}
