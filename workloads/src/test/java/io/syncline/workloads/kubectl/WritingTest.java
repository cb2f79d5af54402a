package io.syncline.workloads.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows about what is written: create, apply, patch, edit, replace, label, delete. */
final class WritingTest {
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
            - {name: c, image: 'nginx:1'}
      """;

  @RegisterExtension private static final Kubectl kubectl = new Kubectl();

  @Test
  void create_makes_every_kind_it_knows() throws Exception {
    for (var k : kubectl.users("1.30", "1.31", "1.32", "1.33")) {
      var commands =
          """
          configmap c --from-literal=a=b
          secret generic s --from-literal=a=b
          secret docker-registry r --docker-server=x --docker-username=u --docker-password=p
          serviceaccount robot
          role reader --verb=get,list --resource=pods
          rolebinding readers --role=reader --serviceaccount=default:robot
          quota q --hard=pods=10
          pdb guard --selector=app=web --min-available=1
          service clusterip svc --tcp=80
          service nodeport np --tcp=80
          ingress in --rule=example.com/*=svc:80
          job j --image=busybox
          cronjob cj --image=busybox --schedule='*/5 * * * *'
          deployment d --image=nginx
          """;
      for (var command : commands.lines().toList()) {
        assertThat(k.ok("create " + command)).as(command).endsWith(" created\n");
      }
      assertThat(k.ok("get secret s -o jsonpath={.data.a}")).isEqualTo("Yg==");
      assertThat(k.ok("get role reader -o jsonpath={.rules[0].verbs}"))
          .isEqualTo("[\"get\",\"list\"]");
      assertThat(k.ok("get quota q -o jsonpath={.spec.hard.pods}")).isEqualTo("10");
      assertThat(k.ok("get ingress in")).contains("example.com");
      var cluster = k.namespace() + "-extra";
      k.ok("create clusterrole %s --verb=get --resource=nodes".formatted(cluster));
      k.ok("create clusterrolebinding %s --clusterrole=%s --user=jane".formatted(cluster, cluster));
      k.ok("create priorityclass %s --value=5".formatted(cluster));
      assertThat(k.fails("create configmap c")).contains("configmaps \"c\" already exists");
      assertThat(k.fails("create configmap Not_A_Name"))
          .contains("Invalid value: \"Not_A_Name\"", "RFC 1123 subdomain");
    }
  }

  @Test
  void apply_creates_configures_and_prunes() throws Exception {
    for (var k : kubectl.users("1.30", "1.31", "1.32", "1.33")) {
      assertThat(k.ok("apply -f -", WEB)).isEqualTo("deployment.apps/web created\n");
      assertThat(k.ok("apply -f -", WEB)).isEqualTo("deployment.apps/web unchanged\n");
      var more = WEB.replace("replicas: 2", "replicas: 3");
      assertThat(k.fails("diff -f -", more)).contains("-  replicas: 2", "+  replicas: 3");
      assertThat(k.fails("diff --server-side --force-conflicts -f -", more))
          .contains("+  replicas: 3");
      assertThat(k.ok("apply -f -", more)).isEqualTo("deployment.apps/web configured\n");
      assertThat(k.ok("apply view-last-applied deployment/web")).contains("replicas: 3");
      assertThat(k.ok("diff -f -", more)).isEmpty();
      var map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m, labels: {app: web}}\n";
      k.ok("apply -f -", map);
      assertThat(k.ok("apply --prune -l app=web -f -", more)).contains("configmap/m pruned");
      assertThat(k.fails("apply -f -", WEB.replace("replicas", "replicaz")))
          .contains("unknown field \"spec.replicaz\"");
      assertThat(k.fails("apply -f -", WEB.replace("replicas: 2", "replicas: two")))
          .contains("The request is invalid: patch: Invalid value:", "replicas");
      assertThat(
              k.fails(
                  "apply -f -",
                  WEB.replace("{matchLabels: {app: web}}", "{matchLabels: {app: other}}")))
          .contains("field is immutable");
    }
  }

  @Test
  void apply_on_the_server_knows_owners() throws Exception {
    for (var k : kubectl.users("1.30", "1.31", "1.32", "1.33")) {
      assertThat(k.ok("apply --server-side --field-manager=one -f -", WEB))
          .isEqualTo("deployment.apps/web serverside-applied\n");
      var more = WEB.replace("replicas: 2", "replicas: 4");
      assertThat(k.fails("apply --server-side --field-manager=two -f -", more))
          .contains(
              "Apply failed with 1 conflict: conflict with \"one\": .spec.replicas",
              "--force-conflicts");
      k.ok("apply --server-side --field-manager=two --force-conflicts -f -", more);
      assertThat(
              k.ok(
                  "get deploy web --show-managed-fields -o jsonpath='{.metadata.managedFields[?(@.manager==\"two\")].operation}'"))
          .isEqualTo("Apply");
      assertThat(k.ok("get deploy web -o jsonpath={.spec.replicas}")).isEqualTo("4");
    }
  }

  @Test
  void patches_of_three_kinds_change_fields() throws Exception {
    for (var k : kubectl.users("1.32")) {
      k.ok("apply -f -", WEB);
      assertThat(
              k.ok(
                  "patch deployment web -p '{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"d\",\"image\":\"busybox\"}]}}}}'"))
          .isEqualTo("deployment.apps/web patched\n");
      assertThat(k.ok("get deploy web -o jsonpath={.spec.template.spec.containers[*].name}"))
          .isEqualTo("d c");
      k.ok(
          "patch deployment web --type=merge -p '{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"only\",\"image\":\"busybox\"}]}}}}'");
      assertThat(k.ok("get deploy web -o jsonpath={.spec.template.spec.containers[*].name}"))
          .isEqualTo("only");
      k.ok(
          "patch deployment web --type=json -p '[{\"op\":\"test\",\"path\":\"/spec/replicas\",\"value\":2},{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":0}]'");
      assertThat(k.ok("get deploy web -o jsonpath={.spec.replicas}")).isEqualTo("0");
      assertThat(k.ok("patch deployment web -p '{\"spec\":{\"replicas\":0}}'"))
          .isEqualTo("deployment.apps/web patched (no change)\n");
      assertThat(
              k.fails(
                  "patch deployment web --type=json -p '[{\"op\":\"remove\",\"path\":\"/spec/nothing\"}]'"))
          .contains("the server rejected our request");
      assertThat(
              k.ok(
                  "patch deployment web --subresource=status --type=merge -p '{\"status\":{\"observedGeneration\":1}}'"))
          .contains("patched");
    }
  }

  @Test
  void edit_stores_what_the_editor_leaves() throws Exception {
    for (var k : kubectl.users("1.32")) {
      k.ok("create configmap edited --from-literal=color=blue");
      kubectl.editor("sed -i s/blue/green/");
      assertThat(k.ok("edit configmap edited")).isEqualTo("configmap/edited edited\n");
      assertThat(k.ok("get configmap edited -o jsonpath={.data.color}")).isEqualTo("green");
      assertThat(k.ok("edit configmap edited")).contains("Edit cancelled, no changes made.");
    }
  }

  @Test
  void replace_and_marks_change_objects() throws Exception {
    for (var k : kubectl.users("1.32")) {
      k.ok("create -f -", WEB);
      var uid = k.ok("get deploy web -o jsonpath={.metadata.uid}");
      assertThat(k.ok("replace -f -", WEB.replace("replicas: 2", "replicas: 1")))
          .isEqualTo("deployment.apps/web replaced\n");
      assertThat(k.ok("get deploy web -o jsonpath={.metadata.uid}")).isEqualTo(uid);
      assertThat(k.ok("replace --force -f -", WEB))
          .contains("deployment.apps \"web\" deleted", "deployment.apps/web replaced");
      assertThat(k.ok("get deploy web -o jsonpath={.metadata.uid}")).isNotEqualTo(uid);
      assertThat(k.fails("replace -f -", WEB.replace("name: web,", "name: absent,")))
          .contains("(NotFound)");
      assertThat(k.ok("label deploy web tier=front")).isEqualTo("deployment.apps/web labeled\n");
      assertThat(k.fails("label deploy web tier=back"))
          .contains("already has a value (front), and --overwrite is false");
      assertThat(k.ok("label deploy web tier=back --overwrite")).contains("labeled");
      assertThat(k.ok("label deploy web tier-")).isEqualTo("deployment.apps/web unlabeled\n");
      assertThat(k.ok("annotate deploy web note='two words'"))
          .isEqualTo("deployment.apps/web annotated\n");
      assertThat(k.ok("get deploy web -o jsonpath='{.metadata.annotations.note}'"))
          .isEqualTo("two words");
      assertThat(k.fails("label deploy web a=b!c"))
          .contains("a valid label must be an empty string or consist of");
    }
  }

  @Test
  void delete_goes_the_way_it_is_told() throws Exception {
    for (var k : kubectl.users("1.32")) {
      k.ok("apply -f -", WEB);
      k.ok("rollout status deployment/web --timeout=60s");
      assertThat(k.ok("delete deployment web --cascade=orphan"))
          .isEqualTo("deployment.apps \"web\" deleted\n");
      var set = k.ok("get rs -l app=web -o jsonpath={.items[0].metadata.name}");
      assertThat(k.ok("get rs " + set + " -o jsonpath={.metadata.ownerReferences}")).isEmpty();
      k.ok("delete rs " + set + " --cascade=foreground --timeout=60s");
      assertThat(
              k.ok(
                  "get pods -l app=web -o jsonpath={range.items[*]}{.metadata.deletionTimestamp}{end}"))
          .isNotNull();
      k.ok("create configmap kept");
      k.ok("patch configmap kept -p '{\"metadata\":{\"finalizers\":[\"example.com/hold\"]}}'");
      k.ok("delete configmap kept --wait=false");
      assertThat(k.ok("get configmap kept -o jsonpath={.metadata.deletionTimestamp}")).isNotEmpty();
      k.ok("patch configmap kept --type=merge -p '{\"metadata\":{\"finalizers\":null}}'");
      k.ok("wait --for=delete configmap/kept --timeout=30s");
      k.ok("run alone --image=nginx");
      k.ok("wait --for=condition=Ready pod/alone --timeout=60s");
      assertThat(k.ok("delete pod alone --grace-period=0 --force"))
          .contains("Immediate deletion does not wait", "pod \"alone\" force deleted");
      assertThat(k.fails("get pod alone")).contains("(NotFound)");
      assertThat(k.fails("delete pod alone")).contains("(NotFound)");
      assertThat(k.ok("delete pod alone --ignore-not-found")).isEmpty();
      k.ok("create configmap a");
      k.ok("label configmap a go=away");
      assertThat(k.ok("delete configmap -l go=away")).isEqualTo("configmap \"a\" deleted\n");
    }
  }

  @Test
  void namespaces_take_their_objects_with_them() throws Exception {
    for (var k : kubectl.users("1.32")) {
      var other = k.namespace() + "-gone";
      k.ok("create namespace " + other);
      k.ok("create configmap inside -n " + other);
      assertThat(k.ok("delete namespace " + other + " --timeout=60s"))
          .endsWith("namespace \"" + other + "\" deleted\n");
      assertThat(k.fails("get configmap inside -n " + other)).contains("(NotFound)");
      assertThat(k.fails("create configmap inside -n " + other))
          .contains("namespaces \"" + other + "\" not found");
      assertThat(k.fails("delete namespace kube-system"))
          .contains("(Forbidden)", "this namespace may not be deleted");
    }
  }

  @Test
  void a_dry_run_stores_nothing() throws Exception {
    for (var k : kubectl.users("1.32")) {
      assertThat(k.ok("create configmap dry --dry-run=server"))
          .isEqualTo("configmap/dry created (server dry run)\n");
      assertThat(k.ok("apply --dry-run=server -f -", WEB))
          .isEqualTo("deployment.apps/web created (server dry run)\n");
      assertThat(
              k.ok(
                  "create deployment d --image=nginx --dry-run=server -o jsonpath={.spec.strategy.type}"))
          .isEqualTo("RollingUpdate");
      assertThat(k.ok("get cm,deploy -o name")).isEqualTo("configmap/kube-root-ca.crt\n");
      k.ok("create configmap real");
      assertThat(k.ok("delete configmap real --dry-run=server"))
          .isEqualTo("configmap \"real\" deleted (server dry run)\n");
      assertThat(k.ok("label configmap real a=b --dry-run=server"))
          .contains("labeled (server dry run)");
      assertThat(k.ok("get configmap real -o jsonpath={.metadata.labels}")).isEmpty();
      assertThat(
              k.fails("apply --dry-run=server -f -", WEB.replace("image: 'nginx:1'", "image: ''")))
          .contains("Required value");
    }
  }
}
