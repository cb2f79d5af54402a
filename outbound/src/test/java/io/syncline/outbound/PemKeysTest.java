package io.syncline.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PemKeysTest {
  private static final int RSA_WRAPPING = 26;

  /** Of a key on the curve P-256: version, algorithm and the heads of sequence and octets. */
  private static final int P256_WRAPPING = 28;

  private static final byte[] P256 = HexFormat.of().parseHex("06082a8648ce3d030107");

  private static PrivateKey generated(String algorithm, int size) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance(algorithm);
    if (size > 0) {
      generator.initialize(size);
    }
    return generator.generateKeyPair().getPrivate();
  }

  private static String pem(String label, byte[] content) {
    var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  private static byte[] from(byte[] bytes, int start) {
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }

  /** A SEC 1 key that names its curve, as openssl writes it. */
  private static byte[] withCurve(byte[] sec1) {
    var named = Arrays.copyOf(sec1, sec1.length + 2 + P256.length);
    named[1] += (byte) (2 + P256.length);
    named[sec1.length] = (byte) 0xa0;
    named[sec1.length + 1] = (byte) P256.length;
    System.arraycopy(P256, 0, named, sec1.length + 2, P256.length);
    return named;
  }

  @ParameterizedTest
  @CsvSource({"RSA, 2048", "RSA, 3072", "EC, 256", "EC, 521", "Ed25519, 0"})
  void pkcs8_of_every_algorithm_is_read(String algorithm, int size) throws Exception {
    var key = generated(algorithm, size);
    assertThat(PemKeys.privateKey(pem("PRIVATE KEY", key.getEncoded()), "key")).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 2048, 4096})
  void pkcs1_is_read(int size) throws Exception {
    var key = generated("RSA", size);
    var old = pem("RSA PRIVATE KEY", from(key.getEncoded(), RSA_WRAPPING));
    assertThat(PemKeys.privateKey(old, "key")).isEqualTo(key);
    assertThat(PemKeys.privateKey(old.replace("\n", "\\n"), "key")).isEqualTo(key);
  }

  @Test
  void sec1_is_read_with_the_curve_inside_or_before_it() throws Exception {
    var key = generated("EC", 256);
    var sec1 = from(key.getEncoded(), P256_WRAPPING);
    var both = pem("EC PARAMETERS", P256) + pem("EC PRIVATE KEY", sec1);
    for (var text : List.of(pem("EC PRIVATE KEY", withCurve(sec1)), both)) {
      var read = (ECPrivateKey) PemKeys.privateKey(text, "key");
      assertThat(read.getS()).isEqualTo(((ECPrivateKey) key).getS());
      assertThat(read.getParams().getCurve())
          .isEqualTo(((ECPrivateKey) key).getParams().getCurve());
    }
    assertThatThrownBy(() -> PemKeys.privateKey(pem("EC PRIVATE KEY", sec1), "client key"))
        .hasMessageStartingWith("client key holds no private key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hush",
        "-----BEGIN PRIVATE KEY-----\naHVzaCBodXNo\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\naHVza\n-----END PRIVATE KEY-----\n",
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\naHVzaA==\n-----END RSA PRIVATE KEY-----\n",
        "-----END PRIVATE KEY-----\naHVza\n-----BEGIN PRIVATE KEY-----\n"
      })
  void what_is_no_key_is_named_and_not_shown(String text) {
    assertThatThrownBy(() -> PemKeys.privateKey(text, "tlsClientCertKey"))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageStartingWith("tlsClientCertKey holds no private key")
        .hasMessageNotContaining("hush")
        .hasMessageNotContaining("aHVz")
        .hasNoCause();
    assertThat(new TlsMaterial.Pem(text + "hush", "key").toString()).isEqualTo("Pem[key]");
  }
}
