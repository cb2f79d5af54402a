package io.syncline.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.acceptance.Outcome;
import io.syncline.merge.patch.JsonMergePatch;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What somebody does, one after the other. A command that fails fails the test. */
public final class When {
  private enum Wanted {
    SUCCESS,
    FAILURE,
    ANY
  }

  private final Given given;
  private final Scenario scenario;
  private Wanted wanted = Wanted.SUCCESS;

  When(Given given) {
    this.given = given;
    this.scenario = given.scenario();
  }

  /** The next command must fail. */
  public When failing() {
    wanted = Wanted.FAILURE;
    return this;
  }

  /** How the next command ends does not matter. */
  public When trying() {
    wanted = Wanted.ANY;
    return this;
  }

  /** {@code app create}, with the given flags and these. */
  public When create(String... flags) {
    published();
    return cli(given.createWords(flags).toArray(String[]::new));
  }

  /** {@code app create --file}: the usual spec with {@code yaml} merged into it. */
  public When createWith(String yaml) {
    published();
    var manifest =
        ObjectTree.of(
            "apiVersion",
            "argoproj.io/v1alpha1",
            "kind",
            "Application",
            "metadata",
            ObjectTree.of("name", scenario.name(), "namespace", scenario.appNamespace()),
            "spec",
            JsonMergePatch.apply(spec(), Yaml.parse(yaml)));
    return createFrom(manifest);
  }

  /** {@code app create --file} with a whole manifest, and flags. */
  public When createFrom(ObjectTree manifest, String... flags) {
    published();
    var file = io.syncline.acceptance.Workspace.folder("manifest").resolve("application.yaml");
    try {
      java.nio.file.Files.writeString(file, Yaml.write(manifest));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    var words = new ArrayList<>(List.of("app", "create", "-f", file.toString()));
    words.addAll(List.of(flags));
    return cli(words.toArray(String[]::new));
  }

  private ObjectTree spec() {
    return ObjectTree.of(
        "project",
        given.project(),
        "source",
        ObjectTree.of("repoURL", scenario.repository().url(), "path", given.path()),
        "destination",
        ObjectTree.of("server", Scenario.HERE, "namespace", scenario.namespace()));
  }

  private void published() {
    if (scenario.repository().uncommitted()) {
      scenario.repository().commit();
    }
  }

  /** {@code app sync}, waiting for its end. */
  public When sync(String... flags) {
    var words = new ArrayList<>(List.of("app", "sync", scenario.qualified(), "--timeout", "60"));
    if (given.prunes()) {
      words.add("--prune");
    }
    words.addAll(List.of(flags));
    return cli(words.toArray(String[]::new));
  }

  /** {@code app get --refresh}. */
  public When refresh() {
    return cli("app", "get", scenario.qualified(), "--refresh");
  }

  /** {@code app get --hard-refresh}. */
  public When hardRefresh() {
    return cli("app", "get", scenario.qualified(), "--hard-refresh");
  }

  /** {@code app set}. */
  public When set(String... flags) {
    return app("set", flags);
  }

  /** {@code app wait}. */
  public When await(String... flags) {
    return app("wait", flags);
  }

  /** {@code app patch} with a JSON patch, written as YAML or JSON. */
  public When patch(String operations) {
    return app("patch", "--patch", io.syncline.model.tree.Json.write(Yaml.parse(operations)));
  }

  /** {@code app delete} with everything it deployed. */
  public When delete() {
    return app("delete", "--yes");
  }

  /** {@code app delete --cascade=false}. */
  public When deleteWithoutCascade() {
    return app("delete", "--yes", "--cascade=false");
  }

  /** {@code app terminate-op}. */
  public When terminate() {
    return app("terminate-op");
  }

  /** {@code app WORD NAME FLAGS}. */
  public When app(String word, String... flags) {
    var words = new ArrayList<>(List.of("app", word, scenario.qualified()));
    words.addAll(List.of(flags));
    return cli(words.toArray(String[]::new));
  }

  /** Any command. */
  public When cli(String... words) {
    var outcome = scenario.run(List.of(words));
    var expected = wanted;
    wanted = Wanted.SUCCESS;
    switch (expected) {
      case SUCCESS -> check(outcome, outcome.code() == 0, "0");
      case FAILURE -> check(outcome, outcome.code() != 0, "not 0");
      case ANY -> {}
    }
    return this;
  }

  private void check(Outcome outcome, boolean fits, String expected) {
    assertThat(fits)
        .as(
            "exit code of `%s` is %d (expected: %s)\n%s",
            outcome.command(), outcome.code(), expected, scenario.describe())
        .isTrue();
  }

  /** Changes files and commits them. */
  public When commits(Consumer<Repository> change) {
    published();
    change.accept(scenario.repository());
    scenario.repository().commit();
    return this;
  }

  /** Does something in the cluster. */
  public When kube(Consumer<Kube> change) {
    change.accept(scenario.kube());
    return this;
  }

  /** Does something that needs the names of the scenario. */
  public When does(Consumer<Scenario> action) {
    action.accept(scenario);
    return this;
  }

  /** Changes the Application by the Kubernetes API. */
  public When edits(java.util.function.UnaryOperator<Manifest> change) {
    scenario.kube().update(change.apply(scenario.existing()));
    return this;
  }

  /** A setting of {@code argocd-cm} from now on until the test ends. */
  public When setting(String key, @org.jspecify.annotations.Nullable String value) {
    scenario.setting("argocd-cm", key, value);
    return this;
  }

  /** Applies an Application's manifest with everything filled in. */
  public When applies(ObjectTree manifest) {
    published();
    scenario.kube().create(Tree.with(manifest, scenario.appNamespace(), "metadata", "namespace"));
    return this;
  }

  /** Goes on with what is expected. */
  public Then then() {
    return new Then(given);
  }
}
