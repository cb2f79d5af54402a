package io.syncline.render.kustomize;

import io.syncline.render.kustomize.node.Fields;
import io.syncline.render.kustomize.node.Node;
import io.syncline.render.kustomize.node.NodeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Strategic merge as Kustomize does it: null clears, {@code $patch} directives delete or replace,
 * lists merge by key where the API schema says so and are replaced elsewhere, new elements come
 * first.
 */
final class StrategicMerge {
  private static final String DIRECTIVE = "$patch";
  private final ApiSchema schema;

  StrategicMerge(ApiSchema schema) {
    this.schema = schema;
  }

  private enum Directive {
    MERGE,
    REPLACE,
    DELETE,
    UNKNOWN
  }

  /**
   * {@code dest} changed by {@code patch}, both of which may be changed in place and shared.
   *
   * @return empty when the patch deletes the object
   */
  Optional<Node> merge(Node dest, Node patch) {
    try {
      return Optional.ofNullable(walk(dest, patch, SchemaPlace.NONE));
    } catch (NodeException e) {
      throw new BuildException(e.problem());
    }
  }

  /** Where in the schema a walk is: the type of a map, and how a list merges. */
  private record SchemaPlace(Optional<ApiSchema.Type> type, boolean merges, List<String> keys) {
    static final SchemaPlace NONE = new SchemaPlace(Optional.empty(), false, List.of());

    SchemaPlace field(String name) {
      return type.flatMap(t -> t.field(name))
          .map(f -> new SchemaPlace(f.type(), f.merges(), f.keys()))
          .orElse(NONE);
    }

    SchemaPlace element() {
      return new SchemaPlace(type, false, List.of());
    }
  }

  private @Nullable Node walk(@Nullable Node dest, @Nullable Node patch, SchemaPlace known) {
    var lead = Node.missingOrNull(dest) ? patch : dest;
    if (lead == null || lead.isNull()) {
      return walkMap(dest, patch, known);
    }
    Fields.require(dest, lead.kind());
    Fields.require(patch, lead.kind());
    return switch (lead.kind()) {
      case MAP -> walkMap(dest, patch, place(dest, patch, known));
      case LIST -> {
        if (known.merges) {
          yield walkMergingList(dest, patch, known);
        }
        yield patch != null ? patch : dest;
      }
      case SCALAR -> patch != null ? patch : dest;
    };
  }

  /** Without a known type, an object says its own by apiVersion and kind. */
  private SchemaPlace place(@Nullable Node dest, @Nullable Node patch, SchemaPlace known) {
    if (known.type.isPresent()) {
      return known;
    }
    for (var source : new @Nullable Node[] {dest, patch}) {
      if (source == null || source.isNull()) {
        continue;
      }
      var kind = source.textAt("kind");
      var apiVersion = source.textAt("apiVersion");
      if (!kind.isEmpty() && !apiVersion.isEmpty()) {
        var type = schema.type(apiVersion, kind);
        if (type.isPresent()) {
          return new SchemaPlace(type, false, List.of());
        }
      }
    }
    return known;
  }

  private @Nullable Node walkMap(@Nullable Node dest, @Nullable Node patch, SchemaPlace place) {
    var target = visitMap(dest, patch);
    if (target == null) {
      return null;
    }
    var names = new TreeSet<String>();
    target.forEach((name, _) -> names.add(name));
    if (patch != null) {
      patch.forEach((name, _) -> names.add(name));
    }
    for (var name : names) {
      if (name.isEmpty()) {
        Fields.require(target, Node.Kind.SCALAR);
      }
      var from = patch == null ? null : patch.get(name);
      var to = target.get(name);
      if (from == null && to != null && to.isScalar() && !to.isNull()) {
        continue;
      }
      Fields.merge(target, name, walk(to, from, place.field(name)));
    }
    if (patch != null && patch != target) {
      Fields.inheritFault(target, patch);
    }
    return target;
  }

  private static @Nullable Node visitMap(@Nullable Node dest, @Nullable Node patch) {
    if (dest == null || dest.isNull()) {
      if (patch != null && patch.isMap() && directive(patch) == Directive.DELETE) {
        return null;
      }
      if (patch == null && dest != null && !dest.text().isEmpty()) {
        return Node.keptNull(dest.text());
      }
      return patch;
    }
    if (patch == null) {
      return dest;
    }
    if (patch.isNull()) {
      return null;
    }
    return directed(dest, patch, directive(patch));
  }

  private static @Nullable Node directed(Node dest, Node patch, Directive directive) {
    return switch (directive) {
      case DELETE -> null;
      case REPLACE -> patch;
      case MERGE -> dest;
      case UNKNOWN ->
          throw new NodeException("unknown patch strategy (expected: merge, replace or delete)");
    };
  }

  /** The directive of a patch, which is taken out of it. */
  private static Directive directive(Node patch) {
    if (patch.isMap()) {
      var value = patch.get(DIRECTIVE);
      if (value == null) {
        return Directive.MERGE;
      }
      var directive = word(value.text());
      if (directive != Directive.UNKNOWN) {
        patch.remove(DIRECTIVE);
      }
      return directive;
    }
    for (var i = 0; i < patch.size(); i++) {
      var element = patch.item(i);
      var value = element.get(DIRECTIVE);
      if (value != null) {
        // Beside other fields the directive is about the element, not about the list.
        if (element.size() > 1) {
          return Directive.MERGE;
        }
        var directive = word(value.text());
        if (directive != Directive.UNKNOWN) {
          setElement(patch, null, List.of(DIRECTIVE), List.of(value.text()));
        }
        return directive;
      }
    }
    return Directive.MERGE;
  }

  private static Directive word(String word) {
    return switch (word) {
      case "delete" -> Directive.DELETE;
      case "replace" -> Directive.REPLACE;
      case "merge" -> Directive.MERGE;
      default -> Directive.UNKNOWN;
    };
  }

  private @Nullable Node walkMergingList(
      @Nullable Node dest, @Nullable Node patch, SchemaPlace place) {
    @Nullable Node target;
    if (dest == null || dest.isNull()) {
      target = patch;
    } else if (patch == null) {
      target = dest;
    } else {
      target = patch.isNull() ? null : directed(dest, patch, directive(patch));
    }
    if (target == null) {
      return null;
    }
    var keys = place.keys.isEmpty() ? List.of("") : place.keys;
    var values = new ArrayList<List<String>>();
    var seen = new HashSet<List<String>>();
    collect(patch, keys, values, seen);
    collect(target, keys, values, seen);
    return mergeElements(target, patch, keys, values, place.element());
  }

  private static void collect(
      @Nullable Node list,
      List<String> keys,
      List<List<String>> values,
      HashSet<List<String>> seen) {
    if (list == null) {
      return;
    }
    for (var i = 0; i < list.size(); i++) {
      var element = list.item(i);
      var texts = new ArrayList<String>(keys.size());
      for (var key : keys) {
        if (key.isEmpty()) {
          texts.add(element.text());
          continue;
        }
        var field = element.get(key);
        texts.add(field == null || field.isEmpty() ? "" : field.text());
      }
      if (seen.add(texts)) {
        values.add(texts);
      }
    }
  }

  private @Nullable Node mergeElements(
      Node target,
      @Nullable Node patch,
      List<String> keys,
      List<List<String>> collected,
      SchemaPlace place) {
    var allValues = keys.size() > 1 ? MergeKeys.unify(collected) : collected;
    var added = Node.list();
    var valid = new MergeKeys(keys, List.of());
    for (var values : allValues) {
      valid = MergeKeys.valid(allValues, values, keys);
      var own = MergeKeys.valid(List.of(values), values, keys);
      var to = find(target, own);
      var from = patch == null ? null : find(patch, own);
      var merged = walk(to, from, place);
      if (merged == null || merged.isNull() || merged.isMap() && merged.size() == 0) {
        for (var _ : valid.keys()) {
          setElement(target, null, valid.keys(), valid.values());
        }
        continue;
      }
      for (var i = 0; i < valid.keys().size(); i++) {
        complete(merged, valid.keys().get(i), valid.values().get(i));
      }
      setElement(added, merged, valid.keys(), valid.values());
    }
    if (!allValues.isEmpty()) {
      appendRest(added, target, valid.keys());
      return added;
    }
    return target;
  }

  /** Makes sure the element holds the key it was found by. */
  private static void complete(Node merged, String key, String value) {
    if (value.isEmpty() || merged.get(key) != null) {
      return;
    }
    if (key.isEmpty()) {
      Fields.set(merged, Node.plain(value));
    } else {
      Fields.set(merged, key, Node.plain(value));
    }
  }

  private static @Nullable Node find(Node list, MergeKeys wanted) {
    for (var i = 0; i < list.size(); i++) {
      var element = list.item(i);
      if (wanted.keys().getFirst().isEmpty()) {
        if (element.text().equals(wanted.values().getFirst())) {
          return element;
        }
        continue;
      }
      if (element.isMap() && matches(element, wanted)) {
        return element;
      }
    }
    return null;
  }

  private static boolean matches(Node element, MergeKeys wanted) {
    for (var k = 0; k < wanted.keys().size(); k++) {
      var field = element.get(wanted.keys().get(k));
      if (field == null || !field.text().equals(wanted.values().get(k))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Puts {@code element} in the place of each element with these keys, or last when there is none;
   * without an element, takes them out. Null and empty elements always go.
   */
  private static void setElement(
      Node list, @Nullable Node element, List<String> keys, List<String> values) {
    Fields.require(list, Node.Kind.LIST);
    var kept = new ArrayList<Node>(list.size() + 1);
    var byField = !keys.getFirst().isEmpty() && !values.isEmpty() && !values.getFirst().isEmpty();
    var found = false;
    for (var i = 0; i < list.size(); i++) {
      var candidate = list.item(i);
      if (candidate.isNull() || candidate.isMap() && candidate.size() == 0) {
        continue;
      }
      if (!candidate.isMap() && byField) {
        kept.add(candidate);
      } else if (!hasKeys(candidate, keys, values)) {
        if (!values.isEmpty()) {
          kept.add(candidate);
        }
      } else {
        found = true;
        if (element != null) {
          kept.add(element);
        }
      }
    }
    if (!found && element != null && !element.isNull()) {
      kept.add(element);
    }
    list.elements(kept);
  }

  private static boolean hasKeys(Node candidate, List<String> keys, List<String> values) {
    var last = false;
    for (var j = 0; j < keys.size(); j++) {
      if (j < values.size()) {
        last = hasKey(candidate, keys.get(j), values.get(j));
      }
      if (!last) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasKey(Node candidate, String key, String value) {
    if (key.isEmpty()) {
      Fields.require(candidate, Node.Kind.SCALAR);
      return candidate.text().equals(value);
    }
    Fields.require(candidate, Node.Kind.MAP);
    var field = candidate.get(key);
    return field != null && (value.isEmpty() || field.text().equals(value));
  }

  /** Appends what the list had and the patch left alone. */
  private static void appendRest(Node added, Node rest, List<String> keys) {
    for (var element : elements(rest)) {
      if (keys.getFirst().isEmpty()) {
        setElement(added, element, keys, List.of(element.text()));
        continue;
      }
      var values = new ArrayList<String>();
      for (var key : keys) {
        var field = element.get(key);
        if (field == null) {
          added.add(element);
        } else {
          values.add(field.text());
        }
      }
      if (keys.size() > 1) {
        setElement(added, null, keys, values);
      }
      setElement(added, element, keys, values);
    }
  }

  private static List<Node> elements(Node list) {
    var elements = new ArrayList<Node>(list.size());
    for (var i = 0; i < list.size(); i++) {
      elements.add(list.item(i));
    }
    return elements;
  }
}
