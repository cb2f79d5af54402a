package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app create}. */
@Command(name = "create", description = "Make an application")
final class CreateCommand implements Callable<Integer> {
  private static final String FINALIZER = "resources-finalizer.argocd.argoproj.io";

  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME", arity = "0..1")
  @Nullable String name;

  @Option(
      names = {"-f", "--file"},
      description = "Manifest with the application, - for standard input")
  @Nullable String file;

  @Mixin AppNamespace place = new AppNamespace();

  @Option(
      names = {"-l", "--label"},
      paramLabel = "NAME=VALUE",
      description = "Label of the application")
  List<String> labels = List.of();

  @Option(
      names = "--annotations",
      paramLabel = "NAME=VALUE",
      description = "Annotation of the application")
  List<String> annotations = List.of();

  @Option(
      names = "--set-finalizer",
      description = "Delete what the application deployed when it is deleted")
  boolean finalizer;

  @Option(
      names = "--validate",
      arity = "0..1",
      defaultValue = "true",
      fallbackValue = "true",
      description = "Refuse a spec that cannot work")
  boolean validate;

  @Option(names = "--upsert", description = "Replace an application of that name")
  boolean upsert;

  @Mixin SpecOptions options = new SpecOptions();

  CreateCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    var client = global.client();
    for (var app : applications()) {
      var named = Tree.text(app, "metadata", "name");
      var known =
          Tree.items(
              client
                  .get(
                      AppPaths.ALL
                          + "?name="
                          + ApiClient.segment(named)
                          + "&appNamespace="
                          + ApiClient.segment(Tree.text(app, "metadata", "namespace")))
                  .get("items"));
      var answer =
          client.call(
              "POST",
              AppPaths.ALL + "?upsert=" + upsert + (validate ? "" : "&validate=false"),
              app);
      var word =
          known.isEmpty()
              ? "created"
              : Tree.text(known.getFirst(), "metadata", "resourceVersion")
                      .equals(Tree.text(answer, "metadata", "resourceVersion"))
                  ? "unchanged"
                  : "updated";
      global.terminal().out().println("application '" + named + "' " + word);
    }
    return 0;
  }

  private List<ObjectTree> applications() {
    var base = file == null ? List.of(ObjectTree.EMPTY) : read(Objects.requireNonNull(file));
    var apps = new ArrayList<ObjectTree>();
    for (var manifest : base) {
      var app = labelled(manifest);
      if (Tree.text(app, "metadata", "name").isEmpty()) {
        throw new CliException(
            CliException.FAILED,
            "application has no name (expected: APPNAME or metadata.name in --file)");
      }
      var spec = Tree.object(app.get("spec"));
      if (Tree.text(spec, "project").isEmpty()) {
        spec = spec.with("project", "default");
      }
      apps.add(
          app.with("apiVersion", "argoproj.io/v1alpha1")
              .with("kind", "Application")
              .with("spec", options.apply(spec)));
    }
    return apps;
  }

  /** {@code manifest} with what the words say of its name, labels, annotations and finalizers. */
  private ObjectTree labelled(ObjectTree manifest) {
    var app = manifest;
    if (name != null) {
      var qualified = place.of(name);
      app = Tree.with(app, AppPaths.bare(qualified), "metadata", "name");
      if (!AppPaths.namespace(qualified).isEmpty()) {
        app = Tree.with(app, AppPaths.namespace(qualified), "metadata", "namespace");
      }
    } else if (!place.namespace.isEmpty()) {
      app = Tree.with(app, place.namespace, "metadata", "namespace");
    }
    app = Pair.put(app, labels, "label", "metadata", "labels");
    app = Pair.put(app, annotations, "annotation", "metadata", "annotations");
    var finalizers = Tree.items(Tree.at(app, "metadata", "finalizers"));
    if (finalizer && !finalizers.contains(FINALIZER)) {
      var all = new ArrayList<>(finalizers);
      all.add(FINALIZER);
      app = Tree.with(app, Tree.list(all), "metadata", "finalizers");
    }
    return app;
  }

  private List<ObjectTree> read(String from) {
    try {
      var bytes =
          from.equals("-")
              ? global.terminal().in().readAllBytes()
              : Files.readAllBytes(Path.of(from));
      return Yaml.documents(new String(bytes, StandardCharsets.UTF_8)).stream()
          .filter(d -> d.value() != null)
          .map(d -> Tree.object(d.value()))
          .toList();
    } catch (IOException e) {
      throw new CliException(
          CliException.FAILED, "file " + from + " cannot be read: " + e.getMessage());
    } catch (YamlException e) {
      throw new CliException(CliException.FAILED, from + ":" + e.line() + ": " + e.problem());
    }
  }
}
