package io.syncline.outbound;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Believes whom another believes, when the certificate has a name that need not be that of the URL.
 * Of the extended kind, as Java adds the check of the URL's host to any other.
 */
final class NamedServer extends X509ExtendedTrustManager {
  private static final int DNS = 2;
  private static final int ADDRESS = 7;

  private final X509TrustManager chain;
  private final String name;

  NamedServer(X509TrustManager chain, String name) {
    this.chain = chain;
    this.name = name.toLowerCase(Locale.ROOT);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String type)
      throws CertificateException {
    chain.checkServerTrusted(certificates, type);
    var names = certificates[0].getSubjectAlternativeNames();
    if (names == null || names.stream().noneMatch(this::fits)) {
      throw new CertificateException("certificate is not for " + name);
    }
  }

  private boolean fits(List<?> alternative) {
    var kind = alternative.get(0);
    var text = String.valueOf(alternative.get(1)).toLowerCase(Locale.ROOT);
    if (kind.equals(ADDRESS)) {
      return text.equals(name);
    }
    if (!kind.equals(DNS)) {
      return false;
    }
    var dot = name.indexOf('.');
    return text.equals(name)
        || text.startsWith("*.") && dot > 0 && text.substring(1).equals(name.substring(dot));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String type, Socket socket)
      throws CertificateException {
    checkServerTrusted(certificates, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String type, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(certificates, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String type)
      throws CertificateException {
    chain.checkClientTrusted(certificates, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String type, Socket socket)
      throws CertificateException {
    chain.checkClientTrusted(certificates, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String type, SSLEngine engine)
      throws CertificateException {
    chain.checkClientTrusted(certificates, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chain.getAcceptedIssuers();
  }
}
