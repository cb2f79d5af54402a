package io.syncline.render.kustomize;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.render.OutputSize;
import io.syncline.render.kustomize.node.Fields;
import io.syncline.render.kustomize.node.Node;
import io.syncline.render.kustomize.node.NodeTrees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One object on its way through a build: its document and what the build remembers of it. */
final class Resource {
  static final String ORIGIN = "config.kubernetes.io/origin";
  static final String TRANSFORMATIONS = "alpha.config.kubernetes.io/transformations";
  static final String INTERNAL = "internal.config.kubernetes.io/";
  private static final String MARK = INTERNAL + "previousNames";

  private final ApiSchema schema;
  private Node node;
  private boolean removed;
  private Memory memory = new Memory();
  private @Nullable Gvk gvk;
  private String gvkApiVersion = "";

  // Only with what earlier builds know: the object as it is now, while node, removed and memory are
  // as before the changes that are still to be made.
  private @Nullable Stage stage;
  private @Nullable Shared build;
  private boolean shared;
  private List<Consumer<Resource>> pending = List.of();

  /** What a build works with whose objects earlier builds may know. */
  record Shared(BuildMemo memo, Work work) {}

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

  /** An object of its own, whose document may change. */
  Resource(ApiSchema schema, Node node) {
    this.schema = schema;
    this.node = node;
    absorbAnnotations();
  }

  /** An object that earlier builds read too; its document is theirs and copied before a change. */
  Resource(ApiSchema schema, Node node, Stage stage, Shared build) {
    this.schema = schema;
    this.node = node;
    this.memory = stage.memory;
    this.stage = stage;
    this.build = build;
    this.shared = true;
  }

  /** Where builds that read this object begin. */
  Stage root() {
    return new Stage(this, memory);
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

  /**
   * Makes a change that depends on this object and on {@code key} alone. When an earlier build made
   * it, only what came of it is taken over, and the document is left for later.
   *
   * @param key tells the change from any other; equal keys, equal changes
   * @param change alters nothing but the object it is given, and may be made again
   */
  void change(Object key, Consumer<Resource> change) {
    change(key::equals, () -> key, change, _ -> change);
  }

  /**
   * The same for a change whose key is only known once it was made.
   *
   * @param test whether a change with that key would be this one
   * @param key of the change that was just made
   * @param change makes it
   * @param again from a key to the change, when it is made again
   */
  void change(
      Predicate<Object> test,
      Supplier<Object> key,
      Consumer<Resource> change,
      Function<Object, Consumer<Resource>> again) {
    var here = stage;
    if (here == null || build == null) {
      change.accept(this);
      return;
    }
    var known = here.after(test);
    if (known != null) {
      build.work().spend(known.cost());
      build.memo().visit();
      if (pending.isEmpty()) {
        pending = new ArrayList<>();
      }
      pending.add(again.apply(known.key()));
      stage = known.next();
      return;
    }
    var before = build.work().left();
    own();
    change.accept(this);
    var next = new Stage(this, memory);
    here.put(new Stage.Edge(key.get(), next, before - build.work().left()));
    build.memo().add();
    stage = next;
  }

  /** The document, to be read only. */
  Node document() {
    if (!pending.isEmpty()) {
      catchUp();
    }
    return node;
  }

  /** Makes the changes that were only known by what comes of them. */
  private void catchUp() {
    var reached = Objects.requireNonNull(stage);
    var changes = pending;
    pending = List.of();
    separate();
    stage = null;
    memory = memory.copy();
    Objects.requireNonNull(build)
        .work()
        .again(() -> changes.forEach(change -> change.accept(this)));
    stage = reached;
    memory = reached.memory;
  }

  private void separate() {
    if (shared) {
      node = node.copy();
      shared = false;
    }
  }

  /** From here on nothing is known of it but the document itself. */
  private void own() {
    if (stage != null) {
      document();
      separate();
      memory = memory.copy();
      stage = null;
      gvk = null;
    }
  }

  /** The document, to be changed. */
  Node node() {
    own();
    return node;
  }

  void node(Node changed) {
    own();
    node = changed;
    gvk = null;
  }

  ApiSchema schema() {
    return schema;
  }

  /** Whether a patch left nothing of it. */
  boolean isEmpty() {
    return stage == null ? removed || node.isEmpty() : stage.empty;
  }

  void remove() {
    own();
    removed = true;
  }

  /** The document as JSON patches see it. */
  ObjectTree patchable() {
    return NodeTrees.object(document());
  }

  /** Takes over a document that came from {@link #patchable}. */
  void patched(ObjectTree tree) {
    node(NodeTrees.nodeOfFractions(tree));
  }

  /**
   * Upstream keeps its memory in annotations, so that an object it remembers anything of has a map
   * of annotations, and all that stood there is text. One entry stands for all of them.
   */
  private void mark() {
    var there = node().at("metadata", "annotations");
    if (there == null || !there.isMap() || there.get(MARK) == null) {
      annotate(MARK, "");
    }
  }

  Resource copy() {
    var copy = new Resource(schema, document().copy());
    copy.memory = memory().copy();
    copy.removed = removed;
    return copy;
  }

  private Memory memory() {
    return stage == null ? memory : stage.memory;
  }

  String apiVersion() {
    return stage == null ? node.textAt("apiVersion") : stage.apiVersion;
  }

  String kind() {
    return stage == null ? node.textAt("kind") : stage.kind;
  }

  Gvk gvk() {
    if (stage != null) {
      return stage.id.gvk();
    }
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
    return stage == null ? metadataText("name") : stage.id.name();
  }

  String namespace() {
    return stage == null ? metadataText("namespace") : stage.id.namespace();
  }

  /** What names it now. */
  ResourceId id() {
    return stage == null ? new ResourceId(gvk(), name(), namespace()) : stage.id;
  }

  /** What no two objects may share. */
  ResourceId key() {
    return stage == null ? id().key() : stage.key;
  }

  /** What named it when it was read. */
  ResourceId originalId() {
    var former = formerIds();
    return former.isEmpty() ? id() : former.getFirst();
  }

  /** What named it before each change, oldest first. */
  List<ResourceId> formerIds() {
    return stage == null ? memory.formerIds(apiVersion()) : stage.former;
  }

  /**
   * Whether it has or had an id that {@code selector} selects, its kind now without scope as
   * replacements compare it.
   */
  boolean selectedBy(ResourceId selector) {
    var kind = selector.gvk().kind();
    if (!kind.isEmpty() && !kind.equals(kind()) && !memory().everOf(kind)) {
      return false;
    }
    var now = new ResourceId(Gvk.of(apiVersion(), kind()), name(), namespace());
    if (now.selectedBy(selector)) {
      return true;
    }
    for (var former : formerIds()) {
      if (former.selectedBy(selector)) {
        return true;
      }
    }
    return false;
  }

  /** What others go by when they refer to it. */
  Naming naming() {
    if (stage == null) {
      return new Naming(id(), formerIds(), memory.prefixes(), memory.suffixes());
    }
    var known = stage.naming;
    if (known == null) {
      known = new Naming(id(), formerIds(), stage.memory.prefixes(), stage.memory.suffixes());
      stage.naming = known;
    }
    return known;
  }

  /** Where images stand in it, in containers and in {@code specs}. */
  ImagePlaces images(List<FieldSpec> specs) {
    var known = stage == null ? null : stage.images;
    if (known == null || !known.specs().equals(specs)) {
      known = ImagePlaces.of(document(), gvk(), specs);
      if (stage != null) {
        stage.images = known;
      }
    }
    return known;
  }

  /**
   * Whether it is for tools on the way only and not to be written.
   *
   * @throws BuildException when it cannot be an object at all
   */
  boolean isLocal() {
    var known = stage == null ? null : stage.local;
    if (known == null) {
      ResourceReader.requireIdentity(document());
      var local = annotations().get("config.kubernetes.io/local-config");
      known = local != null && !local.equals("false");
      if (stage != null) {
        stage.local = known;
      }
    }
    return known;
  }

  /**
   * The object as it is.
   *
   * @throws io.syncline.render.kustomize.node.NodeException when a value has no JSON form
   */
  Manifest manifest() {
    var known = stage == null ? null : stage.manifest;
    if (known == null) {
      known = new Manifest(NodeTrees.object(document()));
      if (stage != null && build != null) {
        stage.manifest = known;
        build.memo().render();
      }
    }
    return known;
  }

  /** About the bytes as text of the manifest it became. */
  long size(Manifest made) {
    var known = stage == null ? 0 : stage.size;
    if (known == 0) {
      known = OutputSize.of(made.root());
      if (stage != null) {
        stage.size = known;
      }
    }
    return known;
  }

  void rememberId() {
    own();
    memory.remember(id());
    mark();
  }

  void rename(String name) {
    own();
    Fields.set(obtainMetadata(), "name", Node.plain(name));
  }

  void kind(String kind) {
    Fields.set(node(), "kind", Node.plain(kind));
  }

  void apiVersion(String apiVersion) {
    Fields.set(node(), "apiVersion", Node.plain(apiVersion));
  }

  void namespace(String namespace) {
    own();
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
    return Fields.obtain(node(), "metadata", Node.Kind.MAP);
  }

  /** The annotations as text, in a map that may be changed. */
  Map<String, String> annotations() {
    if (stage == null) {
      return texts("annotations");
    }
    var known = stage.annotations;
    if (known == null) {
      known = texts("annotations");
      stage.annotations = known;
    }
    return new LinkedHashMap<>(known);
  }

  /** The labels as text, in a map that may be changed. */
  Map<String, String> labels() {
    if (stage == null) {
      return texts("labels");
    }
    var known = stage.labels;
    if (known == null) {
      known = texts("labels");
      stage.labels = known;
    }
    return new LinkedHashMap<>(known);
  }

  private Map<String, String> texts(String field) {
    return MetadataTexts.get(document(), field);
  }

  void annotations(Map<String, String> annotations) {
    MetadataTexts.set(node(), "annotations", annotations);
  }

  void labels(Map<String, String> labels) {
    MetadataTexts.set(node(), "labels", labels);
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
    own();
    var hash = memory.needsHash && other.memory().needsHash;
    memory = other.memory().copy();
    memory.needsHash = hash;
    rename(other.name());
    namespace(other.namespace());
  }

  /** Adds the entries {@code field} has in {@code other} and not here. */
  void inheritData(Resource other, String field) {
    var merged = new TreeMap<String, String>();
    for (var source : List.of(other, this)) {
      var map = source.document().get(field);
      if (map != null) {
        map.forEach((key, value) -> merged.put(key, value.isNull() ? "" : value.text()));
      }
    }
    node().remove(field);
    if (!merged.isEmpty()) {
      var map = Fields.obtain(node, field, Node.Kind.MAP);
      merged.forEach((key, value) -> Fields.set(map, key, Node.string(value)));
    }
  }

  void affix(String affix, boolean prefix) {
    own();
    memory.affix(affix, prefix);
  }

  /** The old {@code vars} that read this object. */
  List<String> variables() {
    return java.util.Collections.unmodifiableList(memory().variables());
  }

  void variable(String name) {
    own();
    memory.variable(name);
  }

  Behavior behavior() {
    return memory().behavior;
  }

  void behavior(Behavior behavior) {
    own();
    memory.behavior = behavior;
    mark();
  }

  boolean needsHash() {
    return memory().needsHash;
  }

  void needHash() {
    own();
    memory.needsHash = true;
  }

  void permit(boolean nameChange, boolean kindChange) {
    own();
    if (nameChange || kindChange) {
      mark();
    }
    memory.nameMayChange |= nameChange;
    memory.kindMayChange |= kindChange;
  }

  boolean nameMayChange() {
    return memory().nameMayChange;
  }

  boolean kindMayChange() {
    return memory().kindMayChange;
  }

  /** Takes away the annotations only builds read, and writes the others as text. */
  void tidyAnnotations(boolean keepOrigin, boolean keepTransformations) {
    var annotations = annotations();
    if (annotations.isEmpty() && keepOrigin && keepTransformations) {
      return;
    }
    annotations.keySet().removeAll(MetadataTexts.unwanted(keepOrigin, keepTransformations));
    // Upstream makes the metadata of objects that have none here.
    annotations(annotations);
  }

  @Override
  public String toString() {
    return Objects.toString(id());
  }
}
