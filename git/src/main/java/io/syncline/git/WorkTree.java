package io.syncline.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A checkout on this machine that belongs to its user: we commit what we wrote, nothing else. */
public final class WorkTree implements AutoCloseable {
  private final Repository repository;
  private final Path root;

  private WorkTree(Repository repository) {
    this.repository = repository;
    this.root = repository.getWorkTree().toPath();
  }

  /** The checkout that {@code path} lies in; empty when it lies in none. */
  public static Optional<WorkTree> containing(Path path) {
    GitSystemReader.install();
    var builder = new RepositoryBuilder().findGitDir(path.toAbsolutePath().normalize().toFile());
    if (builder.getGitDir() == null) {
      return Optional.empty();
    }
    try {
      var repository = builder.build();
      if (repository.isBare()) {
        repository.close();
        return Optional.empty();
      }
      return Optional.of(new WorkTree(repository));
    } catch (IOException e) {
      throw Failures.of(e, path.toString(), "open");
    }
  }

  /** Its top folder. */
  public Path root() {
    return root;
  }

  /** The branch it is on; empty when HEAD is detached. */
  public Optional<String> branch() {
    try {
      var head = repository.getFullBranch();
      return head != null && head.startsWith(Constants.R_HEADS)
          ? Optional.of(head.substring(Constants.R_HEADS.length()))
          : Optional.empty();
    } catch (IOException e) {
      throw Failures.of(e, root.toString(), "read");
    }
  }

  /** Whether the file at {@code path} on disk is the one HEAD has. */
  public boolean isCommitted(String path) {
    try {
      var head = repository.resolve(Constants.HEAD);
      if (head == null || !Files.isRegularFile(root.resolve(path))) {
        return false;
      }
      try (var walk = new RevWalk(repository);
          var found = TreeWalk.forPath(repository, path, walk.parseCommit(head).getTree())) {
        return found != null
            && Arrays.equals(
                repository.open(found.getObjectId(0)).getBytes(),
                Files.readAllBytes(root.resolve(path)));
      }
    } catch (IOException e) {
      throw Failures.of(e, root.toString(), "read");
    }
  }

  /**
   * Commits the files at {@code paths} as they are on disk; what else is changed or staged stays as
   * it is.
   *
   * @return the commit's id
   */
  public String commit(Collection<String> paths, CommitInfo info) {
    try (var git = new Git(repository)) {
      var command =
          git.commit()
              .setMessage(info.message())
              .setAuthor(new PersonIdent(info.author().name(), info.author().email()))
              .setCommitter(new PersonIdent(info.committer().name(), info.committer().email()))
              .setSign(false);
      paths.forEach(command::setOnly);
      return command.call().getName();
    } catch (GitAPIException e) {
      throw Failures.of(e, root.toString(), "commit to");
    }
  }

  /**
   * Pushes the current branch to the branch it follows, or to one of its name at {@code origin}.
   *
   * @param credentials how to log in at the remote's URL
   * @throws GitException when HEAD is detached, no remote is known, or the push is not accepted
   */
  public void push(Function<String, Credentials> credentials, GitSettings settings) {
    var branch =
        branch()
            .orElseThrow(
                () ->
                    new GitException(
                        GitException.Code.UNKNOWN_REVISION,
                        "work tree " + root + " is on no branch",
                        "check out the branch to push"));
    var config = repository.getConfig();
    var remoteName =
        Optional.ofNullable(config.getString("branch", branch, "remote")).orElse("origin");
    var followed = Optional.ofNullable(config.getString("branch", branch, "merge"));
    var target = followed.map(ref -> ref.replaceFirst("^refs/heads/", "")).orElse(branch);
    var url =
        Optional.ofNullable(config.getString("remote", remoteName, "pushurl"))
            .or(() -> Optional.ofNullable(config.getString("remote", remoteName, "url")))
            .orElseThrow(
                () ->
                    new GitException(
                        GitException.Code.NOT_FOUND,
                        "work tree " + root + " has no remote '" + remoteName + "'",
                        "add one with git remote add"));
    var rewrites = settings.rewrites();
    var remote =
        new Remote(
            url,
            GitUrl.openable(rewrites.forFetch(absolute(url))),
            GitUrl.openable(rewrites.forPush(absolute(url))),
            () -> credentials.apply(url),
            settings);
    try {
      var head = java.util.Objects.requireNonNull(repository.resolve(Constants.HEAD));
      report(Pusher.pushForward(repository, remote, target, head), target, url);
    } catch (IOException e) {
      throw Failures.of(e, url, "push to");
    }
  }

  /** A path in the configuration is meant from the work tree. */
  private String absolute(String url) {
    return GitUrl.localPath(url).map(path -> root.resolve(path).toString()).orElse(url);
  }

  private static void report(PushOutcome outcome, String branch, String url) {
    switch (outcome) {
      case PushOutcome.Landed landed -> {}
      case PushOutcome.Moved moved ->
          throw new GitException(
              GitException.Code.CONTENDED,
              "branch " + branch + " of " + url + " has commits this work tree lacks",
              "git pull --rebase, then push; or give REPO//PATH, which needs no work tree");
      case PushOutcome.Declined declined ->
          throw new GitException(
              GitException.Code.REJECTED,
              "push to branch " + branch + " of " + url + " was declined: " + declined.reason(),
              "read the server's message");
    }
  }

  @Override
  public void close() {
    repository.close();
  }
}
