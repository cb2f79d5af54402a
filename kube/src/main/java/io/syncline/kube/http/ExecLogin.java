package io.syncline.kube.http;

import io.syncline.kube.ClusterConfig;
import io.syncline.kube.ClusterException;
import io.syncline.kube.ClusterException.Code;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The login a command prints, kept until it expires. Safe for use by many threads. */
final class ExecLogin {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration EARLY = Duration.ofSeconds(60);
  private static final Duration WITHOUT_END = Duration.ofMinutes(10);
  private static final int LONGEST_ANSWER = 1 << 20;

  private final ClusterConfig.Exec exec;
  private final String server;
  private @Nullable Login known;
  private Instant until = Instant.EPOCH;

  /**
   * What lets us in; "" for what the command did not print.
   *
   * @param token bearer token
   * @param certificate client certificate, PEM
   * @param key its private key, PEM
   */
  record Login(String token, String certificate, String key) {
    @Override
    public String toString() {
      return "Login";
    }
  }

  ExecLogin(ClusterConfig.Exec exec, String server) {
    this.exec = exec;
    this.server = server;
  }

  /** A login that still holds. */
  synchronized Login login() {
    var last = known;
    var now = Instant.now();
    if (last != null && now.isBefore(until)) {
      return last;
    }
    var status = Tree.object(run().get("status"));
    var fresh =
        new Login(
            Tree.text(status, "token"),
            Tree.text(status, "clientCertificateData"),
            Tree.text(status, "clientKeyData"));
    if (fresh.certificate().isEmpty() != fresh.key().isEmpty()) {
      throw problem("printed a certificate without its key, or a key alone (expected: both)");
    }
    if (fresh.token().isEmpty() && fresh.certificate().isEmpty()) {
      throw problem(
          "printed no status.token (expected: an ExecCredential with a token, or with"
              + " clientCertificateData and clientKeyData)");
    }
    known = fresh;
    until = end(Tree.text(status, "expirationTimestamp"), now);
    return fresh;
  }

  /** The server no longer takes it. */
  synchronized void forget() {
    known = null;
  }

  private static Instant end(String expiration, Instant now) {
    try {
      var end = Instant.parse(expiration).minus(EARLY);
      return end.isAfter(now) ? end : now;
    } catch (DateTimeException none) {
      return now.plus(WITHOUT_END);
    }
  }

  private ObjectTree run() {
    var command = new ArrayList<String>();
    command.add(exec.command());
    command.addAll(exec.arguments());
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(exec.environment());
    builder
        .environment()
        .put(
            "KUBERNETES_EXEC_INFO",
            Json.write(
                ObjectTree.of(
                    "apiVersion", exec.apiVersion(),
                    "kind", "ExecCredential",
                    "spec", ObjectTree.of("interactive", false))));
    try {
      return answer(builder.start());
    } catch (IOException e) {
      throw problem(
          "cannot be started" + (exec.hint().isEmpty() ? "" : ": " + exec.hint().strip()));
    }
  }

  private ObjectTree answer(Process process) throws IOException {
    process.getOutputStream().close();
    var watch = Thread.ofVirtual().start(() -> endLate(process));
    try (var out = process.getInputStream()) {
      var text = new String(out.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw problem("ended with exit code " + (process.isAlive() ? "none" : process.exitValue()));
      }
      return Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
    } catch (Json.SyntaxException e) {
      throw problem("printed no JSON object (expected: an ExecCredential)");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw problem("was interrupted");
    } finally {
      watch.interrupt();
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static void endLate(Process process) {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException done) {
      Thread.currentThread().interrupt();
    }
  }

  private ClusterException problem(String what) {
    return new ClusterException(
        Code.UNAUTHORIZED,
        "cluster " + server + ": credential command " + exec.command() + " " + what,
        null);
  }
}
