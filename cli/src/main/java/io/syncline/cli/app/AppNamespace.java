package io.syncline.cli.app;

import picocli.CommandLine.Option;

/** The flag that says in which namespace an Application stands. */
final class AppNamespace {
  @Option(
      names = {"-N", "--app-namespace"},
      defaultValue = "",
      description = "Namespace of the application")
  String namespace = "";

  /** {@code name} with its namespace; one that says its namespace itself keeps it. */
  String of(String name) {
    return namespace.isEmpty() || name.contains("/") ? name : namespace + "/" + name;
  }
}
