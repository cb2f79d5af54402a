package io.syncline.acceptance.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a scenario starts from. */
public final class Given {
  private final Scenario scenario;
  private final List<String> flags = new ArrayList<>();
  private String path = "";
  private String repo = "";
  private String chart = "";
  private String project = "default";
  private List<String> destination = List.of("--dest-server", Scenario.HERE);
  private boolean prune = true;

  Given(Scenario scenario) {
    this.scenario = scenario;
  }

  Scenario scenario() {
    return scenario;
  }

  /** The application's path; its topmost folder comes from the test data. */
  public Given path(String folder) {
    scenario.repository().testdata(Scenario.top(folder));
    return at(folder);
  }

  /** The application's path, whether there is such a folder or not. */
  public Given at(String folder) {
    path = folder;
    return this;
  }

  /** The application's repository by another address than that of its folder. */
  public Given at(String url, String folder) {
    repo = url;
    return at(folder);
  }

  /** The application's source is a chart of a Helm repository or registry. */
  public Given chart(String url, String name, String revision) {
    repo = url;
    chart = name;
    return flags("--revision", revision);
  }

  /** Changes the files before anything else happens. */
  public Given files(Consumer<Repository> change) {
    change.accept(scenario.repository());
    return this;
  }

  /** The plugin of a folder of the test data is declared until the test ends. */
  public Given plugin(String folder) {
    scenario.plugin(folder);
    return this;
  }

  /** Does something in the cluster before anything else happens. */
  public Given kube(Consumer<Kube> change) {
    change.accept(scenario.kube());
    return this;
  }

  /** Does something that needs the names of the scenario. */
  public Given with(Consumer<Scenario> change) {
    change.accept(scenario);
    return this;
  }

  /** Name of the application, when it matters. */
  public Given named(String name) {
    scenario.name(name);
    return this;
  }

  /** Where the Application stands. */
  public Given in(Place place) {
    scenario.appNamespace(place.namespace());
    return this;
  }

  /** The Application is to stand in this namespace. */
  public Given inNamespace(String namespace) {
    scenario.appNamespace(namespace);
    return this;
  }

  /** No destination namespace is said. */
  public Given withoutDestinationNamespace() {
    scenario.namespace("");
    return this;
  }

  /** The destination namespace, which need not exist. */
  public Given destinationNamespace(String namespace) {
    scenario.namespace(namespace);
    return this;
  }

  /** A project of the scenario's own name with this spec, written as YAML. */
  public Given ownProject(String spec) {
    scenario.project(spec);
    return project(scenario.name());
  }

  /** Its project. */
  public Given project(String name) {
    project = name;
    return this;
  }

  /** Its project has the name of the application and is there. */
  public Given projectOfItsName() {
    return project(scenario.name());
  }

  /** Its destination by name instead of URL. */
  public Given destinationName(String name) {
    destination = List.of("--dest-name", name);
    return this;
  }

  /** Syncs do not prune. */
  public Given withoutPruning() {
    prune = false;
    return this;
  }

  /** Flags {@code app create} gets. */
  public Given flags(String... words) {
    flags.addAll(List.of(words));
    return this;
  }

  /** A key of {@code argocd-cm} until the test ends; null removes it. */
  public Given setting(String key, @Nullable String value) {
    scenario.setting("argocd-cm", key, value);
    return this;
  }

  /** A key of {@code argocd-cmd-params-cm} until the test ends. */
  public Given parameter(String key, String value) {
    scenario.setting("argocd-cmd-params-cm", key, value);
    return this;
  }

  /** Goes on with what somebody does. */
  public When when() {
    return new When(this);
  }

  /** Goes on with what holds without anybody doing anything. */
  public Then then() {
    return new Then(this);
  }

  String path() {
    return path;
  }

  String project() {
    return project;
  }

  boolean prunes() {
    return prune;
  }

  /** The words of {@code app create}. */
  List<String> createWords(String[] more) {
    var words = new ArrayList<>(List.of("app", "create", scenario.qualified()));
    words.addAll(List.of("--repo", repo.isEmpty() ? scenario.repository().url() : repo));
    words.addAll(chart.isEmpty() ? List.of("--path", path) : List.of("--helm-chart", chart));
    words.addAll(destination);
    if (!scenario.namespace().isEmpty()) {
      words.addAll(List.of("--dest-namespace", scenario.namespace()));
    }
    words.addAll(List.of("--project", project));
    words.addAll(flags);
    words.addAll(List.of(more));
    return words;
  }
}
