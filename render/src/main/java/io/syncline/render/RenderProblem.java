package io.syncline.render;

/**
 * Why a source does not render.
 *
 * @param message subject first, offending value, then {@code (expected: …)}
 * @param file path inside the tree, "" when none is to blame
 * @param line line in that file counted from 1, 0 when unknown
 * @param hint what to try next, "" when there is nothing to say
 */
public record RenderProblem(String message, String file, int line, String hint) {
  /** The problem on one line, as conditions and the terminal show it. */
  public String text() {
    var where = file.isEmpty() ? "" : line > 0 ? file + ":" + line + ": " : file + ": ";
    return where + message + (hint.isEmpty() ? "" : "; hint: " + hint);
  }
}
