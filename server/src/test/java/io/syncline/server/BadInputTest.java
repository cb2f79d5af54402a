package io.syncline.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, the answer says what was wrong with it and is never an internal error. */
final class BadInputTest {
  private static final List<String> WRITES =
      List.of(
          "POST /api/v1/session",
          "PUT /api/v1/account/password",
          "POST /api/v1/applications",
          "POST /api/v1/applications?upsert=true",
          "PUT /api/v1/applications/victim",
          "PATCH /api/v1/applications/victim",
          "PUT /api/v1/applications/victim/spec",
          "POST /api/v1/applications/victim/sync",
          "POST /api/v1/applications/victim/rollback",
          "POST /api/v1/applications/victim/resource?kind=ConfigMap&resourceName=x",
          "POST /api/v1/applications/victim/resource/actions?kind=ConfigMap&resourceName=x",
          "POST /api/v1/applications/victim/resource/actions/v2",
          "POST /api/v1/projects",
          "PUT /api/v1/projects/default",
          "POST /api/v1/repositories");

  private static final List<String> BODIES =
      List.of(
          "{",
          "[]",
          "null",
          "7",
          "\"text\"",
          "{\"a\":",
          "{}{}",
          "{\"metadata\":\"text\"}",
          "{\"metadata\":{\"name\":7}}",
          "{\"metadata\":{\"name\":\"victim\",\"labels\":[1],\"annotations\":\"x\",\"finalizers\":{}},\"spec\":[]}",
          "{\"metadata\":{\"name\":\"victim\",\"labels\":{\"a\":1}},\"spec\":{\"source\":7,\"destination\":[],\"syncPolicy\":true}}",
          "{\"metadata\":{\"name\":\"Not A Name/..\"},\"spec\":{}}",
          "{\"spec\":\"text\",\"project\":[]}",
          "{\"project\":{\"metadata\":{\"name\":\"p\"},\"spec\":\"text\"}}",
          "{\"revision\":[],\"resources\":\"x\",\"strategy\":7,\"syncOptions\":[],\"retryStrategy\":\"x\",\"infos\":{}}",
          "{\"resources\":[7],\"infos\":[null],\"revisions\":[{}],\"syncOptions\":{\"items\":[7]},\"strategy\":[]}",
          "{\"id\":\"text\",\"prune\":\"yes\"}",
          "{\"id\":99999999999999999999999}",
          "{\"id\":1e400}",
          "{\"patch\":7,\"patchType\":[]}",
          "{\"patch\":\"7\",\"patchType\":\"json\"}",
          "{\"patch\":\"[{}]\",\"patchType\":\"json\"}",
          "{\"patch\":\"[]\",\"patchType\":\"merge\"}",
          "{\"patch\":\"null\",\"patchType\":\"merge\"}",
          "{\"patch\":\"{\\\"metadata\\\":{\\\"name\\\":\\\"other\\\"}}\",\"patchType\":\"merge\"}",
          "{\"repo\":7}",
          "{\"repo\":\"https://x\",\"name\":{\"a\":[]},\"insecure\":\"maybe\"}",
          "{\"username\":[],\"password\":{}}",
          "\u0000\u0001",
          "{\"a\":\"\\ud800\"}",
          "[".repeat(20_000));

  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
    installation.application("victim");
  }

  @AfterAll
  static void end() {
    installation.close();
  }

  static Stream<String> writes() {
    return WRITES.stream();
  }

  @ParameterizedTest
  @MethodSource("writes")
  void bodies_that_make_no_sense_are_never_an_internal_error(String request) {
    var words = request.split(" ");
    var internal = new ArrayList<String>();
    for (var body : BODIES) {
      var answer = installation.call(words[0], words[1], body);
      if (answer.status() >= 500) {
        internal.add(body.substring(0, Math.min(80, body.length())) + " -> " + answer.text());
      }
      installation.patch("victim", "{operation: null}");
    }
    assertThat(internal).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/applications?fields=.",
        "/api/v1/applications?fields=-",
        "/api/v1/applications?fields=,,,",
        "/api/v1/applications?fields=items..name",
        "/api/v1/applications?selector=%21",
        "/api/v1/applications?selector=a%20in%20()",
        "/api/v1/applications?selector=a%20in%20(x,x)",
        "/api/v1/applications?selector=((",
        "/api/v1/applications?selector=,,",
        "/api/v1/applications?refresh=x",
        "/api/v1/applications/%2e%2e",
        "/api/v1/applications/%00",
        "/api/v1/applications/a%2Fb",
        "/api/v1/applications/victim/events?resourceUID=,,=&resourceNamespace=a%2Fb",
        "/api/v1/applications/victim/logs?tailLines=99999999999999999999&sinceSeconds=x",
        "/api/v1/applications/victim/logs?download=true&tailLines=-5",
        "/api/v1/repositories/%20",
        "/api/v1/clusters/%2F",
        "/api/v1/projects/%2e%2e%2f",
        "/api/v1/account/can-i/a/b/c",
        "/api/v1/applications?projects=&name=%FF"
      })
  void questions_that_make_no_sense_are_never_an_internal_error(String path) {
    assertThat(installation.get(path).status()).isLessThan(500);
  }

  @Test
  void a_stream_asked_for_with_nonsense_is_still_a_stream_or_a_refusal() {
    var answer =
        installation.get("/api/v1/applications/victim/logs?container=%00&sinceTime=yesterday");

    assertThat(answer.status()).isLessThan(500);
  }

  @Test
  void a_body_beyond_all_measure_is_refused() {
    var answer =
        installation.call(
            "POST", "/api/v1/applications", "{\"a\":\"" + "x".repeat(12_000_000) + "\"}");

    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void a_body_that_is_no_object_is_told_so() {
    assertThat(installation.call("POST", "/api/v1/applications", "[]").message())
        .isEqualTo("request body is not a JSON object (expected: {…})");
  }
}
