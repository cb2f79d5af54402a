package io.syncline.localkube;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drives the API with the real kubectl 1.32 where there is one. */
final class KubectlTest {
  private static final Optional<Path> KUBECTL = kubectl();

  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, labels: {app: web}}
      spec:
        replicas: 2
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers:
            - {name: c, image: 'nginx:1', ports: [{containerPort: 80}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web, labels: {app: web}}
      spec: {selector: {app: web}, ports: [{port: 80}]}
      """;

  private static LocalKubeServer server;

  @TempDir static Path folder;

  /** What a run of kubectl printed, and its exit code. */
  private record Run(int code, String text) {
    Run ok() {
      assertThat(code).as(text).isZero();
      return this;
    }
  }

  /** The kubectl on the path may be a dispatcher that chooses by the version of the server. */
  private static Optional<Path> kubectl() {
    for (var entry : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      var plain = Path.of(entry).resolve("kubectl");
      if (Files.isExecutable(plain)) {
        try {
          var exact = plain.toRealPath().resolveSibling("kubectl.1.32");
          if (Files.isExecutable(exact)) {
            return Optional.of(exact);
          }
        } catch (IOException e) {
          System.out.println(plain + " is a broken link: no kubectl there");
        }
      }
    }
    System.out.println("kubectl 1.32 is not installed: its tests have nothing to do");
    return Optional.empty();
  }

  @BeforeAll
  static void start() {
    server = LocalKubeServer.start(LocalKube.builder().start(), 0);
    server.writeKubeconfig(folder.resolve("config"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Run run(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(KUBECTL.orElseThrow().toString()));
    command.add("--kubeconfig=" + folder.resolve("config"));
    command.add("--cache-dir=" + folder.resolve("cache"));
    command.addAll(List.of(arguments));
    var output = Files.createTempFile(folder, "out", ".txt");
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
    return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private static String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void it_discovers_and_reads() throws Exception {
    if (KUBECTL.isEmpty()) {
      return;
    }
    assertThat(run("version").ok().text()).contains("Server Version: v1.32.4+sim");
    assertThat(run("api-resources").ok().text()).contains("deployments").contains("deploy");
    assertThat(run("get", "--raw", "/healthz").ok().text()).isEqualTo("ok");
    assertThat(run("get", "ns", "-o", "wide").ok().text())
        .contains("kube-system")
        .contains("Active");
    assertThat(run("explain", "deployment.spec.strategy").ok().text()).contains("rollingUpdate");
    assertThat(run("auth", "can-i", "create", "pods").ok().text()).contains("yes");
  }

  @Test
  void it_creates_reads_and_deletes() throws Exception {
    if (KUBECTL.isEmpty()) {
      return;
    }
    run("create", "ns", "one").ok();
    run("create", "cm", "a", "-n", "one", "--from-literal=k=v").ok();
    run("create", "secret", "generic", "s", "-n", "one", "--from-literal=k=v").ok();
    run("create", "deployment", "d", "-n", "one", "--image=nginx").ok();
    assertThat(run("get", "deploy", "-n", "one", "-l", "app in (d)", "-o", "name").ok().text())
        .isEqualTo("deployment.apps/d\n");
    assertThat(run("get", "cm", "a", "-n", "one", "-o", "jsonpath={.data.k}").ok().text())
        .isEqualTo("v");
    assertThat(run("get", "cm", "-A", "--field-selector", "metadata.name=a").ok().text())
        .contains("one");
    assertThat(run("describe", "deploy", "d", "-n", "one").ok().text()).contains("Image:");
    run("label", "cm", "a", "-n", "one", "x=y").ok();
    run("annotate", "cm", "a", "-n", "one", "x=y").ok();
    assertThat(run("create", "cm", "a", "-n", "one").text()).contains("already exists");
    run("delete", "ns", "one").ok();
    assertThat(run("get", "ns", "one").code()).isEqualTo(1);
  }

  @Test
  void it_applies_patches_and_compares() throws Exception {
    if (KUBECTL.isEmpty()) {
      return;
    }
    run("create", "ns", "two").ok();
    var web = file("web.yaml", WEB);
    run("apply", "-n", "two", "-f", web).ok();
    assertThat(run("apply", "-n", "two", "-f", web).ok().text())
        .contains("deployment.apps/web unchanged")
        .contains("service/web unchanged");
    assertThat(run("diff", "-n", "two", "-f", web).code()).isZero();
    var more = file("more.yaml", WEB.replace("replicas: 2", "replicas: 3"));
    var diff = run("diff", "-n", "two", "-f", more);
    assertThat(diff.code()).isEqualTo(1);
    assertThat(diff.text()).contains("+  replicas: 3");
    run(
            "patch",
            "deploy",
            "web",
            "-n",
            "two",
            "--type=json",
            "-p",
            "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":4}]")
        .ok();
    run("patch", "deploy", "web", "-n", "two", "--type=merge", "-p", "{\"spec\":{\"paused\":true}}")
        .ok();
    run(
            "patch",
            "deploy",
            "web",
            "-n",
            "two",
            "-p",
            "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"nginx:2\"}]}}}}")
        .ok();
    assertThat(
            run(
                    "get",
                    "deploy",
                    "web",
                    "-n",
                    "two",
                    "-o",
                    "jsonpath={.spec.replicas} {.spec.paused} {.spec.template.spec.containers[0].image} {.spec.template.spec.containers[0].ports[0].containerPort}")
                .ok()
                .text())
        .isEqualTo("4 true nginx:2 80");
    run("scale", "deploy", "web", "-n", "two", "--replicas=5").ok();
    var single = file("deploy.yaml", WEB.substring(0, WEB.indexOf("---")));
    assertThat(run("apply", "-n", "two", "--prune", "-l", "app=web", "-f", single).ok().text())
        .contains("service/web pruned");
    run("replace", "-n", "two", "-f", single).ok();
  }

  @Test
  void it_applies_on_the_server_with_conflicts() throws Exception {
    if (KUBECTL.isEmpty()) {
      return;
    }
    run("create", "ns", "three").ok();
    var web = file("ssa.yaml", WEB);
    run("apply", "--server-side", "-n", "three", "-f", web, "--field-manager=one").ok();
    var other = file("ssa2.yaml", WEB.replace("replicas: 2", "replicas: 3"));
    var conflict = run("apply", "--server-side", "-n", "three", "-f", other, "--field-manager=two");
    assertThat(conflict.code()).isEqualTo(1);
    assertThat(conflict.text()).contains("conflict with \"one\": .spec.replicas");
    run(
            "apply",
            "--server-side",
            "-n",
            "three",
            "-f",
            other,
            "--field-manager=two",
            "--force-conflicts")
        .ok();
    assertThat(
            run("get", "deploy", "web", "-n", "three", "-o", "jsonpath={.spec.replicas}")
                .ok()
                .text())
        .isEqualTo("3");
    var typo = file("typo.yaml", WEB.replace("replicas:", "replicaz:"));
    assertThat(run("apply", "-n", "three", "-f", typo).text())
        .contains("unknown field \"spec.replicaz\"");
  }

  @Test
  void it_defines_resources_of_its_own() throws Exception {
    if (KUBECTL.isEmpty()) {
      return;
    }
    var definition =
        file(
            "crd.yaml",
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: gadgets.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {plural: gadgets, kind: Gadget, shortNames: [gg]}
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema:
                    type: object
                    properties: {spec: {type: object, properties: {size: {type: integer}}}}
                additionalPrinterColumns: [{name: Size, type: integer, jsonPath: .spec.size}]
            """);
    run("apply", "-f", definition).ok();
    run("wait", "--for=condition=Established", "crd/gadgets.example.com", "--timeout=20s").ok();
    var gadget =
        file(
            "gadget.yaml",
            "apiVersion: example.com/v1\nkind: Gadget\nmetadata: {name: g}\nspec: {size: 7}\n");
    run("create", "-f", gadget).ok();
    run("apply", "-f", gadget).ok();
    assertThat(run("get", "gg").ok().text()).matches("(?s)NAME\\s+SIZE\\s+g\\s+7\\s+");
    assertThat(run("explain", "gadget.spec").ok().text()).contains("size");
    run("delete", "crd", "gadgets.example.com").ok();
    assertThat(run("get", "gadgets.example.com").code()).isEqualTo(1);
  }
}
