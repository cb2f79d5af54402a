package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which revisions to take instead of those the application names. */
final class RevisionOptions {
  @Option(names = "--revision", defaultValue = "", description = "Take this revision")
  String revision = "";

  @Option(
      names = "--revisions",
      paramLabel = "REVISION",
      split = ",",
      description = "Take this revision of the source at the position or of the name with it")
  List<String> revisions = List.of();

  @Option(
      names = "--source-positions",
      paramLabel = "N",
      split = ",",
      description = "Position of the source of each of --revisions, from 1")
  List<Integer> positions = List.of();

  @Option(
      names = "--source-names",
      paramLabel = "NAME",
      split = ",",
      description = "Name of the source of each of --revisions")
  List<String> names = List.of();

  /** Whether any is asked for. */
  boolean given() {
    return !revision.isEmpty() || !revisions.isEmpty();
  }

  /**
   * Refuses options that do not fit together.
   *
   * @throws CliException naming them
   */
  void check() {
    if (!positions.isEmpty() && !names.isEmpty()) {
      throw new CliException(
          CliException.FAILED, "Only source-positions or source-names can be specified, not both.");
    }
    if (!names.isEmpty() && names.size() != revisions.size()) {
      throw new CliException(
          CliException.FAILED,
          "While using --revisions and --source-names, length of values for both flags should be"
              + " same.");
    }
    if (names.isEmpty() && positions.size() != revisions.size()) {
      throw new CliException(
          CliException.FAILED,
          "While using --revisions and --source-positions, length of values for both flags should"
              + " be same.");
    }
    for (var position : positions) {
      if (position <= 0) {
        throw new CliException(
            CliException.FAILED,
            "source-position cannot be less than or equal to 0, Counting starts at 1");
      }
    }
  }

  /** What the server renders of {@code app}, in order. */
  List<ObjectTree> rendered(ApiClient client, String app) {
    check();
    var path = AppPaths.one(app, "/manifests", "revision=" + ApiClient.segment(revision));
    if (!revisions.isEmpty()) {
      path = AppPaths.one(app, "/manifests", query(client, app));
    }
    return parsed(client.get(path));
  }

  /** The objects of an answer with manifests. */
  static List<ObjectTree> parsed(ObjectTree answer) {
    return Tree.items(answer.get("manifests")).stream()
        .map(json -> object(String.valueOf(json)))
        .toList();
  }

  /**
   * An object the API tells as text, empty for one that is not there.
   *
   * @throws CliException when the text is no JSON
   */
  static ObjectTree object(String json) {
    try {
      return Tree.object(Json.parse(json));
    } catch (Json.SyntaxException e) {
      throw new CliException(
          CliException.API, "server told an object that is no JSON: " + e.getMessage());
    }
  }

  private String query(ApiClient client, String app) {
    var wanted = positions(client, app);
    var query = new ArrayList<String>();
    for (var i = 0; i < revisions.size(); i++) {
      query.add("revisions=" + ApiClient.segment(revisions.get(i)));
      query.add("sourcePositions=" + wanted.get(i));
    }
    return String.join("&", query);
  }

  /** Position of the source of each of {@link #revisions}, from 1. */
  List<Integer> positions(ApiClient client, String app) {
    return names.isEmpty() ? positions : positionsByName(client, app);
  }

  private List<Integer> positionsByName(ApiClient client, String app) {
    var sources = new Application(new Manifest(client.get(AppPaths.one(app)))).sources();
    var found = new ArrayList<Integer>();
    for (var name : names) {
      var position = 0;
      for (var i = 0; i < sources.size(); i++) {
        if (sources.get(i).name().equals(name)) {
          position = i + 1;
        }
      }
      if (position == 0) {
        throw new CliException(
            CliException.FAILED, "Unknown source name '" + name + "' in application " + app);
      }
      found.add(position);
    }
    return found;
  }
}
