package io.syncline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.git.CommitInfo;
import io.syncline.git.Credentials;
import io.syncline.git.GitRepositories;
import io.syncline.git.GitSettings;
import io.syncline.git.GitSink;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GitRevertTest {
  private static final CommitInfo INFO = CommitInfo.of("revert\n", "Bot", "bot@x.org");

  @TempDir Path folder;
  private Path bare;
  private Path work;
  private GitRepositories repositories;
  private String good = "";
  private String bad = "";

  @BeforeEach
  void start() {
    bare = folder.resolve("shop.git");
    work = folder.resolve("work");
    Shell.git(folder, "init", "-q", "--bare", "-b", "main", bare.toString());
    Shell.git(folder, "clone", "-q", bare.toString(), work.toString());
    Shell.git(work, "checkout", "-q", "-B", "main");
    Shell.write(work.resolve("web/a.yaml"), "a: 1\n");
    Shell.write(work.resolve("web/old.yaml"), "old: 1\n");
    Shell.write(work.resolve("db/b.yaml"), "b: 1\n");
    good = pushed("good");
    Shell.write(work.resolve("web/a.yaml"), "a: 2\n");
    Shell.write(work.resolve("web/new.yaml"), "new: 1\n");
    Shell.git(work, "rm", "-q", "web/old.yaml");
    Shell.write(work.resolve("db/b.yaml"), "b: 2\n");
    bad = pushed("bad");
    repositories =
        new GitRepositories(folder.resolve("cache"), GitSettings.defaults().allowLocal(true));
  }

  @AfterEach
  void stop() {
    repositories.close();
  }

  private String pushed(String message) {
    Shell.git(work, "add", "-A");
    Shell.git(work, "commit", "-q", "-m", message);
    Shell.git(work, "push", "-q", "-u", "origin", "main");
    return Shell.git(work, "rev-parse", "HEAD");
  }

  private GitRevert revert() {
    var repository = repositories.repository(bare.toUri().toString(), Credentials.anonymous());
    return new GitRevert(
        repository.tree(good),
        repository.tree(bad),
        List.of("web/a.yaml", "web/new.yaml", "web/old.yaml"));
  }

  private String show(String what) {
    return Shell.git(bare, "show", what);
  }

  @Test
  void brings_back_files_of_one_folder_and_leaves_the_others() {
    var edit = revert();
    var sink = new GitSink(repositories, _ -> Credentials.anonymous());

    var receipt = sink.push(bare.toUri().toString(), "main", edit, INFO);

    assertThat(receipt.paths()).containsExactly("web/a.yaml", "web/new.yaml", "web/old.yaml");
    assertThat(Shell.git(bare, "diff", "--name-only", good, "main")).isEqualTo("db/b.yaml");
    assertThat(sink.push(bare.toUri().toString(), "main", edit, INFO).changed()).isFalse();
  }

  @Test
  void pushes_to_a_branch_of_its_own_when_asked() {
    var sink = new GitSink(repositories, _ -> Credentials.anonymous());

    sink.push(
        new GitSink.Target(bare.toUri().toString(), "revert-web", Optional.of("main")),
        revert(),
        INFO);

    assertThat(show("revert-web:web/a.yaml")).isEqualTo("a: 1");
    assertThat(show("main:web/a.yaml")).isEqualTo("a: 2");
  }

  @Test
  void keeps_changes_of_others_to_other_files_and_refuses_to_lose_those_to_its_own() {
    var edit = revert();
    Shell.write(work.resolve("db/b.yaml"), "b: 3\n");
    pushed("another");
    var sink = new GitSink(repositories, _ -> Credentials.anonymous());
    sink.push(bare.toUri().toString(), "main", edit, INFO);
    assertThat(show("main:db/b.yaml")).isEqualTo("b: 3");
    assertThat(show("main:web/a.yaml")).isEqualTo("a: 1");

    Shell.git(work, "pull", "-q", "--rebase");
    Shell.write(work.resolve("web/a.yaml"), "a: 4\n");
    pushed("newer");
    assertThatThrownBy(() -> sink.push(bare.toUri().toString(), "main", edit, INFO))
        .isInstanceOf(PipelineException.class)
        .hasMessage("file web/a.yaml was changed by somebody else meanwhile");
    assertThat(show("main:web/a.yaml")).isEqualTo("a: 4");
  }
}
