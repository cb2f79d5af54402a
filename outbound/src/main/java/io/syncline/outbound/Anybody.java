package io.syncline.outbound;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes anybody, as the user asked for. Of the extended kind, as Java adds the check of host
 * names to any other.
 */
final class Anybody extends X509ExtendedTrustManager {
  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
    // Anybody is believed.
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
    // Anybody is believed.
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
    // Anybody is believed.
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
    // Anybody is believed.
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) {
    // Anybody is believed.
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) {
    // Anybody is believed.
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
