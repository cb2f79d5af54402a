package io.syncline.render;

/** The tool that renders a source, spelt as on the wire by {@link #word()}. */
public enum SourceType {
  DIRECTORY("Directory"),
  KUSTOMIZE("Kustomize"),
  HELM("Helm"),
  PLUGIN("Plugin");

  private final String word;

  SourceType(String word) {
    this.word = word;
  }

  /** The word on the wire. */
  public String word() {
    return word;
  }
}
