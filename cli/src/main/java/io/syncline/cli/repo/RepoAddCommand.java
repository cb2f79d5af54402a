package io.syncline.cli.repo;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code repo add}. */
@Command(name = "add", description = "Add a repository with what is needed to read it")
final class RepoAddCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "URL")
  String url = "";

  @Mixin LoginOptions login = new LoginOptions();

  @Option(names = "--name", description = "Name; needed for type helm")
  @Nullable String name;

  @Option(names = "--project", description = "Project that alone may use it")
  @Nullable String project;

  @Option(
      names = "--insecure-skip-server-verification",
      description = "Trust any certificate and host key")
  boolean insecure;

  @Option(names = "--insecure-ignore-host-key", description = "Trust any host key")
  boolean anyHostKey;

  @Option(names = "--enable-lfs", description = "Replace Git LFS pointers by the files")
  boolean lfs;

  @Option(names = "--depth", defaultValue = "0", description = "Commits of a history; 0 for all")
  long depth;

  @Option(
      names = "--webhook-manifest-cache-warm-disabled",
      description = "Render nothing ahead when told of a push")
  boolean noWarming;

  @Option(names = "--skip-connection-test", description = "Add it although it may not be reached")
  boolean untested;

  RepoAddCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() throws IOException {
    if (login.type.equals("helm") && name == null) {
      throw new CliException(
          CliException.USAGE,
          "repository of type helm has no name (expected: --name); hint: charts refer to it as @NAME");
    }
    login.check(url);
    var body = new ObjectTree.Builder(8).put("repo", url);
    login.put(body);
    LoginOptions.put(body, "name", name);
    LoginOptions.put(body, "project", project);
    LoginOptions.put(body, "insecure", insecure);
    LoginOptions.put(body, "insecureIgnoreHostKey", anyHostKey);
    LoginOptions.put(body, "enableLfs", lfs);
    LoginOptions.put(body, "webhookManifestCacheWarmDisabled", noWarming);
    if (depth != 0) {
      body.put("depth", depth);
    }
    var query = "?upsert=" + login.upsert + (untested ? "&skipConnectionTest=true" : "");
    global.client().call("POST", RepoCommand.ALL + query, body.build());
    global.terminal().out().println("Repository '" + url + "' added");
    return 0;
  }
}
