package io.syncline.git;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.jspecify.annotations.Nullable;

/** Commits made one on another, beginning at a branch's head, to be pushed in one go. */
final class CommitChain {
  private final Remote remote;
  private final String branch;
  private final Workspace workspace;
  private final ObjectId expected;
  private final ObjectId start;
  private ObjectId tip;

  private CommitChain(
      Remote remote, String branch, Workspace workspace, ObjectId expected, ObjectId start) {
    this.remote = remote;
    this.branch = branch;
    this.workspace = workspace;
    this.expected = expected;
    this.start = start;
    this.tip = start;
  }

  /** Begins at the branch's head as the server has it now. */
  static CommitChain from(GitRepository repository, GitSink.Target target, Workspace workspace) {
    var refs = repository.lsRemote();
    var head = refs.branch(target.branch());
    var start = head.or(() -> target.base().flatMap(refs::branch));
    if (start.isEmpty() && !refs.branches().isEmpty()) {
      var missing = target.base().orElse(target.branch());
      throw new GitException(
          GitException.Code.UNKNOWN_REVISION,
          "branch " + missing + " not found in " + target.url(),
          "it has the branches " + String.join(", ", refs.branches().stream().limit(8).toList()));
    }
    return new CommitChain(
        repository.remote(),
        target.branch(),
        workspace,
        head.map(ObjectId::fromString).orElse(ObjectId.zeroId()),
        start.map(sha -> ObjectId.fromString(repository.fullId(sha))).orElse(ObjectId.zeroId()));
  }

  /** Applies {@code edit} to the newest commit and puts its result on top. */
  PushReceipt add(Edit edit, CommitInfo info, int attempt) {
    var tree = tree();
    var edits = edit.apply(tree);
    var paths = TreeWriter.changed(tree, edits);
    if (paths.isEmpty()) {
      return new PushReceipt(tip.name(), false, attempt, List.of());
    }
    var changes = new HashMap<String, Optional<byte[]>>();
    edits.forEach(
        (path, content) -> {
          if (paths.contains(path)) {
            changes.put(path, content);
          }
        });
    try {
      tip = commit(tree.rootId(), changes, info);
    } catch (IOException e) {
      throw Failures.of(e, remote.url(), "commit to");
    }
    return new PushReceipt(tip.name(), true, attempt, paths);
  }

  private GitTree tree() {
    return tip.equals(ObjectId.zeroId())
        ? GitTree.empty(workspace.store(), remote)
        : workspace.store().tree(remote, tip.name());
  }

  private ObjectId commit(
      @Nullable ObjectId base, Map<String, Optional<byte[]>> changes, CommitInfo info)
      throws IOException {
    try (var inserter = workspace.repository().newObjectInserter();
        var reader = inserter.newReader()) {
      var commit = new CommitBuilder();
      commit.setTreeId(new TreeWriter(reader, inserter).write(base, changes));
      if (!tip.equals(ObjectId.zeroId())) {
        commit.setParentId(tip);
      }
      var now = Instant.now();
      commit.setAuthor(person(info.author(), now));
      commit.setCommitter(person(info.committer(), now));
      commit.setMessage(info.message());
      var id = inserter.insert(commit);
      inserter.flush();
      return id;
    }
  }

  private static PersonIdent person(CommitInfo.Identity who, Instant now) {
    return new PersonIdent(who.name(), who.email(), now, ZoneId.systemDefault());
  }

  /** Sends what was added; nothing to send is success. */
  PushOutcome push() {
    return tip.equals(start)
        ? new PushOutcome.Landed()
        : Pusher.push(workspace.repository(), remote, branch, expected, tip);
  }
}
