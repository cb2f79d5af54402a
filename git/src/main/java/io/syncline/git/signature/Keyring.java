package io.syncline.git.signature;

import io.syncline.git.signature.Verdict.Result;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** OpenPGP keys that signatures are checked with. All of them are vouched for by being here. */
public final class Keyring {
  private static final Logger LOG = LoggerFactory.getLogger(Keyring.class);
  static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN PGP PUBLIC KEY BLOCK-----.*?-----END PGP PUBLIC KEY BLOCK-----",
          Pattern.DOTALL);

  private final Map<Long, Known> keys = new HashMap<>();
  private final TreeSet<String> ids = new TreeSet<>();

  /** A key, and the one that speaks for it. */
  private record Known(PGPPublicKey key, PGPPublicKey primary) {
    boolean isRevoked() {
      return key.hasRevocation() || primary.hasRevocation();
    }

    boolean hasExpired(Instant now) {
      return hasExpired(key, now) || hasExpired(primary, now);
    }

    private static boolean hasExpired(PGPPublicKey key, Instant now) {
      var seconds = key.getValidSeconds();
      return seconds > 0
          && !now.isBefore(key.getCreationTime().toInstant().plus(Duration.ofSeconds(seconds)));
    }
  }

  private final String id;

  private Keyring(String id) {
    this.id = id;
  }

  /**
   * The keys in {@code texts}, armored, any number in each. What cannot be read is left out, so a
   * signature by it is by a missing key.
   */
  public static Keyring of(Collection<String> texts) {
    var keyring = new Keyring(digest(texts));
    for (var text : texts) {
      var blocks = BLOCK.matcher(text);
      while (blocks.find()) {
        keyring.add(blocks.group());
      }
    }
    return keyring;
  }

  private static String digest(Collection<String> texts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var text : new TreeSet<>(texts)) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /** Equal for keyrings of the same texts, and different for others. */
  public String id() {
    return id;
  }

  /** When the next of the keys that are good at {@code now} expires; far away when none does. */
  public Instant nextExpiry(Instant now) {
    var next = Instant.MAX;
    for (var known : keys.values()) {
      var seconds = known.key().getValidSeconds();
      var end = known.key().getCreationTime().toInstant().plus(Duration.ofSeconds(seconds));
      if (seconds > 0 && end.isAfter(now) && end.isBefore(next)) {
        next = end;
      }
    }
    return next;
  }

  /** Whether {@code signature} itself has an end, whatever its key has. */
  public static boolean expires(byte[] signature) {
    return signature(signature)
        .map(PGPSignature::getHashedSubPackets)
        .filter(packets -> packets.getSignatureExpirationTime() > 0)
        .isPresent();
  }

  private void add(String block) {
    try (var in =
        PGPUtil.getDecoderStream(
            new ByteArrayInputStream(block.getBytes(StandardCharsets.UTF_8)))) {
      for (var ring : new PGPPublicKeyRingCollection(in, new BcKeyFingerprintCalculator())) {
        var primary = ring.getPublicKey();
        ids.add(id(primary.getKeyID()));
        ring.getPublicKeys()
            .forEachRemaining(key -> keys.put(key.getKeyID(), new Known(key, primary)));
      }
    } catch (IOException | PGPException | RuntimeException e) {
      LOG.warn(
          "a key of argocd-gpg-keys-cm is unreadable, it verifies nothing: {}", e.getMessage());
    }
  }

  /** The keys, by id, sorted; subkeys are not among them. */
  public List<String> ids() {
    return List.copyOf(ids);
  }

  /**
   * What {@code signature} over {@code text} is worth at {@code now}. One in another form than
   * OpenPGP's counts as made by a missing key.
   */
  public Verdict verify(byte[] text, byte[] signature, Instant now) {
    if (signature.length == 0) {
      return Verdict.NONE;
    }
    var found = signature(signature);
    if (found.isEmpty()) {
      return Verdict.of(Result.MISSING_KEY, "");
    }
    var made = found.get();
    var keyId = keyId(made);
    var known = keys.get(keyId);
    if (known == null) {
      return Verdict.of(Result.MISSING_KEY, id(keyId));
    }
    return new Verdict(worth(made, known, text, now), id(keyId), id(known.primary().getKeyID()));
  }

  private static Result worth(PGPSignature made, Known known, byte[] text, Instant now) {
    if (!isMadeOver(made, known.key(), text)) {
      return Result.BAD;
    }
    if (hasExpired(made, now)) {
      return Result.EXPIRED;
    }
    // As gpg has it, expiry is looked at before revocation.
    if (known.hasExpired(now)) {
      return Result.EXPIRED_KEY;
    }
    return known.isRevoked() ? Result.REVOKED_KEY : Result.GOOD;
  }

  private static boolean isMadeOver(PGPSignature made, PGPPublicKey key, byte[] text) {
    try {
      made.init(new BcPGPContentVerifierBuilderProvider(), key);
      made.update(text);
      return made.verify();
    } catch (PGPException | RuntimeException e) {
      LOG.debug("signature by {} cannot be checked: {}", id(key.getKeyID()), e.getMessage());
      return false;
    }
  }

  private static boolean hasExpired(PGPSignature made, Instant now) {
    var hashed = made.getHashedSubPackets();
    var seconds = hashed == null ? 0 : hashed.getSignatureExpirationTime();
    return seconds > 0
        && !now.isBefore(made.getCreationTime().toInstant().plus(Duration.ofSeconds(seconds)));
  }

  private static Optional<PGPSignature> signature(byte[] armored) {
    try (var in = PGPUtil.getDecoderStream(new ByteArrayInputStream(armored))) {
      var objects = new BcPGPObjectFactory(in);
      var signatures = new ArrayList<PGPSignature>();
      for (var object = objects.nextObject(); object != null; object = objects.nextObject()) {
        if (object instanceof PGPSignatureList list) {
          list.forEach(signatures::add);
        }
      }
      return signatures.stream().findFirst();
    } catch (IOException | RuntimeException e) {
      LOG.debug("signature in a form we do not read: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Some programs name the key by its fingerprint only. */
  private static long keyId(PGPSignature made) {
    if (made.getKeyID() != 0 || made.getHashedSubPackets() == null) {
      return made.getKeyID();
    }
    var fingerprint = made.getHashedSubPackets().getIssuerFingerprint();
    return fingerprint == null ? 0 : fingerprint.getKeyID();
  }

  private static String id(long keyId) {
    return String.format(Locale.ROOT, "%016X", keyId);
  }
}
