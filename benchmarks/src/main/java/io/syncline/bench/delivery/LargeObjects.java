package io.syncline.bench.delivery;

import io.syncline.bench.delivery.Arrivals.Arrival;
import io.syncline.bench.plan.Benchmark;
import io.syncline.bench.plan.Setting;
import io.syncline.bench.report.Equality;
import io.syncline.bench.report.Figure;
import io.syncline.bench.report.Peer;
import io.syncline.bench.report.Row;
import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.api.ResourceId;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Objects larger than what client-side apply can write down in an annotation. */
final class LargeObjects implements Benchmark {
  private static final ResourceId APPLICATIONS =
      new ResourceId(Application.GROUP, "v1alpha1", "applications");
  private static final ResourceId DEFINITIONS =
      new ResourceId("apiextensions.k8s.io", "v1", "customresourcedefinitions");
  private static final ResourceId BULKS = new ResourceId("bench.example.org", "v1", "bulks");
  private static final int DEFINITION_BYTES = 858_000;
  private static final int OBJECT_BYTES = 1_400_000;
  private static final int CHUNK = 100_000;
  private static final double NANO = 1e-9;

  @Override
  public String id() {
    return "B21";
  }

  @Override
  public String what() {
    return "a CRD of 858 KB and an object of 1.4 MB: bytes sent by a sync without a change";
  }

  @Override
  public Row run(Setting setting) throws Exception {
    var folder = Files.createTempDirectory(setting.scratch(), "large");
    try (var stage = new Stage(folder, Optional.empty());
        var arrivals = new Arrivals(stage.api(), LargeObjects::read)) {
      return measured(setting, stage, arrivals);
    }
  }

  private Row measured(Setting setting, Stage stage, Arrivals arrivals) throws Exception {
    setting.tell("applying both");
    stage.start(Monorepo.webhookOnly());
    stage.push(
        _ ->
            Map.of(
                "large/crd.yaml", content(definition()), "large/object.yaml", content(object())));
    var first = arrivals.expect(Map.of("Synced Succeeded", ""));
    var begun = System.nanoTime();
    stage.create(Texts.APPLICATION.formatted("large", stage.url(), "large", "default"));
    var took = (first.await() - begun) * NANO;
    stage.rest();
    var applied = applied(stage.api());
    var before = stage.requests().now();
    var operation = arrivals.expect(Map.of("operation", "by hand"));
    var over = arrivals.also(Map.of("Synced Succeeded", ""));
    ask(stage.api());
    operation.await();
    over.await();
    stage.rest();
    var sent = stage.requests().now().since(before);
    var bytes = sent.bytes(DEFINITIONS.plural()) + sent.bytes(BULKS.plural());
    return new Row(
        id(),
        what(),
        Figure.count(bytes, "bytes"),
        Peer.none(
            "client-side apply fails: annotations may have 262,144 bytes; kubectl and Argo CD need an option for it"),
        Optional.empty(),
        Equality.of(applied && applied(stage.api()) && bytes == 0),
        List.of(
            "first sync, nothing set: " + Figure.seconds(took, "").text(),
            "requests of the sync without a change: " + sent,
            "equal: both are there with all of their bytes and without the annotation, and nothing was sent about them"),
        ObjectTree.of("bytes", bytes, "firstSyncSeconds", took, "requests", sent.details()));
  }

  private static Stream<Arrival> read(LocalApi.Event event) {
    if (!event.resource().equals(APPLICATIONS) || event.change() == LocalApi.Change.DELETED) {
      return Stream.empty();
    }
    var app = event.object();
    if (app.at("operation") != null) {
      return Stream.of(new Arrival("operation", app.text("operation", "info", "0", "value")));
    }
    return Stream.of(
        new Arrival(
            app.text("status", "sync", "status")
                + " "
                + app.text("status", "operationState", "phase"),
            ""));
  }

  private static void ask(LocalApi api) {
    var app = api.get(APPLICATIONS, "argocd", "large").orElseThrow();
    var info = List.of(ObjectTree.of("name", "why", "value", "by hand"));
    api.update(
        APPLICATIONS,
        app.with(
            ObjectTree.of("info", info, "sync", ObjectTree.of("revision", "main")), "operation"),
        "bench");
  }

  private static boolean applied(LocalApi api) {
    var definition = api.get(DEFINITIONS, "", "bulks.bench.example.org");
    var object = api.get(BULKS, "default", "bulk");
    return definition.filter(d -> whole(d, DEFINITION_BYTES)).isPresent()
        && object.filter(o -> whole(o, OBJECT_BYTES)).isPresent();
  }

  private static boolean whole(Manifest object, int bytes) {
    return object.json().length() >= bytes
        && object.annotation("kubectl.kubernetes.io/last-applied-configuration").isEmpty();
  }

  private static String definition() {
    var text =
        new StringBuilder(
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: bulks.bench.example.org}
            spec:
              group: bench.example.org
              names: {kind: Bulk, listKind: BulkList, plural: bulks, singular: bulk}
              scope: Namespaced
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        x-kubernetes-preserve-unknown-fields: true
                        properties:
            """);
    for (var i = 0; text.length() < DEFINITION_BYTES * 8 / 5; i++) {
      text.append(
          """
                        field%04d:
                          type: object
                          description: >-
                            A field of many whose description is about as long as those of operators
                            that repeat what the API reference says about pods, volumes and probes.
                          properties:
                            value: {type: string, description: the value}
                            count: {type: integer, format: int32}
          """
              .formatted(i));
    }
    return text.toString();
  }

  private static String object() {
    var text =
        new StringBuilder(
            "apiVersion: bench.example.org/v1\nkind: Bulk\nmetadata: {name: bulk}\nspec:\n");
    for (var i = 0; i * CHUNK < OBJECT_BYTES; i++) {
      text.append("  part%02d: %s%n".formatted(i, "x".repeat(CHUNK)));
    }
    return text.toString();
  }

  private static Optional<byte[]> content(String text) {
    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
