package io.syncline.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.model.source.SourceTree;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RecordingTreeTest {
  /** One file of a size that is told or not, and how often it was read. */
  private record OneFile(long size, boolean told, AtomicInteger reads) implements SourceTree {
    @Override
    public Optional<Entry> entry(String path) {
      return Optional.of(new Entry(path, Type.FILE, "id"));
    }

    @Override
    public Optional<byte[]> read(String path) {
      reads.incrementAndGet();
      return Optional.of(new byte[(int) size]);
    }

    @Override
    public OptionalLong size(String path) {
      return told ? OptionalLong.of(size) : OptionalLong.empty();
    }

    @Override
    public List<Entry> list(String path) {
      return List.of();
    }

    @Override
    public String label() {
      return "one";
    }
  }

  @Test
  void a_file_that_is_too_large_is_refused_before_it_is_read() {
    var most = RenderLimits.DEFAULT.fileBytes();
    var reads = new AtomicInteger();
    assertThatThrownBy(
            () ->
                new RecordingTree(new OneFile(1L << 40, true, reads), RenderLimits.DEFAULT)
                    .read("dump.yaml"))
        .hasMessageContaining("dump.yaml")
        .hasMessageContaining("file has 1099511627776 bytes (expected: at most " + most + ")");
    assertThat(reads).hasValue(0);
    assertThatThrownBy(
            () ->
                new RecordingTree(new OneFile(most + 1, false, reads), RenderLimits.DEFAULT)
                    .read("dump.yaml"))
        .hasMessageContaining("expected: at most");
    assertThat(new RecordingTree(new OneFile(most, true, reads), RenderLimits.DEFAULT).read("a"))
        .isPresent();
  }
}
