package io.syncline.cli.cluster;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.kube.ClusterConfig;
import io.syncline.kube.ClusterException;
import io.syncline.kube.KubeconfigFile;
import io.syncline.kube.http.HttpCluster;
import io.syncline.model.application.Destination;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cluster add}: an account in the cluster of a kubeconfig's context, registered. */
@Command(name = "add", description = "Register the cluster of a kubeconfig's context")
final class AddCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "CONTEXT", description = "Context of the kubeconfig")
  String context = "";

  @Option(names = "--kubeconfig", paramLabel = "FILE", description = "Kubeconfig to read")
  @Nullable String kubeconfig;

  @Option(names = "--name", description = "Name of the cluster; the context by default")
  @Nullable String name;

  @Option(names = "--namespace", split = ",", description = "Only these namespaces")
  List<String> namespaces = List.of();

  @Option(
      names = "--cluster-resources",
      description = "With --namespace: objects outside of namespaces too")
  boolean clusterResources;

  @Option(names = "--project", description = "Only for this project")
  String project = "";

  @Option(names = "--label", description = "Labels of the Secret, key=value")
  List<String> labels = List.of();

  @Option(names = "--annotation", description = "Annotations of the Secret, key=value")
  List<String> annotations = List.of();

  @Option(
      names = "--system-namespace",
      defaultValue = "kube-system",
      description = "Namespace of the account")
  String systemNamespace = "kube-system";

  @Option(
      names = "--service-account",
      description = "Use this account of the system namespace instead of making one")
  String serviceAccount = "";

  @Option(names = "--upsert", description = "Replace what is registered for the server")
  boolean upsert;

  @Option(names = "--in-cluster", description = "Register as the cluster Syncline runs in")
  boolean inCluster;

  @Option(names = "--shard", defaultValue = "-1", description = "Shard that looks after it")
  int shard = -1;

  @Option(names = "--proxy-url", description = "HTTP proxy on the way to it")
  String proxy = "";

  @Option(names = "--aws-cluster-name", description = "EKS cluster, for a token of AWS")
  String awsCluster = "";

  @Option(names = "--aws-role-arn", description = "Role to take for it")
  String awsRole = "";

  @Option(names = "--aws-profile", description = "Profile to use for it")
  String awsProfile = "";

  @Option(names = "--exec-command", description = "Command of the server that prints a token")
  String execCommand = "";

  @Option(names = "--exec-command-args", description = "Arguments of it")
  List<String> execArguments = List.of();

  @Option(names = "--exec-command-env", split = ",", description = "Environment of it, key=value")
  Map<String, String> execEnvironment = Map.of();

  @Option(names = "--exec-command-api-version", description = "Version of what it prints")
  String execVersion = "";

  @Option(names = "--exec-command-install-hint", description = "What to do when it is not there")
  String execHint = "";

  @Option(
      names = {"--disable-compression", "--cluster-endpoint"},
      arity = "0..1",
      fallbackValue = "",
      hidden = true,
      description = "Accepted and not needed")
  @Nullable String unused;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask")
  boolean yes;

  AddCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    try {
      return add();
    } catch (ClusterException e) {
      throw new CliException(CliException.FAILED, "context " + context + ": " + e.text());
    }
  }

  private Integer add() {
    var config = KubeconfigFile.read(kubeconfigFile(), context);
    var terminal = global.terminal();
    var access = ObjectTree.EMPTY;
    if (!awsCluster.isEmpty()) {
      access = access.with("awsAuthConfig", aws());
    } else if (!execCommand.isEmpty()) {
      access = access.with("execProviderConfig", exec());
    } else {
      var question =
          "This makes a service account with full rights on "
              + config.server()
              + (namespaces.isEmpty() ? "" : ", in " + namespaces)
              + ". Go on?";
      if (!yes && serviceAccount.isEmpty() && !terminal.confirms(question)) {
        terminal.out().println("Cluster '" + context + "' not added.");
        return 0;
      }
      access = access.with("bearerToken", token(config));
    }
    var server = inCluster ? Destination.IN_CLUSTER : config.server().toString();
    global
        .client()
        .call(
            "POST",
            ClusterCommand.ALL + (upsert ? "?upsert=true" : ""),
            body(server, config, access));
    terminal.out().println("Cluster '" + server + "' added");
    return 0;
  }

  private Path kubeconfigFile() {
    if (kubeconfig != null) {
      return Path.of(kubeconfig);
    }
    var named = global.terminal().variable("KUBECONFIG");
    if (named.isPresent()) {
      return Path.of(named.get().split(java.io.File.pathSeparator)[0]);
    }
    return Path.of(global.terminal().variable("HOME").orElse("."), ".kube", "config");
  }

  private String token(ClusterConfig config) {
    try (var cluster = new HttpCluster(config)) {
      var account = new ManagerAccount(cluster, systemNamespace, global.terminal().err());
      return serviceAccount.isEmpty()
          ? account.install(namespaces)
          : account.tokenOf(serviceAccount);
    }
  }

  private ObjectTree body(String server, ClusterConfig config, ObjectTree access) {
    var tls = ObjectTree.of("insecure", config.insecure());
    if (config.authority().isPresent()) {
      tls =
          tls.with(
              "caData",
              Base64.getEncoder()
                  .encodeToString(config.authority().get().getBytes(StandardCharsets.US_ASCII)));
    }
    var settings = access.with("tlsClientConfig", tls);
    if (!proxy.isEmpty()) {
      settings = settings.with("proxyUrl", proxy);
    }
    var out = new ObjectTree.Builder(12);
    out.put("server", server);
    out.put("name", name == null ? context : name);
    out.put("config", settings);
    if (!namespaces.isEmpty()) {
      out.put("namespaces", Tree.list(List.copyOf(namespaces)));
      out.put("clusterResources", clusterResources);
    }
    if (!project.isEmpty()) {
      out.put("project", project);
    }
    if (shard >= 0) {
      out.put("shard", (long) shard);
    }
    out.put("labels", ClusterCommand.pairs("--label", labels));
    out.put("annotations", ClusterCommand.pairs("--annotation", annotations));
    return out.build();
  }

  private ObjectTree aws() {
    return ObjectTree.of("clusterName", awsCluster, "roleARN", awsRole, "profile", awsProfile);
  }

  private ObjectTree exec() {
    var environment = ObjectTree.EMPTY;
    for (var entry : execEnvironment.entrySet()) {
      environment = environment.with(entry.getKey(), entry.getValue());
    }
    return ObjectTree.of(
        "command", execCommand,
        "args", Tree.list(List.copyOf(execArguments)),
        "env", environment,
        "apiVersion", execVersion,
        "installHint", execHint);
  }
}
