package io.syncline.lang.jsonnet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Texts of values. */
final class StdWriting {
  private StdWriting() {}

  static void add(Map<String, Object> all) {
    Std.function(
        all,
        "manifestJsonEx(value, indent, newline?, key_val_sep?)",
        a -> write(a).json(a.value(0), a.text(1), a.text(2, "\n"), a.text(3, ": ")));
    Std.function(all, "manifestJson(value)", a -> write(a).json(a.value(0), "    ", "\n", ": "));
    Std.function(all, "manifestJsonMinified(value)", a -> write(a).json(a.value(0), "", "", ":"));
    Std.function(
        all,
        "manifestYamlDoc(value, indent_array_in_object?, quote_keys?)",
        a -> write(a).yaml(a.value(0), a.flag(1, false), a.flag(2, true)));
    Std.function(
        all,
        "manifestYamlStream(value, indent_array_in_object?, c_document_end?, quote_keys?)",
        StdWriting::yamlStream);
    Std.function(all, "manifestPython(v)", a -> write(a).python(a.value(0)));
    Std.function(
        all,
        "manifestPythonVars(conf)",
        a -> {
          var lines = new StringBuilder();
          for (var name : a.object(0).names(false)) {
            lines.append(name).append(" = ");
            lines.append(write(a).python(field(a, a.object(0), name))).append('\n');
          }
          return lines.toString();
        });
    Std.function(all, "manifestIni(ini)", StdWriting::ini);
    Std.function(all, "manifestToml(value)", a -> toml(a, "  "));
    Std.function(all, "manifestTomlEx(value, indent)", a -> toml(a, a.text(1)));
    Std.function(all, "manifestXmlJsonml(value)", a -> write(a).xml(a.value(0)));
  }

  private static Writing write(Arguments a) {
    return new Writing(a.evaluator());
  }

  private static Object field(Arguments a, ObjectValue object, String name) {
    return Indexing.index(a.evaluator(), object, name);
  }

  private static Object toml(Arguments a, String indent) {
    return write(a).toml(a.object(0), indent);
  }

  private static Object yamlStream(Arguments a) {
    var documents = new ArrayList<String>();
    for (var value : a.values(a.array(0))) {
      documents.add(write(a).yaml(value, a.flag(1, false), a.flag(3, true)));
    }
    return "---\n" + String.join("\n---\n", documents) + (a.flag(2, true) ? "\n...\n" : "\n");
  }

  private static Object ini(Arguments a) {
    var lines = new ArrayList<String>();
    var ini = a.object(0);
    if (ini.shows("main") && field(a, ini, "main") instanceof ObjectValue main) {
      iniLines(a, main, lines);
    }
    if (field(a, ini, "sections") instanceof ObjectValue sections) {
      for (var name : sections.names(false)) {
        lines.add("[" + name + "]");
        if (field(a, sections, name) instanceof ObjectValue section) {
          iniLines(a, section, lines);
        }
      }
    }
    lines.add("");
    return String.join("\n", lines);
  }

  private static void iniLines(Arguments a, ObjectValue section, List<String> lines) {
    for (var name : section.names(false)) {
      var value = field(a, section, name);
      var values = value instanceof ArrayValue array ? a.values(array) : List.of(value);
      for (var one : values) {
        lines.add(name + " = " + a.evaluator().text(one));
      }
    }
  }
}
