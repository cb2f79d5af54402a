package io.syncline.server.api;

import io.syncline.model.application.Application;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.http.ApiException;
import io.syncline.server.port.ApplicationDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The revisions a request names for the sources of an application, and the commits they mean
 * (semantics 16.1).
 *
 * @param named revision of each source; "" for its own
 * @param commits commit of each source, as it is now
 */
record AskedRevisions(List<String> named, List<String> commits) {
  AskedRevisions {
    named = List.copyOf(named);
    commits = List.copyOf(commits);
  }

  /**
   * What {@code request} means, looked up in the repositories: an operation that is stored keeps
   * its commits, whatever is pushed while it runs or is tried again.
   */
  static AskedRevisions of(Application app, ObjectTree request, ApplicationDetails details) {
    var named = named(app, request);
    if (app.syncPolicy().automated().isPresent() && !Tree.flag(request, "dryRun")) {
      IntStream.range(0, named.size()).forEach(i -> requireAutomatic(app, i, named.get(i)));
    }
    try {
      return new AskedRevisions(named, details.resolve(app.namespace(), app.name(), named));
    } catch (IllegalArgumentException e) {
      throw ApiException.precondition(String.valueOf(e.getMessage()));
    }
  }

  private static List<String> named(Application app, ObjectTree request) {
    var revisions = Tree.items(request.get("revisions")).stream().map(String::valueOf).toList();
    if (!app.multiSource() && revisions.isEmpty()) {
      return List.of(Tree.text(request, "revision"));
    }
    var positions =
        Tree.items(request.get("sourcePositions")).stream().map(String::valueOf).toList();
    return placed(app, revisions, positions);
  }

  /**
   * The revision of each source of {@code app}, "" where {@code positions} does not name it.
   *
   * @param positions from 1, one for each of {@code revisions}
   */
  static List<String> placed(Application app, List<String> revisions, List<String> positions) {
    if (revisions.size() != positions.size()) {
      throw ApiException.invalid(
          "revisions are "
              + revisions.size()
              + " and sourcePositions "
              + positions.size()
              + " (expected: one position for each revision)");
    }
    var named = new ArrayList<>(app.sources().stream().map(_ -> "").toList());
    for (var i = 0; i < revisions.size(); i++) {
      named.set(position(positions.get(i), named.size()) - 1, revisions.get(i));
    }
    return named;
  }

  /** A position of one of {@code count} sources, from 1. */
  private static int position(String text, int count) {
    if (text.matches("[0-9]{1,4}")) {
      var position = Integer.parseInt(text);
      if (position >= 1 && position <= count) {
        return position;
      }
    }
    throw ApiException.invalid(
        "source position " + text + " is out of range (expected: 1 to " + count + ")");
  }

  /** Automatic sync would undo what is synced to anything but its own revision. */
  private static void requireAutomatic(Application app, int index, String revision) {
    var source = app.sources().get(index);
    if (!revision.isEmpty() && !revision.equals(own(source))) {
      throw ApiException.precondition(
          "Cannot sync "
              + (app.multiSource() ? "source " + source.repoUrl() + " " : "")
              + "to "
              + revision
              + ": auto-sync currently set to "
              + own(source));
    }
  }

  private static String own(ApplicationSource source) {
    return source.targetRevision().isEmpty() ? "HEAD" : source.targetRevision();
  }

  /** What {@code tree}, the {@code sync} of an operation, is to be with the sources and commits. */
  ObjectTree pinned(ObjectTree tree, Application app) {
    var known = commits.stream().noneMatch(String::isEmpty);
    if (app.multiSource()) {
      var sources = tree.with("sources", app.spec().get("sources"));
      return known ? sources.with("revisions", Tree.list(commits)) : sources;
    }
    var source =
        app.spec().get("source") instanceof ObjectTree one ? tree.with("source", one) : tree;
    return known && commits.size() == 1 ? source.with("revision", commits.getFirst()) : source;
  }

  /** The revisions as people named them, with the commits they mean. */
  String said(Application app) {
    var said = new ArrayList<String>();
    for (var i = 0; i < named.size() && i < app.sources().size(); i++) {
      var revision = named.get(i).isEmpty() ? own(app.sources().get(i)) : named.get(i);
      var commit = i < commits.size() ? commits.get(i) : "";
      said.add(
          commit.isEmpty() || commit.equals(revision) ? revision : revision + " (" + commit + ")");
    }
    return String.join(", ", said);
  }
}
