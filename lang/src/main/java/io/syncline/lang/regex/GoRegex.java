package io.syncline.lang.regex;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** One compiled expression. Immutable. */
public final class GoRegex {
  /** A pattern that Go refuses, or a match given up. */
  public static final class RegexException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RegexException(String message) {
      super(message);
    }
  }

  /** Characters one match may look at, over and over: about a second of work. */
  private static final long MAX_LOOKS = 50_000_000;

  private final String source;
  private final Pattern pattern;
  private final Map<String, Integer> names;

  private GoRegex(String source, Pattern pattern, Map<String, Integer> names) {
    this.source = source;
    this.pattern = pattern;
    this.names = names;
  }

  /**
   * The expression {@code source}.
   *
   * @throws RegexException when Go would not take it
   */
  public static GoRegex of(String source) {
    var translation = new RegexTranslation(source);
    var translated = translation.run();
    try {
      // UNIX_LINES: only \n ends a line, as in Go.
      return new GoRegex(
          source, Pattern.compile(translated, Pattern.UNIX_LINES), translation.names());
    } catch (PatternSyntaxException e) {
      throw new RegexException("error parsing regexp: " + fault(e, source));
    }
  }

  /** The JDK's complaint in Go's words where both see the same. */
  private static String fault(PatternSyntaxException e, String source) {
    var what = e.getDescription();
    if (what.startsWith("Unclosed group")) {
      return "missing closing ): `" + source + "`";
    }
    if (what.startsWith("Unclosed character class")) {
      return "missing closing ]: `" + source.substring(source.lastIndexOf('[')) + "`";
    }
    if (what.startsWith("Unmatched closing")) {
      return "unexpected ): `" + source + "`";
    }
    if (what.startsWith("Dangling meta character '")) {
      return "missing argument to repetition operator: `" + what.charAt(25) + "`";
    }
    return what + ": `" + source + "`";
  }

  /** Whether the expression occurs in {@code text}. */
  public boolean matches(String text) {
    return guarded(() -> matcher(text).find());
  }

  /** The first occurrence. */
  public Optional<String> find(String text) {
    return guarded(
        () -> {
          var matcher = matcher(text);
          return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
        });
  }

  /** The occurrences, at most {@code limit} when that is not negative. */
  public List<String> findAll(String text, int limit) {
    var found = new ArrayList<String>();
    for (var match : matches(text, limit)) {
      found.add(text.substring(match.start(), match.end()));
    }
    return found;
  }

  /** The groups of the first occurrence, the whole first; "" for groups that took no part. */
  public Optional<List<String>> groups(String text) {
    return guarded(
        () -> {
          var matcher = matcher(text);
          if (!matcher.find()) {
            return Optional.empty();
          }
          var groups = new ArrayList<String>();
          for (var i = 0; i <= matcher.groupCount(); i++) {
            var group = matcher.group(i);
            groups.add(group == null ? "" : group);
          }
          return Optional.of(List.copyOf(groups));
        });
  }

  private List<java.util.regex.MatchResult> matches(String text, int limit) {
    return guarded(
        () -> {
          var all = new ArrayList<java.util.regex.MatchResult>();
          var matcher = matcher(text);
          var end = -1;
          while ((limit < 0 || all.size() < limit) && matcher.find()) {
            // Go drops an empty match right behind another one.
            if (matcher.end() > matcher.start()
                || matcher.start() != end && !insideCharacter(text, matcher.start())) {
              all.add(matcher.toMatchResult());
            }
            end = matcher.end();
          }
          return all;
        });
  }

  /** Java looks for empty matches also between the two halves of a character. */
  private static boolean insideCharacter(String text, int at) {
    return at > 0
        && at < text.length()
        && Character.isLowSurrogate(text.charAt(at))
        && Character.isHighSurrogate(text.charAt(at - 1));
  }

  /**
   * {@code text} with each occurrence replaced; {@code $1} and {@code ${name}} stand for groups.
   */
  public String replaceAll(String text, String replacement) {
    return replace(text, match -> expand(replacement, match));
  }

  /** {@code text} with each occurrence replaced by {@code replacement} as it is. */
  public String replaceAllLiteral(String text, String replacement) {
    return replace(text, match -> replacement);
  }

  private String replace(
      String text, java.util.function.Function<java.util.regex.MatchResult, String> replacement) {
    var out = new StringBuilder();
    var from = 0;
    for (var match : matches(text, -1)) {
      out.append(text, from, match.start()).append(replacement.apply(match));
      from = match.end();
    }
    return out.append(text, from, text.length()).toString();
  }

  /** The pieces between occurrences; at most {@code limit} pieces when that is positive. */
  public List<String> split(String text, int limit) {
    if (limit == 0) {
      return List.of();
    }
    if (!source.isEmpty() && text.isEmpty()) {
      return List.of("");
    }
    var pieces = new ArrayList<String>();
    var from = 0;
    var end = 0;
    for (var match : matches(text, limit)) {
      if (limit > 0 && pieces.size() == limit - 1) {
        break;
      }
      end = match.start();
      if (match.end() != 0) {
        pieces.add(text.substring(from, end));
      }
      from = match.end();
    }
    if (end != text.length()) {
      pieces.add(text.substring(from));
    }
    return pieces;
  }

  /** {@code text} with all characters that mean something escaped. */
  public static String quoteMeta(String text) {
    var out = new StringBuilder(text.length());
    text.chars()
        .forEach(
            c -> {
              if ("\\.+*?()|[]{}^$".indexOf(c) >= 0) {
                out.append('\\');
              }
              out.append((char) c);
            });
    return out.toString();
  }

  private String expand(String template, java.util.regex.MatchResult match) {
    var out = new StringBuilder();
    for (var i = 0; i < template.length(); ) {
      var c = template.charAt(i);
      if (c != '$' || i + 1 == template.length()) {
        out.append(c);
        i++;
        continue;
      }
      if (template.charAt(i + 1) == '$') {
        out.append('$');
        i += 2;
        continue;
      }
      var braced = template.charAt(i + 1) == '{';
      var begin = braced ? i + 2 : i + 1;
      var end = begin;
      while (end < template.length()
          && (Character.isLetterOrDigit(template.charAt(end)) || template.charAt(end) == '_')) {
        end++;
      }
      if (end == begin || braced && (end == template.length() || template.charAt(end) != '}')) {
        out.append('$');
        i++;
        continue;
      }
      out.append(group(template.substring(begin, end), match));
      i = braced ? end + 1 : end;
    }
    return out.toString();
  }

  private String group(String name, java.util.regex.MatchResult match) {
    var number =
        name.chars().allMatch(c -> c >= '0' && c <= '9') && name.length() < 6
            ? Integer.parseInt(name)
            : names.getOrDefault(name, -1);
    if (number < 0 || number > match.groupCount()) {
      return "";
    }
    var group = match.group(number);
    return group == null ? "" : group;
  }

  private Matcher matcher(String text) {
    return pattern.matcher(new Bounded(text));
  }

  private <T> T guarded(java.util.function.Supplier<T> work) {
    try {
      return work.get();
    } catch (StackOverflowError e) {
      throw new RegexException("regexp `" + source + "` nests too deeply on this text");
    }
  }

  /** Text that gives up after so many looks: the JDK's engine may backtrack without end. */
  private static final class Bounded implements CharSequence {
    private final String text;
    private long left = MAX_LOOKS;

    Bounded(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int i) {
      if (--left < 0) {
        throw new RegexException(
            "regexp takes too long on this text (expected: less backtracking)");
      }
      return text.charAt(i);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int from, int to) {
      return text.substring(from, to);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Where each named group stands, by Go's name. */
  Map<String, Integer> names() {
    return new LinkedHashMap<>(names);
  }
}
