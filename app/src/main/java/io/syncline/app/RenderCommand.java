package io.syncline.app;

import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Terminal;
import io.syncline.model.application.Application;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import io.syncline.render.RemoteAddress;
import io.syncline.render.Remotes;
import io.syncline.render.RenderException;
import io.syncline.render.RenderResult;
import io.syncline.render.offline.BatchRender;
import io.syncline.render.offline.RenderFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code render}: what a folder, or an Application over local files, renders to; offline unless
 * told to fetch.
 */
@Command(
    name = "render",
    description = "Render a folder, offline unless --fetch is given: directory, Kustomize or Helm")
final class RenderCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..2",
      description = "Folder to render; with --batch: LIST OUTDIR")
  List<Path> paths = List.of();

  @Option(
      names = "--batch",
      description = "Render many folders: each line of LIST is DIR<TAB>NAME[<TAB>FLAGS]")
  boolean batch;

  @Option(
      names = "--app",
      paramLabel = "FILE",
      description = "Application whose source block applies, - for standard input")
  @Nullable String app;

  @Option(
      names = "--fetch",
      description = "Fetch charts, dependencies and bases from elsewhere, without a login")
  boolean fetch;

  @Option(names = "--name", defaultValue = "", description = "Name of the application or release")
  String name = "";

  @Option(names = "--namespace", defaultValue = "", description = "Destination namespace")
  String namespace = "";

  @Option(
      names = {"-o", "--output"},
      defaultValue = "yaml",
      description = "yaml or json")
  String output = "yaml";

  RenderCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (batch) {
      if (paths.size() != 2) {
        throw new CliException(
            CliException.USAGE,
            "render --batch takes LIST and OUTDIR, " + paths.size() + " paths given");
      }
      var tally = BatchRender.run(paths.get(0), paths.get(1));
      terminal.err().println(tally.rendered() + " rendered, " + tally.failed() + " failed");
      return 0;
    }
    return switch (result()) {
      case RenderResult.Rendered rendered -> {
        rendered.warnings().forEach(w -> terminal.err().println("warning: " + w));
        print(rendered.manifests());
        yield 0;
      }
      case RenderResult.Failed failed ->
          throw new CliException(CliException.FAILED, failed.problem().text());
    };
  }

  private RenderResult result() throws IOException {
    if (!fetch) {
      return render(Remotes.NONE);
    }
    try (var fetching = new Fetching(terminal)) {
      return render(fetching);
    }
  }

  private RenderResult render(Remotes remotes) throws IOException {
    if (app == null) {
      var folder = folder();
      var title = name.isEmpty() ? folder.toRealPath().getFileName().toString() : name;
      return RenderFolder.of(new ApplicationSource(ObjectTree.EMPTY), title, namespace)
          .render(folder, Map.of(), remotes);
    }
    return ofApplication(application(app), remotes);
  }

  private Path folder() {
    if (paths.size() != 1) {
      throw new CliException(
          CliException.USAGE,
          "render takes one folder, " + paths.size() + " given; hint: ./syncline render DIR");
    }
    var folder = paths.getFirst();
    if (!Files.isDirectory(folder)) {
      throw new CliException(
          CliException.USAGE, "folder " + folder + " does not exist or is no folder");
    }
    return folder;
  }

  /** The folder stands for the repository of the Application; a chart is fetched. */
  private RenderResult ofApplication(Application application, Remotes remotes) {
    var source =
        application.sources().stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new CliException(
                        CliException.FAILED,
                        "application " + application.name() + " has no source"));
    var rendering =
        RenderFolder.of(
            source,
            name.isEmpty() ? application.name() : name,
            namespace.isEmpty() ? application.destination().namespace() : namespace);
    if (fetch && paths.isEmpty() && !source.chart().isEmpty()) {
      var address =
          new RemoteAddress.Chart(source.repoUrl(), source.chart(), source.targetRevision());
      try {
        return rendering.render(remotes.open(address).tree(), "", Map.of(), remotes);
      } catch (RenderException e) {
        throw new CliException(CliException.FAILED, e.problem().text());
      }
    }
    return rendering.render(folder().resolve(source.path()), Map.of(), remotes);
  }

  private Application application(String file) throws IOException {
    var bytes = file.equals("-") ? terminal.in().readAllBytes() : Files.readAllBytes(Path.of(file));
    try {
      return new Application(
          new Manifest(Yaml.parseObject(new String(bytes, StandardCharsets.UTF_8))));
    } catch (YamlException e) {
      throw new CliException(CliException.FAILED, file + ":" + e.line() + ": " + e.problem());
    }
  }

  private void print(List<Manifest> manifests) {
    switch (output) {
      case "yaml" -> terminal.out().print(BatchRender.text(manifests));
      case "json" -> {
        var items = new ArrayList<Object>();
        manifests.forEach(m -> items.add(m.root()));
        terminal.out().println(Json.pretty(Tree.list(items), 2));
      }
      default ->
          throw new CliException(
              CliException.USAGE, "unknown output format: " + output + " (expected: yaml or json)");
    }
  }
}
