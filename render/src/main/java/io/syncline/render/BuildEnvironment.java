package io.syncline.render;

import java.util.LinkedHashMap;
import java.util.Map;

/** The build environment: variables that some values of a source may name (chapter 10.1). */
public final class BuildEnvironment {
  private static final int SHORT = 7;
  private static final int SHORT_8 = 8;
  private final Map<String, String> variables = new LinkedHashMap<>();

  /** The variables of one request. */
  public BuildEnvironment(RenderRequest request) {
    var revision = request.revision();
    variables.put("ARGOCD_APP_NAME", request.appName());
    variables.put("ARGOCD_APP_NAMESPACE", request.namespace());
    variables.put("ARGOCD_APP_PROJECT_NAME", request.projectName());
    variables.put("ARGOCD_APP_REVISION", revision);
    variables.put("ARGOCD_APP_REVISION_SHORT", start(revision, SHORT));
    variables.put("ARGOCD_APP_REVISION_SHORT_8", start(revision, SHORT_8));
    variables.put("ARGOCD_APP_SOURCE_REPO_URL", request.source().repoUrl());
    variables.put("ARGOCD_APP_SOURCE_PATH", request.source().path());
    variables.put("ARGOCD_APP_SOURCE_TARGET_REVISION", request.source().targetRevision());
  }

  private static String start(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }

  /** The variables by name. */
  public Map<String, String> variables() {
    return java.util.Collections.unmodifiableMap(variables);
  }

  /** {@code text} with the variables put in. */
  public String substitute(String text) {
    return substitute(text, variables);
  }

  /**
   * {@code text} with {@code $NAME} and <code>${NAME}</code> replaced; unknown names give nothing,
   * {@code $$} a dollar sign. As in a shell a name of a single digit or sign ends behind it; of a
   * brace that is never closed only the brace is lost.
   */
  public static String substitute(String text, Map<String, String> variables) {
    if (text.indexOf('$') < 0) {
      return text;
    }
    var out = new StringBuilder();
    var at = 0;
    while (at < text.length()) {
      var dollar = text.indexOf('$', at);
      if (dollar < 0 || dollar + 1 == text.length()) {
        return out.append(text, at, text.length()).toString();
      }
      out.append(text, at, dollar);
      at = dollar + 1;
      if (text.charAt(at) == '{') {
        var close = text.indexOf('}', at);
        out.append(close < 0 ? "" : value(text.substring(at + 1, close), variables));
        at = close < 0 ? at + 1 : close + 1;
      } else {
        var end = end(text, at);
        out.append(end == at ? "$" : value(text.substring(at, end), variables));
        at = end;
      }
    }
    return out.toString();
  }

  /** Where the name that begins at {@code begin} ends. */
  private static int end(String text, int begin) {
    if ("*#$@!?-0123456789".indexOf(text.charAt(begin)) >= 0) {
      return begin + 1;
    }
    var end = begin;
    while (end < text.length() && named(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean named(char c) {
    return c == '_' || c < 128 && Character.isLetterOrDigit(c);
  }

  private static String value(String name, Map<String, String> variables) {
    return name.equals("$") ? "$" : variables.getOrDefault(name, "");
  }
}
