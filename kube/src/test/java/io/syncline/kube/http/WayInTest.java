package io.syncline.kube.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.syncline.kube.ClusterException;
import io.syncline.kube.ClusterSecretConfig;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a cluster is reached: by another name, with a certificate from a command, by a proxy. */
final class WayInTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;

  private KeyStore identity(String name, String more) throws Exception {
    var file = folder.resolve(name + ".p12");
    var words =
        "%s -genkeypair -alias own -keyalg EC -validity 2 -dname CN=%s -keystore %s -storetype PKCS12 -storepass changeit%s"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "keytool"), name, file, more);
    var process = new ProcessBuilder(List.of(words.split(" "))).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static String pem(String kind, byte[] content) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content));
  }

  private static String certificate(KeyStore store) throws Exception {
    return pem("CERTIFICATE", store.getCertificate("own").getEncoded());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Serves TLS as {@code own} and tells who calls; callers must be {@code trusted}. */
  private static HttpsServer serve(KeyStore own, KeyStore trusted) throws Exception {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD);
    var believed = KeyStore.getInstance("PKCS12");
    believed.load(null, null);
    believed.setCertificateEntry("client", trusted.getCertificate("own"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(believed);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            var wanted = context.getDefaultSSLParameters();
            wanted.setWantClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
    server.createContext("/", exchange -> answer(exchange, caller((HttpsExchange) exchange)));
    server.start();
    return server;
  }

  private static String caller(HttpsExchange exchange) {
    try {
      return exchange.getSSLSession().getPeerPrincipal().getName();
    } catch (javax.net.ssl.SSLPeerUnverifiedException nobody) {
      return "nobody";
    }
  }

  private static void answer(HttpExchange exchange, String caller) throws IOException {
    var body =
        Json.write(ObjectTree.of("caller", caller, "path", exchange.getRequestURI().toString()))
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static ObjectTree ask(String server, ObjectTree config) {
    try (var transport = new Transport(ClusterSecretConfig.read(server, Json.write(config)))) {
      return transport.send(Transport.Request.get("/version"));
    }
  }

  @Test
  void a_server_may_have_another_name_and_a_command_may_print_a_certificate() throws Exception {
    var own = identity("server", " -ext san=dns:inner.example,dns:*.many.example");
    var client = identity("robot", "");
    var server = serve(own, client);
    try {
      var url = "https://127.0.0.1:" + server.getAddress().getPort();
      var authority = ObjectTree.of("caData", base64(certificate(own)));
      for (var name : List.of("inner.example", "one.many.example")) {
        var named = ObjectTree.of("tlsClientConfig", authority.with("serverName", name));
        assertThat(Tree.text(ask(url, named), "caller")).isEqualTo("nobody");
      }
      for (var name : List.of("other.example", "many.example", "a.b.many.example")) {
        var named = ObjectTree.of("tlsClientConfig", authority.with("serverName", name));
        assertThatThrownBy(() -> ask(url, named))
            .isInstanceOf(ClusterException.class)
            .hasMessageContaining("certificate is not for " + name);
      }
      assertThatThrownBy(() -> ask(url, ObjectTree.of("tlsClientConfig", authority)))
          .as("the name of the URL counts where no other is given")
          .isInstanceOf(ClusterException.class);

      var key = pem("PRIVATE KEY", client.getKey("own", PASSWORD).getEncoded());
      var named = authority.with("serverName", "inner.example");
      var login = ObjectTree.of("clientCertificateData", certificate(client), "clientKeyData", key);
      assertThat(Tree.text(ask(url, command(named, login)), "caller")).isEqualTo("CN=robot");
      assertThatThrownBy(() -> ask(url, command(named, login.without("clientKeyData"))))
          .hasMessageContaining("a certificate without its key");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_query_tells_registered_clusters_apart_and_is_not_sent() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, "nobody"));
    server.start();
    try {
      var url = "http://127.0.0.1:" + server.getAddress().getPort();
      for (var more : List.of("", "/", "?user=jane", "/?user=jane&team=a", "#jane")) {
        assertThat(Tree.text(ask(url + more, ObjectTree.EMPTY), "path"))
            .as(more)
            .isEqualTo("/version");
      }
      assertThat(Tree.text(ask(url + "/below/?user=jane", ObjectTree.EMPTY), "path"))
          .isEqualTo("/below/version");
    } finally {
      server.stop(0);
    }
  }

  private ObjectTree command(ObjectTree tls, ObjectTree status) throws IOException {
    var file = Files.createTempFile(folder, "login", ".json");
    Files.writeString(file, Json.write(ObjectTree.of("kind", "ExecCredential", "status", status)));
    return ObjectTree.of(
        "tlsClientConfig",
        tls,
        "execProviderConfig",
        ObjectTree.of("command", "cat", "args", List.of(file.toString())));
  }

  @Test
  void a_cluster_is_reached_by_its_proxy_only() throws Exception {
    var proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext("/", exchange -> answer(exchange, "proxy"));
    proxy.start();
    try {
      var address = "127.0.0.1:" + proxy.getAddress().getPort();
      for (var url : List.of(address, "http://" + address)) {
        var answer = ask("http://cluster.invalid", ObjectTree.of("proxyUrl", url));
        assertThat(Tree.text(answer, "caller")).isEqualTo("proxy");
        assertThat(Tree.text(answer, "path")).isEqualTo("http://cluster.invalid/version");
      }
    } finally {
      proxy.stop(0);
    }
    assertThatThrownBy(
            () -> ask("http://cluster.invalid", ObjectTree.of("proxyUrl", "socks5://x:1")))
        .hasMessageContaining("proxy is of the kind SOCKS (expected: http://host:port)");
    assertThatThrownBy(() -> ask("http://cluster.invalid", ObjectTree.of("proxyUrl", "http://[pw")))
        .hasMessageContaining("proxy is no URL")
        .hasMessageNotContaining("pw");
  }
}
