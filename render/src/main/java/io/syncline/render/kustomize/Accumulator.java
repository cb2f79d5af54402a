package io.syncline.render.kustomize;

/** What a kustomization has gathered so far: objects, field specs and variables. */
final class Accumulator {
  private final ResourceMap map;
  private final Variables variables = new Variables();
  private FieldConfig config = new FieldConfig();

  Accumulator(Work work) {
    this.map = new ResourceMap(work);
  }

  ResourceMap map() {
    return map;
  }

  Variables variables() {
    return variables;
  }

  FieldConfig config() {
    return config;
  }

  void add(FieldConfig more) {
    config = config.merge(more);
  }

  void addAll(Accumulator other) {
    map.appendAll(other.map);
    add(other.config);
    variables.addAll(other.variables);
  }
}
