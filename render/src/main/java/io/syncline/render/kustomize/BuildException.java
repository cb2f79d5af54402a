package io.syncline.render.kustomize;

/**
 * A kustomization that cannot be built. Where it names no file, the build puts the kustomization
 * file at hand in its place.
 */
final class BuildException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String file;
  private final int line;

  BuildException(String message) {
    this(message, "", 0);
  }

  BuildException(String message, String file, int line) {
    super(message);
    this.file = file;
    this.line = line;
  }

  String problem() {
    return String.valueOf(getMessage());
  }

  String file() {
    return file;
  }

  int line() {
    return line;
  }

  BuildException in(String otherFile) {
    return file.isEmpty() ? new BuildException(problem(), otherFile, line) : this;
  }
}
