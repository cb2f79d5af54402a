package io.syncline.localkube;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReadsTest {
  private static final String MAPS = "/api/v1/namespaces/kube-public/configmaps";
  private static final String TABLE =
      "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

  private final LocalKube kube = LocalKube.builder().start();
  private final Caller caller = new Caller(kube);

  @BeforeEach
  void fill() {
    for (var i = 0; i < 5; i++) {
      caller.post(
          MAPS,
          "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m"
              + i
              + ", labels: {num: '"
              + i
              + "', odd: '"
              + (i % 2 == 1)
              + "'}}");
    }
  }

  @AfterEach
  void stop() {
    kube.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          odd=true                | m1 m3
          odd!=true,num             | m0 m2 m4
          num in (1,2)              | m1 m2
          num notin (1,2),num         | m0 m3 m4
          !num                      | kube-root-ca.crt
          num>2                     | m3 m4
          """)
  void label_selectors_choose(String selector, String names) {
    var url = MAPS + "?labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
    assertThat(String.join(" ", caller.get(url).names())).isEqualTo(names);
  }

  @Test
  void selectors_that_cannot_be_read_are_refused() {
    assertThat(caller.get(MAPS + "?labelSelector=a%20b").status()).isEqualTo(400);
    var answer = caller.get(MAPS + "?fieldSelector=spec.x%3Dy");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("message")).contains("\"spec.x\" is not a known field selector");
    assertThat(caller.get(MAPS + "?fieldSelector=metadata.name%3Dm1").names())
        .containsExactly("m1");
  }

  @Test
  void pages_come_from_one_snapshot() {
    var first = caller.get(MAPS + "?limit=2");
    assertThat(Tree.number(first.tree(), 0, "metadata", "remainingItemCount")).isEqualTo(4);
    caller.delete(MAPS + "/m3");
    var names = new ArrayList<>(first.names());
    var token = first.text("metadata", "continue");
    while (!token.isEmpty()) {
      var next = caller.get(MAPS + "?limit=2&continue=" + token);
      assertThat(next.text("metadata", "resourceVersion"))
          .isEqualTo(first.text("metadata", "resourceVersion"));
      names.addAll(next.names());
      token = next.text("metadata", "continue");
    }
    assertThat(names).containsExactly("kube-root-ca.crt", "m0", "m1", "m2", "m3", "m4");
    assertThat(caller.get(MAPS + "?limit=2&continue=nonsense").status()).isEqualTo(400);
  }

  @Test
  void a_table_has_the_columns_of_the_kind() {
    var table = caller.get(MAPS, TABLE).tree();
    assertThat(Tree.text(table, "kind")).isEqualTo("Table");
    assertThat(Tree.items(table.get("columnDefinitions")).stream().map(c -> Tree.text(c, "name")))
        .containsExactly("Name", "Data", "Age");
    assertThat(Tree.text(table, "rows", "1", "cells", "0")).isEqualTo("m0");
    assertThat(Tree.text(table, "rows", "1", "object", "kind")).isEqualTo("PartialObjectMetadata");
  }

  @Test
  void a_watch_tells_what_happened_after_a_version_and_follows_the_selector() {
    var from = caller.get(MAPS).text("metadata", "resourceVersion");
    caller.patch(MAPS + "/m1", "merge-patch+json", "{\"metadata\":{\"labels\":{\"odd\":\"no\"}}}");
    caller.patch(
        MAPS + "/m0", "merge-patch+json", "{\"metadata\":{\"labels\":{\"odd\":\"true\"}}}");
    caller.patch(MAPS + "/m3", "merge-patch+json", "{\"data\":{\"a\":\"b\"}}");
    caller.delete(MAPS + "/m3");
    var answer =
        caller.get(
            MAPS
                + "?watch=true&timeoutSeconds=1&allowWatchBookmarks=true&labelSelector=odd%3Dtrue&resourceVersion="
                + from);
    var events = new ArrayList<String>();
    for (var line : answer.body().split("\n")) {
      var event = Json.parse(line);
      events.add(Tree.text(event, "type") + " " + Tree.text(event, "object", "metadata", "name"));
    }
    assertThat(events)
        .containsExactly("DELETED m1", "ADDED m0", "MODIFIED m3", "DELETED m3", "BOOKMARK ");
  }

  @Test
  void a_watch_with_initial_events_marks_their_end() {
    var answer =
        caller.get(
            MAPS
                + "?watch=1&timeoutSeconds=1&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan");
    var lines = answer.body().split("\n");
    assertThat(lines).hasSize(8);
    assertThat(lines[6]).contains("k8s.io/initial-events-end");
    assertThat(caller.get(MAPS + "?watch=1&sendInitialEvents=true").status()).isEqualTo(422);
  }

  @Test
  void a_watch_from_a_forgotten_version_says_expired() {
    var answer = caller.get(MAPS + "?watch=1&resourceVersion=999999&timeoutSeconds=1");
    assertThat(answer.body()).contains("\"type\":\"ERROR\"").contains("\"code\":410");
  }

  @ParameterizedTest
  @CsvSource({
    "/version,200,gitVersion",
    "/healthz,200,ok",
    "/readyz?verbose,200,check passed",
    "/api,200,APIVersions",
    "/apis,200,APIGroupList",
    "/apis/apps,200,preferredVersion",
    "/apis/apps/v1,200,deployments/status",
    "/api/v1,200,serviceaccounts/token",
    "/openapi/v3,200,serverRelativeURL",
    "/openapi/v3/apis/apps/v1,200,x-kubernetes-patch-merge-key",
    "/openapi/v2,200,''",
    "/apis/nope/v1,404,404 page not found",
    "/apis/apps/v1/nopes,404,could not find the requested resource",
    "/nope,404,404 page not found"
  })
  void discovery_answers(String url, int status, String part) {
    var answer = caller.get(url);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).contains(part);
  }

  @Test
  void aggregated_discovery_names_its_type() {
    var accept =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";
    var answer = caller.get("/apis", accept);
    assertThat(answer.headers().get("Content-Type"))
        .containsExactly("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
    assertThat(answer.text("kind")).isEqualTo("APIGroupDiscoveryList");
  }

  @Test
  void a_form_nobody_can_give_is_refused() {
    assertThat(caller.get(MAPS, "application/cbor").status()).isEqualTo(406);
    assertThat(caller.get(MAPS, "application/vnd.kubernetes.protobuf,application/json").status())
        .isEqualTo(200);
    assertThat(caller.get(MAPS + "/m1", "application/yaml").body()).contains("name: m1");
  }
}
