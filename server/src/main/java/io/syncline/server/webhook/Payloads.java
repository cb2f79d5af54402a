package io.syncline.server.webhook;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what hosts send: each spells a push in its own way. */
final class Payloads {
  private Payloads() {}

  /** The push in a GitHub, Gitea or Gogs payload. */
  static Optional<Push> github(ObjectTree body) {
    var repository = Tree.object(body.get("repository"));
    return push(
        urls(repository, "clone_url", "html_url", "ssh_url", "git_url"),
        body,
        Tree.text(repository, "default_branch"));
  }

  /** The push in a GitLab payload. */
  static Optional<Push> gitlab(ObjectTree body) {
    var project = Tree.object(body.get("project"));
    return push(
        urls(project, "git_http_url", "web_url", "git_ssh_url", "http_url"),
        body,
        Tree.text(project, "default_branch"));
  }

  /** The push in a payload of Azure DevOps, which names no files. */
  static Optional<Push> azure(ObjectTree body) {
    var repository = Tree.at(body, "resource", "repository");
    var update = Tree.at(body, "resource", "refUpdates", "0");
    var ref = Tree.text(update, "name");
    return made(
        urls(Tree.object(repository), "remoteUrl"),
        ref,
        Tree.text(update, "oldObjectId"),
        Tree.text(update, "newObjectId"),
        ref.equals(Tree.text(repository, "defaultBranch")));
  }

  /** The push in a payload of Bitbucket Cloud, which does not tell what the main branch is. */
  static Optional<Push> bitbucket(ObjectTree body) {
    var change = Tree.at(body, "push", "changes", "0");
    var name = Tree.text(change, "new", "name");
    var ref =
        switch (Tree.text(change, "new", "type")) {
          case "branch", "named_branch", "bookmark" -> "refs/heads/" + name;
          case "tag", "annotated_tag" -> "refs/tags/" + name;
          default -> name;
        };
    return made(
        urls(Tree.object(Tree.at(body, "repository", "links", "html")), "href"),
        ref,
        Tree.text(change, "old", "target", "hash"),
        Tree.text(change, "new", "target", "hash"),
        true);
  }

  /** The push in a payload of Bitbucket Server, which names no main branch and no files. */
  static Optional<Push> bitbucketServer(ObjectTree body) {
    var urls = new ArrayList<String>();
    for (var link : Tree.items(Tree.at(body, "repository", "links", "clone"))) {
      urls.addAll(urls(Tree.object(link), "href"));
    }
    var change = Tree.at(body, "changes", "0");
    var ref = Tree.text(change, "refId");
    for (var place : List.of("ref", "reference")) {
      ref = ref.isEmpty() ? Tree.text(change, place, "id") : ref;
    }
    return made(urls, ref, Tree.text(change, "fromHash"), Tree.text(change, "toHash"), true);
  }

  /** The image in a package event of GitHub; empty when it is about something else. */
  static Optional<Push> githubPackage(ObjectTree body) {
    var image = Tree.at(body, "package");
    var tag = Tree.text(image, "package_version", "container_metadata", "tag", "name");
    var owner = Tree.text(image, "owner", "login");
    var told =
        Tree.text(body, "action").equals("published")
            && Tree.text(image, "package_type").toLowerCase(Locale.ROOT).equals("container")
            && !tag.isEmpty()
            && !owner.isEmpty();
    return told
        ? made(
            List.of("oci://ghcr.io/" + owner + "/" + Tree.text(image, "name")), tag, "", "", false)
        : Optional.empty();
  }

  /** The image in a payload of Harbor; empty when it is about something else. */
  static Optional<Push> harbor(ObjectTree body) {
    var resource = Tree.at(body, "event_data", "resources", "0");
    var host = Tree.text(resource, "resource_url").split("/", 2)[0];
    var name = Tree.text(body, "event_data", "repository", "repo_full_name");
    return Tree.text(body, "type").equals("PUSH_ARTIFACT") && !host.isEmpty() && !name.isEmpty()
        ? made(List.of("oci://" + host + "/" + name), Tree.text(resource, "tag"), "", "", false)
        : Optional.empty();
  }

  private static Optional<Push> push(List<String> urls, ObjectTree body, String main) {
    var ref = Tree.text(body, "ref");
    var files = new LinkedHashSet<String>();
    for (var commit : Tree.items(body.get("commits"))) {
      for (var how : List.of("added", "modified", "removed")) {
        Tree.items(Tree.at(commit, how)).forEach(file -> files.add(String.valueOf(file)));
      }
    }
    return urls.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Push(
                urls,
                ref,
                Tree.text(body, "before"),
                Tree.text(body, "after"),
                ref.equals("refs/heads/" + main),
                List.copyOf(files)));
  }

  private static Optional<Push> made(
      List<String> urls, String ref, String before, String after, boolean touchedHead) {
    return urls.isEmpty()
        ? Optional.empty()
        : Optional.of(new Push(urls, ref, before, after, touchedHead, List.of()));
  }

  private static List<String> urls(ObjectTree holder, String... fields) {
    var urls = new ArrayList<String>();
    for (var field : fields) {
      var url = Tree.text(holder, field);
      if (!url.isEmpty()) {
        urls.add(url);
      }
    }
    return urls;
  }
}
