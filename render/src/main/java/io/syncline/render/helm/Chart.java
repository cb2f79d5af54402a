package io.syncline.render.helm;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A chart while it is rendered: its dependencies and values change as requirements are resolved, so
 * one instance serves one rendering.
 */
final class Chart {
  private final ObjectTree metadata;
  private final String name;
  private final String place;
  private final TreeMap<String, byte[]> templates = new TreeMap<>();
  private final TreeMap<String, byte[]> files = new TreeMap<>();
  private final TreeMap<String, byte[]> crds = new TreeMap<>();
  private TreeMap<String, @Nullable Object> values = new TreeMap<>();
  private Optional<byte[]> schema = Optional.empty();
  private List<Chart> dependencies = new ArrayList<>();
  private List<Requirement> requirements = new ArrayList<>();
  private @Nullable Chart parent;

  /**
   * @param metadata Chart.yaml
   * @param name its name, or the alias it is used under
   * @param place where its files stand in the source, for messages
   */
  Chart(ObjectTree metadata, String name, String place) {
    this.metadata = metadata;
    this.name = name;
    this.place = place;
  }

  /**
   * The same chart under another name. As in Helm the dependencies are shared and keep the path of
   * the original, so that two aliases of a chart render its subcharts once.
   */
  Chart renamed(String alias) {
    var copy = new Chart(metadata, alias, place);
    copy.templates.putAll(templates);
    copy.files.putAll(files);
    copy.crds.putAll(crds);
    copy.values = Values.copy(values);
    copy.schema = schema;
    copy.requirements = new ArrayList<>(requirements);
    copy.dependencies = new ArrayList<>(dependencies);
    return copy;
  }

  ObjectTree metadata() {
    return metadata;
  }

  String name() {
    return name;
  }

  String place() {
    return place;
  }

  String version() {
    return Metadata.text(metadata, "version");
  }

  boolean library() {
    return Tree.text(metadata, "type").equals("library");
  }

  SortedMap<String, byte[]> templates() {
    return templates;
  }

  SortedMap<String, byte[]> files() {
    return files;
  }

  /** Files of {@code crds/}. */
  SortedMap<String, byte[]> crds() {
    return crds;
  }

  TreeMap<String, @Nullable Object> values() {
    return values;
  }

  void values(TreeMap<String, @Nullable Object> changed) {
    values = changed;
  }

  Optional<byte[]> schema() {
    return schema;
  }

  void schema(byte[] text) {
    schema = Optional.of(text);
  }

  List<Chart> dependencies() {
    return dependencies;
  }

  void dependencies(List<Chart> changed) {
    dependencies = new ArrayList<>();
    changed.forEach(this::add);
  }

  void add(Chart dependency) {
    dependency.parent = this;
    dependencies.add(dependency);
  }

  List<Requirement> requirements() {
    return requirements;
  }

  void requirements(List<Requirement> changed) {
    requirements = new ArrayList<>(changed);
  }

  boolean root() {
    return parent == null;
  }

  /** Names from the root chart down, as templates are named. */
  String fullPath() {
    return parent == null ? name : parent.fullPath() + "/charts/" + name;
  }
}
