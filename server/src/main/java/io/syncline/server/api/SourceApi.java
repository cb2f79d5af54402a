package io.syncline.server.api;

import com.linecorp.armeria.common.HttpMethod;
import io.syncline.model.application.Application;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.http.ApiException;
import io.syncline.server.http.Call;
import io.syncline.server.http.Routes;
import io.syncline.server.port.SourceDetails;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What sources render to and what they are: {@code manifests} of any revision, {@code
 * manifestsWithFiles} of files brought along, and {@code appdetails}.
 */
public final class SourceApi {
  private static final String APPLICATIONS = "/api/v1/applications";

  private final String namespace;
  private final Applications applications;
  private final SourceDetails sources;

  /** The API over {@code applications}; those without a namespace are of {@code namespace}. */
  public SourceApi(String namespace, Applications applications, SourceDetails sources) {
    this.namespace = namespace;
    this.applications = applications;
    this.sources = sources;
  }

  /** Puts the resource on its paths. */
  public void mount(Routes routes) {
    routes
        .on(HttpMethod.GET, APPLICATIONS + "/{name}/manifests", this::manifests)
        .on(HttpMethod.POST, APPLICATIONS + "/manifestsWithFiles", this::manifestsWithFiles)
        .on(HttpMethod.POST, "/api/v1/repositories/{repo}/appdetails", this::appDetails);
  }

  private Object manifests(Call call) {
    var app = new Application(applications.stored(applications.named(call)));
    var revisions = revisions(call, app);
    return shown(
        () -> sources.render(app.namespace(), app.name(), revisions, call.flag("noCache", false)));
  }

  /** The revision of each source, by its position when there are several. */
  private static List<String> revisions(Call call, Application app) {
    var positions = call.queries("sourcePositions");
    var given = call.queries("revisions");
    if (positions.isEmpty() && given.isEmpty()) {
      var one = call.query("revision");
      if (!one.isEmpty() && app.sources().size() > 1) {
        throw ApiException.invalid(
            "application "
                + app.name()
                + " has "
                + app.sources().size()
                + " sources (expected: revisions with sourcePositions instead of revision)");
      }
      return one.isEmpty() ? List.of() : List.of(one);
    }
    return AskedRevisions.placed(app, given, positions);
  }

  /** Messages one after the other, as the gateway carries a stream: a query, then the archive. */
  private Object manifestsWithFiles(Call call) {
    var query = ObjectTree.EMPTY;
    var archive = new ByteArrayOutputStream();
    for (var line : call.request().content(StandardCharsets.UTF_8).split("\n")) {
      if (line.isBlank()) {
        continue;
      }
      var message = Tree.object(Call.inner("message of the stream", line));
      if (message.containsKey("query")) {
        query = Tree.object(message.get("query"));
      } else {
        archive.writeBytes(chunk(Tree.text(message, "chunk", "chunk")));
      }
    }
    var name = Tree.text(query, "name");
    if (name.isEmpty()) {
      throw ApiException.invalid(
          "no application named (expected: first {\"query\": {\"name\": …}}, then chunks)");
    }
    var bytes = archive.toByteArray();
    requireChecksum(Tree.text(query, "checksum"), bytes);
    var named = applications.named(Tree.text(query, "appNamespace"), name);
    var app = new Application(applications.stored(named));
    return shown(() -> sources.renderFiles(app.namespace(), app.name(), bytes));
  }

  private static byte[] chunk(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("chunk of the stream is no base64: " + e.getMessage());
    }
  }

  private static void requireChecksum(String wanted, byte[] bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      var found = HexFormat.of().formatHex(digest);
      if (!wanted.equals(found)) {
        throw ApiException.invalid(
            "archive has checksum " + found + " (expected: " + wanted + ", as the query says)");
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 belongs to every JDK", e);
    }
  }

  private static Object shown(Supplier<SourceDetails.RenderedRevision> rendering) {
    try {
      var rendered = rendering.get();
      return ObjectTree.of(
          "manifests", rendered.manifests().stream().map(Manifest::json).toList(),
          "revision", rendered.revision(),
          "sourceType", rendered.sourceType());
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(String.valueOf(e.getMessage()));
    }
  }

  private Object appDetails(Call call) {
    var body = call.body();
    var source = Tree.object(body.get("source"));
    if (Tree.text(source, "repoURL").isEmpty()) {
      source = source.with("repoURL", call.path("repo"));
    } else if (!Tree.text(source, "repoURL").equals(call.path("repo"))) {
      throw ApiException.invalid(
          "source is in "
              + Tree.text(source, "repoURL")
              + " (expected: "
              + call.path("repo")
              + ")");
    }
    var stored =
        Tree.text(body, "appName").isEmpty()
            ? Optional.<Manifest>empty()
            : applications.get(named(body));
    var asked = new ApplicationSource(source);
    var index = stored.map(app -> index(new Application(app), asked, body)).orElse(-1);
    var application = index >= 0 ? stored.orElseThrow().root() : imagined(source, body);
    try {
      return sources.describe(application, Math.max(0, index));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(String.valueOf(e.getMessage()));
    }
  }

  private AppName named(ObjectTree body) {
    return applications.named(Tree.text(body, "appNamespace"), Tree.text(body, "appName"));
  }

  /** Where {@code asked} stands in {@code app}, as it is stored; -1 when it was changed. */
  private static int index(Application app, ApplicationSource asked, ObjectTree body) {
    var wanted = Tree.text(body, "sourceIndex");
    for (var i = 0; i < app.sources().size(); i++) {
      if (app.sources().get(i).equals(asked)
          && (wanted.isEmpty() || wanted.equals(String.valueOf(i)) || wanted.equals("0"))) {
        return i;
      }
    }
    return -1;
  }

  /** An application that has nothing but the source. */
  private ObjectTree imagined(ObjectTree source, ObjectTree body) {
    var project = Tree.text(body, "appProject");
    var name = Tree.text(body, "appName");
    return ObjectTree.of(
        "apiVersion",
        "argoproj.io/v1alpha1",
        "kind",
        "Application",
        "metadata",
        ObjectTree.of("name", name.isEmpty() ? "app" : name, "namespace", namespace),
        "spec",
        ObjectTree.of(
            "project",
            project.isEmpty() ? "default" : project,
            "source",
            source,
            "destination",
            ObjectTree.of("name", "in-cluster", "namespace", "default")));
  }
}
