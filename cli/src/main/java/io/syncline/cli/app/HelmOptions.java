package io.syncline.cli.app;

import static io.syncline.cli.app.SourceOptions.put;

import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of sources that are Helm charts. */
final class HelmOptions {
  private static final String PARAMETER =
      "expected helm parameter of the form param=value but received: ";

  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "NAME=VALUE",
      description = "Helm parameter")
  List<String> parameters = List.of();

  @Option(names = "--helm-set", paramLabel = "NAME=VALUE", description = "Helm parameter")
  List<String> set = List.of();

  @Option(
      names = "--helm-set-string",
      paramLabel = "NAME=VALUE",
      description = "Helm parameter that stays a string")
  List<String> setString = List.of();

  @Option(
      names = "--helm-set-file",
      paramLabel = "NAME=PATH",
      description = "Helm parameter with the text of a file in the repository")
  List<String> setFile = List.of();

  @Option(names = "--values", description = "Helm values files")
  List<String> values = List.of();

  @Option(
      names = "--values-literal-file",
      paramLabel = "FILE",
      description = "File whose text becomes the values of the application")
  @Nullable Path literal;

  @Option(
      names = "--ignore-missing-value-files",
      arity = "0..1",
      fallbackValue = "true",
      description = "Leave out values files that are not there")
  @Nullable Boolean ignoreMissing;

  @Option(names = "--release-name", description = "Helm release name")
  @Nullable String releaseName;

  @Option(names = "--helm-version", description = "Version of Helm")
  @Nullable String version;

  @Option(names = "--helm-namespace", description = "Namespace of the release")
  @Nullable String namespace;

  @Option(names = "--helm-kube-version", description = "Version of Kubernetes charts are told")
  @Nullable String kubeVersion;

  @Option(
      names = "--helm-api-versions",
      description = "API versions charts are told, [GROUP/]VERSION/KIND")
  List<String> apiVersions = List.of();

  @Option(
      names = "--helm-pass-credentials",
      arity = "0..1",
      fallbackValue = "true",
      description = "Send credentials to every host the repository points to")
  @Nullable Boolean passCredentials;

  @Option(
      names = "--helm-skip-crds",
      arity = "0..1",
      fallbackValue = "true",
      description = "Leave out the folder crds")
  @Nullable Boolean skipCrds;

  @Option(
      names = "--helm-skip-schema-validation",
      arity = "0..1",
      fallbackValue = "true",
      description = "Do not check values by the chart's schema")
  @Nullable Boolean skipSchema;

  @Option(
      names = "--helm-skip-tests",
      arity = "0..1",
      fallbackValue = "true",
      description = "Leave out tests")
  @Nullable Boolean skipTests;

  ObjectTree apply(ObjectTree source) {
    var next = source;
    next = put(next, releaseName, "helm", "releaseName");
    next = put(next, version, "helm", "version");
    next = put(next, namespace, "helm", "namespace");
    next = put(next, kubeVersion, "helm", "kubeVersion");
    next = put(next, ignoreMissing, "helm", "ignoreMissingValueFiles");
    next = put(next, passCredentials, "helm", "passCredentials");
    next = put(next, skipCrds, "helm", "skipCrds");
    next = put(next, skipSchema, "helm", "skipSchemaValidation");
    next = put(next, skipTests, "helm", "skipTests");
    if (!apiVersions.isEmpty()) {
      next = Tree.with(next, Tree.list(SetCommand.split(apiVersions)), "helm", "apiVersions");
    }
    if (!values.isEmpty()) {
      next = Tree.with(next, Tree.list(SetCommand.split(values)), "helm", "valueFiles");
    }
    if (literal != null) {
      next = Tree.with(next, text(literal), "helm", "values");
      next = Tree.without(next, "helm", "valuesObject");
    }
    var all = new ArrayList<>(parameters);
    all.addAll(set);
    for (var text : all) {
      next = Pair.add(next, Pair.of(text, PARAMETER), "helm", "parameters");
    }
    for (var text : setString) {
      var pair = Pair.of(text, PARAMETER);
      next =
          Pair.add(
              next,
              ObjectTree.of("name", pair.name(), "value", pair.value(), "forceString", true),
              "helm",
              "parameters");
    }
    for (var text : setFile) {
      var pair =
          Pair.of(text, "expected helm file parameter of the form: param=path but received: ");
      next =
          Pair.add(
              next,
              ObjectTree.of("name", pair.name(), "path", pair.value()),
              "helm",
              "fileParameters");
    }
    return next;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CliException(
          CliException.FAILED, "file " + file + " cannot be read: " + e.getMessage());
    }
  }
}
