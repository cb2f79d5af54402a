package io.syncline.server.webhook;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A push that a Git host tells about.
 *
 * @param urls addresses of the repository, as many as the payload has
 * @param ref full ref name, "" when not told
 * @param after commit the ref stands at now, "" when not told
 */
public record Push(List<String> urls, String ref, String after) {
  /** Copies the list. */
  public Push {
    urls = List.copyOf(urls);
  }

  /** The push in a GitHub, Gitea or Gogs payload. */
  static Optional<Push> github(ObjectTree body) {
    return of(
        Tree.object(body.get("repository")),
        List.of("clone_url", "html_url", "ssh_url", "git_url"),
        Tree.text(body, "ref"),
        Tree.text(body, "after"));
  }

  /** The push in a GitLab payload. */
  static Optional<Push> gitlab(ObjectTree body) {
    return of(
        Tree.object(body.get("project")),
        List.of("git_http_url", "web_url", "git_ssh_url", "http_url"),
        Tree.text(body, "ref"),
        Tree.text(body, "after"));
  }

  private static Optional<Push> of(
      ObjectTree repository, List<String> fields, String ref, String after) {
    var urls = new ArrayList<String>();
    for (var field : fields) {
      var url = Tree.text(repository, field);
      if (!url.isEmpty()) {
        urls.add(url);
      }
    }
    return urls.isEmpty() ? Optional.empty() : Optional.of(new Push(urls, ref, after));
  }
}
