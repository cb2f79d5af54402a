package io.syncline.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.git.signature.Keyring;
import io.syncline.git.signature.Verdict;
import io.syncline.testservers.Gpg;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures made by the real gpg, judged by git itself and by us. */
final class SignaturesTest {
  private static final String LONG_AGO = "20200101T000000";

  @TempDir Path folder;
  private Gpg gpg;
  private Git git;
  private GitRepositories repositories;

  @BeforeEach
  void start() {
    gpg = Gpg.create();
    git = Git.create(folder, "shop");
    repositories =
        new GitRepositories(folder.resolve("cache"), GitSettings.defaults().allowLocal(true));
  }

  @AfterEach
  void stop() {
    repositories.close();
    gpg.close();
  }

  private static boolean lacksGpg() {
    if (!Gpg.isHere()) {
      System.out.println("no gpg on this machine: signatures are not compared with it");
      return true;
    }
    return false;
  }

  private String signed(String key, Path program, String message) {
    git.git("config", "gpg.program", program.toString());
    git.git("commit", "-q", "--allow-empty", "-S" + key, "-m", message);
    return git.git("rev-parse", "HEAD");
  }

  private void push() {
    git.git("push", "-q", "origin", "--all");
    git.git("push", "-q", "origin", "--tags");
  }

  private GitRepository repository() {
    return repositories.repository(git.bare.toString(), Credentials.anonymous());
  }

  private List<Signed> signatures(String revision, boolean whole, Keyring keyring) {
    var repository = repository();
    var refs = repository.lsRemote();
    return repository.signatures(
        refs, revision, "", repository.resolve(refs, revision, ""), whole, keyring, Instant.now());
  }

  private Keyring keyring(String... names) {
    return Keyring.of(List.of(gpg.publicKeys(names)));
  }

  private String tampered(String commit) throws Exception {
    var raw = git.git("cat-file", "commit", commit) + "\nchanged\n";
    var file = folder.resolve("tampered");
    Files.writeString(file, raw, StandardCharsets.UTF_8);
    var id = git.git("hash-object", "-t", "commit", "-w", file.toString());
    git.git("update-ref", "refs/heads/tampered", id);
    return id;
  }

  @Test
  void commits_are_judged_as_git_judges_them() throws Exception {
    if (lacksGpg()) {
      return;
    }
    var plain = gpg.program("now", "");
    var past = gpg.program("past", "--faked-system-time " + LONG_AGO);
    var brief =
        gpg.program("brief", "--faked-system-time " + LONG_AGO + " --default-sig-expire 1d");
    var good = gpg.key("good", "never", LONG_AGO);
    var gone = gpg.key("gone", "never", "");
    var revoked = gpg.key("revoked", "never", "");
    var expired = gpg.key("expired", "2d", LONG_AGO);

    git.git("commit", "-q", "--allow-empty", "-m", "unsigned");
    var unsigned = git.git("rev-parse", "HEAD");
    var byGood = signed(good, plain, "good\n\nbody\n\ngpgsig in the text\n");
    var byGone = signed(gone, plain, "gone");
    var byRevoked = signed(revoked, plain, "revoked");
    var byExpired = signed(expired, past, "expired key");
    var expiredSignature = signed(good, brief, "expired signature");
    var bad = tampered(byGood);
    push();
    gpg.delete(gone);
    gpg.revoke(revoked);

    var judge = gpg.program("judge", "--trust-model always");
    git.git("config", "gpg.program", judge.toString());
    var keyring = keyring();
    for (var commit :
        List.of(unsigned, byGood, byGone, byRevoked, byExpired, expiredSignature, bad)) {
      var verdict = signatures(commit, false, keyring).getFirst().verdict();
      assertThat(verdict.result().letter() + " " + verdict.keyId())
          .as(git.git("show", "-s", "--format=%s", commit))
          .isEqualTo(
              git.git("show", "-s", "--format=%G? %GK", commit)
                  .stripTrailing()
                  .replaceFirst("^N$", "N "));
    }
    assertThat(signatures(byGood, false, keyring))
        .extracting(Signed::revision, Signed::author)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(byGood, "Ada <ada@example.com>"));
    assertThat(signatures(byGood, false, keyring).getFirst().verdict().isBy(good)).isTrue();
    assertThat(signatures(byGood, false, keyring).getFirst().verdict().isBy(expired)).isFalse();
  }

  @Test
  void an_annotated_tag_counts_instead_of_its_commit() {
    if (lacksGpg()) {
      return;
    }
    var key = gpg.key("good", "never", "");
    var commit = signed(key, gpg.program("now", ""), "signed");
    git.git("tag", "-u", key, "-m", "one", "v1.0.0");
    git.git("tag", "-a", "-m", "two", "v1.1.0-plain");
    git.git("tag", "light");
    push();
    var keyring = keyring();
    assertThat(signatures("v1.0.0", false, keyring))
        .containsExactly(
            new Signed(
                "v1.0.0",
                "Ada <ada@example.com>",
                new Verdict(Verdict.Result.GOOD, key.substring(24), key.substring(24))));
    assertThat(signatures("1.*", false, keyring))
        .extracting(Signed::revision)
        .containsExactly("v1.0.0");
    assertThat(signatures("v1.1.0-plain", false, keyring))
        .extracting(s -> s.verdict().result())
        .containsExactly(Verdict.Result.UNSIGNED);
    assertThat(signatures("light", false, keyring))
        .extracting(Signed::revision)
        .containsExactly(commit);
    assertThat(signatures("v1.0.0", true, keyring))
        .extracting(Signed::revision)
        .containsExactly("v1.0.0", commit);
  }

  @Test
  void a_history_is_checked_back_to_the_last_good_seal() {
    if (lacksGpg()) {
      return;
    }
    var key = gpg.key("good", "never", "");
    var now = gpg.program("now", "");
    git.git("commit", "-q", "--allow-empty", "-m", "unsigned one");
    git.git("commit", "-q", "--allow-empty", "-m", "unsigned\n\nArgocd-gpg-seal: not signed");
    var seal = signed(key, now, "seal\n\nArgocd-gpg-seal: seen");
    git.git("commit", "-q", "--allow-empty", "-m", "after");
    var after = git.git("rev-parse", "HEAD");
    var last = signed(key, now, "last");
    push();
    var keyring = keyring();
    assertThat(signatures(seal, true, keyring)).extracting(Signed::revision).containsExactly(seal);
    assertThat(signatures(last, true, keyring))
        .extracting(Signed::revision)
        .containsExactly(last, after, seal);
    assertThat(signatures(last, true, Keyring.of(List.of())))
        .as("an unknown key seals nothing")
        .hasSize(5);
  }

  @Test
  void a_history_is_judged_once_for_each_keyring_and_again_when_a_key_expires() throws Exception {
    if (lacksGpg()) {
      return;
    }
    var key = gpg.key("good", "2d", "");
    var now = gpg.program("now", "");
    git.git("commit", "-q", "--allow-empty", "-m", "unsigned");
    var head = signed(key, now, "signed");
    push();
    var repository = repository();
    var refs = repository.lsRemote();
    var keyring = keyring();
    var today = Instant.now();
    for (var i = 0; i < 2; i++) {
      assertThat(repository.signatures(refs, "main", "", head, true, keyring, today))
          .extracting(s -> s.verdict().result())
          .containsExactly(Verdict.Result.GOOD, Verdict.Result.UNSIGNED);
    }
    assertThat(repository.store().signatures().history(head, keyring, today)).isPresent();
    assertThat(repository.store().signatures().commit(head, keyring, today)).isPresent();
    var none = Keyring.of(List.of());
    assertThat(
            repository.signatures(refs, "main", "", head, true, none, today).getFirst().verdict())
        .extracting(Verdict::result)
        .isEqualTo(Verdict.Result.MISSING_KEY);
    var later = today.plus(java.time.Duration.ofDays(3));
    assertThat(
            repository
                .signatures(refs, "main", "", head, true, keyring, later)
                .getFirst()
                .verdict())
        .extracting(Verdict::result)
        .isEqualTo(Verdict.Result.EXPIRED_KEY);
    assertThat(keyring.nextExpiry(today)).isBefore(later);
    assertThat(keyring.nextExpiry(later)).isEqualTo(Instant.MAX);
  }

  @Test
  void a_signature_that_expires_by_itself_is_judged_each_time() throws Exception {
    if (lacksGpg()) {
      return;
    }
    var key = gpg.key("good", "never", "");
    var head = signed(key, gpg.program("brief", "--default-sig-expire 1d"), "brief");
    push();
    var keyring = keyring();
    assertThat(signatures(head, true, keyring).getFirst().verdict().result())
        .isEqualTo(Verdict.Result.GOOD);
    var repository = repository();
    assertThat(repository.store().signatures().history(head, keyring, Instant.now())).isEmpty();
    assertThat(repository.store().signatures().commit(head, keyring, Instant.now())).isEmpty();
    var later = Instant.now().plus(java.time.Duration.ofDays(2));
    assertThat(
            repository
                .signatures(repository.lsRemote(), head, "", head, true, keyring, later)
                .getFirst()
                .verdict()
                .result())
        .isEqualTo(Verdict.Result.EXPIRED);
  }

  @Test
  void a_whole_history_is_judged_where_only_its_end_was_fetched() throws Exception {
    if (lacksGpg()) {
      return;
    }
    var key = gpg.key("good", "never", "");
    git.git("commit", "-q", "--allow-empty", "-m", "unsigned one");
    git.git("commit", "-q", "--allow-empty", "-m", "unsigned two");
    var head = signed(key, gpg.program("now", ""), "signed");
    push();
    try (var server = new RealGitServer(folder)) {
      var shallow =
          repositories.repository(
              server.url("shop.git"), Access.of(Credentials.anonymous()).depth(1));
      shallow.tree(head);
      assertThat(shallow.log(head, 9)).hasSize(1);
      assertThat(
              shallow.signatures(
                  shallow.lsRemote(), "main", "", head, true, keyring(), Instant.now()))
          .extracting(s -> s.verdict().result())
          .containsExactly(Verdict.Result.GOOD, Verdict.Result.UNSIGNED, Verdict.Result.UNSIGNED);
    }
  }

  @Test
  void published_keys_are_read_with_name_and_kind() {
    if (lacksGpg()) {
      return;
    }
    var one = gpg.key("ada", "never", "");
    var other = gpg.key("bob", "never", "");
    var read = io.syncline.git.signature.PublicKey.read("text\n" + gpg.publicKeys());
    assertThat(read).extracting(k -> k.fingerprint()).containsExactlyInAnyOrder(one, other);
    for (var key : read) {
      assertThat(key.keyId()).isEqualTo(key.fingerprint().substring(24));
      assertThat(key.type()).isEqualTo("ed25519");
      assertThat(key.owner()).containsAnyOf("ada", "bob");
      assertThat(Keyring.of(List.of(key.armored())).ids()).containsExactly(key.keyId());
    }
    assertThat(io.syncline.git.signature.PublicKey.read("no key")).isEmpty();
  }

  @Test
  void a_subkey_signs_for_its_primary_key() {
    if (lacksGpg()) {
      return;
    }
    var primary = gpg.key("good", "never", "");
    gpg.run(List.of(), "--quick-add-key", primary, "ed25519", "sign", "never");
    signed(primary.substring(24), gpg.program("now", ""), "by the subkey");
    push();
    var verdict = signatures("main", false, keyring()).getFirst().verdict();
    assertThat(verdict.result()).isEqualTo(Verdict.Result.GOOD);
    assertThat(verdict.primaryKeyId()).isEqualTo(primary.substring(24));
    assertThat(verdict.keyId()).isNotEqualTo(verdict.primaryKeyId());
    assertThat(verdict.isBy(primary)).isTrue();
  }

  @Test
  void unreadable_keys_and_signatures_verify_nothing() {
    var keyring =
        Keyring.of(
            List.of(
                "no key",
                "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----"));
    assertThat(keyring.ids()).isEmpty();
    var text = "x".getBytes(StandardCharsets.UTF_8);
    var ssh = "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n";
    for (var signature : List.of(ssh, "-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END", "\0")) {
      assertThat(
              keyring
                  .verify(text, signature.getBytes(StandardCharsets.UTF_8), Instant.EPOCH)
                  .result())
          .isEqualTo(Verdict.Result.MISSING_KEY);
    }
    assertThat(keyring.verify(text, new byte[0], Instant.EPOCH)).isEqualTo(Verdict.NONE);
  }
}
