package io.syncline.render.kustomize;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one build knows of the API: which lists merge by which keys, and which kinds have no
 * namespace. Starts from the built-in facts; an {@code openapi} field of a kustomization puts a
 * schema of its own in their place.
 */
final class ApiSchema {
  private static final Facts BUILTIN = Facts.load();

  private final Map<String, Type> types = new HashMap<>();
  private final Map<String, Type> kinds = new HashMap<>();
  private final Map<String, Boolean> namespaced = new HashMap<>();
  private boolean custom;
  private boolean builtin;
  private boolean builtinLast;
  private boolean asked;
  private boolean loaded;
  private @Nullable ObjectTree pending;

  /**
   * One type of the API.
   *
   * @param fields what merging needs to know of its fields
   */
  record Type(Map<String, Field> fields) {
    Optional<Field> field(String name) {
      return Optional.ofNullable(fields.get(name));
    }
  }

  /**
   * One field.
   *
   * @param type type of the field, of its elements or of its values; empty when nothing merges
   *     below
   * @param merges whether patches merge into the list instead of replacing it
   * @param keys fields that identify an element; empty for a list of plain values
   */
  record Field(Optional<Type> type, boolean merges, List<String> keys) {}

  /** The facts that ship with this module. */
  private record Facts(
      Map<String, Type> kinds, Map<String, Type> types, Map<String, Boolean> namespaced) {
    /** A type by its full name, which ends in the short one of the table. */
    Optional<Type> named(String name) {
      for (var place = name.length(); place > 0; ) {
        place = name.lastIndexOf('.', place - 1);
        var type = types.get(name.substring(place + 1));
        if (type != null) {
          return Optional.of(type);
        }
      }
      return Optional.empty();
    }

    static Facts load() {
      var fields = new HashMap<String, Map<String, Field>>();
      var kinds = new HashMap<String, Type>();
      var namespaced = new HashMap<String, Boolean>();
      for (var line : lines("kubernetes-1.21.txt")) {
        var words = line.split(" ");
        switch (words[0]) {
          case "field" -> {
            var type = words[4];
            var child =
                type.equals("-")
                    ? Optional.<Type>empty()
                    : Optional.of(new Type(fields.computeIfAbsent(type, _ -> new HashMap<>())));
            var merges = !words[5].equals("-");
            var keys =
                merges && !words[5].equals("*") ? List.of(words[5].split(",")) : List.<String>of();
            fields
                .computeIfAbsent(words[1], _ -> new HashMap<>())
                .put(words[2], new Field(child, merges, keys));
          }
          case "kind" ->
              kinds.put(
                  words[1] + " " + words[2],
                  new Type(fields.computeIfAbsent(words[3], _ -> new HashMap<>())));
          case "cluster" -> namespaced.put(words[1] + " " + words[2], false);
          case "namespaced" -> namespaced.put(words[1] + " " + words[2], true);
          default -> throw new IllegalStateException("unknown fact: " + line);
        }
      }
      var types = new HashMap<String, Type>();
      fields.forEach((name, own) -> types.put(name, new Type(own)));
      return new Facts(kinds, types, namespaced);
    }
  }

  /** The lines of a table of this package that are neither empty nor comments. */
  static List<String> lines(String name) {
    try (InputStream in = ApiSchema.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing table " + name);
      }
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.isEmpty() && line.charAt(0) != '#').toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The group, version and kind with its scope. */
  Gvk gvk(String apiVersion, String kind) {
    var gvk = Gvk.of(apiVersion, kind);
    return new Gvk(gvk.group(), gvk.version(), kind, clusterScoped(apiVersion, kind));
  }

  private boolean clusterScoped(String apiVersion, String kind) {
    var type = apiVersion + " " + kind;
    var known = BUILTIN.namespaced.get(type);
    if (known != null) {
      return !known;
    }
    if (!loaded) {
      if (pending == null) {
        asked = true;
        return false;
      }
      load();
    }
    return Boolean.FALSE.equals(namespaced.get(type));
  }

  /** The type of an object, when the schema has it. */
  Optional<Type> type(String apiVersion, String kind) {
    load();
    var type = apiVersion + " " + kind;
    var own = Optional.ofNullable(kinds.get(type));
    var facts = builtin ? Optional.ofNullable(BUILTIN.kinds.get(type)) : Optional.<Type>empty();
    return builtinLast ? facts.or(() -> own) : own.or(() -> facts);
  }

  /** Puts {@code schema} in force; only the first schema of a build counts. */
  void use(ObjectTree schema) {
    if (custom) {
      return;
    }
    custom = true;
    pending = schema;
    loaded = false;
  }

  /** Notes that a built-in version was named, after which no other schema counts. */
  void useBuiltin() {
    custom = true;
  }

  private void load() {
    if (loaded) {
      return;
    }
    loaded = true;
    if (pending == null) {
      builtin = true;
      return;
    }
    // What was asked before the schema came makes upstream add the built-in one behind it.
    builtinLast = !builtin && asked;
    builtin |= asked;
    var definitions = Tree.object(pending.get("definitions"));
    definitions.forEach((name, definition) -> define(name, Tree.object(definition), definitions));
    scopes(Tree.object(pending.get("paths")));
  }

  private void define(String name, ObjectTree definition, ObjectTree definitions) {
    var type = typeOf(name, definition, definitions);
    for (var id : Tree.items(definition.get("x-kubernetes-group-version-kind"))) {
      kinds.put(typeName(id), type);
    }
  }

  private static String typeName(@Nullable Object id) {
    var group = Tree.text(id, "group");
    var version = Tree.text(id, "version");
    return (group.isEmpty() ? version : group + "/" + version) + " " + Tree.text(id, "kind");
  }

  private Type typeOf(String name, ObjectTree definition, ObjectTree definitions) {
    var known = types.get(name);
    if (known != null) {
      return known;
    }
    var fields = new HashMap<String, Field>();
    var type = new Type(fields);
    types.put(name, type);
    fill(fields, name, definition, definitions);
    return type;
  }

  private void fill(
      Map<String, Field> fields, String name, ObjectTree definition, ObjectTree definitions) {
    Tree.object(definition.get("properties"))
        .forEach(
            (field, value) ->
                fields.put(field, field(name + "." + field, Tree.object(value), definitions)));
  }

  private Field field(String path, ObjectTree property, ObjectTree definitions) {
    var strategy = Tree.text(property, "x-kubernetes-patch-strategy");
    var merges = List.of(strategy.split(",")).contains("merge");
    var keys = new ArrayList<String>();
    if (property.get("x-kubernetes-list-map-keys") instanceof List<?> several) {
      several.forEach(key -> keys.add(String.valueOf(key)));
    } else if (property.get("x-kubernetes-patch-merge-key") instanceof String one) {
      keys.add(one);
    }
    return new Field(child(path, property, definitions), merges, keys);
  }

  private Optional<Type> child(String path, ObjectTree property, ObjectTree definitions) {
    var schema = property;
    if (property.get("items") instanceof ObjectTree items) {
      schema = items;
    } else if (property.get("additionalProperties") instanceof ObjectTree values) {
      schema = values;
    }
    if (schema.get("$ref") instanceof String ref) {
      var name = ref.substring(ref.lastIndexOf('/') + 1);
      var facts = builtin ? BUILTIN.named(name) : Optional.<Type>empty();
      if (builtinLast && facts.isPresent() || !(definitions.get(name) instanceof ObjectTree)) {
        return facts;
      }
      return Optional.of(typeOf(name, Tree.object(definitions.get(name)), definitions));
    }
    return schema.containsKey("properties")
        ? Optional.of(typeOf(path, schema, definitions))
        : Optional.empty();
  }

  private void scopes(ObjectTree paths) {
    paths.forEach(
        (path, value) -> {
          if (Tree.at(value, "get", "x-kubernetes-group-version-kind") instanceof ObjectTree id) {
            var type = typeName(id);
            if (path.contains("namespaces/{namespace}")) {
              namespaced.put(type, true);
            } else {
              namespaced.putIfAbsent(type, false);
            }
          }
        });
  }
}
