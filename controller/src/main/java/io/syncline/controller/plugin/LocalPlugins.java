package io.syncline.controller.plugin;

import io.syncline.controller.plugin.PluginDefinition.Command;
import io.syncline.controller.plugin.PluginDefinition.Discovery;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.render.Plugins;
import io.syncline.render.RenderException;
import io.syncline.render.RenderRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** The plugins of a folder, for the sources of one application. */
final class LocalPlugins implements Plugins {
  private final PluginSettings settings;
  private final PluginFolder.Definitions definitions;
  private final Semaphore room;
  private final String alsoText;
  private final Function<String, List<String>> alsoFor;
  private final Function<String, Optional<RepositoryLogin>> logins;

  /**
   * For one application.
   *
   * @param room as many permits as plugins may run at a time
   * @param alsoText what its sources are made from besides their folders, as written
   * @param alsoFor what a source at a path is made from besides its folder
   * @param logins how the repository at a URL is reached, as far as plugins may know
   */
  LocalPlugins(
      PluginSettings settings,
      PluginFolder.Definitions definitions,
      Semaphore room,
      String alsoText,
      Function<String, List<String>> alsoFor,
      Function<String, Optional<RepositoryLogin>> logins) {
    this.settings = settings;
    this.definitions = definitions;
    this.room = room;
    this.alsoText = alsoText;
    this.alsoFor = alsoFor;
    this.logins = logins;
  }

  @Override
  public String identity() {
    return definitions.digest().isEmpty() ? "" : definitions.digest() + " " + alsoText;
  }

  @Override
  public boolean mayRun(ApplicationSource source) {
    return source.chart().isEmpty()
        && (source.tree().containsKey("plugin") || definitions.discover());
  }

  @Override
  public Optional<String> discover(SourceTree tree, RenderRequest request) {
    for (var one : definitions.byName().values()) {
      if (one.discovery().isPresent() && fits(one, one.discovery().get(), tree, request)) {
        return Optional.of(one.name());
      }
    }
    return Optional.empty();
  }

  @Override
  public String choose(SourceTree tree, RenderRequest request) {
    var asked = Tree.text(request.source().tool("plugin"), "name");
    if (asked.isEmpty()) {
      return discover(tree, request)
          .orElseThrow(
              () ->
                  problem(
                      request,
                      "no config management plugin discovers this source",
                      "name one in source.plugin.name" + known()));
    }
    var one = definition(asked, request);
    if (one.discovery().isPresent() && !fits(one, one.discovery().get(), tree, request)) {
      throw problem(
          request,
          "plugin " + asked + " is not for this source: its discovery rule found nothing",
          "correct spec.discover of the plugin, or remove it there");
    }
    return asked;
  }

  private PluginDefinition definition(String name, RenderRequest request) {
    var one = definitions.byName().get(name);
    if (one == null) {
      throw problem(request, "plugin " + name + " is not known", "see --plugins" + known());
    }
    return one;
  }

  private String known() {
    var text = new StringBuilder(" (known: ");
    text.append(
        definitions.byName().isEmpty() ? "none" : String.join(", ", definitions.byName().keySet()));
    text.append(')');
    // Whoever looks for a plugin in vain should learn that its file is wrong.
    definitions.problems().forEach(problem -> text.append("; not used: ").append(problem));
    return text.toString();
  }

  private boolean fits(
      PluginDefinition one, Discovery rule, SourceTree tree, RenderRequest request) {
    return switch (rule) {
      case Discovery.ByFile(var pattern) -> pattern.matches(tree, request.path());
      case Discovery.ByCommand(var command) -> {
        try (var run = open(one, tree, request)) {
          var result = run.run(command);
          if (!(result.end() instanceof CommandRun.End.Exited)) {
            throw run.failure("discover", command, result);
          }
          // A rule that fails says no, as Argo CD takes it.
          yield result.end().succeeded() && !result.output().isEmpty();
        }
      }
    };
  }

  @Override
  public String generate(String plugin, SourceTree tree, RenderRequest request) {
    var one = definition(plugin, request);
    try (var run = open(one, tree, request)) {
      if (one.init().isPresent()) {
        run.require("init", one.init().get());
      }
      return run.require("generate", one.generate());
    }
  }

  @Override
  public List<ObjectTree> parameters(String plugin, SourceTree tree, RenderRequest request) {
    var one = definition(plugin, request);
    var all = new ArrayList<ObjectTree>();
    if (one.announcing().isPresent()) {
      try (var run = open(one, tree, request)) {
        all.addAll(announced(one.announcing().get(), run));
      }
    }
    all.addAll(one.announced());
    return all;
  }

  private static List<ObjectTree> announced(Command command, PluginRun run) {
    var output = run.require("parameters.dynamic", command);
    if (output.isBlank()) {
      return List.of();
    }
    try {
      if (Json.parse(output) instanceof List<?> list) {
        return list.stream().map(Tree::object).toList();
      }
    } catch (Json.SyntaxException e) {
      throw run.wrong("parameters.dynamic printed no JSON: " + e.getMessage());
    }
    throw run.wrong("parameters.dynamic printed no list (expected: a JSON list of parameters)");
  }

  private PluginRun open(PluginDefinition one, SourceTree tree, RenderRequest request) {
    var wanted =
        new WorkingCopy.Wanted(
            request.path(), alsoFor.apply(request.path()), one.fileModes(), settings.copyBytes());
    var login =
        one.gitCredentials()
            ? logins.apply(request.source().repoUrl())
            : Optional.<RepositoryLogin>empty();
    return PluginRun.open(settings, room, one.name(), tree, request, wanted, login);
  }

  private static RenderException problem(RenderRequest request, String message, String hint) {
    return RenderException.in(
        request.path(), 0, "application " + request.appName() + ": " + message, hint);
  }
}
