package io.syncline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.git.CommitInfo;
import io.syncline.git.Credentials;
import io.syncline.git.GitException;
import io.syncline.git.GitRepositories;
import io.syncline.git.GitSettings;
import io.syncline.git.GitSink;
import io.syncline.pipeline.ImageCommits.Then;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageCommitsTest {
  private static final CommitInfo INFO = CommitInfo.of("chore: x\n", "Bot", "bot@x.org");

  @TempDir Path folder;
  private Path bare;
  private Path work;
  private ImageCommits.Access access;
  private GitRepositories repositories;

  @BeforeEach
  void start() {
    bare = folder.resolve("shop.git");
    work = folder.resolve("work");
    Shell.git(folder, "init", "-q", "--bare", "-b", "main", bare.toString());
    Shell.git(folder, "clone", "-q", bare.toString(), work.toString());
    Shell.git(work, "checkout", "-q", "-B", "main");
    Shell.write(work.resolve("apps/values.yaml"), values(i -> "v1"));
    Shell.write(work.resolve("other.txt"), "other\n");
    Shell.git(work, "add", "-A");
    Shell.git(work, "commit", "-q", "-m", "first");
    Shell.git(work, "push", "-q", "-u", "origin", "main");
    var settings = GitSettings.defaults().allowLocal(true);
    access = new ImageCommits.Access(settings, url -> Credentials.anonymous());
    repositories = new GitRepositories(folder.resolve("cache"), settings);
  }

  @AfterEach
  void stop() {
    repositories.close();
  }

  private static String values(java.util.function.IntFunction<String> tag) {
    return IntStream.range(0, 20)
        .mapToObj(i -> "s" + i + ":\n  image: r.io/s" + i + ":" + tag.apply(i) + " # keep\n")
        .collect(Collectors.joining());
  }

  private static ImageSet wish(String image) {
    return ImageSet.of(List.of(ImageReference.wanted(image)), Optional.empty());
  }

  private GitSink sink() {
    return new GitSink(repositories, url -> Credentials.anonymous());
  }

  private ImageCommits.Result push(String image) {
    return ImageCommits.push(
        sink(),
        new GitSink.Target(bare.toString(), "main", Optional.empty()),
        "apps",
        wish(image),
        INFO);
  }

  @Test
  void a_push_tells_places_and_commit_and_a_second_one_changes_nothing() {
    var result = push("r.io/s3:v2");
    assertThat(result.commit()).contains(Shell.git(bare, "rev-parse", "main"));
    assertThat(result.pushed()).isTrue();
    assertThat(result.changes())
        .containsExactly(
            new ImageChange("apps/values.yaml", 8, 1, "s3.image", "r.io/s3:v1", "r.io/s3:v2"));
    assertThat(Shell.git(bare, "diff", "--numstat", "main~1", "main"))
        .isEqualTo("1\t1\tapps/values.yaml");
    var again = push("r.io/s3:v2");
    assertThat(again.commit()).isEmpty();
    assertThat(again.pushed()).isFalse();
    assertThat(again.unchanged()).hasSize(1);
    assertThat(Shell.git(bare, "rev-list", "--count", "main")).isEqualTo("2");
  }

  @Test
  void writers_of_one_file_that_race_all_land() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers =
          IntStream.range(0, 20)
              .<Callable<ImageCommits.Result>>mapToObj(
                  i -> () -> push("r.io/s" + i + ":v" + (i + 2)))
              .toList();
      for (var writer : threads.invokeAll(writers)) {
        assertThat(writer.get().pushed()).isTrue();
      }
    }
    assertThat(Shell.git(bare, "show", "main:apps/values.yaml") + "\n")
        .isEqualTo(values(i -> "v" + (i + 2)));
    assertThat(Shell.git(bare, "rev-list", "--count", "main")).isEqualTo("21");
  }

  @Test
  void an_image_that_is_not_there_pushes_nothing() {
    var before = Shell.git(bare, "rev-parse", "main");
    assertThatThrownBy(() -> push("r.io/s99:v2"))
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("r.io/s99 not found in apps of shop.git@");
    assertThat(Shell.git(bare, "rev-parse", "main")).isEqualTo(before);
  }

  private ImageCommits.Result onDisk(String image, Then then) {
    return ImageCommits.onDisk(work.resolve("apps/values.yaml"), wish(image), then, INFO, access);
  }

  @Test
  void a_file_on_disk_is_edited_and_nothing_is_committed_unless_asked() throws IOException {
    var result = onDisk("r.io/s1:v2", Then.NOTHING);
    assertThat(result.commit()).isEmpty();
    assertThat(Files.readString(work.resolve("apps/values.yaml")))
        .isEqualTo(values(i -> i == 1 ? "v2" : "v1"));
    assertThat(Shell.git(work, "status", "--porcelain")).isEqualTo(" M apps/values.yaml");
  }

  @Test
  void a_folder_without_git_is_edited_too_but_cannot_be_committed() throws IOException {
    var plain = folder.resolve("plain");
    Shell.write(plain.resolve("values.yaml"), "image: app:v1\n");
    ImageCommits.onDisk(plain, wish("app:v2"), Then.NOTHING, INFO, access);
    assertThat(Files.readString(plain.resolve("values.yaml"))).isEqualTo("image: app:v2\n");
    assertThatThrownBy(() -> ImageCommits.onDisk(plain, wish("app:v3"), Then.COMMIT, INFO, access))
        .hasMessageContaining("no Git work tree");
    assertThat(Files.readString(plain.resolve("values.yaml"))).isEqualTo("image: app:v2\n");
    assertThatThrownBy(
            () ->
                ImageCommits.onDisk(
                    folder.resolve("none"), wish("a:1"), Then.NOTHING, INFO, access))
        .hasMessageContaining("not found");
  }

  @Test
  void a_commit_in_a_work_tree_takes_along_only_the_edited_file() {
    Shell.write(work.resolve("other.txt"), "staged\n");
    Shell.git(work, "add", "other.txt");
    Shell.write(work.resolve("other.txt"), "and changed\n");
    Shell.write(work.resolve("new.txt"), "untracked\n");

    var result = onDisk("r.io/s1:v2", Then.COMMIT);

    assertThat(result.commit()).contains(Shell.git(work, "rev-parse", "main"));
    assertThat(result.branch()).isEqualTo("main");
    assertThat(result.pushed()).isFalse();
    assertThat(Shell.git(work, "diff", "--name-only", "HEAD~1", "HEAD"))
        .isEqualTo("apps/values.yaml");
    assertThat(Shell.git(work, "show", ":other.txt")).isEqualTo("staged");
    assertThat(Shell.git(work, "status", "--porcelain")).isEqualTo("MM other.txt\n?? new.txt");
    assertThat(Shell.git(bare, "rev-list", "--count", "main")).isEqualTo("1");
  }

  @Test
  void a_file_with_changes_of_the_users_is_not_committed_along() throws IOException {
    var changed = values(i -> "v1") + "mine: true\n";
    Shell.write(work.resolve("apps/values.yaml"), changed);
    assertThatThrownBy(() -> onDisk("r.io/s1:v2", Then.COMMIT))
        .hasMessage("file apps/values.yaml has changes that are not committed");
    assertThat(Files.readString(work.resolve("apps/values.yaml"))).isEqualTo(changed);
  }

  @Test
  void a_work_tree_is_pushed_to_the_branch_it_follows_or_told_to_pull() {
    var result = onDisk("r.io/s1:v2", Then.COMMIT_AND_PUSH);
    assertThat(Shell.git(bare, "rev-parse", "main")).isEqualTo(result.commit().orElseThrow());
    assertThat(result.pushed()).isTrue();
    push("r.io/s2:v2");
    assertThatThrownBy(() -> onDisk("r.io/s1:v3", Then.COMMIT_AND_PUSH))
        .isInstanceOfSatisfying(GitException.class, e -> assertThat(e.hint()).contains("git pull"))
        .hasMessageContaining("has commits this work tree lacks");
  }

  @Test
  void targets_are_repositories_with_a_path_or_paths() {
    assertThat(ImageTarget.parse("https://h/o/r.git//apps/x"))
        .isEqualTo(new ImageTarget.Repository("https://h/o/r.git", "apps/x"));
    assertThat(ImageTarget.parse("git@h:o/r//"))
        .isEqualTo(new ImageTarget.Repository("git@h:o/r", ""));
    assertThat(ImageTarget.parse("/srv/r.git//a"))
        .isEqualTo(new ImageTarget.Repository("/srv/r.git", "a"));
    assertThat(ImageTarget.parse("file:///srv/r.git//a"))
        .isEqualTo(new ImageTarget.Repository("file:///srv/r.git", "a"));
    assertThat(ImageTarget.parse("apps/x")).isEqualTo(new ImageTarget.OnDisk(Path.of("apps/x")));
  }

  @Test
  void messages_and_authors() {
    assertThat(ImageCommits.message(List.of(ImageReference.wanted("r.io/g/api:v2"))))
        .isEqualTo("chore(api): update image to v2\n");
    assertThat(
            ImageCommits.message(
                List.of(
                    ImageReference.wanted("api:v2"),
                    ImageReference.wanted("web@sha256:" + "0123456789abcdef".repeat(4)))))
        .isEqualTo("chore: update images api to v2, web to sha256:0123456789ab\n");
    var info = ImageCommits.info("m", Map.of("GIT_AUTHOR_NAME", "Ada", "GIT_AUTHOR_EMAIL", "a@x"));
    assertThat(info.author()).isEqualTo(new CommitInfo.Identity("Ada", "a@x"));
    assertThat(info.committer().name()).isEqualTo("syncline");
  }
}
