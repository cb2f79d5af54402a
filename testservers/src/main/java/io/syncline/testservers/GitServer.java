package io.syncline.testservers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/** Git's smart HTTP protocol over the bare repositories below a folder. */
public final class GitServer implements AutoCloseable {
  private final Path root;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Method, path and query of each request so far. */
  public final List<String> requests = new CopyOnWriteArrayList<>();

  /** Whether only commits that a reference stands at are given. */
  public volatile boolean onlyNamed;

  /** The Authorization header that is demanded; "" for none. */
  public volatile String authorization = "";

  /** Starts one over {@code root}. */
  public GitServer(Path root) throws IOException {
    this(root, HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  /** Over TLS with {@code context}; {@code clients} must show a certificate. */
  public GitServer(Path root, SSLContext context, boolean clients) throws IOException {
    this(root, Certificates.listen(context, clients));
  }

  private GitServer(Path root, HttpServer server) {
    this.root = root;
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Address of a repository by its path below the folder. */
  public String url(String path) {
    var scheme = server instanceof HttpsServer ? "https" : "http";
    return scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      if (!authorization.isEmpty()
          && !authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      var path = exchange.getRequestURI().getPath();
      var service = path.substring(path.lastIndexOf('/') + 1);
      var folder = root.resolve(path.substring(1).replaceFirst("/(info/refs|git-[a-z-]+)$", ""));
      if (!Files.isDirectory(folder)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      try (var repository = new FileRepositoryBuilder().setGitDir(folder.toFile()).build()) {
        answer(exchange, repository, service);
      }
    }
  }

  private void answer(HttpExchange exchange, Repository repository, String service)
      throws IOException {
    var out = new ByteArrayOutputStream();
    var type = "application/x-";
    if (service.equals("refs")) {
      var name = exchange.getRequestURI().getQuery().replace("service=", "");
      type += name + "-advertisement";
      var lines = new PacketLineOut(out);
      lines.writeString("# service=" + name + "\n");
      lines.end();
      if (name.equals("git-upload-pack")) {
        upload(repository).sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
      } else {
        receive(repository).sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
      }
    } else {
      type += service + "-result";
      var gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      var in = gzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
      if (service.equals("git-upload-pack")) {
        upload(repository).upload(in, out, null);
      } else {
        receive(repository).receive(in, out, null);
      }
    }
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(200, out.size());
    exchange.getResponseBody().write(out.toByteArray());
  }

  private UploadPack upload(Repository repository) {
    var pack = new UploadPack(repository);
    pack.setBiDirectionalPipe(false);
    pack.setRequestPolicy(UploadPack.RequestPolicy.ANY);
    if (onlyNamed) {
      pack.setRequestValidator(
          (_, wants) -> {
            for (var want : wants) {
              if (repository.getRefDatabase().getTipsWithSha1(want).isEmpty()) {
                throw new PackProtocolException("want " + want.name() + " not valid");
              }
            }
          });
    }
    return pack;
  }

  private static ReceivePack receive(Repository repository) {
    var pack = new ReceivePack(repository);
    pack.setBiDirectionalPipe(false);
    return pack;
  }

  /** The Authorization header of somebody. */
  public static String basic(String user, String password) {
    var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + java.util.Base64.getEncoder().encodeToString(pair);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
