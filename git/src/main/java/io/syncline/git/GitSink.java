package io.syncline.git;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits and pushes without a checkout. All edits of one branch stand in one queue: those that
 * wait together are pushed together, one commit each. When somebody else moves the branch, the
 * edits are applied again to its new head; texts are never merged.
 */
public final class GitSink {
  private static final Logger LOG = LoggerFactory.getLogger(GitSink.class);

  /** Enough for fifty writers that all start at once and of which one lands at a time. */
  private static final int ATTEMPTS = 100;

  private static final int MOST_TOGETHER = 64;

  private final GitRepositories repositories;
  private final Function<String, Credentials> credentials;
  private final int attempts;
  private final ConcurrentHashMap<String, Queue> queues = new ConcurrentHashMap<>();

  /** Pushes through {@code repositories}, logging in to a URL as {@code credentials} says. */
  public GitSink(GitRepositories repositories, Function<String, Credentials> credentials) {
    this(repositories, credentials, ATTEMPTS);
  }

  /** The same with a bound on how often an edit is applied. */
  public GitSink(
      GitRepositories repositories, Function<String, Credentials> credentials, int attempts) {
    this.repositories = repositories;
    this.credentials = credentials;
    this.attempts = attempts;
  }

  /** One edit that waits for its push. */
  private static final class Waiting {
    final Edit edit;
    final CommitInfo info;
    private volatile @Nullable PushReceipt receipt;
    private volatile @Nullable RuntimeException failure;

    Waiting(Edit edit, CommitInfo info) {
      this.edit = edit;
      this.info = info;
    }

    boolean isDone() {
      return receipt != null || failure != null;
    }

    PushReceipt answer() {
      if (failure != null) {
        throw failure;
      }
      return java.util.Objects.requireNonNull(receipt);
    }
  }

  private static final class Queue {
    final ReentrantLock pushing = new ReentrantLock(true);
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    synchronized void add(Waiting one) {
      waiting.add(one);
    }

    synchronized List<Waiting> take() {
      var taken = new ArrayList<Waiting>();
      while (taken.size() < MOST_TOGETHER && !waiting.isEmpty()) {
        taken.add(waiting.remove());
      }
      return taken;
    }
  }

  /**
   * Applies {@code edit} to the head of {@code branch} and pushes the result as one commit. An
   * empty repository gets its first commit.
   *
   * @throws GitException when the branch does not exist, the push is declined, or others kept
   *     moving the branch; and whatever {@code edit} throws
   */
  public PushReceipt push(String url, String branch, Edit edit, CommitInfo info) {
    return push(new Target(url, branch, Optional.empty()), edit, info);
  }

  /**
   * A branch to push to.
   *
   * @param base branch that a missing {@code branch} is started from; empty when it must exist
   */
  public record Target(String url, String branch, Optional<String> base) {}

  /** As {@link #push(String, String, Edit, CommitInfo)}, to a branch that may be new. */
  public PushReceipt push(Target target, Edit edit, CommitInfo info) {
    var repository = repositories.repository(target.url(), credentials.apply(target.url()));
    var key = repository.remote().pushAddress() + "\n" + target.branch();
    var queue = queues.computeIfAbsent(key, k -> new Queue());
    var mine = new Waiting(edit, info);
    queue.add(mine);
    queue.pushing.lock();
    try {
      // Whoever had the lock before may have pushed ours along with theirs.
      while (!mine.isDone()) {
        land(repository, target, queue.take());
      }
    } finally {
      queue.pushing.unlock();
    }
    return mine.answer();
  }

  private void land(GitRepository repository, Target target, List<Waiting> together) {
    try {
      landAll(repository, target, together);
    } catch (IOException e) {
      failAll(together, Failures.of(e, target.url(), "push to"));
    } catch (RuntimeException e) {
      failAll(together, e);
    } catch (Error e) {
      // Those who wait in other threads must learn that nobody pushes for them any more.
      failAll(together, new IllegalStateException("the thread that pushed this edit failed", e));
      throw e;
    }
  }

  private static void failAll(List<Waiting> together, RuntimeException failure) {
    together.stream().filter(one -> !one.isDone()).forEach(one -> one.failure = failure);
  }

  private void landAll(GitRepository repository, Target target, List<Waiting> together)
      throws IOException {
    var backoff = new Backoff();
    var reason = "";
    for (var attempt = 1; attempt <= attempts; attempt++) {
      var open = together.stream().filter(one -> !one.isDone()).toList();
      var outcome = attempt(repository, target, open, attempt);
      switch (outcome) {
        case PushOutcome.Landed landed -> {
          return;
        }
        case PushOutcome.Moved moved -> reason = moved.reason();
        case PushOutcome.Declined declined -> {
          var rest = together.stream().filter(one -> !one.isDone()).toList();
          if (rest.size() == 1) {
            throw declined(target, declined.reason());
          }
          // One of them is not wanted: each on its own shows which.
          rest.forEach(one -> land(repository, target, List.of(one)));
          return;
        }
      }
      backoff.pause();
    }
    throw new GitException(
        GitException.Code.CONTENDED,
        "branch "
            + target.branch()
            + " of "
            + target.url()
            + " kept moving for "
            + attempts
            + " attempts (last answer: "
            + reason
            + ")",
        "try again, or send all changes of this branch through one process");
  }

  /** Makes the commits of {@code open} on the newest head and pushes them, once. */
  private PushOutcome attempt(
      GitRepository repository, Target target, List<Waiting> open, int attempt) throws IOException {
    try (var turn = Turn.await(repository.remote().pushAddress() + "\n" + target.branch());
        var workspace = Workspace.open(repository)) {
      LOG.trace("attempt {} of {} edits, {}", attempt, open.size(), turn);
      var chain = CommitChain.from(repository, target, workspace);
      var made = new LinkedHashMap<Waiting, PushReceipt>();
      for (var one : open) {
        try {
          made.put(one, chain.add(one.edit, one.info, attempt));
        } catch (RuntimeException e) {
          one.failure = e;
        }
      }
      var outcome = chain.push();
      if (outcome instanceof PushOutcome.Landed) {
        made.forEach((one, receipt) -> one.receipt = receipt);
      }
      return outcome;
    }
  }

  private static GitException declined(Target target, String reason) {
    return new GitException(
        GitException.Code.REJECTED,
        "push to branch " + target.branch() + " of " + target.url() + " was declined: " + reason,
        "a branch protection or a hook decides this: push to another branch, or ask its owner");
  }
}
