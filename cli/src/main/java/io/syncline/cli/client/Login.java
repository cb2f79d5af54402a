package io.syncline.cli.client;

/**
 * A server and how one is known there.
 *
 * @param address host and port, or a URL
 * @param plaintext HTTP instead of HTTPS
 * @param insecure trust any certificate
 * @param token bearer token, "" when not logged in
 */
public record Login(String address, boolean plaintext, boolean insecure, String token) {
  /** URL without a slash at the end. */
  public String url() {
    var bare = address.replaceAll("/+$", "");
    if (bare.startsWith("http://") || bare.startsWith("https://")) {
      return bare;
    }
    return (plaintext ? "http://" : "https://") + bare;
  }

  /** Without the token. */
  @Override
  public String toString() {
    return url();
  }
}
