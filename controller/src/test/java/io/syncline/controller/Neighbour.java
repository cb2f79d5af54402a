package io.syncline.controller;

import io.syncline.controller.real.RealServer;
import io.syncline.localkube.LocalKube;
import io.syncline.localkube.LocalKubeServer;
import io.syncline.localkube.api.LocalApi;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * Another cluster with TLS that applications may be deployed to: embedded, or for the time of
 * {@link #REAL} a real one.
 *
 * @param api what it stores
 * @param url where it listens
 * @param token of its administrator
 * @param clientCertificate TLS settings of a registration that shows a certificate instead
 * @param end called when nobody needs it any more
 */
record Neighbour(LocalApi api, String url, String token, ObjectTree clientCertificate, Runnable end)
    implements AutoCloseable {
  /** The real server that neighbours started by this thread are. */
  static final ScopedValue<RealServer> REAL = ScopedValue.newInstance();

  static Neighbour start() {
    return REAL.isBound() ? real(REAL.get()) : embedded();
  }

  private static Neighbour real(RealServer server) {
    return new Neighbour(
        server.api(), server.url(), server.token(), server.clientCertificate(), server.api()::wipe);
  }

  private static Neighbour embedded() {
    var server = LocalKubeServer.start(LocalKube.builder().secured().start(), 0);
    var kubeconfig = Yaml.parseObject(server.kube().kubeconfig("other", server.url()));
    var user = Tree.object(Tree.items(kubeconfig.get("users")).getFirst());
    var cluster = Tree.object(Tree.items(kubeconfig.get("clusters")).getFirst());
    return new Neighbour(
        server.kube().api(),
        server.url(),
        Tree.text(user, "user", "token"),
        certificate(server.kube(), Tree.text(cluster, "cluster", "certificate-authority-data")),
        server::close);
  }

  private static ObjectTree certificate(LocalKube kube, String authority) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      var keys = generator.generateKeyPair();
      var shown =
          kube.authentication()
              .authority()
              .orElseThrow()
              .forClient(keys.getPublic(), "deployer", List.of("system:masters"), Instant.now());
      return ObjectTree.of(
          "caData", authority,
          "certData", pem("CERTIFICATE", shown.getEncoded()),
          "keyData", pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] content) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    var text = "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The certificates to trust. */
  String authority() {
    return Tree.text(clientCertificate, "caData");
  }

  @Override
  public void close() {
    end.run();
  }
}
