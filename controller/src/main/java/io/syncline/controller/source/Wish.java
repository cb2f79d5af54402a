package io.syncline.controller.source;

import io.syncline.model.application.Application;
import io.syncline.model.application.ApplicationSource;
import io.syncline.render.BuildOptions;
import java.util.List;

/**
 * What decides the manifests besides the sources.
 *
 * @param app the application
 * @param instanceName its name for tracking
 * @param sources the sources to render, its own or those of an operation
 * @param revisions revision of each source to use instead of its own; empty for none, "" in place
 *     of one
 * @param namespace destination namespace
 * @param kubeVersion version of the destination cluster
 * @param apiVersions what that cluster serves
 * @param options of tools, for the whole installation
 * @param now resolve revisions anew
 * @param hard render anew
 */
public record Wish(
    Application app,
    String instanceName,
    List<ApplicationSource> sources,
    List<String> revisions,
    String namespace,
    String kubeVersion,
    List<String> apiVersions,
    BuildOptions options,
    boolean now,
    boolean hard) {
  /** Copies the lists. */
  public Wish {
    sources = List.copyOf(sources);
    revisions = List.copyOf(revisions);
    apiVersions = List.copyOf(apiVersions);
  }

  /** Whether this is what the application itself asks for. */
  boolean own() {
    return revisions.isEmpty() && sources.equals(app.sources());
  }
}
