package io.syncline.lang.lua;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LuaScriptTest {
  private static final Instant NOW = Instant.parse("2024-01-10T10:30:15Z");

  private static @Nullable Object run(String script) {
    return run(script, Map.of());
  }

  private static @Nullable Object run(String script, Map<String, Object> globals) {
    return LuaScript.compile(script).run(globals, LuaLimits.DEFAULT, () -> NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "1 + 2 * 3; 7",
        "2 ^ 3 ^ 2; 512",
        "-2 ^ 2; -4",
        "7 % 3 .. ',' .. -7 % 3; 1,2",
        "10 / 4; 2.5",
        "1 / 3; 0.3333333333333333",
        "2 ^ 53; 9007199254740992",
        "1e15; 1000000000000000",
        "1e300; 1e+300",
        "0.00001; 1e-05",
        "0x1F; 31",
        "1 / 0; +Inf",
        "-1 / 0; -Inf",
        "'10' + 5; 15",
        "'a' .. 1 .. 2.5; a12.5",
        "1 < 2 and 'yes' or 'no'; yes",
        "not nil == true; true",
        "'a' < 'b'; true",
        "1 == '1'; false",
        "#'h\\195\\164'; 3",
        "#{1, 2, 3, nil}; 3",
        "({1, 2, 3})[2]; 2",
        "({a = {b = 'c'}}).a.b; c",
        "({[1 + 1] = 'two'})[2]; two",
        "[[long]] .. [=[ text]=]; long text",
        "[==[a]]b]==]; a]]b",
        "'\\65\\n' == 'A\\n'; true",
        "(function(...) return select('#', ...) end)(nil, nil); 2",
        "(function(...) local a, b = ... return b end)(1, 2); 2",
        "(function(...) return (select(2, ...)) end)('x', 'y', 'z'); y",
        "type(nil) .. type(1) .. type('') .. type({}) .. type(print); nilnumberstringtablefunction",
        "tostring(nil) .. tostring(true) .. tostring(1.0); niltrue1",
        "tonumber('0x10') + tonumber(' 5 ') + tonumber('z', 36); 56",
        "tostring(tonumber('5x')) .. tostring(tonumber('')); nilnil",
        "unpack({4, 5, 6}, 2, 2); 5",
        "rawget(setmetatable({}, {__index = function() return 1 end}), 'x') == nil; true",
        "select(-1, 'a', 'b'); b",
        "string.format('%d %s %5.2f|%-4s|%04d', 3.0, true, 1.005, 'ab', 7); 3 true  1.00|ab  |0007",
        "string.format('%s %s', 1.5, 2); 1.5 2",
        "string.format('%d'); %!d(MISSING)",
        "string.format('%x %X %o %q %%', 255, 255, 8, 'a\"b'); ff FF 10 \"a\\\"b\" %",
        "string.format('%g', 0.1); 0.1",
        "('x'):rep(3) .. ('abc'):upper() .. ('ABC'):lower(); xxxABCabc",
        "('hello'):sub(2, -2) .. ('hello'):sub(-3); ellllo",
        "('hello'):byte(1, 2); 104",
        "string.char(72, 105); Hi",
        "('hello'):reverse() .. #'hello'; olleh5",
        "('hello world'):find('wor'); 7",
        "('a.b'):find('.', 1, true); 2",
        "('key=value'):match('(%w+)=(%w+)'); key",
        "('  trim  '):match('^%s*(.-)%s*$'); trim",
        "('v1.2.3'):gsub('%.', '-'); v1-2-3",
        "('hello'):gsub('l+', function(s) return '<' .. s .. '>' end); he<ll>o",
        "('$name is $age'):gsub('%$(%w+)', {name = 'Bo', age = 3}); Bo is 3",
        "('abc'):gsub('', '-'); -a-b-c-",
        "('abc'):gsub('(a)(b)', '%2%1%0'); baabc",
        "('f(a(b)c)d'):match('%b()'); (a(b)c)",
        "('THE (quick) fox'):find('%f[%a]%a+%f[%A]'); 1",
        "('2024-01-10'):match('^(%d%d%d%d)-(%d+)'); 2024",
        "('x'):match('()'); 1",
        "('[tag]'):match('%[(.-)%]'); tag",
        "('a-b_c'):gsub('[-_]', ''); abc",
        "('abc'):match('[^a]+'); bc",
        "table.concat({1, 'b', 3}, ', '); 1, b, 3",
        "math.max(3, 9, 2) .. math.floor(2.7) .. math.ceil(2.1) .. math.abs(-1); 9231",
        "math.huge > 1 and math.pi > 3; true",
        "os.time(); 1704882615",
        "os.date('!%Y-%m-%dT%H:%M:%SZ'); 2024-01-10T10:30:15Z",
        "os.date('!%Y-%m-%d', 0); 1970-01-01",
        "os.time({year = 2024, month = 1, day = 10, hour = 10, min = 30, sec = 15}); 1704882615",
        "os.date('*t').year; 2024",
        "io == nil and os.execute == nil and os.getenv == nil and require == nil; true",
      })
  void works_out_expressions(String expression, String text) {
    assertThat(run("return tostring((" + expression + "))")).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "local s = 0 for i = 1, 10 do s = s + i end return s; 55",
        "local s = '' for i = 3, 1, -1 do s = s .. i end return s; 321",
        "local s = 0 for _, v in ipairs({1, 2, nil, 4}) do s = s + v end return s; 3",
        "local s = '' for k, v in pairs({x = 1, y = 2, 9}) do s = s .. k .. v end return s; 19x1y2",
        "local i = 0 while true do i = i + 1 if i > 4 then break end end return i; 5",
        "local i = 0 repeat local done = i >= 3 i = i + 1 until done return i; 4",
        "local s = 0 for i = 1, 5 do if i % 2 == 0 then goto on end s = s + i ::on:: end return s; 9",
        "local f = {} for i = 1, 3 do f[i] = function() return i end end return f[1]() + f[3](); 4",
        "local n = 0 local function up() n = n + 1 return n end up() up() return n; 2",
        "local function fib(n) if n < 2 then return n end return fib(n-1) + fib(n-2) end return fib(15); 610",
        "local a, b = 1, 2 a, b = b, a return a * 10 + b; 21",
        "local t = {} t.x, t.y = 1 return tostring(t.y) .. t.x; nil1",
        "local t = {n = 1} function t:add(k) self.n = self.n + k return self end return t:add(2):add(3).n; 6",
        "local t = {} function t.a() return 5 end return t.a(); 5",
        "local t = setmetatable({}, {__index = {z = 7}}) return t.z; 7",
        "local t = setmetatable({}, {__newindex = function(t, k, v) rawset(t, k, v * 2) end}) t.a = 4 return t.a; 8",
        "local v = setmetatable({}, {__add = function(a, b) return 'sum' end}) return v + 1; sum",
        "local v = setmetatable({}, {__call = function(self, a) return a * 2 end}) return v(21); 42",
        "local v = setmetatable({}, {__tostring = function() return 'me' end}) return tostring(v); me",
        "local m = {__eq = function() return true end} return setmetatable({}, m) == setmetatable({}, m); true",
        "local m = {__lt = function() return true end} return setmetatable({}, m) < setmetatable({}, m); true",
        "local ok, e = pcall(error, 'x') return tostring(ok) .. e; falsex",
        "local ok, e = pcall(function() error({code = 5}) end) return e.code; 5",
        "local ok, e = pcall(function() error('plain', 0) end) return e; plain",
        "local ok, e = pcall(function()\\n error('deep') end) return e; <string>:2: deep",
        "local ok, e = pcall(function() return nil .. 'x' end) return e; <string>:1: cannot perform concat operation between nil and string",
        "local ok, e = xpcall(function() error('a', 0) end, function(m) return m .. '!' end) return e; a!",
        "local ok, a, b = pcall(function() return 1, 2 end) return a + b; 3",
        "local t = {5, 2, 9} table.sort(t) return table.concat(t, ' '); 2 5 9",
        "local t = {5, 2, 9} table.sort(t, function(a, b) return a > b end) return table.concat(t, ' '); 9 5 2",
        "local t = {1, 2} table.insert(t, 3) table.insert(t, 1, 0) return table.concat(t); 0123",
        "local t = {1, 2, 3} table.remove(t, 1) table.remove(t) return table.concat(t); 2",
        "local t = {} t[3] = 'c' t[2] = 'b' t[1] = 'a' return #t .. table.concat(t); 3abc",
        "local t = {a = 1, b = 2, c = 3} for k in pairs(t) do t[k] = nil end return tostring(next(t)); nil",
        "local n = 0 for w in ('a b  c'):gmatch('%S+') do n = n + 1 end return n; 3",
        "local s = '' for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do s = s .. v .. k end return s; 1a2b",
        "x = 5 return _G.x; 5",
        "-- a comment\\n--[[ and\\n a long one ]] return 1 --[==[ x ]==]; 1",
        "do local a = 1 end return tostring(a); nil",
        "if nil then return 1 elseif false then return 2 else return 3 end; 3",
        "local a <const> = 1; !",
      })
  void does_statements(String script, String text) {
    if (text.equals("!")) {
      assertThatThrownBy(() -> LuaScript.compile(script)).hasMessageContaining("<string>:1:");
      return;
    }
    assertThat(String.valueOf(run(script.replace("\\n", "\n")))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "local x = obj.status.phase; <string>:1: attempt to index a non-table object(nil) with key 'phase'",
        "nope(); <string>:1: attempt to call a non-function object",
        "\\n\\nreturn 1 + nil; <string>:3: cannot perform add operation between number and nil",
        "return 1 < 'a'; <string>:1: attempt to compare number with string",
        "error('bad thing'); <string>:1: bad thing",
        "for i = 'x', 2 do end; <string>:1: for statement init must be a number",
        "local t = {} t[nil] = 1; <string>:1: table index is nil",
        "return ('x'):rep({}); <string>:1: bad argument #2 to rep (number expected, got table)",
        "return ('a'):match('['); <string>:1: malformed pattern (missing ']')",
        "return #nil; <string>:1: attempt to get length of a nil value",
        "assert(false, 'must be'); must be",
        "return {[1] = 1, x = 2}; cannot encode mixed or invalid key types",
        "return {f = print}; cannot encode function to JSON",
        "goto nowhere; <string>:1: no visible label 'nowhere'",
      })
  void tells_where_a_script_failed(String script, String message) {
    assertThatThrownBy(() -> run(script.replace("\\n", "\n"), Map.of("obj", ObjectTree.EMPTY)))
        .isInstanceOf(LuaException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "if x then",
        "return return",
        "local 1 = 2",
        "x = ",
        "a b",
        "f(",
        "{}",
        "x = 'open",
        "x = 1.2.3",
        "for i in do end",
        "return ...)",
        "end",
        "x = }",
        "x = \"\n\"",
        "1 = x"
      })
  void refuses_what_is_no_lua(String script) {
    assertThatThrownBy(() -> LuaScript.compile(script))
        .isInstanceOf(LuaException.class)
        .hasMessageStartingWith("<string>:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while true do end",
        "for i = 1, 1e18 do end",
        "::again:: goto again",
        "repeat until false",
        "local function f() return f() end f()",
        "local function f() f() end pcall(f) while true do pcall(f) end",
        "local s = 'x' while true do s = s .. s end",
        "return ('x'):rep(1e9)",
        "return ('x'):rep(1e6):rep(1e6)",
        "local t = {} local i = 0 while true do i = i + 1 t[i] = i end",
        "local t = {} local i = 0 while true do i = i + 1 t['k' .. i] = {} end",
        "return ('a'):rep(60):match(('a*'):rep(20) .. 'b')",
        "return ('a'):rep(30):match(('a?'):rep(30) .. ('a'):rep(40))",
        "return ('a'):rep(50000):find('.-.-.-.-b')",
        "return ('('):rep(100000):find('%b()')",
        "return ('x'):rep(10000):gsub('x', ('y'):rep(10000))",
        "local s = '' while true do s = string.format('%4000s', s) end",
        "local t = setmetatable({}, {}) getmetatable(t).__index = t return t.x",
        "local t = {} t.t = t return t",
        "table.concat({('x'):rep(1e6), ('x'):rep(1e6)}, ('y'):rep(4e7))",
        "local t = {} for i = 1, 1e5 do t[i] = i end while true do table.sort(t, function(a, b) return a > b end) end",
        "local t = setmetatable({}, {__index = function(t, k) return t[k] end}) return t.x",
        "local f = function(...) return ... end while true do f(unpack({1, 2, 3}, 1, 1e7)) end",
      })
  void ends_a_bomb(String script) {
    assertThatThrownBy(() -> run("pcall(function() end) " + script))
        .isInstanceOf(LuaException.class);
  }

  @Test
  void ends_a_bomb_of_brackets() {
    assertThatThrownBy(() -> LuaScript.compile("return " + "(".repeat(100_000)))
        .hasMessageContaining("nested too deeply");
    assertThatThrownBy(() -> LuaScript.compile("return " + "not ".repeat(100_000)))
        .isInstanceOf(LuaException.class);
    assertThatThrownBy(() -> LuaScript.compile("do ".repeat(100_000)))
        .hasMessageContaining("nested too deeply");
    assertThatThrownBy(() -> LuaScript.compile("x = " + "{".repeat(100_000)))
        .hasMessageContaining("nested too deeply");
  }

  @Test
  void a_long_chain_of_words_is_no_bomb() {
    assertThat(run("return 'a'" + " .. 'a'".repeat(150))).isEqualTo("a".repeat(151));
    assertThat(run("return 1" + " + 1".repeat(500))).isEqualTo(501L);
  }

  @Test
  void reads_and_returns_trees() {
    var live =
        Json.parseObject(
            """
            {"spec": {"replicas": 3, "ratio": 0.5, "paused": false, "none": null},
             "names": ["zoë", "b"], "empty": {}}
            """
                .getBytes(UTF_8));

    var result =
        run(
            """
            obj.spec.replicas = obj.spec.replicas + 1
            obj.names[#obj.names + 1] = obj.names[1] .. "!"
            obj.none = obj.spec.none
            return obj
            """,
            Map.of("obj", live));

    assertThat(result)
        .isEqualTo(
            ObjectTree.of(
                "spec", ObjectTree.of("replicas", 4L, "ratio", 0.5, "paused", false),
                "names", List.of("zoë", "b", "zoë!"),
                "empty", List.of()));
  }

  @Test
  void keeps_nothing_from_one_run_to_the_next() {
    var script =
        LuaScript.compile("n = (n or 0) + 1 string.x = (string.x or 0) + 1 return n + string.x");

    script.run(Map.of(), LuaLimits.DEFAULT, () -> NOW);
    assertThat(script.run(Map.of(), LuaLimits.DEFAULT, () -> NOW)).isEqualTo(2L);
  }

  @Test
  void judges_as_a_script_in_the_wild_does() {
    var script =
        LuaScript.compile(
            """
            hs = {}
            if obj.status ~= nil then
              if obj.status.conditions ~= nil then
                for i, condition in ipairs(obj.status.conditions) do
                  if condition.type == "Ready" and condition.status == "False" then
                    hs.status = "Degraded"
                    hs.message = condition.message
                    return hs
                  end
                end
              end
            end
            hs.status = "Progressing"
            hs.message = "Waiting for certificate"
            return hs
            """);
    var live =
        Json.parseObject(
            "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"False\",\"message\":\"no\"}]}}"
                .getBytes(UTF_8));

    assertThat(script.run(Map.of("obj", live), LuaLimits.DEFAULT, () -> NOW))
        .isEqualTo(ObjectTree.of("status", "Degraded", "message", "no"));
    assertThat(script.run(Map.of("obj", ObjectTree.EMPTY), LuaLimits.DEFAULT, () -> NOW))
        .isEqualTo(ObjectTree.of("status", "Progressing", "message", "Waiting for certificate"));
  }
}
