package io.syncline.controller.source;

import io.syncline.git.GitException;
import io.syncline.git.GitRepository;
import io.syncline.git.GitUrl;
import io.syncline.git.RemoteRefs;
import io.syncline.model.application.ApplicationSource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which commit a revision means. A repository is listed once for all who ask within an interval;
 * who insists on the present shares a listing that began after asking.
 */
public final class Revisions {
  private final Duration interval;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final AtomicLong listings = new AtomicLong();

  /** The references of one repository as last listed. */
  private static final class Known {
    private final ReentrantLock listing = new ReentrantLock();
    private volatile @Nullable Listed listed;
  }

  /** A listing or why there is none, and when it began. */
  private record Listed(@Nullable RemoteRefs refs, @Nullable GitException problem, long begun) {}

  /** Listings serve for {@code interval}. */
  public Revisions(Duration interval) {
    this.interval = interval;
  }

  /** How many listings were made. */
  public long listings() {
    return listings.get();
  }

  /**
   * The commit {@code source} points at.
   *
   * @param revision overrides the source's own when not ""
   * @param now insist on the present
   */
  public String resolve(
      GitRepository repository, ApplicationSource source, String revision, boolean now) {
    var wanted = revision.isEmpty() ? source.targetRevision() : revision;
    return resolve(repository, wanted, source.tagPrefix(), now);
  }

  /**
   * The commit {@code wanted} means.
   *
   * @param tagPrefix only tags with this beginning join a range of versions; "" for all
   * @param now insist on the present
   */
  String resolve(GitRepository repository, String wanted, String tagPrefix, boolean now) {
    try {
      if (wanted.matches("[0-9a-f]{40}")) {
        return wanted;
      }
      var commit = repository.resolve(refs(repository, now), wanted, tagPrefix);
      return commit.matches("[0-9a-f]{40}") ? commit : repository.fullId(commit);
    } catch (GitException e) {
      throw RepositoryAccess.problem(e);
    }
  }

  /** The references in which {@code wanted} is looked up; none are needed for a commit id. */
  RemoteRefs references(GitRepository repository, String wanted) {
    return wanted.matches("[0-9a-f]{40}")
        ? new RemoteRefs(Map.of(), java.util.Optional.empty())
        : refs(repository, false);
  }

  /** Lists {@code repository} when the last listing is too old; true when references moved. */
  public boolean poll(GitRepository repository, boolean now) {
    var one = known(repository);
    var before = one.listed;
    try {
      var refs = refs(repository, now);
      return before == null || !refs.equals(before.refs());
    } catch (GitException e) {
      // A repository that just became unreachable is news to its applications too.
      return before == null || before.problem() == null;
    }
  }

  /** Why {@code repository} cannot be listed, with what to do; empty when it can. */
  public Optional<String> problem(GitRepository repository, boolean now) {
    try {
      refs(repository, now);
      return Optional.empty();
    } catch (GitException e) {
      return Optional.of(RepositoryAccess.problem(e).text());
    }
  }

  private Known known(GitRepository repository) {
    return known.computeIfAbsent(GitUrl.normalise(repository.url()), _ -> new Known());
  }

  private RemoteRefs refs(GitRepository repository, boolean now) {
    var one = known(repository);
    var asked = System.nanoTime();
    var fresh = fresh(one.listed, asked, now);
    if (fresh != null) {
      return answer(fresh);
    }
    one.listing.lock();
    try {
      var meanwhile = fresh(one.listed, asked, now);
      return answer(meanwhile != null ? meanwhile : list(one, repository));
    } finally {
      one.listing.unlock();
    }
  }

  private @Nullable Listed fresh(@Nullable Listed listed, long asked, boolean now) {
    if (listed == null) {
      return null;
    }
    var oldest = now ? asked : asked - interval.toNanos();
    return listed.begun() - oldest >= 0 ? listed : null;
  }

  private Listed list(Known one, GitRepository repository) {
    var begun = System.nanoTime();
    listings.incrementAndGet();
    Listed listed;
    try {
      listed = new Listed(repository.lsRemote(), null, begun);
    } catch (GitException e) {
      listed = new Listed(null, e, begun);
    }
    one.listed = listed;
    return listed;
  }

  private static RemoteRefs answer(Listed listed) {
    if (listed.refs() != null) {
      return listed.refs();
    }
    throw java.util.Objects.requireNonNull(listed.problem());
  }
}
