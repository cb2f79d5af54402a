package io.syncline.lang.sprig;

import static io.syncline.lang.sprig.StringFunctions.number;
import static io.syncline.lang.sprig.StringFunctions.string;

import io.syncline.lang.gotemplate.CallException;
import io.syncline.lang.gotemplate.GoFormat;
import io.syncline.lang.gotemplate.GoFunction;
import io.syncline.lang.gotemplate.GoNil;
import io.syncline.lang.gotemplate.GoStrings;
import io.syncline.lang.regex.GoRegex;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Regular expressions in Go's syntax. */
final class RegexFunctions {
  private RegexFunctions() {}

  static void addTo(Map<String, GoFunction> all) {
    // regexMatch alone takes a malformed expression for one that does not match.
    all.put("regexMatch", function("string string", a -> matches(string(a[0]), string(a[1]))));
    all.put(
        "mustRegexMatch",
        function("string string", a -> GoRegex.of(string(a[0])).matches(string(a[1]))));
    var find =
        function("string string", a -> GoRegex.of(string(a[0])).find(string(a[1])).orElse(""));
    all.put("regexFind", crashing(find));
    all.put("mustRegexFind", find);
    var findAll =
        function(
            "string string int",
            a -> {
              var found = GoRegex.of(string(a[0])).findAll(string(a[1]), number(a[2]));
              return found.isEmpty() ? GoNil.STRINGS : new GoStrings(found);
            });
    all.put("regexFindAll", crashing(findAll));
    all.put("mustRegexFindAll", findAll);
    var replace =
        function(
            "string string string",
            a -> GoRegex.of(string(a[0])).replaceAll(string(a[1]), string(a[2])));
    all.put("regexReplaceAll", crashing(replace));
    all.put("mustRegexReplaceAll", replace);
    var literal =
        function(
            "string string string",
            a -> GoRegex.of(string(a[0])).replaceAllLiteral(string(a[1]), string(a[2])));
    all.put("regexReplaceAllLiteral", crashing(literal));
    all.put("mustRegexReplaceAllLiteral", literal);
    var split =
        function(
            "string string int",
            a -> new GoStrings(GoRegex.of(string(a[0])).split(string(a[1]), number(a[2]))));
    all.put("regexSplit", crashing(split));
    all.put("mustRegexSplit", split);
    all.put("regexQuoteMeta", function("string", a -> GoRegex.quoteMeta(string(a[0]))));
  }

  private static boolean matches(String expression, String text) {
    GoRegex regex;
    try {
      regex = GoRegex.of(expression);
    } catch (GoRegex.RegexException malformed) {
      return false;
    }
    return regex.matches(text);
  }

  /** Without {@code must} Go names the expression in front of what is wrong with it. */
  private static GoFunction crashing(GoFunction must) {
    return new GoFunction(
        must.parameters(),
        false,
        a -> {
          try {
            return call(must.body(), a);
          } catch (CallException e) {
            var message = String.valueOf(e.getMessage());
            throw new CallException(
                message.startsWith("error parsing")
                    ? "regexp: Compile(" + quoted(string(a[0])) + "): " + message
                    : message,
                e);
          }
        });
  }

  private static String quoted(String expression) {
    return expression.indexOf('`') < 0 ? "`" + expression + "`" : GoFormat.quote(expression);
  }

  private static GoFunction function(String signature, GoFunction.Body body) {
    return GoFunction.of(
        signature,
        a -> {
          try {
            return call(body, a);
          } catch (GoRegex.RegexException e) {
            throw new CallException(String.valueOf(e.getMessage()), e);
          }
        });
  }

  private static @Nullable Object call(GoFunction.Body body, @Nullable Object[] arguments) {
    return body.call(arguments);
  }
}
