package io.syncline.localkube.store;

/** The data file cannot be opened, read or written. The message names the file and a next step. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
