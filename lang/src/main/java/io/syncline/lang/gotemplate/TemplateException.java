package io.syncline.lang.gotemplate;

/** A template that does not parse or does not execute. The message is Go's, with name and line. */
public class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String template;
  private final int line;

  /** A fault in {@code template} at {@code line}, counted from 1, 0 when unknown. */
  public TemplateException(String message, String template, int line) {
    super(message);
    this.template = template;
    this.line = line;
  }

  /** Name under which the text at fault was parsed. */
  public String template() {
    return template;
  }

  /** Line at fault counted from 1, 0 when unknown. */
  public int line() {
    return line;
  }
}
