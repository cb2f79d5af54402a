package io.syncline.lang.jsonnet;

import io.syncline.lang.jsonnet.Node.Bind;
import io.syncline.lang.jsonnet.Node.Check;
import io.syncline.lang.jsonnet.Node.Field;
import io.syncline.lang.jsonnet.Node.Place;
import io.syncline.lang.jsonnet.Node.Visibility;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The part of the parser between the braces of an object. */
final class ObjectParser {
  private final Parser words;
  private final List<Bind> locals = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();
  private final List<Field> fields = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private boolean computed;

  ObjectParser(Parser words) {
    this.words = words;
  }

  /** The object whose opening brace is behind. */
  Node object(Place place) {
    while (!words.accept("}")) {
      member();
      var comma = words.accept(",");
      if (words.peek().is("for")) {
        return comprehension(place);
      }
      if (!comma && !words.peek().is("}")) {
        throw words.unexpected("\",\" or \"}\"");
      }
    }
    Parser.requireDistinct(place, locals);
    return new Node.ObjectBody(place, locals, checks, fields);
  }

  private Node comprehension(Place place) {
    if (fields.size() != 1 || !checks.isEmpty() || !computed) {
      throw words
          .place()
          .problem("object comprehension needs one field (expected: [name]: value for …)");
    }
    Parser.requireDistinct(place, locals);
    return new Node.ObjectComprehension(place, locals, fields.getFirst(), words.steps("}"));
  }

  private void member() {
    var place = words.place();
    if (words.accept("local")) {
      locals.add(words.bind());
    } else if (words.accept("assert")) {
      checks.add(words.check(place));
    } else {
      field(place);
    }
  }

  private void field(Place place) {
    var name = fieldName(place);
    if (name instanceof Node.Literal literal && !names.add(String.valueOf(literal.value()))) {
      throw place.problem("duplicate field: " + literal.value());
    }
    if (words.accept("(")) {
      var parameters = words.parameters();
      var sign = sign();
      if (sign.startsWith("+")) {
        throw place.problem("method cannot be declared with +: (expected: \":\")");
      }
      var label =
          name instanceof Node.Literal literal ? String.valueOf(literal.value()) : "anonymous";
      var body = new Node.Lambda(place, label, parameters, words.expression());
      fields.add(new Field(place, name, visibility(sign), false, body));
      return;
    }
    var sign = sign();
    fields.add(new Field(place, name, visibility(sign), sign.startsWith("+"), words.expression()));
  }

  private Node fieldName(Place place) {
    var token = words.peek();
    if (words.accept("[")) {
      computed = true;
      var name = words.expression();
      words.expect("]");
      return name;
    }
    if (token.kind() != Token.Kind.NAME && token.kind() != Token.Kind.STRING) {
      throw words.unexpected("a field");
    }
    words.next();
    return new Node.Literal(place, token.text());
  }

  private String sign() {
    var token = words.peek();
    if (token.kind() != Token.Kind.OPERATOR || !token.text().matches("\\+?:{1,3}")) {
      throw words.unexpected("\":\"");
    }
    return words.next().text();
  }

  private static Visibility visibility(String sign) {
    return switch (sign.replace("+", "").length()) {
      case 1 -> Visibility.INHERITED;
      case 2 -> Visibility.HIDDEN;
      default -> Visibility.VISIBLE;
    };
  }
}
