package io.syncline.render.kustomize;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.render.kustomize.node.Fields;
import io.syncline.render.kustomize.node.Node;
import io.syncline.render.kustomize.node.NodeTrees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One object on its way through a build: its document and what the build remembers of it. */
final class Resource {
  static final String ORIGIN = "config.kubernetes.io/origin";
  static final String TRANSFORMATIONS = "alpha.config.kubernetes.io/transformations";
  private static final String INTERNAL = "internal.config.kubernetes.io/";
  private static final String MARK = INTERNAL + "previousNames";
  private static final List<String> BOOKKEEPING =
      List.of(
          INTERNAL + "previousKinds",
          INTERNAL + "previousNames",
          INTERNAL + "prefixes",
          INTERNAL + "suffixes",
          INTERNAL + "previousNamespaces",
          INTERNAL + "allowNameChange",
          INTERNAL + "allowKindChange",
          INTERNAL + "refBy",
          INTERNAL + "generatorBehavior",
          INTERNAL + "needsHashSuffix",
          INTERNAL + "path",
          INTERNAL + "index",
          INTERNAL + "seqindent",
          INTERNAL + "id",
          INTERNAL + "annotations-migration-resource-id",
          "config.kubernetes.io/path",
          "config.kubernetes.io/index",
          "config.k8s.io/id");

  private final ApiSchema schema;
  private Node node;
  private boolean removed;
  private Memory memory;
  private @Nullable Gvk gvk;
  private String gvkApiVersion = "";

  /** What a generated object does when one of its name exists already. */
  enum Behavior {
    UNSPECIFIED,
    CREATE,
    REPLACE,
    MERGE;

    static Behavior of(String word) {
      return switch (word) {
        case "create" -> CREATE;
        case "replace" -> REPLACE;
        case "merge" -> MERGE;
        default -> UNSPECIFIED;
      };
    }
  }

  /** Name, namespace and kind before a change. */
  private record Former(String name, String namespace, String kind) {}

  /** What the build remembers besides the document. */
  private static final class Memory {
    private final List<Former> former = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();
    private final List<String> suffixes = new ArrayList<>();
    private final List<String> variables = new ArrayList<>();
    private Behavior behavior = Behavior.UNSPECIFIED;
    private boolean marked;
    private boolean needsHash;
    private boolean nameMayChange;
    private boolean kindMayChange;

    Memory copy() {
      var copy = new Memory();
      copy.former.addAll(former);
      copy.prefixes.addAll(prefixes);
      copy.suffixes.addAll(suffixes);
      copy.variables.addAll(variables);
      copy.marked = marked;
      copy.behavior = behavior;
      copy.needsHash = needsHash;
      copy.nameMayChange = nameMayChange;
      copy.kindMayChange = kindMayChange;
      return copy;
    }
  }

  Resource(ApiSchema schema, Node node) {
    this.schema = schema;
    this.node = node;
    this.memory = new Memory();
    absorbAnnotations();
  }

  /** A plugin of an earlier stage may have left its wishes as annotations. */
  private void absorbAnnotations() {
    var annotations = node.at("metadata", "annotations");
    if (annotations == null) {
      return;
    }
    for (var i = 0; i < annotations.size() && annotations.isMap(); i++) {
      var value = annotations.item(i).text();
      switch (annotations.key(i)) {
        case INTERNAL + "needsHashSuffix" -> memory.needsHash = value.equals("enabled");
        case INTERNAL + "generatorBehavior" -> memory.behavior = Behavior.of(value);
        default -> {}
      }
    }
  }

  Node node() {
    return node;
  }

  void node(Node changed) {
    node = changed;
    gvk = null;
  }

  ApiSchema schema() {
    return schema;
  }

  /** Whether a patch left nothing of it. */
  boolean isEmpty() {
    return removed || node.isEmpty();
  }

  void remove() {
    removed = true;
  }

  /**
   * The document as JSON patches see it. Upstream keeps its memory in annotations, so that an
   * object it remembers anything of has a map of annotations to add to; one entry stands for all of
   * them.
   */
  ObjectTree patchable() {
    var tree = NodeTrees.object(node);
    if (!memory.marked) {
      return tree;
    }
    var annotations = Tree.object(Tree.at(tree, "metadata", "annotations"));
    return Tree.with(tree, annotations.with(MARK, ""), "metadata", "annotations");
  }

  /** Takes over a document that came from {@link #patchable}. */
  void patched(ObjectTree tree) {
    node(NodeTrees.nodeOfFractions(Tree.without(tree, "metadata", "annotations", MARK)));
  }

  Resource copy() {
    var copy = new Resource(schema, node.copy());
    copy.memory = memory.copy();
    copy.removed = removed;
    return copy;
  }

  String apiVersion() {
    return node.textAt("apiVersion");
  }

  String kind() {
    return node.textAt("kind");
  }

  Gvk gvk() {
    var apiVersion = apiVersion();
    var kind = kind();
    var known = gvk;
    if (known == null || !known.kind().equals(kind) || !gvkApiVersion.equals(apiVersion)) {
      known = schema.gvk(apiVersion, kind);
      gvk = known;
      gvkApiVersion = apiVersion;
    }
    return known;
  }

  private String metadataText(String field) {
    var metadata = node.get("metadata");
    if (metadata == null || metadata.isEmpty()) {
      return "";
    }
    var value = metadata.get(field);
    return value == null || value.isEmpty() ? "" : value.text();
  }

  String name() {
    return metadataText("name");
  }

  String namespace() {
    return metadataText("namespace");
  }

  /** What names it now. */
  ResourceId id() {
    return new ResourceId(gvk(), name(), namespace());
  }

  /** What named it when it was read. */
  ResourceId originalId() {
    if (memory.former.isEmpty()) {
      return id();
    }
    return id(memory.former.getFirst());
  }

  private ResourceId id(Former former) {
    var now = Gvk.of(apiVersion(), former.kind);
    return new ResourceId(now, former.name, former.namespace);
  }

  /** What named it before each change, oldest first. */
  List<ResourceId> formerIds() {
    if (memory.former.isEmpty()) {
      return List.of();
    }
    var ids = new ArrayList<ResourceId>(memory.former.size());
    memory.former.forEach(former -> ids.add(id(former)));
    return ids;
  }

  void rememberId() {
    var id = id();
    memory.marked = true;
    memory.former.add(new Former(id.name(), id.effectiveNamespace(), id.gvk().kind()));
  }

  void rename(String name) {
    Fields.set(obtainMetadata(), "name", Node.plain(name));
  }

  void kind(String kind) {
    Fields.set(node, "kind", Node.plain(kind));
  }

  void apiVersion(String apiVersion) {
    Fields.set(node, "apiVersion", Node.plain(apiVersion));
  }

  void namespace(String namespace) {
    if (namespace.isEmpty()) {
      var metadata = node.get("metadata");
      if (metadata != null) {
        metadata.remove("namespace");
      }
      return;
    }
    Fields.set(obtainMetadata(), "namespace", Node.plain(namespace));
  }

  private Node obtainMetadata() {
    return Fields.obtain(node, "metadata", Node.Kind.MAP);
  }

  Map<String, String> annotations() {
    return texts("annotations");
  }

  Map<String, String> labels() {
    return texts("labels");
  }

  private Map<String, String> texts(String field) {
    var texts = new LinkedHashMap<String, String>();
    var metadata = node.get("metadata");
    if (metadata != null && !metadata.isEmpty()) {
      var map = metadata.get(field);
      if (map != null) {
        map.forEach((key, value) -> texts.put(key, value.text()));
      }
    }
    return texts;
  }

  void annotations(Map<String, String> annotations) {
    texts("annotations", annotations);
  }

  void labels(Map<String, String> labels) {
    texts("labels", labels);
  }

  private void texts(String field, Map<String, String> texts) {
    var metadata = obtainMetadata();
    metadata.remove(field);
    if (texts.isEmpty()) {
      return;
    }
    var map = Fields.obtain(metadata, field, Node.Kind.MAP);
    new TreeMap<>(texts).forEach((key, value) -> Fields.set(map, key, Node.string(value)));
  }

  void annotate(String key, String value) {
    var annotations = annotations();
    annotations.put(key, value);
    annotations(annotations);
  }

  /** Takes labels, annotations, name and memory over from the object this one replaces. */
  void inherit(Resource other) {
    var labels = other.labels();
    labels.putAll(labels());
    labels(labels);
    var annotations = other.annotations();
    annotations.putAll(annotations());
    annotations(annotations);
    var hash = memory.needsHash && other.memory.needsHash;
    memory = other.memory.copy();
    memory.needsHash = hash;
    rename(other.name());
    namespace(other.namespace());
  }

  /** Adds the entries {@code field} has in {@code other} and not here. */
  void inheritData(Resource other, String field) {
    var merged = new TreeMap<String, String>();
    for (var source : List.of(other, this)) {
      var map = source.node.get(field);
      if (map != null) {
        map.forEach((key, value) -> merged.put(key, value.isNull() ? "" : value.text()));
      }
    }
    node.remove(field);
    if (!merged.isEmpty()) {
      var map = Fields.obtain(node, field, Node.Kind.MAP);
      merged.forEach((key, value) -> Fields.set(map, key, Node.string(value)));
    }
  }

  List<String> prefixes() {
    return memory.prefixes;
  }

  List<String> suffixes() {
    return memory.suffixes;
  }

  List<String> variables() {
    return memory.variables;
  }

  Behavior behavior() {
    return memory.behavior;
  }

  void behavior(Behavior behavior) {
    memory.marked = true;
    memory.behavior = behavior;
  }

  boolean needsHash() {
    return memory.needsHash;
  }

  void needHash() {
    memory.needsHash = true;
  }

  void permit(boolean nameChange, boolean kindChange) {
    memory.nameMayChange |= nameChange;
    memory.kindMayChange |= kindChange;
  }

  boolean nameMayChange() {
    return memory.nameMayChange;
  }

  boolean kindMayChange() {
    return memory.kindMayChange;
  }

  /** Whether prefixes and suffixes end alike; with {@code allowEmpty}, having none fits any. */
  boolean sameAffixes(Resource other, boolean allowEmpty) {
    return endAlike(memory.prefixes, other.memory.prefixes, allowEmpty)
        && endAlike(memory.suffixes, other.memory.suffixes, allowEmpty);
  }

  private static boolean endAlike(List<String> a, List<String> b, boolean allowEmpty) {
    if (a.isEmpty() || b.isEmpty()) {
      return allowEmpty || a.size() == b.size();
    }
    var shorter = Math.min(a.size(), b.size());
    return a.subList(a.size() - shorter, a.size()).equals(b.subList(b.size() - shorter, b.size()));
  }

  /** Takes away the annotations only builds read, and writes the others as text. */
  void tidyAnnotations(boolean keepOrigin, boolean keepTransformations) {
    var annotations = annotations();
    var unwanted = new TreeSet<>(BOOKKEEPING);
    if (!keepOrigin) {
      unwanted.add(ORIGIN);
    }
    if (!keepTransformations) {
      unwanted.add(TRANSFORMATIONS);
    }
    if (annotations.isEmpty() && keepOrigin && keepTransformations) {
      return;
    }
    annotations.keySet().removeAll(unwanted);
    // Upstream makes the metadata of objects that have none here.
    annotations(annotations);
  }

  @Override
  public String toString() {
    return Objects.toString(id());
  }
}
