package io.syncline.render.helm;

/** A chart that cannot be used, before it is known which file the reader should look at. */
final class ChartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ChartException(String message) {
    super(message);
  }

  ChartException(String message, Throwable cause) {
    super(message, cause);
  }
}
