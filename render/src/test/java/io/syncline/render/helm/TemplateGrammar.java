package io.syncline.render.helm;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes up templates and values: mostly sound, now and then wrong in a type or a name. */
final class TemplateGrammar {
  private static final List<String> KEYS = List.of("a", "b", "c", "name", "port", "on");
  private static final List<String> TEXTS =
      List.of(
          "\"x\"",
          "\"Hello World\"",
          "\"a,b,c\"",
          "\"\"",
          "`raw\"`",
          "\"with \\\"quotes\\\"\"",
          "\"l1\\nl2\"",
          "\"12\"",
          "\"é-ü\"",
          "\"true\"");
  private static final List<String> TYPES = List.of("text", "whole", "flag", "list", "dict");

  private final Random random;
  private final List<String> variables = new ArrayList<>();

  TemplateGrammar(long seed) {
    this.random = new Random(seed);
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  String values() {
    var out = new StringBuilder();
    for (var key : KEYS) {
      if (chance(85)) {
        out.append(key).append(": ").append(value(0)).append('\n');
      }
    }
    return out.isEmpty() ? "{}\n" : out.toString();
  }

  private String value(int depth) {
    return switch (random.nextInt(depth > 2 ? 8 : 11)) {
      case 0 -> Integer.toString(random.nextInt(2000) - 100);
      case 1 -> pick(List.of("1.5", "0.1", "1e3", "-2.75", "12345678", "1234567.5", "3.0"));
      case 2 -> pick(List.of("true", "false", "yes", "off"));
      case 3 -> "null";
      case 4 -> "\"" + pick(List.of("1", "true", "", "a: b", "{{ .Values.a }}", "x y")) + "\"";
      case 5, 6, 7 ->
          pick(
              List.of(
                  "plain",
                  "two words",
                  "nginx:1.2",
                  "0x10",
                  "0755",
                  "2020-01-01",
                  "1_000",
                  "-dash"));
      case 8, 9 -> {
        var items = new ArrayList<String>();
        for (var i = random.nextInt(4); i > 0; i--) {
          items.add(value(depth + 1));
        }
        yield "[" + String.join(", ", items) + "]";
      }
      default -> {
        var items = new ArrayList<String>();
        for (var key : KEYS) {
          if (chance(45)) {
            items.add(key + ": " + value(depth + 1));
          }
        }
        yield "{" + String.join(", ", items) + "}";
      }
    };
  }

  String template() {
    return body(0, false);
  }

  private String body(int depth, boolean inRange) {
    var out = new StringBuilder();
    for (var i = 1 + random.nextInt(depth == 0 ? 6 : 3); i > 0; i--) {
      out.append(piece(depth, inRange));
    }
    return out.toString();
  }

  private String piece(int depth, boolean inRange) {
    if (chance(30)) {
      return pick(List.of("text", " ", "\n", "\n  key: ", " - ", "\t", "}}x", "{ x"));
    }
    var kind = random.nextInt(depth > 2 ? 4 : 12);
    return switch (kind) {
      case 0, 1, 2, 3 -> action(expression(depth, pick(TYPES)));
      case 4 -> action("/* note */");
      case 5 -> declared(depth, inRange);
      case 6, 7 -> {
        var tail = chance(40) ? open("else") + body(depth + 1, inRange) : "";
        var middle =
            chance(30)
                ? open("else if " + expression(depth, "flag")) + body(depth + 1, inRange)
                : "";
        yield open("if " + expression(depth, pick(TYPES)))
            + body(depth + 1, inRange)
            + middle
            + tail
            + open("end");
      }
      case 8 -> {
        var tail = chance(40) ? open("else") + body(depth + 1, inRange) : "";
        yield open("with " + expression(depth, pick(TYPES)))
            + body(depth + 1, inRange)
            + tail
            + open("end");
      }
      case 9, 10 -> range(depth);
      default ->
          inRange && chance(50)
              ? open("if " + expression(depth, "flag"))
                  + open(pick(List.of("break", "continue")))
                  + open("end")
              : open("template \"part\" " + operand("any"));
    };
  }

  private String declared(int depth, boolean inRange) {
    var mark = variables.size();
    var name = "$v" + mark;
    var head = open(name + " := " + expression(depth, pick(TYPES)));
    variables.add(name);
    var text = head + body(depth + 1, inRange);
    if (chance(30)) {
      text += open(name + " = " + expression(depth, pick(TYPES))) + open(name);
    }
    variables.subList(mark, variables.size()).clear();
    return open("if true") + text + open("end");
  }

  private String range(int depth) {
    var mark = variables.size();
    var over = expression(depth, pick(List.of("list", "list", "dict", "whole")));
    var head = over;
    if (chance(60)) {
      head = "$i" + mark + ", $e" + mark + " := " + over;
      variables.add("$i" + mark);
      variables.add("$e" + mark);
    }
    var text = open("range " + head) + body(depth + 1, true);
    variables.subList(mark, variables.size()).clear();
    return text + (chance(30) ? open("else") + body(depth + 1, false) : "") + open("end");
  }

  private String action(String inner) {
    return open(inner);
  }

  private String open(String inner) {
    return (chance(20) ? "{{- " : inner.startsWith("/*") ? "{{" : "{{ ")
        + inner
        + (chance(20) ? " -}}" : inner.startsWith("/*") ? "}}" : " }}");
  }

  private String operand(String type) {
    var roll = random.nextInt(10);
    if (roll < 3) {
      return field();
    }
    if (roll < 4 && !variables.isEmpty()) {
      return pick(variables) + (chance(20) ? "." + pick(KEYS) : "");
    }
    if (roll < 5) {
      return ".";
    }
    return switch (chance(95) ? type : pick(TYPES)) {
      case "text" -> pick(TEXTS);
      case "whole" -> pick(List.of("0", "1", "2", "7", "-3", "0x1F", "1_000", "'a'"));
      case "flag" -> pick(List.of("true", "false"));
      case "list" ->
          pick(
              List.of(
                  "(list)",
                  "(list 1 2)",
                  "(list \"b\" \"a\" nil)",
                  "(until 3)",
                  "(splitList \",\" \"p,q\")"));
      case "dict" ->
          pick(List.of("(dict)", "(dict \"a\" 1 \"b\" \"two\")", "(dict \"name\" (list 1))"));
      default -> pick(List.of("1.5", "\"x\"", "true", "(list 1)", "(dict \"a\" 1)"));
    };
  }

  private String field() {
    var out = new StringBuilder(chance(80) ? "$.Values" : ".Values");
    for (var i = 1 + random.nextInt(2); i > 0; i--) {
      out.append('.').append(pick(KEYS));
    }
    return out.toString();
  }

  private String argument(int depth, String type) {
    return depth < 2 && chance(30) ? "(" + expression(depth + 1, type) + ")" : operand(type);
  }

  private String expression(int depth, String type) {
    var t = argument(depth, "text");
    var w = argument(depth, "whole");
    var f = argument(depth, "flag");
    var l = argument(depth, "list");
    var d = argument(depth, "dict");
    var any = argument(depth, pick(TYPES));
    var other = argument(depth, pick(TYPES));
    var choices =
        switch (type) {
          case "text" ->
              List.of(
                  t,
                  any + " | toString",
                  "upper " + t,
                  t + " | quote",
                  any + " | quote",
                  "printf \"%s-%v\" " + t + " " + any,
                  "printf \"%d %q %5.1f|%x\" " + w + " " + t + " 2.25 " + w,
                  "default " + t + " " + any,
                  "trunc 3 " + t,
                  "toYaml " + any,
                  "toJson " + any,
                  any + " | toYaml | nindent 2",
                  "join \"-\" " + l,
                  "replace \"a\" \"b\" " + t,
                  "cat " + t + " " + any,
                  "title " + t,
                  t + " | trimSuffix \"x\"",
                  "b64enc " + t,
                  "repeat 2 " + t,
                  "ternary " + t + " \"no\" " + f,
                  "print " + any + " " + w,
                  "kindOf " + any,
                  "include \"part\" " + any,
                  "tpl " + t + " $",
                  "regexReplaceAll \"[a-l]\" " + t + " \"<$0>\"",
                  "toPrettyJson " + any,
                  "squote " + any,
                  "snakecase " + t,
                  "coalesce " + any + " " + t);
          case "whole" ->
              List.of(
                  w,
                  "add " + w + " " + any,
                  "len " + l,
                  "int " + any,
                  "mul 2 " + w,
                  "sub " + w + " 1",
                  "max " + w + " 3",
                  "len " + t,
                  "int64 " + any,
                  "float64 " + any,
                  "ceil " + any,
                  "mod " + w + " 4",
                  "round " + any + " 1");
          case "flag" ->
              List.of(
                  f,
                  "eq " + any + " " + other,
                  "ne " + t + " " + t,
                  "lt " + w + " " + w,
                  "and " + any + " " + other,
                  "or " + any + " " + f,
                  "not " + any,
                  "hasKey " + d + " \"a\"",
                  "empty " + any,
                  "contains \"a\" " + t,
                  "has " + any + " " + l,
                  "kindIs \"map\" " + any,
                  "hasPrefix \"x\" " + t,
                  "ge " + w + " 1",
                  "deepEqual " + any + " " + other);
          case "list" ->
              List.of(
                  l,
                  "list " + any + " " + other,
                  "append " + l + " " + any,
                  "uniq " + l,
                  "reverse " + l,
                  "rest " + l,
                  "initial " + l,
                  "keys " + d + " | sortAlpha",
                  "without " + l + " 1",
                  "concat " + l + " " + l,
                  "compact " + l,
                  "first " + l,
                  "index " + l + " 0",
                  "splitList \",\" " + t,
                  "sortAlpha " + l,
                  "prepend " + l + " " + any,
                  "has 1 " + l,
                  "slice " + l + " 0 1",
                  "chunk 2 " + l);
          default ->
              List.of(
                  d,
                  "dict \"a\" " + any + " \"c\" " + other,
                  "merge (dict) " + d,
                  "pick " + d + " \"a\"",
                  "omit " + d + " \"a\" \"b\"",
                  "set (deepCopy " + d + ") \"z\" " + any,
                  "mergeOverwrite (dict \"a\" 1 \"b\" (dict \"x\" 1)) " + d,
                  "get " + d + " \"a\"",
                  "index " + d + " \"a\"",
                  "fromYaml (toYaml " + any + ")",
                  "unset (deepCopy " + d + ") \"a\"",
                  "pluck \"a\" " + d,
                  "split \".\" " + t,
                  "dig \"a\" \"b\" \"none\" (dict \"a\" " + any + ")");
        };
    return pick(choices);
  }
}
