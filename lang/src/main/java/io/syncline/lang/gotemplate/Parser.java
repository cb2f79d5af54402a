package io.syncline.lang.gotemplate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Tokens to syntax trees: the text's own and those it defines. */
final class Parser {
  private static final int MAX_NESTING = 200;

  private final String name;
  private final List<Token> tokens;
  private final Predicate<String> functions;
  private final Map<String, Node.Sequence> trees = new LinkedHashMap<>();
  private List<String> variables = new ArrayList<>();
  private int next;
  private int ranges;
  private int nesting;

  /** Line of the action being read, 0 between actions. */
  private int actionLine;

  private Parser(String name, List<Token> tokens, Predicate<String> functions) {
    this.name = name;
    this.tokens = tokens;
    this.functions = functions;
  }

  /** All templates of a text by name; the text itself stands under {@code name}. */
  static Map<String, Node.Sequence> parse(
      String name, String text, List<String> delimiters, Predicate<String> functions) {
    var parser =
        new Parser(name, Lexer.tokens(text, delimiters.get(0), delimiters.get(1)), functions);
    return parser.run();
  }

  private Map<String, Node.Sequence> run() {
    variables.add("$");
    var nodes = new ArrayList<Node>();
    while (!peek().is(Token.Kind.EOF)) {
      if (peek().is(Token.Kind.LEFT)) {
        var delimiter = next;
        next++;
        if (peekSolid().keyword("define")) {
          solid();
          definition();
          continue;
        }
        next = delimiter;
      }
      var node = textOrAction(nodes);
      if (node.isPresent()) {
        throw fail("unexpected " + node.get().word(), node.get().at());
      }
    }
    add(name, new Node.Sequence(0, nodes));
    return trees;
  }

  private void add(String defined, Node.Sequence tree) {
    var old = trees.get(defined);
    if (old == null || old.blank()) {
      trees.put(defined, tree);
    } else if (!tree.blank()) {
      throw fail(
          "multiple definition of template " + GoFormat.quote(defined),
          tokens.get(Math.max(0, next - 1)));
    }
  }

  private void definition() {
    var outer = variables;
    var outerRanges = ranges;
    variables = new ArrayList<>(List.of("$"));
    ranges = 0;
    var token = solid();
    if (!token.is(Token.Kind.STRING) && !token.is(Token.Kind.RAW_STRING)) {
      throw unexpected(token, "define clause");
    }
    var defined = string(token);
    expect(Token.Kind.RIGHT, "define clause");
    var list = list();
    if (!list.stop().word().equals("{{end}}")) {
      throw fail("unexpected " + list.stop().word() + " in define clause", list.stop().at());
    }
    add(defined, list.body());
    variables = outer;
    ranges = outerRanges;
  }

  /** What ended a list: {@code {{end}}} or {@code {{else}}}. */
  private record Stop(String word, Token at) {}

  private record Ended(Node.Sequence body, Stop stop) {}

  private Ended list() {
    if (++nesting > MAX_NESTING) {
      throw fail("blocks nested deeper than " + MAX_NESTING, peek());
    }
    var begin = peekSolid().offset();
    var nodes = new ArrayList<Node>();
    while (!peekSolid().is(Token.Kind.EOF)) {
      var stop = textOrAction(nodes);
      if (stop.isPresent()) {
        nesting--;
        return new Ended(new Node.Sequence(begin, nodes), stop.get());
      }
    }
    throw fail("unexpected EOF", peek());
  }

  private Optional<Stop> textOrAction(List<Node> into) {
    var token = solid();
    switch (token.kind()) {
      case TEXT -> into.add(new Node.Text(token.offset(), token.text()));
      case LEFT -> {
        actionLine = token.line();
        var stop = action(into);
        actionLine = 0;
        return stop;
      }
      default -> throw unexpected(token, "input");
    }
    return Optional.empty();
  }

  private Optional<Stop> action(List<Node> into) {
    var token = solid();
    if (!token.is(Token.Kind.KEYWORD)) {
      next--;
      var pipe = pipeline("command", Token.Kind.RIGHT);
      into.add(new Node.Action(token.offset(), pipe));
      return Optional.empty();
    }
    switch (token.text()) {
      case "end" -> {
        expect(Token.Kind.RIGHT, "end");
        return Optional.of(new Stop("{{end}}", token));
      }
      case "else" -> {
        var after = peekSolid();
        if (!after.keyword("if") && !after.keyword("with")) {
          expect(Token.Kind.RIGHT, "else");
        }
        return Optional.of(new Stop("{{else}}", token));
      }
      case "if", "with", "range" -> into.add(branch(token));
      case "template" -> into.add(call());
      case "block" -> into.add(block());
      case "break", "continue" -> {
        expect(Token.Kind.RIGHT, "{{" + token.text() + "}}");
        if (ranges == 0) {
          throw fail("{{" + token.text() + "}} outside {{range}}", token);
        }
        into.add(
            token.text().equals("break")
                ? new Node.Break(token.offset())
                : new Node.Continue(token.offset()));
      }
      default -> throw unexpected(token, "command");
    }
    return Optional.empty();
  }

  private Node.Branch branch(Token token) {
    var word = token.text();
    var mark = variables.size();
    var pipe = pipeline(word, Token.Kind.RIGHT);
    if (word.equals("range")) {
      ranges++;
    }
    var ended = list();
    if (word.equals("range")) {
      ranges--;
    }
    Optional<Node.Sequence> otherwise = Optional.empty();
    if (ended.stop().word().equals("{{else}}")) {
      otherwise = Optional.of(otherwise(word));
    }
    variables.subList(mark, variables.size()).clear();
    return new Node.Branch(pipe.offset(), word, pipe, ended.body(), otherwise);
  }

  private Node.Sequence otherwise(String word) {
    var after = peekSolid();
    if (after.keyword(word) && !word.equals("range")) {
      // {{else if}} is an if inside the else that shares its end.
      solid();
      return new Node.Sequence(after.offset(), List.of(branch(after)));
    }
    if (!after.is(Token.Kind.TEXT) && !after.is(Token.Kind.LEFT) && after.is(Token.Kind.KEYWORD)) {
      throw unexpected(after, "else");
    }
    var ended = list();
    if (!ended.stop().word().equals("{{end}}")) {
      throw fail("expected end; found " + ended.stop().word(), ended.stop().at());
    }
    return ended.body();
  }

  private Node.Call call() {
    var token = solid();
    var called = templateName(token, "template clause");
    if (peekSolid().is(Token.Kind.RIGHT)) {
      solid();
      return new Node.Call(token.offset(), called, Optional.empty());
    }
    return new Node.Call(
        token.offset(), called, Optional.of(pipeline("template clause", Token.Kind.RIGHT)));
  }

  private Node.Call block() {
    var token = solid();
    var defined = templateName(token, "block clause");
    var pipe = pipeline("block clause", Token.Kind.RIGHT);
    var outer = variables;
    variables = new ArrayList<>(List.of("$"));
    var ended = list();
    if (!ended.stop().word().equals("{{end}}")) {
      throw fail("unexpected " + ended.stop().word() + " in block clause", ended.stop().at());
    }
    variables = outer;
    add(defined, ended.body());
    return new Node.Call(token.offset(), defined, Optional.of(pipe));
  }

  private String templateName(Token token, String context) {
    if (!token.is(Token.Kind.STRING) && !token.is(Token.Kind.RAW_STRING)) {
      throw unexpected(token, context);
    }
    return string(token);
  }

  private Node.Pipe pipeline(String context, Token.Kind end) {
    if (++nesting > MAX_NESTING) {
      throw fail("pipelines nested deeper than " + MAX_NESTING, peek());
    }
    var first = peekSolid();
    var declared = new ArrayList<String>();
    var assigns = declaration(context, declared);
    var commands = new ArrayList<Node.Command>();
    while (true) {
      var token = solid();
      if (token.is(end)) {
        checkPipeline(commands, context, token);
        nesting--;
        return new Node.Pipe(first.offset(), declared, assigns, commands);
      }
      switch (token.kind()) {
        case BOOL,
            CHARACTER,
            DOT,
            FIELD,
            IDENTIFIER,
            NUMBER,
            NIL,
            RAW_STRING,
            STRING,
            VARIABLE,
            OPEN -> {
          next--;
          commands.add(command());
        }
        default -> throw unexpected(token, context);
      }
    }
  }

  /** Variables before {@code :=} or {@code =}; whether it was the latter. */
  private boolean declaration(String context, List<String> declared) {
    var mark = next;
    var assigns = false;
    while (peekSolid().is(Token.Kind.VARIABLE)) {
      var variable = solid();
      var after = peekSolid();
      if (after.is(Token.Kind.DECLARE) || after.is(Token.Kind.ASSIGN)) {
        solid();
        declared.add(variable.text());
        assigns = after.is(Token.Kind.ASSIGN);
        if (!assigns) {
          variables.addAll(declared);
        } else {
          declared.forEach(v -> checkDefined(v, variable));
        }
        return assigns;
      }
      if (after.comma() && context.equals("range") && declared.isEmpty()) {
        solid();
        declared.add(variable.text());
        if (!peekSolid().is(Token.Kind.VARIABLE)) {
          throw fail("range can only initialize variables", after);
        }
        continue;
      }
      if (after.comma()) {
        throw fail("too many declarations in " + context, after);
      }
      break;
    }
    next = mark;
    declared.clear();
    return false;
  }

  private void checkPipeline(List<Node.Command> commands, String context, Token at) {
    if (commands.isEmpty()) {
      throw fail("missing value for " + context, at);
    }
    for (var i = 1; i < commands.size(); i++) {
      var first = commands.get(i).words().getFirst();
      if (first instanceof Node.Bool
          || first instanceof Node.Dot
          || first instanceof Node.Nil
          || first instanceof Node.Number
          || first instanceof Node.Str) {
        throw fail("non executable command in pipeline stage " + (i + 1), at);
      }
    }
  }

  private Node.Command command() {
    var offset = peekSolid().offset();
    var words = new ArrayList<Node>();
    while (true) {
      peekSolid();
      operand().ifPresent(words::add);
      var token = token();
      switch (token.kind()) {
        case SPACE -> {
          continue;
        }
        case RIGHT, CLOSE -> next--;
        case PIPE -> {
          // A pipe must lead somewhere; an empty stage is found by the next command.
          if (peekSolid().is(Token.Kind.RIGHT) || peekSolid().is(Token.Kind.CLOSE)) {
            throw fail("missing value for command", token);
          }
        }
        default -> throw unexpected(token, "operand");
      }
      break;
    }
    if (words.isEmpty()) {
      throw fail("empty command", peek());
    }
    return new Node.Command(offset, words);
  }

  private Optional<Node> operand() {
    var found = term();
    if (found.isEmpty()) {
      return found;
    }
    var node = found.get();
    if (!peek().is(Token.Kind.FIELD)) {
      return found;
    }
    var offset = peek().offset();
    var names = new ArrayList<String>();
    while (peek().is(Token.Kind.FIELD)) {
      names.add(token().text().substring(1));
    }
    return Optional.of(
        switch (node) {
          case Node.Field field -> new Node.Field(offset, joined(field.names(), names));
          case Node.Variable variable -> new Node.Variable(offset, joined(variable.names(), names));
          case Node.Bool _, Node.Str _, Node.Number _, Node.Nil _, Node.Dot _ ->
              throw fail("unexpected . after term " + GoFormat.quote(NodeText.of(node)), peek());
          default -> new Node.Chain(offset, node, names);
        });
  }

  private static List<String> joined(List<String> head, List<String> tail) {
    var all = new ArrayList<>(head);
    all.addAll(tail);
    return all;
  }

  private Optional<Node> term() {
    var token = solid();
    var at = token.offset();
    return switch (token.kind()) {
      case IDENTIFIER -> {
        if (!functions.test(token.text())) {
          throw fail("function " + GoFormat.quote(token.text()) + " not defined", token);
        }
        yield Optional.of(new Node.Identifier(at, token.text()));
      }
      case DOT -> Optional.of(new Node.Dot(at));
      case NIL -> Optional.of(new Node.Nil(at));
      case VARIABLE -> {
        checkDefined(token.text(), token);
        yield Optional.of(new Node.Variable(at, List.of(token.text())));
      }
      case FIELD -> Optional.of(new Node.Field(at, List.of(token.text().substring(1))));
      case BOOL -> Optional.of(new Node.Bool(at, token.text().equals("true")));
      case CHARACTER, NUMBER ->
          Optional.of(
              Literals.number(token)
                  .orElseThrow(
                      () -> fail("bad number syntax: " + GoFormat.quote(token.text()), token)));
      case OPEN -> Optional.of(pipeline("parenthesized pipeline", Token.Kind.CLOSE));
      case STRING, RAW_STRING -> Optional.of(new Node.Str(at, token.text(), string(token)));
      default -> {
        next--;
        yield Optional.empty();
      }
    };
  }

  private void checkDefined(String variable, Token at) {
    if (!variables.contains(variable)) {
      throw fail("undefined variable " + GoFormat.quote(variable), at);
    }
  }

  private String string(Token token) {
    return Literals.string(token.text()).orElseThrow(() -> fail("invalid syntax", token));
  }

  private Token peek() {
    return tokens.get(next);
  }

  private Token token() {
    var token = tokens.get(next);
    if (token.is(Token.Kind.ERROR)) {
      throw unexpected(token, "");
    }
    if (!token.is(Token.Kind.EOF)) {
      next++;
    }
    return token;
  }

  /** The next token that is no blank; blanks before it are used up. */
  private Token peekSolid() {
    while (tokens.get(next).is(Token.Kind.SPACE)) {
      next++;
    }
    return tokens.get(next);
  }

  private Token solid() {
    peekSolid();
    var token = token();
    if (token.is(Token.Kind.EOF)) {
      throw fail("unexpected EOF", token);
    }
    return token;
  }

  private void expect(Token.Kind kind, String context) {
    var token = solid();
    if (!token.is(kind)) {
      throw unexpected(token, context);
    }
  }

  private TemplateException unexpected(Token token, String context) {
    if (!token.is(Token.Kind.ERROR)) {
      return fail("unexpected " + token.shown() + " in " + context, token);
    }
    if (actionLine == 0 || actionLine == token.line()) {
      return fail(token.text(), token);
    }
    var where = token.text().endsWith(" action") ? " started at " : " in action started at ";
    return fail(token.text() + where + name + ":" + actionLine, token);
  }

  private TemplateException fail(String message, Token at) {
    return new TemplateException(
        "template: " + name + ":" + at.line() + ": " + message, name, at.line());
  }
}
