package io.syncline.controller.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.syncline.git.Credentials;
import io.syncline.git.GitRepositories;
import io.syncline.git.GitRepository;
import io.syncline.git.GitSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that has one empty repository, sometimes. */
class RevisionsTest {
  @TempDir Path folder;
  private final AtomicInteger asked = new AtomicInteger();
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private volatile boolean broken;
  private volatile String password = "right";
  private volatile String commit = "1234567890123456789012345678901234567890";
  private HttpServer server;
  private GitRepositories repositories;
  private Revisions revisions;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.incrementAndGet();
            var login = exchange.getRequestHeaders().getFirst("Authorization");
            if (broken) {
              exchange.sendResponseHeaders(500, -1);
            } else if (!basic(password).equals(login)) {
              exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
              exchange.sendResponseHeaders(401, -1);
            } else {
              exchange
                  .getResponseHeaders()
                  .add("Content-Type", "application/x-git-upload-pack-advertisement");
              var lines =
                  "001e# service=git-upload-pack\n0000"
                      + line(commit + " refs/heads/main\0 agent=x\n")
                      + "0000";
              var body = lines.getBytes(StandardCharsets.UTF_8);
              exchange.sendResponseHeaders(200, body.length);
              exchange.getResponseBody().write(body);
            }
          }
        });
    server.start();
    repositories = new GitRepositories(folder, GitSettings.defaults());
    revisions = new Revisions(Duration.ofSeconds(10), () -> now);
  }

  private static String line(String text) {
    return "%04x%s".formatted(text.length() + 4, text);
  }

  private static String basic(String password) {
    var pair = ("ada:" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + java.util.Base64.getEncoder().encodeToString(pair);
  }

  @AfterEach
  void stop() {
    repositories.close();
    server.stop(0);
  }

  private GitRepository as(String password) {
    return repositories.repository(
        "http://127.0.0.1:" + server.getAddress().getPort() + "/shop.git",
        Credentials.basic("ada", password));
  }

  private boolean fails(GitRepository repository) {
    return revisions.problem(repository, false).isPresent();
  }

  private long listings(Runnable work) {
    var before = revisions.listings();
    work.run();
    return revisions.listings() - before;
  }

  @Test
  void a_listing_serves_only_those_with_the_same_credentials() {
    assertThat(fails(as("right"))).isFalse();
    assertThat(listings(() -> assertThat(fails(as("right"))).isFalse())).isZero();
    assertThat(listings(() -> assertThat(fails(as("wrong"))).isTrue())).isEqualTo(1);
    assertThat(fails(as("right"))).isFalse();
  }

  @Test
  void a_listing_serves_for_the_interval() {
    fails(as("right"));
    now = now.plusSeconds(9);
    assertThat(listings(() -> fails(as("right")))).isZero();
    now = now.plusSeconds(2);
    assertThat(listings(() -> fails(as("right")))).isEqualTo(1);
  }

  @Test
  void a_listing_is_as_new_as_its_beginning_and_one_that_failed_is_none() {
    assertThat(revisions.listedSince(as("right"), now)).describedAs("never listed").isFalse();
    var before = now;
    now = now.plusSeconds(1);
    fails(as("right"));

    assertThat(revisions.listedSince(as("right"), before)).isTrue();
    assertThat(revisions.listedSince(as("right"), now)).describedAs("not after it").isFalse();
    assertThat(revisions.listedSince(as("wrong"), before)).describedAs("somebody else").isFalse();

    broken = true;
    now = now.plusSeconds(11);
    fails(as("right"));
    assertThat(revisions.listedSince(as("right"), before)).isFalse();
  }

  @Test
  void a_repository_that_fails_is_asked_less_and_less_often_but_every_five_minutes() {
    broken = true;
    var pauses = new ArrayList<Long>();
    var last = now;
    for (var end = now.plus(Duration.ofHours(1)); now.isBefore(end); now = now.plusMillis(250)) {
      if (listings(() -> assertThat(fails(as("right"))).isTrue()) == 1) {
        pauses.add(Duration.between(last, now).toMillis());
        last = now;
      }
    }
    assertThat(pauses).hasSizeBetween(12 + 8, 24 + 12);
    assertThat(pauses.get(4)).isBetween(4_000L, 8_250L);
    assertThat(pauses.getLast()).isBetween(150_000L, 300_250L);
  }

  @Test
  void success_other_credentials_and_a_wish_end_the_wait() {
    password = "changed";
    for (var i = 0; i < 8; i++) {
      assertThat(fails(as("right"))).isTrue();
      now = now.plus(Duration.ofMinutes(5));
    }
    fails(as("right"));
    assertThat(listings(() -> assertThat(fails(as("right"))).isTrue())).isZero();
    assertThat(fails(as("changed"))).describedAs("a changed secret").isFalse();

    password = "right";
    assertThat(fails(as("right"))).describedAs("still waiting").isTrue();
    revisions.retry(as("right"));
    assertThat(fails(as("right"))).describedAs("asked for").isFalse();

    broken = true;
    now = now.plusSeconds(11);
    assertThat(fails(as("right"))).isTrue();
    broken = false;
    now = now.plusSeconds(2);
    assertThat(fails(as("right"))).describedAs("the first pause is short again").isFalse();
  }

  @Test
  void who_insists_asks_now_but_a_dead_host_is_not_asked_by_everybody() {
    fails(as("right"));
    assertThat(listings(() -> revisions.problem(as("right"), true))).isEqualTo(1);
    broken = true;
    for (var i = 0; i < 3; i++) {
      assertThat(listings(() -> revisions.problem(as("right"), true))).isEqualTo(1);
    }
    assertThat(listings(() -> revisions.problem(as("right"), true))).isZero();
    now = now.plusSeconds(11);
    assertThat(listings(() -> revisions.problem(as("right"), true))).isEqualTo(1);
    assertThat(asked.get()).isGreaterThanOrEqualTo(6);
  }

  @Test
  void what_somebody_else_listed_is_still_news_to_the_poll() {
    var repository = as("right");
    assertThat(revisions.poll(repository, false)).as("first").isTrue();
    now = now.plusSeconds(60);
    assertThat(revisions.poll(repository, false)).as("as before").isFalse();
    now = now.plusSeconds(60);
    commit = "2345678901234567890123456789012345678901";
    assertThat(revisions.resolve(repository, "main", "", false)).isEqualTo(commit);
    assertThat(revisions.poll(repository, false)).as("moved").isTrue();
    assertThat(revisions.poll(repository, false)).as("told").isFalse();
    revisions.untold(repository);
    assertThat(revisions.poll(repository, false)).as("did not arrive").isTrue();
    now = now.plusSeconds(60);
    broken = true;
    assertThat(fails(repository)).isTrue();
    assertThat(revisions.poll(repository, false)).as("became unreachable").isTrue();
    assertThat(revisions.poll(repository, false)).as("still is").isFalse();
    now = now.plusSeconds(600);
    broken = false;
    assertThat(fails(repository)).isFalse();
    assertThat(revisions.poll(repository, false)).as("is back").isTrue();
  }
}
