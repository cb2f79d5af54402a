package io.syncline.lang.sprig;

import static io.syncline.lang.sprig.StringFunctions.number;
import static io.syncline.lang.sprig.StringFunctions.string;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.syncline.lang.gotemplate.CallException;
import io.syncline.lang.gotemplate.GoFunction;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.Adler32;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Hashes, passwords, ciphers, keys and certificates. */
final class CryptoFunctions {
  private CryptoFunctions() {}

  static void addTo(Map<String, GoFunction> all, SeededRandom random, Instant now) {
    all.put("sha1sum", GoFunction.of("string", a -> digest("SHA-1", string(a[0]))));
    all.put("sha256sum", GoFunction.of("string", a -> digest("SHA-256", string(a[0]))));
    all.put("sha512sum", GoFunction.of("string", a -> digest("SHA-512", string(a[0]))));
    all.put(
        "adler32sum",
        GoFunction.of(
            "string",
            a -> {
              var sum = new Adler32();
              sum.update(utf8(string(a[0])));
              return Long.toString(sum.getValue());
            }));
    all.put("bcrypt", GoFunction.of("string", a -> bcrypt(random, string(a[0]))));
    all.put(
        "htpasswd",
        GoFunction.of(
            "string string",
            a ->
                string(a[0]).contains(":")
                    ? "invalid username: " + string(a[0])
                    : string(a[0]) + ":" + bcrypt(random, string(a[1]))));
    all.put(
        "encryptAES",
        GoFunction.of("string string", a -> encrypt(random, string(a[0]), string(a[1]))));
    all.put("decryptAES", GoFunction.of("string string", a -> decrypt(string(a[0]), string(a[1]))));
    all.put(
        "derivePassword",
        GoFunction.of(
            "uint32 string string string string",
            a ->
                DerivedPassword.of(
                    Cast.whole(a[0]), string(a[1]), string(a[2]), string(a[3]), string(a[4]))));
    certificates(all, random, now);
  }

  private static void certificates(Map<String, GoFunction> all, SeededRandom random, Instant now) {
    var authority = new Certificates(random, now);
    all.put("genPrivateKey", GoFunction.of("string", a -> authority.privateKey(string(a[0]))));
    all.put(
        "genCA",
        GoFunction.of("string int", a -> authority.authority(string(a[0]), number(a[1]), "")));
    all.put(
        "genCAWithKey",
        GoFunction.of(
            "string int string",
            a -> authority.authority(string(a[0]), number(a[1]), string(a[2]))));
    all.put(
        "genSelfSignedCert",
        GoFunction.of("string any any int", a -> authority.leaf(subject(a), null, "")));
    all.put(
        "genSelfSignedCertWithKey",
        GoFunction.of(
            "string any any int string", a -> authority.leaf(subject(a), null, string(a[4]))));
    all.put(
        "genSignedCert",
        GoFunction.of("string any any int any", a -> authority.leaf(subject(a), signer(a[4]), "")));
    all.put(
        "genSignedCertWithKey",
        GoFunction.of(
            "string any any int any string",
            a -> authority.leaf(subject(a), signer(a[4]), string(a[5]))));
    all.put(
        "buildCustomCert",
        GoFunction.of(
            "string string",
            a -> new Certificates.Pair(unbase64(string(a[0])), unbase64(string(a[1])))));
  }

  private static Certificates.Subject subject(@Nullable Object[] a) {
    return new Certificates.Subject(string(a[0]), Cast.texts(a[1]), Cast.texts(a[2]), number(a[3]));
  }

  private static Certificates.Pair signer(@Nullable Object value) {
    if (value instanceof Certificates.Pair pair) {
      return pair;
    }
    throw new CallException("signer is no certificate (expected: the result of genCA)");
  }

  private static String unbase64(String text) {
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new CallException("unable to decode base64 certificate or key", e);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(String algorithm, String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(utf8(text)));
    } catch (NoSuchAlgorithmException e) {
      throw new CallException("hash " + algorithm + " is missing from this Java", e);
    }
  }

  private static String bcrypt(SeededRandom random, String password) {
    var bytes = utf8(password);
    if (bytes.length > 72) {
      throw new CallException("bcrypt: password length exceeds 72 bytes");
    }
    return new String(BCrypt.with(random).hash(10, bytes), StandardCharsets.UTF_8);
  }

  private static SecretKeySpec key(String password) {
    return new SecretKeySpec(Arrays.copyOf(utf8(password), 32), "AES");
  }

  private static String encrypt(SeededRandom random, String password, String text) {
    var iv = new byte[16];
    random.nextBytes(iv);
    try {
      var cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(Cipher.ENCRYPT_MODE, key(password), new IvParameterSpec(iv));
      var body = cipher.doFinal(utf8(text));
      var whole = Arrays.copyOf(iv, iv.length + body.length);
      System.arraycopy(body, 0, whole, iv.length, body.length);
      return Base64.getEncoder().encodeToString(whole);
    } catch (GeneralSecurityException e) {
      throw new CallException("encryptAES: " + e.getMessage(), e);
    }
  }

  private static String decrypt(String password, String text) {
    try {
      var whole = Base64.getDecoder().decode(text);
      var cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(
          Cipher.DECRYPT_MODE, key(password), new IvParameterSpec(Arrays.copyOf(whole, 16)));
      return new String(
          cipher.doFinal(whole, 16, Math.max(0, whole.length - 16)), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new CallException("decryptAES: " + e.getMessage(), e);
    }
  }
}
