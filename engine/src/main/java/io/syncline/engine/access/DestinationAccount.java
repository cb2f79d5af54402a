package io.syncline.engine.access;

import io.syncline.engine.glob.Patterns;
import io.syncline.model.application.Application;
import io.syncline.model.application.Destination;
import io.syncline.model.project.Project;
import io.syncline.model.tree.Tree;
import java.util.Optional;

/** The service account a project has its applications deployed as (semantics 24.6). */
public final class DestinationAccount {
  private static final String FORBIDDEN = "!*[]{}\\/";

  /** There is no such account. The message says for where. */
  public static final class NoAccountException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoAccountException(String message) {
      super(message);
    }
  }

  private DestinationAccount() {}

  /**
   * The user, such as {@code system:serviceaccount:shop:deployer}, that deploys {@code app} to
   * {@code cluster}: of the first entry of {@code destinationServiceAccounts} that matches.
   *
   * @throws NoAccountException when no entry matches, or the one that does names no account
   */
  public static String of(Project project, Application app, Destination cluster) {
    return find(project, app, cluster)
        .orElseThrow(
            () ->
                new NoAccountException(
                    "no matching service account found for destination server "
                        + cluster.server()
                        + " and namespace "
                        + app.destination().namespace()));
  }

  /**
   * The same; empty when no entry matches.
   *
   * @throws NoAccountException when the entry that matches names no account
   */
  public static Optional<String> find(Project project, Application app, Destination cluster) {
    var namespace = app.destination().namespace();
    for (var entry : Tree.items(project.manifest().at("spec", "destinationServiceAccounts"))) {
      if (Patterns.matches(Tree.text(entry, "server"), cluster.server())
          && Patterns.matches(Tree.text(entry, "namespace"), namespace)) {
        return Optional.of(
            user(
                Tree.text(entry, "defaultServiceAccount"),
                namespace.isEmpty() ? app.namespace() : namespace));
      }
    }
    return Optional.empty();
  }

  private static String user(String account, String namespace) {
    if (account.isBlank() || account.chars().anyMatch(c -> FORBIDDEN.indexOf(c) >= 0)) {
      throw new NoAccountException(
          "default service account contains invalid chars '" + account + "'");
    }
    return "system:serviceaccount:" + (account.contains(":") ? account : namespace + ":" + account);
  }
}
