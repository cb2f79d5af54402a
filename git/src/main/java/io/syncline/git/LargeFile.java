package io.syncline.git;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A pointer that stands in a repository for a large file, as Git LFS writes it.
 *
 * @param oid SHA-256 of the content, in hexadecimal digits
 * @param size bytes of the content
 */
record LargeFile(String oid, long size) {
  private static final String BEGINNING = "version https://git-lfs.github.com/spec/v1\n";

  /** Bytes of a pointer. */
  static final int LONGEST = 1024;

  private static final Pattern OID = Pattern.compile("(?m)^oid sha256:([0-9a-f]{64})$");
  private static final Pattern SIZE = Pattern.compile("(?m)^size (\\d{1,18})$");

  /** The pointer that {@code content} is; empty for any other content. */
  static Optional<LargeFile> pointer(byte[] content) {
    if (content.length > LONGEST || content.length < BEGINNING.length()) {
      return Optional.empty();
    }
    var text = new String(content, StandardCharsets.UTF_8);
    if (!text.startsWith(BEGINNING)) {
      return Optional.empty();
    }
    var oid = OID.matcher(text);
    var size = SIZE.matcher(text);
    return oid.find() && size.find()
        ? Optional.of(new LargeFile(oid.group(1), Long.parseLong(size.group(1))))
        : Optional.empty();
  }
}
