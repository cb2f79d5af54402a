package io.syncline.acceptance.scenario;

import io.syncline.acceptance.Workspace;
import io.syncline.testservers.Gpg;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody with a key, who signs by the real {@code gpg}. */
final class Signer {
  private static final int ID = 16;

  private static @Nullable Signer here;

  private final Gpg gpg;
  private final String fingerprint;
  private final Path publicKey;

  private Signer(Gpg gpg) {
    try {
      this.gpg = gpg;
      fingerprint = gpg.key("ada", "never", "");
      publicKey = Workspace.folder("key").resolve("ada.asc");
      Files.writeString(publicKey, gpg.publicKeys(fingerprint));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The one of this run.
   *
   * @throws Testdata.Absent when this machine has no gpg
   */
  static synchronized Signer here() {
    if (!Gpg.isHere()) {
      throw new Testdata.Absent("gpg is not here");
    }
    var known = here;
    if (known == null) {
      known = new Signer(Gpg.create());
      here = known;
    }
    return known;
  }

  /** Ends what gpg keeps running. */
  static synchronized void end() {
    if (here != null) {
      here.gpg.close();
      here = null;
    }
  }

  /** The id of the key, as people write it. */
  String keyId() {
    return fingerprint.substring(fingerprint.length() - ID);
  }

  /** The product knows the key until the scenario ends. */
  void known(Scenario scenario) {
    scenario.run(List.of("gpg", "add", "--from", publicKey.toString())).exits(0);
    scenario.afterwards(() -> scenario.run(List.of("gpg", "rm", keyId())));
  }

  /** Commits everything and an empty file, signed. */
  void commits(Repository files, String file) {
    if (files.uncommitted()) {
      files.commit();
    }
    files.write(file, "");
    signing(files, "add", "-A");
    signing(files, "commit", "-q", "--allow-empty", "-S", "-m", "A signed change");
  }

  /** Makes a signed tag. */
  void tags(Repository files, String name) {
    signing(files, "tag", "-s", name, "-m", "told");
  }

  private void signing(Repository files, String... words) {
    var program = gpg.program("gpg-signer", "");
    var all =
        new ArrayList<>(
            List.of("-c", "gpg.program=" + program, "-c", "user.signingkey=" + fingerprint));
    all.addAll(Arrays.asList(words));
    files.git(all.toArray(String[]::new));
  }
}
