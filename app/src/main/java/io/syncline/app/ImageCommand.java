package io.syncline.app;

import io.syncline.cli.output.Fields;
import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Output;
import io.syncline.cli.terminal.Terminal;
import io.syncline.git.Credentials;
import io.syncline.git.GitException;
import io.syncline.git.GitRepositories;
import io.syncline.git.GitSettings;
import io.syncline.git.GitSink;
import io.syncline.model.tree.ObjectTree;
import io.syncline.pipeline.ImageChange;
import io.syncline.pipeline.ImageCommits;
import io.syncline.pipeline.ImageReference;
import io.syncline.pipeline.ImageSet;
import io.syncline.pipeline.ImageTarget;
import io.syncline.pipeline.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The group {@code image}. */
@Command(name = "image", description = "Change which images run")
final class ImageCommand {
  private ImageCommand() {}

  static CommandLine of(Terminal terminal) {
    return new CommandLine(new ImageCommand()).addSubcommand(new SetCommand(terminal));
  }

  /** {@code image set}. */
  @Command(
      name = "set",
      description = "Write an image into manifests, Helm values or a kustomization, and push")
  static final class SetCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
        index = "0",
        paramLabel = "TARGET",
        description = "A path here, or REPO//PATH of any repository (no clone needed)")
    String target = "";

    @Parameters(
        index = "1..*",
        arity = "1..*",
        paramLabel = "IMAGE",
        description = "name:tag or name@digest; entries of the same name are changed")
    List<String> images = List.of();

    @Option(names = "--branch", description = "Branch of the repository")
    @Nullable String branch;

    @Option(names = "--container", description = "Only containers of this name")
    @Nullable String container;

    @Option(names = "--commit", description = "Commit the change")
    boolean commit;

    @Option(names = "--push", description = "Push the commit")
    boolean push;

    @Option(
        names = {"-m", "--message"},
        description = "Commit message")
    @Nullable String message;

    @Option(
        names = {"-o", "--output"},
        defaultValue = "wide",
        description = "wide, json or yaml")
    String output = "wide";

    SetCommand(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
      try {
        var wanted = images.stream().map(ImageReference::wanted).toList();
        var set = ImageSet.of(wanted, Optional.ofNullable(container));
        var info =
            ImageCommits.info(
                message != null ? message : ImageCommits.message(wanted), terminal.environment());
        var result =
            switch (ImageTarget.parse(target)) {
              case ImageTarget.Repository repository -> inRepository(repository, set, info);
              case ImageTarget.OnDisk disk ->
                  ImageCommits.onDisk(
                      disk.path(),
                      set,
                      then(),
                      info,
                      new ImageCommits.Access(settings(), _ -> credentials()));
            };
        report(result);
        return 0;
      } catch (PipelineException e) {
        throw new CliException(CliException.FAILED, e.getMessage() + hint(e.hint()));
      } catch (GitException e) {
        throw new CliException(CliException.API, e.getMessage() + hint(e.hint()));
      }
    }

    private static String hint(String hint) {
      return hint.isEmpty() ? "" : "; hint: " + hint;
    }

    private ImageCommits.Then then() {
      return push
          ? ImageCommits.Then.COMMIT_AND_PUSH
          : commit ? ImageCommits.Then.COMMIT : ImageCommits.Then.NOTHING;
    }

    private GitSettings settings() {
      var settings =
          GitSettings.defaults().allowLocal(true).withUserRewrites(terminal.environment());
      return terminal.variable("HOME").map(h -> settings.withHome(Path.of(h))).orElse(settings);
    }

    private ImageCommits.Result inRepository(
        ImageTarget.Repository repository, ImageSet set, io.syncline.git.CommitInfo info)
        throws IOException {
      if (!push) {
        throw new CliException(
            CliException.USAGE,
            "target "
                + target
                + " is a repository, where nothing can be left uncommitted (expected: --commit --push)");
      }
      var cache = Files.createTempDirectory("syncline-git");
      try (var git = new GitRepositories(cache, settings())) {
        var onto = branch != null ? branch : defaultBranch(git, repository.url());
        var sink = new GitSink(git, _ -> credentials());
        return ImageCommits.push(
            sink,
            new GitSink.Target(repository.url(), onto, Optional.empty()),
            repository.path(),
            set,
            info);
      } finally {
        remove(cache);
      }
    }

    private String defaultBranch(GitRepositories git, String url) {
      var head =
          git.repository(url, credentials()).lsRemote().headTarget().orElse("refs/heads/main");
      return head.replaceFirst("^refs/heads/", "");
    }

    /** CI systems hand a token over in the environment. */
    private Credentials credentials() {
      return terminal
          .variable("SYNCLINE_GIT_TOKEN")
          .map(
              t ->
                  Credentials.basic(
                      terminal.variable("SYNCLINE_GIT_USERNAME").orElse("x-access-token"), t))
          .orElse(Credentials.anonymous());
    }

    private static void remove(Path folder) throws IOException {
      try (var walk = Files.walk(folder)) {
        for (var path : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }

    private void report(ImageCommits.Result result) {
      var tree =
          ObjectTree.of(
              "changes", result.changes().stream().map(SetCommand::change).toList(),
              "unchanged", result.unchanged().stream().map(SetCommand::change).toList(),
              "commit", result.commit().orElse(""),
              "branch", result.branch(),
              "pushed", result.pushed(),
              "attempts", result.attempts());
      if (Output.structured(terminal, output, tree)) {
        return;
      }
      var out = terminal.out();
      result
          .changes()
          .forEach(c -> out.println(c.file() + ":" + c.line() + ": " + c.old() + " -> " + c.now()));
      result
          .unchanged()
          .forEach(c -> out.println(c.file() + ":" + c.line() + ": " + c.now() + " (unchanged)"));
      result
          .commit()
          .ifPresent(
              id ->
                  out.print(
                      new Fields()
                          .add("Commit:", id)
                          .add("Branch:", result.branch())
                          .add(
                              "Pushed:",
                              result.pushed()
                                  ? "yes"
                                      + (result.attempts() > 1
                                          ? " (attempt " + result.attempts() + ")"
                                          : "")
                                  : "no")
                          .text()));
    }

    private static ObjectTree change(ImageChange change) {
      return ObjectTree.of(
          "file",
          change.file(),
          "line",
          change.line(),
          "field",
          change.field(),
          "old",
          change.old(),
          "new",
          change.now());
    }
  }
}
