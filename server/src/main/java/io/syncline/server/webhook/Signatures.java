package io.syncline.server.webhook;

import io.syncline.server.http.Call;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who sent a payload, by what was agreed with the host. Where nothing is configured, everybody may.
 *
 * @param secrets value of a key of {@code argocd-secret}
 */
record Signatures(Function<String, Optional<String>> secrets) {
  /** Whether the body is signed with the secret at {@code key}, as {@code header} says. */
  boolean signed(Call call, String key, String prefix, String header) {
    var secret = secrets.apply(key);
    if (secret.isEmpty()) {
      return true;
    }
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.get().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      var wanted = prefix + HexFormat.of().formatHex(mac.doFinal(call.request().content().array()));
      return equal(wanted, call.header(header).orElse(""));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 belongs to every JDK", e);
    }
  }

  /** Whether {@code header} carries the secret itself. */
  boolean carried(Call call, String key, String header) {
    var secret = secrets.apply(key);
    return secret.isEmpty() || equal(secret.get(), call.header(header).orElse(""));
  }

  /** Whether the user and the password of two keys came as basic authentication. */
  boolean basic(Call call, String userKey, String passwordKey) {
    var user = secrets.apply(userKey);
    var password = secrets.apply(passwordKey);
    if (user.isEmpty() && password.isEmpty()) {
      return true;
    }
    var both = user.orElse("") + ":" + password.orElse("");
    var wanted =
        "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    return equal(wanted, call.header("authorization").orElse(""));
  }

  private static boolean equal(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
