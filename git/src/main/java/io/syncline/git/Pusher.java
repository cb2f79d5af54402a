package io.syncline.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.jspecify.annotations.Nullable;

/** Moves one branch of the server from a known commit to its descendant. */
final class Pusher {
  /** JGit answers this command itself and runs no hooks; any other spelling is started. */
  private static final String REAL_GIT = "exec git receive-pack";

  private static final List<String> RACES =
      List.of(
          "non-fast-forward",
          "fetch first",
          "stale info",
          "failed to update ref",
          "cannot lock ref",
          "failed to lock",
          "lock error",
          "lock_failure",
          "lock failure",
          "incorrect old value",
          "reference already exists",
          "invalid old id",
          "but expected");

  private Pusher() {}

  /**
   * Moves {@code branch} to {@code commit} if it still is at {@code expected}.
   *
   * @param expected the zero id when the branch must not exist
   */
  static PushOutcome push(
      Repository objects, Remote remote, String branch, ObjectId expected, ObjectId commit) {
    return move(objects, remote, "refs/heads/" + branch, expected, commit);
  }

  /** Moves {@code branch} to {@code commit} wherever it is, but only forward. */
  static PushOutcome pushForward(
      Repository objects, Remote remote, String branch, ObjectId commit) {
    return move(objects, remote, "refs/heads/" + branch, null, commit);
  }

  private static PushOutcome move(
      Repository objects,
      Remote remote,
      String name,
      @Nullable ObjectId expected,
      ObjectId commit) {
    var local = GitRepositories.localTarget(remote);
    try {
      var update = new RemoteRefUpdate(objects, name, commit, name, false, null, expected);
      if (local.isPresent() && !gitIsInstalled()) {
        return LocalHooks.around(
            local.get(),
            new LocalHooks.Move(
                expected == null ? ObjectId.zeroId().name() : expected.name(), commit.name(), name),
            () -> send(objects, remote, update, Optional.empty()));
      }
      return send(objects, remote, update, local.map(folder -> REAL_GIT));
    } catch (IOException e) {
      return Failures.isDamage(e)
          ? new PushOutcome.Moved("objects went away meanwhile")
          : fail(e, remote);
    }
  }

  private static PushOutcome fail(IOException e, Remote remote) {
    throw Failures.of(e, remote.url(), "push to");
  }

  private static PushOutcome send(
      Repository objects, Remote remote, RemoteRefUpdate update, Optional<String> receivePack)
      throws IOException {
    var said = remote.push(objects, update, receivePack).strip();
    var message = update.getMessage() == null ? "" : update.getMessage();
    return switch (update.getStatus()) {
      case OK, UP_TO_DATE -> new PushOutcome.Landed();
      case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> new PushOutcome.Moved(message);
      case REJECTED_OTHER_REASON ->
          isRace(message)
              ? new PushOutcome.Moved(message)
              : new PushOutcome.Declined(said.isEmpty() ? message : message + ": " + said);
      case AWAITING_REPORT, NOT_ATTEMPTED, NON_EXISTING, REJECTED_NODELETE ->
          new PushOutcome.Declined("the server did not report (" + update.getStatus() + ")");
    };
  }

  private static boolean isRace(String message) {
    var text = message.toLowerCase(Locale.ROOT);
    return RACES.stream().anyMatch(text::contains);
  }

  private static boolean gitIsInstalled() {
    var path = System.getenv().getOrDefault("PATH", "");
    for (var folder : path.split(java.io.File.pathSeparator)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, "git"))) {
        return true;
      }
    }
    return false;
  }
}
