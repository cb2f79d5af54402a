package io.syncline.localkube.authn;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Where keys and tokens outlive a restart: a folder whose secret files only the owner can read. */
public final class KeyFolder {
  private static final int TOKEN_BYTES = 32;

  private final Optional<Path> folder;

  private KeyFolder(Optional<Path> folder) {
    this.folder = folder;
  }

  /** Keys in {@code folder}; empty for keys that are forgotten at the end. */
  public static KeyFolder of(Optional<Path> folder) {
    return new KeyFolder(folder);
  }

  /** New keys that nobody keeps. */
  public static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("keys cannot be made: " + e.getMessage(), e);
    }
  }

  /** The keys in the file {@code name}, made when absent. */
  KeyPair keys(String name) {
    var text =
        kept(
            name,
            () -> {
              var fresh = keys();
              return Pem.of(fresh.getPrivate()) + Pem.of(fresh.getPublic());
            });
    try {
      var factory = KeyFactory.getInstance("EC");
      return new KeyPair(
          factory.generatePublic(new X509EncodedKeySpec(Pem.bytes("PUBLIC KEY", text))),
          factory.generatePrivate(new PKCS8EncodedKeySpec(Pem.bytes("PRIVATE KEY", text))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw broken(name, e);
    }
  }

  /** The authority of the files {@code ca.key} and {@code ca.crt}, made when absent. */
  Authority authority(Instant now) {
    var keys = keys("ca.key");
    var text = kept("ca.crt", () -> Pem.of(Authority.make("syncline", keys, now).certificate()));
    try {
      var certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
      if (!certificate.getPublicKey().equals(keys.getPublic())) {
        throw new GeneralSecurityException("it does not belong to ca.key");
      }
      return new Authority(keys, certificate);
    } catch (GeneralSecurityException e) {
      throw broken("ca.crt", e);
    }
  }

  /** The token in the file {@code name}, made when absent. */
  String token(String name) {
    var token =
        kept(
                name,
                () -> {
                  var random = new byte[TOKEN_BYTES];
                  new SecureRandom().nextBytes(random);
                  return Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n";
                })
            .strip();
    if (token.isEmpty()) {
      throw broken(name, new IllegalArgumentException("it is empty"));
    }
    return token;
  }

  private IllegalStateException broken(String name, Exception cause) {
    return new IllegalStateException(
        "key file "
            + folder.map(f -> f.resolve(name)).orElse(Path.of(name))
            + " cannot be used: "
            + cause.getMessage()
            + "; hint: remove it and a new one is made, old tokens and certificates then end",
        cause);
  }

  private String kept(String name, java.util.function.Supplier<String> fresh) {
    if (folder.isEmpty()) {
      return fresh.get();
    }
    var file = folder.get().resolve(name);
    try {
      if (!Files.exists(file)) {
        PrivateFile.write(file, fresh.get());
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("key file " + file + " cannot be read or written", e);
    }
  }
}
