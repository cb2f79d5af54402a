package io.syncline.git;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a repository's references were at one moment.
 *
 * @param commits full name such as {@code refs/heads/main} to object id, in the server's order,
 *     {@code HEAD} included when it has a commit; annotated tags are peeled to what they tag
 * @param headTarget the reference {@code HEAD} stands for; empty when it is detached or unborn
 */
public record RemoteRefs(Map<String, String> commits, Optional<String> headTarget) {
  private static final String BRANCH = "refs/heads/";
  private static final String TAG = "refs/tags/";

  /** Copies {@code commits} in its order. */
  public RemoteRefs {
    commits = Collections.unmodifiableMap(new LinkedHashMap<>(commits));
  }

  /** The commit {@code fullName} points at. */
  public Optional<String> commit(String fullName) {
    return Optional.ofNullable(commits.get(fullName));
  }

  /** The commit at the tip of {@code branch}, given as a short name. */
  public Optional<String> branch(String branch) {
    return commit(BRANCH + branch);
  }

  /** Short names of all branches. */
  public List<String> branches() {
    return below(BRANCH);
  }

  /** Short names of all tags. */
  public List<String> tags() {
    return below(TAG);
  }

  private List<String> below(String prefix) {
    return commits.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }
}
