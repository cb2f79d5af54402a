package io.syncline.localkube.http;

import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.server.ServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.syncline.localkube.authn.Authentication;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.X509TrustManager;

/** Serves with the certificates of a cluster and asks clients for theirs. */
public final class TlsKeys {
  private static final List<String> NAMES =
      List.of(
          "localhost",
          "127.0.0.1",
          "0:0:0:0:0:0:0:1",
          "kubernetes",
          "kubernetes.default",
          "kubernetes.default.svc",
          "kubernetes.default.svc.cluster.local",
          "10.96.0.1");

  private TlsKeys() {}

  /**
   * Lets {@code server} listen on {@code address} with TLS.
   *
   * @param names host names and addresses it is reached by, beside those of this machine
   * @throws IllegalStateException when the cluster is not secured
   */
  public static void listen(
      ServerBuilder server,
      InetSocketAddress address,
      Authentication authentication,
      List<String> names,
      Instant now) {
    var all = new ArrayList<>(NAMES);
    all.addAll(names);
    var keys =
        authentication
            .serverKeys(all, now)
            .orElseThrow(() -> new IllegalStateException("an open cluster has no certificates"));
    server
        .https(address)
        .tls(TlsKeyPair.of(keys.keys().getPrivate(), keys.certificates()))
        .tlsCustomizer(
            context ->
                context
                    .clientAuth(ClientAuth.OPTIONAL)
                    .trustManager(
                        new AnyClient(
                            authentication.authority().stream()
                                .map(authority -> authority.certificate())
                                .toList())));
  }

  /**
   * Takes every certificate, because the API answers to wrong ones with a proper refusal; whoever
   * shows one must have its key all the same.
   */
  private record AnyClient(List<X509Certificate> wanted) implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      if (chain.length == 0) {
        throw new IllegalArgumentException("there is no certificate");
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("servers are not asked for anything here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return wanted.toArray(X509Certificate[]::new);
    }
  }
}
