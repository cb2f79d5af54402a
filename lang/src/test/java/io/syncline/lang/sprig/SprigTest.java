package io.syncline.lang.sprig;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.lang.gotemplate.Budget;
import io.syncline.lang.gotemplate.Templates;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What depends on time and chance; the rest is compared with Helm in the tests of rendering. */
class SprigTest {
  private static String run(String text, long seed) {
    var functions = Sprig.functions(new Environment(Instant.parse("2026-05-06T07:08:09Z"), seed));
    return new Templates(functions, Templates.MissingKey.ZERO)
        .parse("t", text)
        .execute("t", Map.of(), Budget.ofDefault());
  }

  @Test
  void time_and_chance_come_from_the_environment() {
    assertThat(run("{{ now | date \"2006-01-02 15:04:05 Mon\" }}", 1))
        .isEqualTo("2026-05-06 07:08:09 Wed");
    assertThat(run("{{ dateInZone \"15:04 -0700\" now \"Europe/Berlin\" }}", 1))
        .isEqualTo("09:08 +0200");
    assertThat(run("{{ randAlphaNum 20 }}", 1))
        .hasSize(20)
        .isEqualTo(run("{{ randAlphaNum 20 }}", 1));
    assertThat(run("{{ randAlphaNum 20 }}", 1)).isNotEqualTo(run("{{ randAlphaNum 20 }}", 2));
    assertThat(run("{{ uuidv4 }}", 1))
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(run("{{ env \"HOME\" }}{{ expandenv \"$HOME\" }}", 1)).isEmpty();
    assertThat(run("{{ encryptAES \"key\" \"text\" | decryptAES \"key\" }}", 1)).isEqualTo("text");
    assertThat(run("{{ htpasswd \"u\" \"p\" }}", 1)).startsWith("u:$2a$10$");
  }

  @Test
  void certificates_are_signed_and_hold_their_names() throws GeneralSecurityException {
    var text =
        run(
            "{{ $ca := genCA \"my-ca\" 365 }}{{ $c := genSignedCert \"svc\" (list \"10.0.0.1\") (list \"svc.ns.svc\") 30 $ca }}{{ $ca.Cert }}|{{ $c.Cert }}|{{ $c.Key }}",
            7);
    var parts = text.split("\\|");
    var factory = CertificateFactory.getInstance("X.509");
    var ca =
        (X509Certificate)
            factory.generateCertificate(
                new ByteArrayInputStream(parts[0].getBytes(StandardCharsets.UTF_8)));
    var leaf =
        (X509Certificate)
            factory.generateCertificate(
                new ByteArrayInputStream(parts[1].getBytes(StandardCharsets.UTF_8)));
    leaf.verify(ca.getPublicKey());
    assertThat(ca.getBasicConstraints()).isGreaterThanOrEqualTo(0);
    assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=svc");
    assertThat(leaf.getSubjectAlternativeNames().toString())
        .contains("svc.ns.svc")
        .contains("10.0.0.1");
    assertThat(leaf.getNotAfter().toInstant()).isEqualTo(Instant.parse("2026-06-05T07:08:09Z"));
    assertThat(parts[2]).startsWith("-----BEGIN RSA PRIVATE KEY-----");
  }
}
