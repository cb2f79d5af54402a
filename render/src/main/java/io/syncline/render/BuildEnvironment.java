package io.syncline.render;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The build environment: variables that some values of a source may name (chapter 10.1). */
public final class BuildEnvironment {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$(?:(\\$)|([A-Za-z_][A-Za-z0-9_]*)|\\{([^}]*)\\})");
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

  /**
   * {@code text} with {@code $NAME} and <code>${NAME}</code> replaced; unknown names give nothing,
   * {@code $$} a dollar sign.
   */
  public String substitute(String text) {
    if (text.indexOf('$') < 0) {
      return text;
    }
    return REFERENCE
        .matcher(text)
        .replaceAll(
            match -> {
              if (match.group(1) != null) {
                return "\\$";
              }
              var name = match.group(2) == null ? match.group(3) : match.group(2);
              var value = variables.getOrDefault(name, "");
              return java.util.regex.Matcher.quoteReplacement(value);
            });
  }
}
