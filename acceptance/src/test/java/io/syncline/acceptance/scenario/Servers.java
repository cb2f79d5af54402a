package io.syncline.acceptance.scenario;

import io.syncline.testservers.Certificates;
import io.syncline.testservers.GitServer;
import io.syncline.testservers.OciServer;
import io.syncline.testservers.SshGitServer;
import io.syncline.testservers.Tar;
import io.syncline.testservers.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * Servers beside the product, each open until its scenario ends, and what people tell the product
 * of them by commands.
 */
final class Servers {
  static final String USER = "ann";
  static final String PASSWORD = "open sesame";

  /** Making keys takes time, and nobody looks whose they are. */
  private static final class Shared {
    static final Certificates CERTIFICATES = new Certificates();
  }

  private final Scenario scenario;

  private Servers(Scenario scenario) {
    this.scenario = scenario;
  }

  static Servers of(Scenario scenario) {
    return new Servers(scenario);
  }

  static Certificates certificates() {
    return Shared.CERTIFICATES;
  }

  /** A file with this text. */
  Path file(String text) {
    return scenario.write(text);
  }

  /** Runs a command that must succeed. */
  void tell(String... words) {
    var outcome = scenario.run(Arrays.asList(words));
    if (outcome.code() != 0) {
      throw new AssertionError(outcome.command() + ": " + outcome.err());
    }
  }

  /** {@code repo add}, forgotten afterwards. */
  void add(String url, String... flags) {
    var words = new java.util.ArrayList<>(java.util.List.of("repo", "add", url));
    words.addAll(Arrays.asList(flags));
    tell(words.toArray(String[]::new));
    scenario.forgetting("repositories", url);
  }

  /** {@code repocreds add}, forgotten afterwards. */
  void addLogin(String url, String... flags) {
    var words = new java.util.ArrayList<>(java.util.List.of("repocreds", "add", url));
    words.addAll(Arrays.asList(flags));
    tell(words.toArray(String[]::new));
    scenario.forgetting("repocreds", url);
  }

  /** The authority of TLS servers here is believed until the test ends. */
  void believeAuthority() {
    tell(
        "cert",
        "add-tls",
        "127.0.0.1",
        "--upsert",
        "--from",
        file(certificates().authority()).toString());
    scenario.afterwards(
        () -> scenario.run(java.util.List.of("cert", "rm", "127.0.0.1", "--cert-type", "https")));
  }

  /** Git over SSH. */
  SshGitServer ssh() {
    try {
      return scenario.closing(new SshGitServer());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The host key of {@code server} is believed. */
  void believe(SshGitServer server) {
    tell("cert", "add-ssh", "--batch", "--from", file(server.knownHost()).toString());
  }

  /** Git over HTTPS, for who knows the password only. */
  GitServer https(Path folder) {
    try {
      var server = scenario.closing(new GitServer(folder, certificates().server(), false));
      server.authorization = GitServer.basic(USER, PASSWORD);
      return server;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A registry. */
  OciServer registry() {
    try {
      return scenario.closing(new OciServer("myrepo/none"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A registry over TLS, for who knows the password only. */
  OciServer guardedRegistry() {
    try {
      return scenario
          .closing(new OciServer("myrepo/none", certificates().server()))
          .guardedBy(USER + ":" + PASSWORD);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A Helm repository over TLS with a login, which holds the test data's chart {@code helm} 1.0.0.
   *
   * @param clients whether a client certificate must be shown
   */
  TestServer charts(boolean clients) {
    try {
      var server = scenario.closing(new TestServer(certificates().server(), clients));
      for (var below : java.util.List.of("", "/local", "/local2")) {
        server.on(
            "/helm-repo" + below + "/index.yaml",
            guarded(
                """
                apiVersion: v1
                entries:
                  helm:
                  - {name: helm, version: 1.0.0, urls: ["%s"]}
                """
                    .formatted(server.url("/charts/helm-1.0.0.tgz"))
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      }
      server.on("/charts/helm-1.0.0.tgz", guarded(packed("helm", "", "")));
      return server;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TestServer.Answers guarded(byte[] content) {
    return TestServer.guarded(USER, PASSWORD, TestServer.Reply.of(content));
  }

  /** A chart of the test data as an archive, {@code old} in its Chart.yaml replaced. */
  static byte[] packed(String chart, String old, String next) {
    return tar(chart, chart + "/", old, next);
  }

  /** A folder of the test data as an archive, {@code old} in its Chart.yaml replaced. */
  static byte[] files(String folder, String old, String next) {
    return tar(folder, "", old, next);
  }

  private static byte[] tar(String name, String prefix, String old, String next) {
    var folder = Testdata.folder(name);
    var tar = new Tar();
    try (var walk = Files.walk(folder)) {
      for (var path : walk.filter(Files::isRegularFile).sorted().toList()) {
        tar.file(
            prefix + folder.relativize(path),
            Files.readString(path).replace(old.isEmpty() ? "\0" : old, next));
      }
      return tar.zipped();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
