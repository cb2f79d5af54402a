package io.syncline.engine.diff;

import io.syncline.engine.customization.Written;
import io.syncline.model.object.GroupKind;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What settings say about comparing objects of all applications (semantics 13.6, 13.7).
 *
 * @param ignores fields that count in no comparison
 * @param quiet fields whose changes cause none
 * @param knownFields fields of custom kinds that have the form of a built-in type
 * @param options what is left out of all objects
 * @param filtersUpdates whether changes of fields that do not count cause no comparison at all
 */
public record Customizations(
    List<IgnoreRule> ignores,
    List<IgnoreRule> quiet,
    List<KnownField> knownFields,
    CompareOptions options,
    boolean filtersUpdates) {
  /** Nothing is set. */
  public static final Customizations NONE = from(Map.of());

  /** Copies the lists. */
  public Customizations {
    ignores = List.copyOf(ignores);
    quiet = List.copyOf(quiet);
    knownFields = List.copyOf(knownFields);
  }

  /**
   * What {@code settings}, the keys and texts of {@code argocd-cm}, say. Texts nobody can read
   * count as not written: one bad setting must not stop all applications.
   */
  public static Customizations from(Map<String, String> settings) {
    var ignores = new ArrayList<IgnoreRule>();
    var quiet = new ArrayList<IgnoreRule>();
    var known = new ArrayList<>(KnownField.BUILT_IN);
    for (var written : Written.in(settings, new ArrayList<>())) {
      var kinds = written.kinds();
      switch (written.type()) {
        case "ignoreDifferences" -> rule(kinds, written.value()).ifPresent(ignores::add);
        case "ignoreResourceUpdates" -> rule(kinds, written.value()).ifPresent(quiet::add);
        case "knownTypeFields" -> known.addAll(fields(kinds, written.value()));
        default -> {
          // Of another concern.
        }
      }
    }
    return new Customizations(
        ignores,
        quiet,
        known,
        CompareOptions.from(
            Tree.object(read(settings.get("resource.compareoptions")).orElse(ObjectTree.EMPTY))),
        !"false".equals(settings.get("resource.ignoreResourceUpdatesEnabled")));
  }

  /** Values stand as YAML text in YAML, or as what they are. */
  private static Optional<Object> read(@org.jspecify.annotations.Nullable Object value) {
    if (!(value instanceof String text)) {
      return Optional.ofNullable(value);
    }
    try {
      return text.isBlank() ? Optional.empty() : Optional.ofNullable(Yaml.parse(text));
    } catch (YamlException _) {
      return Optional.empty();
    }
  }

  private static Optional<IgnoreRule> rule(String kinds, Object value) {
    return read(value)
        .filter(ObjectTree.class::isInstance)
        .map(fields -> IgnoreRule.forKinds(kinds, Tree.object(fields)));
  }

  private static List<KnownField> fields(String kinds, Object value) {
    var slash = kinds.lastIndexOf('/');
    var kind =
        new GroupKind(slash < 0 ? "" : kinds.substring(0, slash), kinds.substring(slash + 1));
    return KnownField.from(kind, Tree.items(read(value).orElse(List.of())));
  }

  /** The fields whose changes cause no comparison. */
  public List<IgnoreRule> updatesIgnored() {
    var all = new ArrayList<>(quiet);
    if (options.ignoreOnUpdates()) {
      all.addAll(ignores);
    }
    return List.copyOf(all);
  }
}
