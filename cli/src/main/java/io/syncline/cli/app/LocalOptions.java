package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.terminal.CliException;
import io.syncline.engine.diff.SecretMask;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.render.BuildOptions;
import io.syncline.render.RenderLimits;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.door.Renderers;
import io.syncline.render.offline.OfflineTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Manifests from a folder of this machine, with the settings the application has. */
final class LocalOptions {
  private static final String KUBE_VERSION = "v1.32.4";
  private static final List<String> EVERYTHING = List.of("*");

  @Option(
      names = "--local",
      paramLabel = "DIR",
      description = "Render this folder instead of what is in Git")
  @Nullable Path local;

  @Option(
      names = "--local-repo-root",
      paramLabel = "DIR",
      description = "Root of the repository around --local (default: of its Git work tree)")
  @Nullable Path root;

  /** The root and the folder in it, without links. */
  private record Place(Path root, Path folder) {}

  private Place place() {
    if (local == null || !Files.isDirectory(local)) {
      throw new CliException(
          CliException.FAILED, "folder " + local + " of --local does not exist or is no folder");
    }
    try {
      var folder = local.toRealPath();
      var around = root == null ? OfflineTree.enclosingRoot(folder) : root.toRealPath();
      // Without a repository around it a folder stands for itself.
      if (root == null && around.getParent() == null) {
        around = folder;
      }
      if (!folder.startsWith(around)) {
        throw new CliException(
            CliException.FAILED,
            "folder "
                + local
                + " of --local is not in "
                + root
                + " (expected: a folder below --local-repo-root)");
      }
      return new Place(around, folder);
    } catch (IOException e) {
      throw new CliException(
          CliException.FAILED, "--local-repo-root cannot be read: " + e.getMessage());
    }
  }

  /**
   * What the folder renders to here, secrets masked. Plugins run on the server only, so that it
   * renders what is made by one.
   *
   * @throws CliException when it does not
   */
  List<ObjectTree> rendered(ApiClient client, ObjectTree stored) {
    if (byPlugin(stored)) {
      return renderedByServer(client, stored, EVERYTHING);
    }
    return manifests(client, stored).stream()
        .map(m -> SecretMask.show(m, Set.of()).root())
        .toList();
  }

  /**
   * What the folder renders to as JSON, to be applied.
   *
   * @throws CliException when it does not
   */
  List<String> texts(ApiClient client, ObjectTree stored) {
    return (byPlugin(stored) ? fromServer(client, stored) : manifests(client, stored))
        .stream().map(Manifest::json).toList();
  }

  private static boolean byPlugin(ObjectTree stored) {
    return application(stored).sources().getFirst().tree().containsKey("plugin");
  }

  /** What the server shows of a Secret must not be taken for what it holds. */
  private List<Manifest> fromServer(ApiClient client, ObjectTree stored) {
    var manifests =
        renderedByServer(client, stored, EVERYTHING).stream().map(Manifest::new).toList();
    for (var manifest : manifests) {
      if (SecretMask.hidden(manifest)) {
        throw new CliException(
            CliException.FAILED,
            "Secret "
                + manifest.name()
                + " of --local is made by a plugin, and the server does not show what it holds"
                + "; hint: sync it from Git");
      }
    }
    return manifests;
  }

  private List<Manifest> manifests(ApiClient client, ObjectTree stored) {
    var app = application(stored);
    var source = app.sources().getFirst();
    var place = place();
    try {
      var tree = OfflineTree.at(place.root());
      var request =
          new RenderRequest(
              tree.pathOf(place.folder()),
              source,
              new RenderRequest.Instance(
                  app.name(),
                  app.destination().namespace(),
                  app.project(),
                  source.targetRevision()),
              new RenderRequest.Platform(kubeVersion(client, app), List.of()),
              RenderRequest.Surroundings.NONE,
              RenderLimits.DEFAULT);
      return switch (Renderers.render(tree, request, BuildOptions.DEFAULT)) {
        case RenderResult.Rendered rendered -> rendered.manifests();
        case RenderResult.Failed failed ->
            throw new CliException(CliException.API, failed.problem().text());
      };
    } catch (UncheckedIOException e) {
      throw new CliException(CliException.API, place.folder() + " cannot be read: " + e);
    }
  }

  /**
   * What the server renders with the files of the folder's repository.
   *
   * @param include names of the files to send, as globs
   * @throws CliException when the folder is not where the application looks
   */
  List<ObjectTree> renderedByServer(ApiClient client, ObjectTree stored, List<String> include) {
    var app = application(stored);
    var place = place();
    var path = app.sources().getFirst().path();
    var below = path.startsWith("/") ? path.substring(1) : path;
    // Argo CD takes the root of the repository here; the folder of the application works too.
    var sent = Files.isDirectory(place.folder().resolve(below)) ? place.folder() : place.root();
    if (!sent.equals(place.folder()) && !sent.resolve(below).normalize().equals(place.folder())) {
      throw new CliException(
          CliException.FAILED,
          "folder "
              + local
              + " is not where application "
              + app.name()
              + " looks (expected: path "
              + path
              + " below --local-repo-root, or a folder with it)");
    }
    try {
      return RevisionOptions.parsed(
          client.upload(
              "/api/v1/applications/manifestsWithFiles", LocalUpload.messages(app, sent, include)));
    } catch (IOException e) {
      throw new CliException(CliException.API, sent + " cannot be read: " + e.getMessage());
    }
  }

  private static Application application(ObjectTree stored) {
    var app = new Application(new Manifest(stored));
    if (app.sources().size() != 1) {
      throw new CliException(
          CliException.FAILED,
          "application "
              + app.name()
              + " cannot be rendered from a folder (expected: one source; it has "
              + app.sources().size()
              + ")");
    }
    return app;
  }

  /** The cluster's version as far as the server tells it. */
  private static String kubeVersion(ApiClient client, Application app) {
    var cluster =
        app.destination().name().isEmpty() ? app.destination().server() : app.destination().name();
    try {
      var version =
          Tree.text(client.get("/api/v1/clusters/" + ApiClient.segment(cluster)), "serverVersion");
      return version.matches("v?[0-9]+\\.[0-9]+")
          ? "v" + version.replace("v", "") + ".0"
          : version.isEmpty() ? KUBE_VERSION : version;
    } catch (CliException notTold) {
      return KUBE_VERSION;
    }
  }
}
