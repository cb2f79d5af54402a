package io.syncline.lang.jsonnet;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which keys of a YAML mapping mean a text without quotes around them. */
final class YamlKeys {
  private static final Set<String> WORDS =
      Set.of(
          "true", "false", "yes", "no", "on", "off", "y", "n", "null", "~", "-", "--", "---",
          ".nan", ".inf", "+.inf", "-.inf", "");
  private static final Pattern LETTERS = Pattern.compile("[A-Za-z0-9_/.-]+");
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*(\\.[0-9_]*)?([eE][-+]?[0-9_]+)?"
              + "|\\.[0-9_]+([eE][-+]?[0-9]+)?)|[0-9]+-[0-9]+-[0-9]+");

  private YamlKeys() {}

  static boolean plain(String key) {
    return LETTERS.matcher(key).matches()
        && !WORDS.contains(key.toLowerCase(Locale.ROOT))
        && !NUMBER.matcher(key).matches();
  }
}
