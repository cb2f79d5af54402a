package io.syncline.render.kustomize.node;

/** A document that cannot be read, or an edit that does not fit the node it meets. */
public final class NodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int line;

  /** A problem at {@code line} of the text, 0 when the place is unknown. */
  public NodeException(String message, int line) {
    super(message);
    this.line = line;
  }

  /** A problem whose place is unknown. */
  public NodeException(String message) {
    this(message, 0);
  }

  /** Line in the text counted from 1, 0 when unknown. */
  public int line() {
    return line;
  }

  /** The problem without its place. */
  public String problem() {
    return String.valueOf(getMessage());
  }
}
