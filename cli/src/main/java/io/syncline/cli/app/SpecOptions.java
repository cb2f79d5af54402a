package io.syncline.cli.app;

import static io.syncline.cli.app.SourceOptions.put;

import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags of {@code app create} and {@code app set}, as a function from spec to spec. */
final class SpecOptions {
  @Mixin SourceOptions source = new SourceOptions();

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

  @Mixin RetryOptions retry = new RetryOptions();

  @Mixin HydratorOptions hydrator = new HydratorOptions();

  @Option(names = "--env", hidden = true, description = "Accepted for compatibility")
  @Nullable String environment;

  @Option(names = "--revision-history-limit", description = "How many deployments to remember")
  @Nullable Integer historyLimit;

  /** {@code spec} with what the flags say; flags of a source are about the only one. */
  ObjectTree apply(ObjectTree spec) {
    return apply(spec, -1);
  }

  /**
   * {@code spec} with what the flags say.
   *
   * @param position of the source in the list of sources that flags of a source are about; negative
   *     for the only source
   */
  ObjectTree apply(ObjectTree spec, int position) {
    var next = spec;
    if (position >= 0) {
      var sources = new ArrayList<>(Tree.items(spec.get("sources")));
      sources.set(position, source.apply(Tree.object(sources.get(position))));
      next = next.with("sources", Tree.list(sources));
    } else {
      var before = Tree.object(spec.get("source"));
      var after = source.apply(before);
      next = after.equals(before) ? next : next.with("source", after);
    }
    next = put(next, destinationServer, "destination", "server");
    next = put(next, destinationName, "destination", "name");
    next = put(next, destinationNamespace, "destination", "namespace");
    next = put(next, project, "project");
    next = put(next, historyLimit, "revisionHistoryLimit");
    return hydrator.apply(retry.apply(policy(next)));
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
}
