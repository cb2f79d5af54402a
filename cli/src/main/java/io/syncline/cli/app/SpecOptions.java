package io.syncline.cli.app;

import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of {@code app create} and {@code app set}, as a function from spec to spec. */
final class SpecOptions {
  @Option(names = "--repo", description = "Repository URL")
  @Nullable String repo;

  @Option(names = "--path", description = "Path in the repository")
  @Nullable String path;

  @Option(names = "--revision", description = "Branch, tag or commit")
  @Nullable String revision;

  @Option(names = "--dest-server", description = "URL of the destination cluster")
  @Nullable String destinationServer;

  @Option(names = "--dest-name", description = "Name of the destination cluster")
  @Nullable String destinationName;

  @Option(names = "--dest-namespace", description = "Destination namespace")
  @Nullable String destinationNamespace;

  @Option(names = "--project", description = "Project")
  @Nullable String project;

  @Option(names = "--sync-policy", description = "manual or none, automated, auto or automatic")
  @Nullable String syncPolicy;

  @Option(
      names = "--auto-prune",
      arity = "0..1",
      fallbackValue = "true",
      description = "Prune when syncing automatically")
  @Nullable Boolean autoPrune;

  @Option(
      names = "--self-heal",
      arity = "0..1",
      fallbackValue = "true",
      description = "Undo changes made in the cluster")
  @Nullable Boolean selfHeal;

  @Option(
      names = "--allow-empty",
      arity = "0..1",
      fallbackValue = "true",
      description = "Permit a sync that deletes everything")
  @Nullable Boolean allowEmpty;

  @Option(names = "--sync-option", description = "Add an option; with ! in front remove it")
  List<String> syncOptions = List.of();

  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "NAME=VALUE",
      description = "Helm parameter")
  List<String> parameters = List.of();

  @Option(names = "--helm-set", paramLabel = "NAME=VALUE", description = "Helm parameter")
  List<String> helmSet = List.of();

  @Option(
      names = "--helm-set-string",
      paramLabel = "NAME=VALUE",
      description = "Helm parameter that stays a string")
  List<String> helmSetString = List.of();

  @Option(names = "--values", description = "Helm values files")
  List<String> values = List.of();

  @Option(names = "--release-name", description = "Helm release name")
  @Nullable String releaseName;

  @Option(names = "--kustomize-image", description = "Kustomize image override")
  List<String> kustomizeImages = List.of();

  @Option(names = "--nameprefix", description = "Kustomize name prefix")
  @Nullable String namePrefix;

  @Option(
      names = "--directory-recurse",
      arity = "0..1",
      fallbackValue = "true",
      description = "Read folders below too")
  @Nullable Boolean recurse;

  @Option(names = "--revision-history-limit", description = "How many deployments to remember")
  @Nullable Integer historyLimit;

  /** Whether any flag was given. */
  boolean given() {
    return Stream.of(
                repo,
                path,
                revision,
                destinationServer,
                destinationName,
                destinationNamespace,
                project,
                syncPolicy,
                autoPrune,
                selfHeal,
                allowEmpty,
                releaseName,
                namePrefix,
                recurse,
                historyLimit)
            .anyMatch(Objects::nonNull)
        || Stream.of(syncOptions, parameters, helmSet, helmSetString, values, kustomizeImages)
            .anyMatch(l -> !l.isEmpty());
  }

  /** {@code spec} with what the flags say. */
  ObjectTree apply(ObjectTree spec) {
    var next = spec;
    next = put(next, repo, "source", "repoURL");
    next = put(next, path, "source", "path");
    next = put(next, revision, "source", "targetRevision");
    next = put(next, destinationServer, "destination", "server");
    next = put(next, destinationName, "destination", "name");
    next = put(next, destinationNamespace, "destination", "namespace");
    next = put(next, project, "project");
    next = put(next, historyLimit, "revisionHistoryLimit");
    next = put(next, releaseName, "source", "helm", "releaseName");
    next = put(next, namePrefix, "source", "kustomize", "namePrefix");
    next = put(next, recurse, "source", "directory", "recurse");
    return tools(policy(next));
  }

  private static ObjectTree put(ObjectTree spec, @Nullable Object value, String... at) {
    return value == null ? spec : Tree.with(spec, value, at);
  }

  private ObjectTree policy(ObjectTree spec) {
    var next = spec;
    if (syncPolicy != null) {
      switch (syncPolicy) {
        case "manual", "none" -> {
          next = Tree.without(next, "syncPolicy", "automated");
          if (next.get("syncPolicy") instanceof ObjectTree left && left.isEmpty()) {
            next = next.without("syncPolicy");
          }
        }
        case "automated", "auto", "automatic" ->
            next = Tree.with(next, ObjectTree.EMPTY, "syncPolicy", "automated");
        default ->
            throw new CliException(
                CliException.FAILED,
                "Invalid sync-policy: "
                    + syncPolicy
                    + " (expected: none, manual, automated, auto or automatic)");
      }
    }
    for (var flag :
        List.of(
            new Flag("--auto-prune", "prune", autoPrune),
            new Flag("--self-heal", "selfHeal", selfHeal),
            new Flag("--allow-empty", "allowEmpty", allowEmpty))) {
      if (flag.value() != null) {
        if (!(Tree.at(next, "syncPolicy", "automated") instanceof ObjectTree)) {
          throw new CliException(
              CliException.FAILED,
              "Cannot set "
                  + flag.name()
                  + ": application not configured with automatic sync; hint: add --sync-policy automated");
        }
        next = Tree.with(next, flag.value(), "syncPolicy", "automated", flag.field());
      }
    }
    if (!syncOptions.isEmpty()) {
      var options = new ArrayList<>(Tree.items(Tree.at(next, "syncPolicy", "syncOptions")));
      for (var option : syncOptions) {
        if (option.startsWith("!")) {
          options.remove(option.substring(1));
        } else if (!options.contains(option)) {
          options.add(option);
        }
      }
      next = Tree.with(next, options, "syncPolicy", "syncOptions");
    }
    return next;
  }

  private record Flag(String name, String field, @Nullable Boolean value) {}

  private ObjectTree tools(ObjectTree spec) {
    var next = spec;
    if (!values.isEmpty()) {
      next = Tree.with(next, SetCommand.split(values), "source", "helm", "valueFiles");
    }
    var set = new ArrayList<>(parameters);
    set.addAll(helmSet);
    for (var parameter : set) {
      next = parameter(next, parameter, false);
    }
    for (var parameter : helmSetString) {
      next = parameter(next, parameter, true);
    }
    if (!kustomizeImages.isEmpty()) {
      var images = new ArrayList<>(Tree.items(Tree.at(next, "source", "kustomize", "images")));
      for (var image : kustomizeImages) {
        images.removeIf(old -> imageKey(String.valueOf(old)).equals(imageKey(image)));
        images.add(image);
      }
      next = Tree.with(next, images, "source", "kustomize", "images");
    }
    return next;
  }

  private static String imageKey(String image) {
    return image.split("[=:@]", 2)[0];
  }

  private static ObjectTree parameter(ObjectTree spec, String text, boolean string) {
    var equal = text.indexOf('=');
    if (equal <= 0) {
      throw new CliException(
          CliException.FAILED,
          "Expected helm parameter of the form: param=value. Received: " + text);
    }
    var name = text.substring(0, equal);
    var list = new ArrayList<>(Tree.items(Tree.at(spec, "source", "helm", "parameters")));
    list.removeIf(p -> Tree.text(p, "name").equals(name));
    var entry = ObjectTree.of("name", name, "value", text.substring(equal + 1));
    list.add(string ? entry.with("forceString", true) : entry);
    return Tree.with(spec, list, "source", "helm", "parameters");
  }
}
