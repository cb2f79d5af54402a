package io.syncline.merge.facts;

import io.syncline.merge.schema.Schema;
import io.syncline.merge.schema.Struct;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The facts of all built-in kinds. Read once, on first use; safe for use by many threads. */
public final class TypeFacts {
  /** Kinds that are spoken on subresources only, and structs that are whole documents. */
  private static final Map<String, String> DOCUMENTS =
      Map.of(
          "autoscaling/v1/Scale", "autoscaling/v1.Scale",
          "policy/v1/Eviction", "policy/v1.Eviction",
          "authentication.k8s.io/v1/TokenRequest", "authentication/v1.TokenRequest",
          "v1/Status", "meta/v1.Status",
          "v1/DeleteOptions", "meta/v1.DeleteOptions");

  private static final class Holder {
    static final TypeFacts BUILTIN =
        new TypeFacts(read("kube-types.json"), read("kube-fields.json"));
  }

  private final List<KindFacts> kinds = new ArrayList<>();
  private final Map<String, KindFacts> byKind = new HashMap<>();
  private final Map<String, KindFacts> byPlural = new HashMap<>();
  private final Map<String, Struct> schemas = new HashMap<>();
  private final StructTable structs;
  private final List<ObjectTree> defaults;

  private TypeFacts(ObjectTree types, ObjectTree fields) {
    for (var item : Tree.items(types.get("kinds"))) {
      var kind = kind(Tree.object(item));
      kinds.add(kind);
      byKind.put(kind.apiVersion() + "/" + kind.kind(), kind);
      byPlural.put(kind.apiVersion() + "/" + kind.plural(), kind);
    }
    var roots = new ArrayList<>(DOCUMENTS.values());
    kinds.forEach(kind -> roots.add(kind.struct()));
    structs = new StructTable(fields, roots);
    DOCUMENTS.forEach((name, struct) -> schemas.put(name, structs.struct(struct)));
    byKind.forEach((name, kind) -> schemas.put(name, structs.struct(kind.struct())));
    defaults = Tree.items(types.get("defaults")).stream().map(Tree::object).toList();
  }

  private static ObjectTree read(String name) {
    try (var in =
        Objects.requireNonNull(TypeFacts.class.getResourceAsStream("/io/syncline/merge/" + name))) {
      return Json.parseObject(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("facts cannot be read: " + name, e);
    }
  }

  private static KindFacts kind(ObjectTree k) {
    return new KindFacts(
        Tree.text(k, "group"),
        Tree.text(k, "version"),
        Tree.text(k, "kind"),
        Tree.text(k, "plural"),
        Tree.text(k, "singular"),
        Tree.flag(k, "namespaced"),
        Tree.text(k, "struct"),
        strings(k.get("shortNames")),
        strings(k.get("categories")),
        strings(k.get("verbs")),
        strings(k.get("subresources")),
        Tree.flag(k, "statusStrategy"),
        k.get("generation") != null,
        Tree.flag(k, "gracefulDelete"),
        Tree.string(k.get("defaultDeletePropagation")),
        strings(k.get("fieldSelectors")),
        strings(k.get("immutable")),
        Tree.object(k.get("onCreate")),
        Tree.items(k.get("table")).stream().map(TypeFacts::column).toList());
  }

  private static KindFacts.Column column(Object column) {
    return column instanceof String name
        ? new KindFacts.Column(name, 0)
        : new KindFacts.Column(Tree.text(column, "name"), (int) Tree.number(column, 0, "priority"));
  }

  private static List<String> strings(@Nullable Object list) {
    return Tree.items(list).stream().map(String::valueOf).toList();
  }

  /** The facts of Kubernetes 1.32. */
  public static TypeFacts builtin() {
    return Holder.BUILTIN;
  }

  /** All kinds, in the order of the source. */
  public List<KindFacts> kinds() {
    return List.copyOf(kinds);
  }

  /** The kind called {@code kind} of {@code apiVersion}, such as {@code apps/v1}. */
  public Optional<KindFacts> kind(String apiVersion, String kind) {
    return Optional.ofNullable(byKind.get(apiVersion + "/" + kind));
  }

  /** The kind of a GVK; {@code group} is "" for core. */
  public Optional<KindFacts> kind(String group, String version, String kind) {
    return kind(group.isEmpty() ? version : group + "/" + version, kind);
  }

  /** The kind served under {@code plural} of {@code apiVersion}. */
  public Optional<KindFacts> plural(String apiVersion, String plural) {
    return Optional.ofNullable(byPlural.get(apiVersion + "/" + plural));
  }

  /** The schema of a built-in kind or document such as {@code Scale}. */
  public Optional<Struct> schema(String apiVersion, String kind) {
    return Optional.ofNullable(schemas.get(apiVersion + "/" + kind));
  }

  /** The schema of {@code manifest}'s kind; {@link Schema.Any#DEDUCED} when it is not built in. */
  public Schema schemaOf(Manifest manifest) {
    var known = schemas.get(manifest.apiVersion() + "/" + manifest.kind());
    return known == null ? Schema.Any.DEDUCED : known;
  }

  /** Any struct by its name, such as {@code meta/v1.ObjectMeta}. */
  public Optional<Struct> struct(String name) {
    return structs.find(name);
  }

  /** The default rules as they stand in the source. */
  public List<ObjectTree> defaults() {
    return defaults;
  }
}
