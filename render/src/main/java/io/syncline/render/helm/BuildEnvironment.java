package io.syncline.render.helm;

import io.syncline.render.RenderRequest;
import java.util.HashMap;
import java.util.Map;

/** The variables a source may write as {@code $NAME} or <code>${NAME}</code>; unknown ones are "". */
final class BuildEnvironment {
  private final Map<String, String> variables;

  private BuildEnvironment(Map<String, String> variables) {
    this.variables = variables;
  }

  static BuildEnvironment of(RenderRequest request) {
    var variables = new HashMap<String, String>();
    var revision = request.revision();
    variables.put("ARGOCD_APP_NAME", request.appName());
    variables.put("ARGOCD_APP_NAMESPACE", request.namespace());
    variables.put("ARGOCD_APP_PROJECT_NAME", request.projectName());
    variables.put("ARGOCD_APP_REVISION", revision);
    variables.put("ARGOCD_APP_REVISION_SHORT", revision.substring(0, Math.min(7, revision.length())));
    variables.put("ARGOCD_APP_REVISION_SHORT_8", revision.substring(0, Math.min(8, revision.length())));
    variables.put("ARGOCD_APP_SOURCE_REPO_URL", request.source().repoUrl());
    variables.put("ARGOCD_APP_SOURCE_PATH", request.source().path());
    variables.put("ARGOCD_APP_SOURCE_TARGET_REVISION", request.source().targetRevision());
    variables.put("$", "$");
    return new BuildEnvironment(variables);
  }

  /** {@code text} with its variables replaced; {@code $$} stands for a dollar. */
  String substitute(String text) {
    var out = new StringBuilder();
    for (var i = 0; i < text.length(); ) {
      var c = text.charAt(i);
      if (c != '$' || i + 1 == text.length()) {
        out.append(c);
        i++;
        continue;
      }
      i = variable(text, i + 1, out);
    }
    return out.toString();
  }

  /** Replaces the variable whose name begins at {@code at}; where reading goes on. */
  private int variable(String text, int at, StringBuilder out) {
    if (text.charAt(at) == '{') {
      var close = text.indexOf('}', at);
      if (close < 0) {
        return at + 1;
      }
      out.append(variables.getOrDefault(text.substring(at + 1, close), ""));
      return close + 1;
    }
    if ("*#$@!?-".indexOf(text.charAt(at)) >= 0 || Character.isDigit(text.charAt(at))) {
      out.append(variables.getOrDefault(text.substring(at, at + 1), ""));
      return at + 1;
    }
    var end = at;
    while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
      end++;
    }
    out.append(end == at ? "$" : variables.getOrDefault(text.substring(at, end), ""));
    return end;
  }
}
