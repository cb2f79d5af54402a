package io.syncline.controller.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.git.Credentials;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.render.Plugins;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.door.Renderers;
import io.syncline.render.offline.OfflineTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A folder of plugins, a repository on disk, and an application in its folder {@code app}. */
final class Stage {
  final Path plugins;
  final Path repository;
  final Path work;
  private PluginSettings settings;
  private Optional<Credentials> login = Optional.empty();
  private ObjectTree app =
      Yaml.parseObject(
          """
          apiVersion: argoproj.io/v1alpha1
          kind: Application
          metadata: {name: shop, namespace: argocd}
          spec:
            project: default
            source: {repoURL: "https://git.example.com/shop.git", path: app}
            destination: {namespace: prod}
          """);

  Stage(Path folder) throws IOException {
    this.plugins = Files.createDirectories(folder.resolve("plugins"));
    this.repository = Files.createDirectories(folder.resolve("repository"));
    this.work = folder.resolve("work");
    this.settings = PluginSettings.of(plugins, work, System.getenv("PATH"), "C.UTF-8");
    Files.createDirectories(repository.resolve(".git"));
    file("app/input.txt", "hello\n");
  }

  Stage time(Duration time) {
    settings = settings.time(time);
    return this;
  }

  Stage copyBytes(long bytes) {
    settings = settings.copyBytes(bytes);
    return this;
  }

  Stage login(Credentials credentials) {
    login = Optional.of(credentials);
    return this;
  }

  Stage searchPath(String path) {
    settings = PluginSettings.of(plugins, work, path, "C.UTF-8");
    return this;
  }

  Stage file(String path, String content) throws IOException {
    var file = repository.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return this;
  }

  Stage definition(String file, String yaml) throws IOException {
    Files.writeString(plugins.resolve(file), yaml);
    return this;
  }

  /** A plugin that generates by a script; {@code more} are further fields of its spec. */
  Stage plugin(String name, String script, String more) throws IOException {
    var spec =
        Tree.object(Yaml.parseObject(more.isEmpty() ? "{}" : more))
            .with(
                "generate", ObjectTree.of("command", List.of("sh", "-c"), "args", List.of(script)));
    return definition(
        name + ".yaml",
        Json.write(
            ObjectTree.of(
                "apiVersion",
                PluginDefinition.API_VERSION,
                "kind",
                PluginDefinition.KIND,
                "metadata",
                ObjectTree.of("name", name),
                "spec",
                spec)));
  }

  /** The application's {@code plugin} block. */
  Stage block(String yaml) {
    app =
        Tree.object(
            Tree.with(
                app,
                Yaml.parseObject("{plugin: " + yaml + "}").get("plugin"),
                "spec",
                "source",
                "plugin"));
    return this;
  }

  Stage annotated(String paths) {
    app =
        Tree.object(
            Tree.with(
                app,
                ObjectTree.of("argocd.argoproj.io/manifest-generate-paths", paths),
                "metadata",
                "annotations"));
    return this;
  }

  PluginHost host() {
    return PluginHost.of(Optional.of(settings));
  }

  Plugins ofApplication() {
    return host().of(application(), url -> login.map(l -> new RepositoryLogin(url, l)));
  }

  private Application application() {
    return new Application(new Manifest(app));
  }

  RenderRequest request(Plugins with) {
    return RenderRequest.of("app", application().sources().getFirst(), "shop", "prod").using(with);
  }

  OfflineTree tree() {
    return OfflineTree.at(repository);
  }

  RenderResult render() {
    return Renderers.render(tree(), request(ofApplication()));
  }

  List<Manifest> manifests() {
    var result = render();
    if (result instanceof RenderResult.Failed failed) {
      throw new AssertionError(failed.problem().text());
    }
    return ((RenderResult.Rendered) result).manifests();
  }

  /** The value of {@code data.v} of the one ConfigMap. */
  String value() {
    assertThat(manifests()).hasSize(1);
    return manifests().getFirst().text("data", "v");
  }

  String problem() {
    var result = render();
    assertThat(result).isInstanceOf(RenderResult.Failed.class);
    return ((RenderResult.Failed) result).problem().text();
  }

  /** How many copies there are on disk. */
  long copies() throws IOException {
    if (!Files.exists(work)) {
      return 0;
    }
    try (var entries = Files.list(work)) {
      return entries.count();
    }
  }

  /** A script that prints a ConfigMap with the output of {@code command} in it. */
  static String printing(String command) {
    return "printf '{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {v: \"%s\"}}' "
        + "\"$("
        + command
        + ")\"";
  }
}
