package io.syncline.acceptance.scenario;

/** Where an Application stands: beside the product, or in a namespace of the team that owns it. */
enum Place {
  OURS(Installation.NAMESPACE),
  THEIRS(Scenario.TEAM);

  private final String namespace;

  Place(String namespace) {
    this.namespace = namespace;
  }

  String namespace() {
    return namespace;
  }
}
