package io.syncline.git;

import io.syncline.git.signature.Keyring;
import io.syncline.git.signature.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;

/** Checks the signatures of tags, of commits and of whole histories with one keyring. */
final class SignatureWalk {
  /** A commit with such a trailer vouches for all before it, if its own signature is good. */
  private static final String SEAL = "argocd-gpg-seal:";

  private final RevWalk walk;
  private final Keyring keyring;
  private final Instant now;
  private final SignatureCache cache;
  private boolean expiring;

  SignatureWalk(RevWalk walk, Keyring keyring, Instant now, SignatureCache cache) {
    this.walk = walk;
    this.keyring = keyring;
    this.now = now;
    this.cache = cache;
  }

  Signed tag(String name, RevTag tag) {
    var signature = tag.getRawGpgSignature();
    var verdict =
        signature == null
            ? Verdict.NONE
            : keyring.verify(before(tag.getRawBuffer(), signature), signature, now);
    return new Signed(name, person(tag.getTaggerIdent()), verdict);
  }

  Signed commit(RevCommit commit) {
    return new Signed(commit.name(), person(commit.getAuthorIdent()), verdict(commit));
  }

  private Verdict verdict(RevCommit commit) {
    var known = cache.commit(commit.name(), keyring, now);
    if (known.isPresent()) {
      return known.get();
    }
    var signature = commit.getRawGpgSignature();
    if (signature == null) {
      return Verdict.NONE;
    }
    var verdict = keyring.verify(withoutSignature(commit.getRawBuffer()), signature, now);
    if (Keyring.expires(signature)) {
      expiring = true;
    } else {
      cache.putCommit(commit.name(), keyring, now, verdict);
    }
    return verdict;
  }

  /**
   * {@code head} and all before it, newest first, back to the well signed seals, which are the last
   * that are given.
   */
  List<Signed> history(ObjectId head) throws IOException {
    var known = cache.history(head.name(), keyring, now);
    if (known.isPresent()) {
      return known.get();
    }
    var signed = walked(head);
    if (!expiring) {
      cache.putHistory(head.name(), keyring, now, signed);
    }
    return signed;
  }

  private List<Signed> walked(ObjectId head) throws IOException {
    var start = walk.parseCommit(head);
    if (isGoodSeal(start)) {
      return List.of(commit(start));
    }
    var seals = seals(start);
    walk.reset();
    walk.markStart(walk.parseCommit(head));
    for (var seal : seals) {
      walk.markUninteresting(walk.parseCommit(seal));
    }
    var signed = new ArrayList<Signed>();
    var last = new LinkedHashSet<ObjectId>();
    for (var next = walk.next(); next != null; next = walk.next()) {
      signed.add(commit(next));
      requireWhole(next);
      for (var parent : next.getParents()) {
        if (seals.contains(parent.getId())) {
          last.add(parent.getId().copy());
        }
      }
    }
    walk.reset();
    for (var seal : last) {
      signed.add(commit(walk.parseCommit(seal)));
    }
    return signed;
  }

  /** Where a history was cut off on the way here, nobody knows what is before. */
  private void requireWhole(RevCommit commit) throws IOException {
    if (walk.getObjectReader().getShallowCommits().contains(commit.getId())) {
      throw new GitException(
          GitException.Code.FAILED,
          "history of commit " + commit.name() + " is not there (expected: all of it)",
          "set depth to 0 in the secret of the repository: all commits have to be signed");
    }
  }

  private Set<ObjectId> seals(RevCommit start) throws IOException {
    var seals = new HashSet<ObjectId>();
    walk.markStart(start);
    for (var next = walk.next(); next != null; next = walk.next()) {
      if (isGoodSeal(next)) {
        seals.add(next.getId().copy());
      }
    }
    return seals;
  }

  private boolean isGoodSeal(RevCommit commit) {
    return commit.getFullMessage().toLowerCase(Locale.ROOT).contains(SEAL)
        && verdict(commit).result() == Verdict.Result.GOOD;
  }

  private static String person(@org.jspecify.annotations.Nullable PersonIdent who) {
    return who == null ? "" : who.getName() + " <" + who.getEmailAddress() + ">";
  }

  /** A tag's signature stands at its end. */
  private static byte[] before(byte[] raw, byte[] signature) {
    return Arrays.copyOf(raw, Math.max(0, raw.length - signature.length));
  }

  /** A commit's signature stands among its headers, with the lines that continue it. */
  private static byte[] withoutSignature(byte[] raw) {
    var kept = new ByteArrayOutputStream(raw.length);
    var inside = false;
    var line = 0;
    while (line < raw.length) {
      var end = line;
      while (end < raw.length && raw[end] != '\n') {
        end++;
      }
      end = Math.min(end + 1, raw.length);
      if (end - line == 1) {
        // Headers end here; a message may hold anything.
        kept.write(raw, line, raw.length - line);
        break;
      }
      inside = raw[line] == ' ' ? inside : starts(raw, line, "gpgsig");
      if (!inside) {
        kept.write(raw, line, end - line);
      }
      line = end;
    }
    return kept.toByteArray();
  }

  private static boolean starts(byte[] raw, int at, String beginning) {
    var wanted = beginning.getBytes(StandardCharsets.US_ASCII);
    return Arrays.equals(
        raw, at, Math.min(raw.length, at + wanted.length), wanted, 0, wanted.length);
  }
}
