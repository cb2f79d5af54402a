package io.syncline.controller.plugin;

import io.syncline.git.Credentials;

/**
 * How the repository of a source is reached, for plugins that fetch more from there.
 *
 * @param url of the repository
 * @param credentials that servers take as they are
 */
public record RepositoryLogin(String url, Credentials credentials) {
  /** Host and port of the URL, as git names them when it asks. */
  String authority() {
    var scheme = url.indexOf("://");
    if (scheme < 0) {
      return "";
    }
    var start = scheme + "://".length();
    var slash = url.indexOf('/', start);
    var authority = slash < 0 ? url.substring(start) : url.substring(start, slash);
    return authority.substring(authority.lastIndexOf('@') + 1);
  }
}
