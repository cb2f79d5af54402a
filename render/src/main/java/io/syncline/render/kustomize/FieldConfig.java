package io.syncline.render.kustomize;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which fields each transformation touches: the defaults and what configurations add. */
final class FieldConfig {
  private static final FieldConfig DEFAULTS = defaults();

  /** One list of fields, spelt in configurations by {@link #word}. */
  enum Use {
    PREFIX("namePrefix"),
    SUFFIX("nameSuffix"),
    NAMESPACE("namespace"),
    COMMON_LABELS("commonLabels"),
    LABELS("labels"),
    TEMPLATE_LABELS("templateLabels"),
    ANNOTATIONS("commonAnnotations"),
    VARIABLES("varReference"),
    IMAGES("images"),
    REPLICAS("replicas");

    private final String word;

    Use(String word) {
      this.word = word;
    }

    static Optional<Use> of(String word) {
      for (var use : values()) {
        if (use.word.equals(word)) {
          return Optional.of(use);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * Fields that hold the name of objects of one kind.
   *
   * @param referred the kind whose names they hold
   * @param fields where the names stand
   */
  record References(Gvk referred, List<FieldSpec> fields) {}

  private final Map<Use, List<FieldSpec>> fields = new EnumMap<>(Use.class);
  private final List<References> references = new ArrayList<>();

  static FieldConfig builtin() {
    return DEFAULTS;
  }

  private static FieldConfig defaults() {
    var config = new FieldConfig();
    for (var line : ApiSchema.lines("field-specs.txt")) {
      var words = line.split(" ");
      var gvk = Gvk.of(part(words[1]), part(words[2]), part(words[3]));
      if (words[0].equals("reference")) {
        config.references.add(new References(gvk, new ArrayList<>()));
        continue;
      }
      var spec = FieldSpec.of(gvk, words[4], words.length > 5);
      if (words[0].equals("nameReference")) {
        config.references.getLast().fields().add(spec);
      } else {
        config.list(Use.of(words[0]).orElseThrow()).add(spec);
      }
    }
    config.sort();
    return config;
  }

  private static String part(String word) {
    return word.equals("-") ? "" : word;
  }

  /** A configuration file. */
  static FieldConfig parse(ObjectTree tree) {
    var config = new FieldConfig();
    tree.forEach(
        (name, value) -> {
          if (name.equals("nameReference")) {
            for (var item : Tree.items(value)) {
              var specs = new ArrayList<FieldSpec>();
              Tree.items(Tree.at(item, "fieldSpecs")).forEach(spec -> specs.add(spec(spec)));
              config.references.add(new References(gvk(item), specs));
            }
            return;
          }
          var use =
              Use.of(name)
                  .orElseThrow(
                      () -> new BuildException("unknown field '" + name + "' in configuration"));
          Tree.items(value).forEach(spec -> config.list(use).add(spec(spec)));
        });
    config.sort();
    return config;
  }

  static FieldSpec spec(Object tree) {
    return FieldSpec.of(gvk(tree), Tree.text(tree, "path"), Tree.flag(tree, "create"));
  }

  static Gvk gvk(Object tree) {
    return Gvk.of(Tree.text(tree, "group"), Tree.text(tree, "version"), Tree.text(tree, "kind"));
  }

  private List<FieldSpec> list(Use use) {
    return fields.computeIfAbsent(use, _ -> new ArrayList<>());
  }

  /** The fields of one use; not to be changed. */
  List<FieldSpec> of(Use use) {
    return fields.getOrDefault(use, List.of());
  }

  List<References> references() {
    return references;
  }

  void add(Use use, FieldSpec spec) {
    FieldSpec.merge(list(use), spec);
  }

  void add(References added) {
    for (var i = 0; i < references.size(); i++) {
      var known = references.get(i);
      if (known.referred.equals(added.referred)) {
        var merged = new ArrayList<>(known.fields);
        added.fields.forEach(spec -> FieldSpec.merge(merged, spec));
        references.set(i, new References(known.referred, merged));
        return;
      }
    }
    references.add(new References(added.referred, new ArrayList<>(added.fields)));
  }

  /** Both configurations as one; neither is changed. */
  FieldConfig merge(FieldConfig other) {
    if (other.isEmpty() || other == this) {
      return this;
    }
    if (isEmpty()) {
      return other;
    }
    var merged = new FieldConfig();
    fields.forEach((use, specs) -> merged.list(use).addAll(specs));
    references.forEach(
        r -> merged.references.add(new References(r.referred, new ArrayList<>(r.fields))));
    other.fields.forEach((use, specs) -> specs.forEach(spec -> merged.add(use, spec)));
    other.references.forEach(merged::add);
    merged.sort();
    return merged;
  }

  private boolean isEmpty() {
    return references.isEmpty() && fields.values().stream().allMatch(List::isEmpty);
  }

  private void sort() {
    fields.values().forEach(list -> list.sort(Comparator.comparing(FieldSpec::gvk, Gvk.ORDER)));
    references.sort(Comparator.comparing(References::referred, Gvk.ORDER));
  }
}
