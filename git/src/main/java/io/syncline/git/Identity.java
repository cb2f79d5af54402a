package io.syncline.git;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells ways of reaching a repository apart without holding what they log in with: a keyed digest,
 * whose key lives as long as the process, so that nobody can try passwords on it elsewhere.
 */
final class Identity {
  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] KEY = new byte[32];

  static {
    new SecureRandom().nextBytes(KEY);
  }

  private Identity() {}

  /** Equal for equal addresses reached with equal credentials, and else different. */
  static String of(String address, Credentials credentials) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(KEY, ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(bytes(address, credentials)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }

  private static byte[] bytes(String address, Credentials credentials) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      write(out, address);
      login(out, credentials.login());
      var trust = credentials.trust();
      out.writeBoolean(trust.insecure());
      write(out, trust.certificates());
      write(out, trust.knownHosts());
      write(out, trust.clientCertificate());
      write(out, trust.clientKey());
      write(out, credentials.proxy().orElse(""));
      write(out, credentials.noProxy());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void login(DataOutputStream out, Credentials.Login login) throws IOException {
    write(out, login.getClass().getSimpleName());
    switch (login) {
      case Credentials.Anonymous anonymous -> {}
      case Credentials.Basic basic -> {
        write(out, basic.username());
        write(out, basic.password());
      }
      case Credentials.Bearer bearer -> write(out, bearer.token());
      case Credentials.SshKey key -> write(out, key.privateKey());
      case Credentials.GitHubApp app -> {
        out.writeLong(app.appId());
        out.writeLong(app.installationId());
        write(out, app.privateKey());
        write(out, app.api());
      }
      case Credentials.GoogleAccount account -> write(out, account.key());
      case Credentials.Unusable unusable -> write(out, unusable.reason());
    }
  }

  /** With its length, so that text cannot move from one field to the next. */
  private static void write(DataOutputStream out, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
