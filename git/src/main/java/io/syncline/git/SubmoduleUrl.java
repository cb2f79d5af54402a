package io.syncline.git;

/** URLs as {@code .gitmodules} has them: those that begin with a dot are relative. */
final class SubmoduleUrl {
  private SubmoduleUrl() {}

  /** What {@code written} means in the repository at {@code parent}. */
  static String resolve(String parent, String written) {
    if (!written.startsWith("./") && !written.startsWith("../")) {
      return written;
    }
    var base = parent.strip().replaceAll("/+$", "");
    var rest = written;
    while (true) {
      if (rest.startsWith("./")) {
        rest = rest.substring(2);
      } else if (rest.startsWith("../")) {
        rest = rest.substring(3);
        base = withoutLast(base, parent, written);
      } else {
        return join(base, rest);
      }
    }
  }

  private static String withoutLast(String base, String parent, String written) {
    var scheme = base.indexOf("://");
    var slash = base.lastIndexOf('/');
    if (slash > (scheme < 0 ? 0 : scheme + 2)) {
      return base.substring(0, slash);
    }
    var colon = base.lastIndexOf(':');
    if (scheme < 0 && colon > 0 && colon < base.length() - 1) {
      // The colon of user@host:path stays, as what follows it is the path.
      return base.substring(0, colon + 1);
    }
    throw new GitException(
        GitException.Code.REFUSED_URL,
        "submodule URL " + written + " leaves the server of " + parent,
        "use fewer ../ or the whole URL");
  }

  private static String join(String base, String rest) {
    var clean = rest.replaceAll("/+$", "");
    return base.endsWith(":") ? base + clean : base + "/" + clean;
  }
}
