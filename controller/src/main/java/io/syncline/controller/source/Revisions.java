package io.syncline.controller.source;

import io.syncline.git.GitException;
import io.syncline.git.GitRepository;
import io.syncline.git.RemoteRefs;
import io.syncline.model.application.ApplicationSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which commit a revision means. A repository is listed once for all who ask within an interval
 * with the same credentials, and for nobody else; who insists on the present shares a listing that
 * began after asking. One that cannot be listed is left alone for a while, longer each time.
 */
public final class Revisions {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final int DOUBLINGS = 9;

  /** So many failures in a row may be accidents to somebody who insists on the present. */
  private static final int FORGIVEN = 3;

  private static final Duration INSISTENCE = Duration.ofSeconds(10);

  /** Credentials change, and with them the key of what is known. */
  private static final int MANY = 1_000;

  private static final Duration FORGOTTEN = Duration.ofDays(1);

  private final Duration interval;
  private final InstantSource clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final AtomicLong listings = new AtomicLong();

  /** The references of one repository as last listed. */
  private static final class Known {
    private final ReentrantLock listing = new ReentrantLock();
    private volatile @Nullable Listed listed;

    /** What the last poll found: nothing where it could not be listed; null before the first. */
    private final AtomicReference<@Nullable Optional<RemoteRefs>> told = new AtomicReference<>();
  }

  /**
   * A listing or why there is none.
   *
   * @param begun when it began
   * @param failures how many failed in a row
   * @param ended when it ended
   * @param again no other before that moment
   */
  private record Listed(
      @Nullable RemoteRefs refs,
      @Nullable GitException problem,
      Instant begun,
      int failures,
      Instant ended,
      Instant again) {}

  /** Listings serve for {@code interval}. */
  public Revisions(Duration interval, InstantSource clock) {
    this.interval = interval;
    this.clock = clock;
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
        ? new RemoteRefs(Map.of(), Optional.empty())
        : refs(repository, false);
  }

  /** The references of {@code repository}; {@code now} insists on the present. */
  RemoteRefs listed(GitRepository repository, boolean now) {
    return refs(repository, now);
  }

  /**
   * Lists {@code repository} when the last listing is too old. True when references moved since
   * this was asked last, or it became unreachable: who else listed it meanwhile does not tell those
   * that were compared before.
   */
  public boolean poll(GitRepository repository, boolean now) {
    var one = known(repository);
    Optional<RemoteRefs> refs;
    try {
      // Its turn comes once an interval; turns are not exact.
      refs =
          Optional.of(
              refs(repository, now ? Duration.ZERO : interval.multipliedBy(9).dividedBy(10)));
    } catch (GitException unreachable) {
      refs = Optional.empty();
    }
    return !refs.equals(one.told.getAndSet(refs));
  }

  /** What the last {@link #poll} told did not reach those it concerns: the next one tells again. */
  public void untold(GitRepository repository) {
    known(repository).told.set(null);
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

  /** Tries {@code repository} again when it is next asked for, however often it failed. */
  public void retry(GitRepository repository) {
    known.computeIfPresent(
        repository.identity(),
        (_, one) -> {
          var listed = one.listed;
          return listed == null || listed.problem() == null ? one : new Known();
        });
  }

  /** Whether the last listing of {@code repository} went well and began after {@code at}. */
  boolean listedSince(GitRepository repository, Instant at) {
    var listed = known(repository).listed;
    return listed != null
        && listed.problem() == null
        && listed.begun().isAfter(at)
        && !listed.begun().isAfter(clock.instant());
  }

  private Known known(GitRepository repository) {
    if (known.size() > MANY) {
      var old = clock.instant().minus(FORGOTTEN);
      known.values().removeIf(one -> one.listed != null && one.listed.begun().isBefore(old));
    }
    return known.computeIfAbsent(repository.identity(), _ -> new Known());
  }

  private RemoteRefs refs(GitRepository repository, boolean now) {
    return refs(repository, now ? Duration.ZERO : interval);
  }

  /** A listing no older than {@code age} before this call. */
  private RemoteRefs refs(GitRepository repository, Duration age) {
    var one = known(repository);
    var asked = clock.instant();
    var fresh = fresh(one.listed, asked, age);
    if (fresh != null) {
      return answer(fresh);
    }
    one.listing.lock();
    try {
      var meanwhile = fresh(one.listed, asked, age);
      return answer(meanwhile != null ? meanwhile : list(one, repository));
    } finally {
      one.listing.unlock();
    }
  }

  private @Nullable Listed fresh(@Nullable Listed listed, Instant asked, Duration age) {
    if (listed == null) {
      return null;
    }
    var now = clock.instant();
    var meanwhile = listed.begun().isAfter(asked) && !listed.begun().isAfter(now);
    if (listed.problem() != null) {
      // A clock that was put back must not make it wait for the time it showed before.
      var waits = now.isBefore(again(listed, age)) && !now.isBefore(listed.ended());
      return meanwhile || waits ? listed : null;
    }
    var recent = listed.begun().plus(age).isAfter(asked) && !listed.begun().isAfter(now);
    return meanwhile || !age.isZero() && recent ? listed : null;
  }

  /**
   * Somebody who insists need not wait long, but many who do must not wait for a dead host each.
   */
  private static Instant again(Listed listed, Duration age) {
    if (!age.isZero()) {
      return listed.again();
    }
    return listed.failures() < FORGIVEN ? Instant.MIN : listed.ended().plus(INSISTENCE);
  }

  private Listed list(Known one, GitRepository repository) {
    var begun = clock.instant();
    listings.incrementAndGet();
    Listed listed;
    try {
      listed = new Listed(repository.lsRemote(), null, begun, 0, begun, begun);
    } catch (GitException e) {
      if (e.code() == GitException.Code.INTERRUPTED) {
        // It says nothing of the repository to those who were not told to stop.
        throw e;
      }
      var last = one.listed;
      var failures = last == null ? 1 : last.failures() + 1;
      var ended = clock.instant();
      listed = new Listed(null, e, begun, failures, ended, ended.plus(pause(failures)));
    }
    one.listed = listed;
    return listed;
  }

  /** Between half and the whole of a time that doubles: those that failed together part ways. */
  private static Duration pause(int failures) {
    var whole = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
    var most = whole.compareTo(LONGEST_PAUSE) < 0 ? whole : LONGEST_PAUSE;
    return most.dividedBy(2)
        .plusMillis(ThreadLocalRandom.current().nextLong(most.toMillis() / 2 + 1));
  }

  private static RemoteRefs answer(Listed listed) {
    if (listed.refs() != null) {
      return listed.refs();
    }
    throw java.util.Objects.requireNonNull(listed.problem());
  }
}
