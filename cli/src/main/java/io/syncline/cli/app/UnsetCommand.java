package io.syncline.cli.app;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app unset}. */
@Command(name = "unset", description = "Take parameters of an application back")
final class UnsetCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  @Mixin SourceChoice choice = new SourceChoice();

  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "NAME",
      description = "Helm parameter")
  List<String> parameters = List.of();

  @Option(names = "--values", description = "Helm values file")
  List<String> values = List.of();

  @Option(names = "--values-literal", description = "Values of the application itself")
  boolean literal;

  @Option(names = "--ignore-missing-value-files", description = "Helm ignoreMissingValueFiles")
  boolean ignoreMissingValues;

  @Option(names = "--pass-credentials", description = "Helm passCredentials")
  boolean passCredentials;

  @Option(names = "--nameprefix", description = "Kustomize name prefix")
  boolean namePrefix;

  @Option(names = "--namesuffix", description = "Kustomize name suffix")
  boolean nameSuffix;

  @Option(names = "--kustomize-version", description = "Version of Kustomize")
  boolean kustomizeVersion;

  @Option(names = "--kustomize-namespace", description = "Kustomize namespace override")
  boolean kustomizeNamespace;

  @Option(names = "--ignore-missing-components", description = "Kustomize option")
  boolean ignoreMissingComponents;

  @Option(names = "--kustomize-image", paramLabel = "NAME", description = "Kustomize image")
  List<String> images = List.of();

  @Option(names = "--kustomize-replica", paramLabel = "NAME", description = "Kustomize replica")
  List<String> replicas = List.of();

  @Option(names = "--plugin-env", paramLabel = "NAME", description = "Variable of the plugin")
  List<String> pluginVariables = List.of();

  @Option(names = "--ref", description = "Name other sources use the files by")
  boolean ref;

  UnsetCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    name = place.of(name);
    var client = global.client();
    var spec = Tree.object(client.get(AppPaths.one(name)).get("spec"));
    var position = choice.position(spec);
    var sources = new ArrayList<>(Tree.items(spec.get("sources")));
    var source = Tree.object(position < 0 ? spec.get("source") : sources.get(position));
    var left = apply(source);
    if (left.equals(source)) {
      throw new CliException(
          CliException.FAILED,
          "nothing to unset; hint: `syncline app unset --help` lists the flags");
    }
    if (position >= 0) {
      sources.set(position, left);
    }
    client.call(
        "PUT",
        AppPaths.one(name, "/spec"),
        position < 0 ? spec.with("source", left) : spec.with("sources", Tree.list(sources)));
    return 0;
  }

  /** {@code source} without what the flags name. */
  private ObjectTree apply(ObjectTree source) {
    var next = source;
    next = without(next, namePrefix, "kustomize", "namePrefix");
    next = without(next, nameSuffix, "kustomize", "nameSuffix");
    next = without(next, kustomizeVersion, "kustomize", "version");
    next = without(next, kustomizeNamespace, "kustomize", "namespace");
    next = without(next, ignoreMissingComponents, "kustomize", "ignoreMissingComponents");
    next =
        filtered(
            next,
            image ->
                images.stream()
                    .anyMatch(
                        asked ->
                            KustomizeOptions.imageKey(asked)
                                .equals(KustomizeOptions.imageKey(String.valueOf(image)))),
            "kustomize",
            "images");
    next = filtered(next, r -> replicas.contains(Tree.text(r, "name")), "kustomize", "replicas");
    next = filtered(next, p -> parameters.contains(Tree.text(p, "name")), "helm", "parameters");
    next = filtered(next, f -> values.contains(String.valueOf(f)), "helm", "valueFiles");
    next = without(next, literal, "helm", "values");
    next = without(next, literal, "helm", "valuesObject");
    next = without(next, ignoreMissingValues, "helm", "ignoreMissingValueFiles");
    next = without(next, passCredentials, "helm", "passCredentials");
    next = filtered(next, v -> pluginVariables.contains(Tree.text(v, "name")), "plugin", "env");
    next = without(next, ref, "ref");
    // A block of which nothing is left would still choose the tool for some readers.
    for (var block : List.of("kustomize", "helm", "plugin")) {
      if (!Tree.object(source.get(block)).isEmpty() && Tree.object(next.get(block)).isEmpty()) {
        next = Tree.without(next, block);
      }
    }
    return next;
  }

  private static ObjectTree without(ObjectTree source, boolean asked, String... at) {
    return asked ? Tree.without(source, at) : source;
  }

  private static ObjectTree filtered(ObjectTree source, Predicate<Object> gone, String... at) {
    var list = Tree.items(Tree.at(source, at));
    var left = list.stream().filter(gone.negate()).toList();
    return left.size() == list.size()
        ? source
        : left.isEmpty() ? Tree.without(source, at) : Tree.with(source, Tree.list(left), at);
  }
}
