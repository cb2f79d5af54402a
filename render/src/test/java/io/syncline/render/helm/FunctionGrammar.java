package io.syncline.render.helm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes up calls of every function that gives the same twice, with arguments at the edge of what
 * they take: empty, negative, absent, of another type.
 */
final class FunctionGrammar {
  /** Name of the function, kind of what it gives, kinds of its arguments; {@code *} repeats. */
  private static final List<String> FUNCTIONS =
      """
      abbrev t w t|abbrevboth t w w t|trunc t w t|substr t w w t|trim t t|trimAll t t t|trimSuffix t t t
      trimPrefix t t t|nospace t t|initials t t|swapcase t t|upper t t|lower t t|title t t|untitle t t
      camelcase t t|kebabcase t t|snakecase t t|wrap t n t|wrapWith t n t t|indent t n t|nindent t n t
      repeat t n t|contains f t t|hasPrefix f t t|hasSuffix f t t|quote t a*|squote t a*|cat t a*
      replace t t t t|plural t t t w|shuffle w t|toString t a|toStrings l a|join t t a|splitList l t t
      split d t t|splitn d t w t|sortAlpha l a|toDecimal w t|atoi w t|int w a|int64 w a|float64 r a
      b64enc t t|b64dec t t|b32enc t t|b32dec t t|sha1sum t t|sha256sum t t|sha512sum t t|adler32sum t t
      add w a*|add1 w a|sub w a a|div w a a|mod w a a|mul w a a*|max w a a*|min w a a*|biggest w a a*
      addf r a*|subf r a a*|divf r a a*|mulf r a a*|maxf r a a*|minf r a a*|ceil r a|floor r a|round r a w|round r a w r
      add1f r a|len w a|until l n|untilStep l n n n|untilStep l n n -1|seq t n|seq t n n|seq t n n n|seq t n -1 0
      list l a*|tuple l a*|first a l|last a l|rest l l|initial l l|append l l a|push l l a|prepend l l a|concat l l*
      reverse l l|uniq l l|without l l a*|has f a l|compact l l|slice l l n n|slice l l n|chunk l n l
      mustFirst a l|mustLast a l|mustRest l l|mustInitial l l|mustAppend l l a|mustPrepend l l a|mustReverse l l
      mustUniq l l|mustWithout l l a*|mustHas f a l|mustCompact l l|mustSlice l l n n|mustChunk l n l
      dict d k a|dict d k a k a|dict d k|get a d k|set d s k a|unset d s k|hasKey f d k|pluck l k d*
      pick d d k*|omit d d k*|merge d s d*|mergeOverwrite d s d*|mustMerge d s d*|mustMergeOverwrite d s d*|deepCopy a a
      mustDeepCopy a a|dig a k a d|dig a k k a d|deepEqual f a a|index a a a|index a a a a|get t d k
      empty f a|coalesce a a*|all f a*|any f a*|ternary a a a f|default a a a|fail t t|required a t a
      typeOf t a|kindOf t a|typeIs f t a|kindIs f t a|typeIsLike f t a|typeIs f T a|kindIs f K a|typeIsLike f T a
      eq f a a*|ne f a a|lt f a a|le f a a|gt f a a|ge f a a|not f a|and a a a*|or a a a*|eq f w r|lt f w w|gt f r r
      regexMatch f R t|regexFind t R t|regexFindAll l R t w|regexReplaceAll t R t E|regexReplaceAllLiteral t R t E
      regexSplit l R t w|regexQuoteMeta t t|mustRegexMatch f R t|mustRegexFind t R t|mustRegexFindAll l R t w
      mustRegexReplaceAll t R t E|mustRegexReplaceAllLiteral t R t E|mustRegexSplit l R t w
      semver a V|semverCompare f C V|base t p|dir t p|clean t p|ext t p|isAbs f p|osBase t p|osDir t p|osClean t p|osExt t p|osIsAbs f p
      urlParse d u|urlJoin t U|urlquery t a*|html t a*|js t a*
      toJson t a|toPrettyJson t a|toRawJson t a|fromJson a J|fromJsonArray l J|toYaml t a|toYamlPretty t a|fromYaml d Y|fromYamlArray l Y
      mustToJson t a|mustToPrettyJson t a|mustToRawJson t a|mustFromJson a J|toToml t d|fromToml d O
      date t L D|dateInZone t L D Z|date_in_zone t L D Z|htmlDate t D|htmlDateInZone t D Z|date_modify a m D|dateModify a m D|mustDateModify a m D
      toDate a L S|mustToDate a L S|unixEpoch t D|duration t A|durationRound t A|ago t D
      printf t P a|printf t P a a|printf t P a a a|print t a*|println t a*|genPrivateKey t k|derivePassword t w G t t t
      include t N a|tpl t X r1|getHostByName t t|hello t|bcrypt1 t|htpasswd1 t
      """
          .lines()
          .flatMap(line -> List.of(line.split("\\|")).stream())
          .map(String::strip)
          .filter(line -> !line.startsWith("genPrivateKey") && !line.endsWith("1 t"))
          // They depend on the clock.
          .filter(line -> !line.startsWith("ago") && !line.startsWith("shuffle"))
          .toList();

  private static final Map<String, List<String>> POOLS =
      Map.ofEntries(
          Map.entry(
              "t",
              List.of(
                  "\"\"",
                  "\"x\"",
                  "\"Hello World\"",
                  "\"a,b,,c\"",
                  "\"  pad \"",
                  "\"éü日本\"",
                  "\"foo-bar_baz qux\"",
                  "\"HTTPServer2Go\"",
                  "\"l1\\nl2\\n\"",
                  "\"12\"",
                  "\"-7.5\"",
                  "\"true\"",
                  "`a\"b'c`",
                  "\"<a href='x'>&\"",
                  "\"1e3\"",
                  "\"0x1F\"",
                  "\"aaa\"",
                  "\"$1\"",
                  "\"\\t\"",
                  "\"a.b.c\"",
                  "\"😀x\"",
                  "\"YWJj\"",
                  "\"MFRGG===\"")),
          Map.entry(
              "w",
              List.of(
                  "0",
                  "1",
                  "2",
                  "3",
                  "-1",
                  "-3",
                  "7",
                  "10",
                  "0x1F",
                  "1_000",
                  "'a'",
                  "(int64 4)",
                  "2147483647",
                  "100")),
          Map.entry("n", List.of("0", "1", "2", "3", "5", "4", "10", "$.Values.i", "(int 2)")),
          Map.entry(
              "r",
              List.of(
                  "0.0",
                  "1.5",
                  "-2.75",
                  "1e6",
                  "1e21",
                  "0.1",
                  "3.0",
                  "1e-7",
                  "123456789.125",
                  "2.5",
                  "-0.5",
                  "1e300",
                  "(float64 3)",
                  "$.Values.f",
                  "0.30000000000000004")),
          Map.entry("f", List.of("true", "false", "$.Values.t", "(eq 1 1)", "(not 1)")),
          Map.entry(
              "l",
              List.of(
                  "(list)",
                  "(list 1 2 3)",
                  "(list \"b\" \"a\" \"c\" \"a\")",
                  "(list nil \"\" 0 \"x\")",
                  "(list 1.5 \"1.5\" true)",
                  "(until 4)",
                  "(splitList \",\" \"p,q,,r\")",
                  "$.Values.l",
                  "(list (list 1) (dict \"a\" 1))",
                  "$.Values.ll",
                  "(tuple \"z\" 1)",
                  "(list 3 1 2 1)",
                  "(keys $.Values.m | sortAlpha)",
                  "(values (dict 1 2))",
                  "(keys (dict \"only\" 1))",
                  "nil")),
          Map.entry(
              "d",
              List.of(
                  "(dict)",
                  "(dict \"a\" 1 \"b\" \"two\")",
                  "(dict \"a\" (dict \"b\" (dict \"c\" 3)))",
                  "$.Values.m",
                  "$.Values",
                  "(dict \"name\" nil \"x\" false)",
                  "(dict \"a\" (list 1 2))",
                  "(dict \"k\" 1.5 \"a\" \"\")",
                  "(dict 1 2 true \"x\")")),
          // What is changed must not come to hold itself: Go would not survive printing it.
          Map.entry(
              "s", List.of("(dict)", "(dict \"a\" 1 \"x\" \"\")", "(dict \"a\" (dict \"b\" nil))")),
          Map.entry(
              "k", List.of("\"a\"", "\"b\"", "\"name\"", "\"x\"", "\"none\"", "\"m\"", "\"\"")),
          Map.entry(
              "R",
              List.of(
                  "\"[a-c]+\"",
                  "\"^x\"",
                  "\"(a)(b)?\"",
                  "\"\"",
                  "\".*\"",
                  "\"(?i)HELLO\"",
                  "\"\\\\d+\"",
                  "\"\\\\s+\"",
                  "\"a|b|\"",
                  "\"(?P<n>[a-z])(\\\\w)\"",
                  "\"[^,]*\"",
                  "\"x{2}\"",
                  "\"\\\\pL+\"",
                  "\"$\"",
                  "\"\\\\bl\"",
                  "\"(?:a)+?\"",
                  "\"[[:upper:]]\"",
                  "\"(?m)^l\"",
                  "\",\"")),
          Map.entry(
              "E",
              List.of(
                  "\"\"",
                  "\"-\"",
                  "\"$0\"",
                  "\"${1}x\"",
                  "\"$1x\"",
                  "\"$2$1\"",
                  "\"$$\"",
                  "\"${n}\"",
                  "\"$n\"",
                  "\"\\\\1\"",
                  "\"${\"",
                  "\"$\"")),
          Map.entry(
              "V",
              List.of(
                  "\"1.2.3\"",
                  "\"v1.2.3\"",
                  "\"1.2\"",
                  "\"1\"",
                  "\"1.2.3-alpha.1\"",
                  "\"1.2.3+build.5\"",
                  "\"v1.32.4-gke.100\"",
                  "\"0.0.0\"",
                  "\"1.2.3.4\"",
                  "\"x\"",
                  "\"\"",
                  "\"01.2.3\"",
                  "\"1.2.3-rc.1+meta\"",
                  "\"10.20.30\"",
                  "\"v2\"")),
          Map.entry(
              "C",
              List.of(
                  "\">=1.2.0\"",
                  "\"^1.2\"",
                  "\"~1.2.3\"",
                  "\"*\"",
                  "\"1.x\"",
                  "\">=1.0.0-0\"",
                  "\"<2, >1\"",
                  "\"1.2.3 || >2\"",
                  "\"1.0 - 2.0\"",
                  "\"!=1.2.3\"",
                  "\"=1.2.3\"",
                  "\"^0.0\"",
                  "\"~1\"",
                  "\"\"",
                  "\"> 1.2\"",
                  "\"=>1\"",
                  "\"=<1.2\"",
                  "\"^1.2.3-alpha\"",
                  "\"x.y\"",
                  "\">=1.2.3 <1.3.0\"")),
          Map.entry(
              "p",
              List.of(
                  "\"\"",
                  "\"/\"",
                  "\"a/b.tar.gz\"",
                  "\"/a/../b/./c\"",
                  "\"../x\"",
                  "\"a//b/\"",
                  "\".\"",
                  "\"..\"",
                  "\".hidden\"",
                  "\"a/b/..\"",
                  "\"C:\\\\x\"",
                  "\"a.\"",
                  "\"/../a\"",
                  "\"é/x.y\"")),
          Map.entry(
              "u",
              List.of(
                  "\"http://user:pw@host.example:8080/a/b?x=1&y=2#frag\"",
                  "\"\"",
                  "\"/only/path\"",
                  "\"mailto:a@b.c\"",
                  "\"https://[::1]:90/\"",
                  "\"//host/x\"",
                  "\"http://h/%41%2f?q=%20\"",
                  "\"ftp://u@h\"",
                  "\"HTTP://H/\"",
                  "\"?q\"",
                  "\"#f\"",
                  "\"http://h:x/\"",
                  "\"http://a b/\"",
                  "\"http://h/é\"",
                  "\"a:b:c\"",
                  "\"http://h/a b\"",
                  "\":x\"",
                  "\"http://u:p:q@h\"")),
          Map.entry(
              "U",
              List.of(
                  "(dict \"scheme\" \"http\" \"host\" \"h:1\" \"path\" \"/p q\" \"query\" \"a=b\" \"fragment\" \"f\" \"userinfo\" \"u:p\" \"opaque\" \"\")",
                  "(urlParse \"https://u@h/x?y#z\")",
                  "(dict)",
                  "(dict \"path\" \"x\")",
                  "(dict \"scheme\" \"mailto\" \"opaque\" \"a@b\")",
                  "(dict \"host\" \"h\")",
                  "(dict \"scheme\" \"http\" \"host\" \"h\" \"path\" \"p\")",
                  "(dict \"fragment\" \"a b\" \"query\" \"q q\")",
                  "(dict \"path\" \"a:b\")")),
          Map.entry(
              "J",
              List.of(
                  "`{\"a\":1,\"b\":[1.5,null,true]}`",
                  "`[1,\"x\"]`",
                  "`\"s\"`",
                  "`12`",
                  "`null`",
                  "`1e40`",
                  "`{\"a\":{\"b\":\"\\u00e9\"}}`",
                  "`[]`",
                  "`{}`",
                  "` {\"a\" : 12345678901234567890} `",
                  "``",
                  "`1.0`")),
          Map.entry(
              "Y",
              List.of(
                  "\"a: 1\\nb: [1.5, null, yes]\"",
                  "\"- 1\\n- x\"",
                  "\"\"",
                  "\"~\"",
                  "\"a: {b: 0x10, c: 0o17, d: 1_000}\"",
                  "\"a: 2001-01-01\\nb: !!str 1\"",
                  "\"# only\"",
                  "\"a: 1e3\\nb: .inf\\nc: 012\"",
                  "\"just text\"",
                  "\"a: |\\n  x\\n  y\\n\"",
                  "\"1: a\\ntrue: b\\n1.5: c\"",
                  "\"a: *x\"",
                  "\"a: [1\"",
                  "\"12\"",
                  "\"a: -0.0\\nb: 1.0\\nc: 12345678901234567890\"",
                  "\"[]\"",
                  "\"{}\"",
                  "\"a: b: c\"")),
          Map.entry(
              "O",
              List.of(
                  "\"a = 1\\nb = 'x'\"",
                  "\"[t]\\nx = [1, 2.5]\\n[t.u]\\ny = true\"",
                  "\"\"",
                  "\"a.b = 1\"",
                  "\"d = 2020-01-02T03:04:05Z\"",
                  "\"d = 2020-01-02\"",
                  "\"d = 03:04:05\"",
                  "\"d = 2020-01-02T03:04:05\"",
                  "\"s = \\\"\\\"\\\"\\nx\\ny\\\"\\\"\\\"\"",
                  "\"i = {a = 1, b = {c = 2}}\"",
                  "\"[[x]]\\na = 1\\n[[x]]\\na = 2\"",
                  "\"h = 0xff\\no = 0o17\\nb = 0b101\"",
                  "\"f = 1e3\\ng = -0.0\\nn = 1_000\"",
                  "\"s = '''\\nraw\\\\n'''\"",
                  "\"\\\"q k\\\" = 1\"",
                  "\"d = 2020-01-02 03:04:05.5+01:00\"")),
          Map.entry(
              "L",
              List.of(
                  "\"2006-01-02\"",
                  "\"Jan _2 2006 15:04:05.000 MST\"",
                  "\"Mon, 02 Jan 06 3:04PM -0700\"",
                  "\"\"",
                  "\"2006-01-02T15:04:05Z07:00\"",
                  "\"x 002 .999\"",
                  "\"January Monday 1 2 3 4 5 6\"",
                  "\"Z0700 -07 PM pm\"",
                  "\"150405\"")),
          Map.entry(
              "D",
              List.of(
                  "0",
                  "1700000000",
                  "-86400",
                  "(int64 951782400)",
                  "(toDate \"2006-01-02\" \"2024-02-29\")",
                  "(toDate \"2006-01-02T15:04:05Z07:00\" \"2023-12-31T23:59:59+02:00\")")),
          Map.entry(
              "S",
              List.of(
                  "\"2024-02-29\"",
                  "\"2023-12-31T23:59:59+02:00\"",
                  "\"\"",
                  "\"2024-13-01\"",
                  "\"nonsense\"",
                  "\"Mon, 02 Jan 06 3:04PM -0700\"",
                  "\"Jan  5 2020 01:02:03.004 UTC\"",
                  "\"010203\"")),
          Map.entry(
              "Z",
              List.of(
                  "\"UTC\"",
                  "\"\"",
                  "\"Europe/Berlin\"",
                  "\"America/New_York\"",
                  "\"Nowhere/X\"",
                  "\"Asia/Kolkata\"")),
          Map.entry(
              "m",
              List.of(
                  "\"1h\"",
                  "\"-1.5h\"",
                  "\"24h30m10s\"",
                  "\"\"",
                  "\"x\"",
                  "\"100ms\"",
                  "\"+5m\"",
                  "\"1us\"",
                  "\"0\"")),
          Map.entry(
              "A",
              List.of(
                  "\"90\"",
                  "95",
                  "\"3661\"",
                  "0",
                  "\"2h10m5s\"",
                  "\"x\"",
                  "\"\"",
                  "\"8760h\"",
                  "\"-5\"",
                  "\"0.5\"",
                  "1.5",
                  "\"800h\"",
                  "\"26h\"")),
          Map.entry(
              "G",
              List.of(
                  "\"long\"",
                  "\"pin\"",
                  "\"basic\"",
                  "\"short\"",
                  "\"bad\"",
                  "\"maximum\"",
                  "\"name\"",
                  "\"phrase\"",
                  "\"medium\"")),
          Map.entry("N", List.of("\"part\"", "\"none\"", "\"part\"")),
          Map.entry(
              "X",
              List.of(
                  "\"{{ .Values.s }}\"",
                  "\"plain\"",
                  "\"{{ include \\\"part\\\" 1 }}\"",
                  "\"{{ .Nope.x }}\"",
                  "\"{{ .Values.nope }}\"",
                  "\"{{\"",
                  "\"{{ define \\\"q\\\" }}Q{{ end }}{{ template \\\"q\\\" }}\"")),
          Map.entry("r1", List.of("$")),
          Map.entry(
              "K",
              List.of(
                  "\"map\"",
                  "\"slice\"",
                  "\"string\"",
                  "\"int\"",
                  "\"float64\"",
                  "\"invalid\"",
                  "\"bool\"",
                  "\"ptr\"",
                  "\"struct\"")),
          Map.entry(
              "T",
              List.of(
                  "\"string\"",
                  "\"int\"",
                  "\"int64\"",
                  "\"float64\"",
                  "\"map[string]interface {}\"",
                  "\"[]interface {}\"",
                  "\"*semver.Version\"",
                  "\"semver.Version\"",
                  "\"bool\"",
                  "\"<nil>\"")));

  private static final List<String> KINDS =
      List.of("t", "t", "w", "r", "f", "l", "d", "nil", "v", "o");
  private static final List<String> SHOWN =
      List.of(
          "",
          "",
          "",
          " | toJson",
          " | quote",
          " | kindOf",
          " | typeOf",
          " | printf \"%v\"",
          " | printf \"%#v\"",
          " | printf \"%T\"",
          " | toYaml",
          " | toString",
          " | print",
          " | not",
          " | len",
          " | printf \"%q\"",
          " | printf \"%s\"",
          " | printf \"%d\"",
          " | default \"D\"");
  private static final List<String> OBJECTS =
      List.of(
          "($.R.Files.Get \"f.txt\")",
          "($.R.Files.Get \"none\")",
          "($.R.Files.GetBytes \"f.txt\")",
          "($.R.Files.Glob \"*.txt\").AsConfig",
          "(($.R.Files.Glob \"g/**\").AsSecrets)",
          "($.R.Files.Lines \"f.txt\")",
          "($.R.Files.Lines \"none\")",
          "($.R.Capabilities.APIVersions.Has \"apps/v1\")",
          "($.R.Capabilities.APIVersions.Has \"x/v1\")",
          "$.R.Capabilities.KubeVersion.Version",
          "$.R.Capabilities.KubeVersion.Minor",
          "$.R.Capabilities.KubeVersion.GitVersion",
          "$.R.Capabilities.KubeVersion",
          "$.R.Release.Name",
          "$.R.Release.Revision",
          "$.R.Release.IsInstall",
          "$.R.Release.Nope",
          "$.R.Release",
          "$.R.Chart.Name",
          "$.R.Chart.Version",
          "$.R.Chart.AppVersion",
          "$.R.Chart.Annotations",
          "$.R.Chart.Annotations.a",
          "$.R.Chart.Keywords",
          "$.R.Chart.Type",
          "$.R.Chart.IsRoot",
          "$.R.Template.Name",
          "$.R.Template.BasePath",
          "$.R.Template",
          "$.R.Subcharts",
          "$.R.Chart.Maintainers",
          "(index $.R.Chart.Maintainers 0).Name",
          "$.R.Values.m.a",
          "$.R.Values.nope.x",
          "($.R.Values.AsMap)",
          "($.R.Values.Table \"m\")",
          "($.R.Values.PathValue \"m.a\")",
          "$.R.Values",
          "$.R.Files",
          "($.R.Values.Table \"none\")",
          "$.R.Values.YAML",
          "($.R.Values.PathValue \"m\")",
          "$.R.Chart.Dependencies",
          "$.R.Chart.Deprecated",
          "$.R.Chart.Sources",
          "$.R.Chart.Nope");

  private final Random random;

  FunctionGrammar(long seed) {
    this.random = new Random(seed * 7919);
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  String values() {
    return """
    i: 5
    f: 1.5
    big: 12345678901
    s: text
    t: true
    n: null
    l: [1, a, true, null]
    ll: [b, a, c]
    m: {b: 1, a: {c: d}, name: x}
    """;
  }

  String template() {
    var out = new StringBuilder();
    for (var i = 1 + random.nextInt(2); i > 0; i--) {
      out.append("[{{ ").append(call(0, "")).append(pick(SHOWN)).append(" }}]");
    }
    return out.toString();
  }

  private String call(int depth, String kind) {
    var choices =
        kind.isEmpty()
            ? FUNCTIONS
            : FUNCTIONS.stream().filter(f -> f.split(" ")[1].equals(kind)).toList();
    var words = pick(choices).split(" ");
    var out = new StringBuilder(words[0]);
    for (var i = 2; i < words.length; i++) {
      var many = words[i].endsWith("*");
      var name = many ? words[i].substring(0, words[i].length() - 1) : words[i];
      for (var n = many ? random.nextInt(4) : 1; n > 0; n--) {
        out.append(' ').append(argument(depth, name));
      }
    }
    if (chance(3)) {
      out.append(' ').append(argument(depth, "a"));
    }
    return out.toString();
  }

  private String argument(int depth, String kind) {
    if (kind.equals("a") || !"nDs".contains(kind) && chance(3)) {
      return any(depth);
    }
    if (kind.equals("P")) {
      return format();
    }
    if (depth < 2 && List.of("t", "w", "r", "f", "l", "d").contains(kind) && chance(20)) {
      return "(" + call(depth + 1, kind) + ")";
    }
    return pick(POOLS.getOrDefault(kind, List.of(kind)));
  }

  private String any(int depth) {
    var kind = pick(KINDS);
    return switch (kind) {
      case "nil" -> pick(List.of("nil", "$.Values.n", "$.Values.nope"));
      case "v" ->
          pick(
              List.of(
                  "$.Values.i",
                  "$.Values.f",
                  "$.Values.big",
                  "$.Values.s",
                  "$.Values.l",
                  "$.Values.m"));
      case "o" -> pick(OBJECTS);
      default -> argument(depth, kind);
    };
  }

  private String format() {
    var out = new ArrayList<String>();
    for (var i = 1 + random.nextInt(3); i > 0; i--) {
      out.add(
          "%"
              + pick(List.of("", "", "", "+", "-", "#", " ", "0", "-0", "+#", "# "))
              + pick(List.of("", "", "", "1", "5", "12", "*", "[1]", "[2]", "[9]"))
              + pick(List.of("", "", "", ".0", ".2", ".10", ".", ".*"))
              + pick(
                  List.of(
                      "v", "v", "s", "d", "q", "t", "x", "X", "o", "b", "c", "U", "e", "f", "g",
                      "G", "E", "T", "z", "%", "!", "w", "O")));
    }
    return "\"" + String.join("|", out) + "\"";
  }
}
