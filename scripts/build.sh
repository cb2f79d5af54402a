# Sourced: build_if_stale builds the product when a source is newer than the last build.

newer_source() { # a source newer than file $1, if any
  (cd "$root" && find . \( -regex './[^/]*/target' -o -path './ui/node_modules' -o -path './ui/dist' -o -path ./.git -o -path ./acceptance -o -path ./benchmarks -o -path './*/src/test' \) -prune \
    -o -type f \( -path './*/src/main/*' -o -name pom.xml -o -path './ui/*' \) -newer "$1" -print 2>/dev/null | head -n 1)
}

build_if_stale() {
  local stamp="$root/app/target/.built" log="$root/app/target/build.log"
  if [ -n "${SYNCLINE_NO_BUILD:-}" ]; then return 0; fi
  if [ -e "$stamp" ] && [ -z "$(newer_source "$stamp")" ]; then return 0; fi
  command -v mvn >/dev/null 2>&1 || { echo "syncline: Maven is needed to build (mvn not on PATH)" >&2; return 2; }
  mkdir -p "$root/app/target"
  (
    flock 9
    # Somebody else may have built it while we waited.
    if [ -e "$stamp" ] && [ -z "$(newer_source "$stamp")" ]; then exit 0; fi
    begin=$(date +%s)
    echo "syncline: building (first time: a few minutes; log: app/target/build.log)" >&2
    touch "$root/app/target/.building"
    (cd "$root" && mvn -B -ntp package -pl app -am -DskipTests -Dspotless.check.skip=true >"$log" 2>&1) &
    build=$!
    while kill -0 "$build" 2>/dev/null; do
      if [ -t 2 ]; then
        module=$(sed -n 's/^\[INFO\] Building \(syncline [a-z]*\) .*/\1/p' "$log" 2>/dev/null | tail -n 1)
        printf '\r\033[K  %s %ss' "${module:-resolving}" "$(($(date +%s) - begin))" >&2
      fi
      sleep 0.3
    done
    [ -t 2 ] && printf '\r\033[K' >&2
    if ! wait "$build"; then
      echo "syncline: the build failed; the last lines of app/target/build.log:" >&2
      grep -E '^\[ERROR\]' "$log" | head -n 20 >&2
      exit 2
    fi
    prepare_fast_starts
    mv "$root/app/target/.building" "$stamp"
    echo "syncline: built in $(($(date +%s) - begin)) s" >&2
  ) 9>"$root/app/target/.lock"
}

# Flags a cache of prepared classes depends on: the same for training and for use.
server_flags=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Xmx"${SYNCLINE_HEAP:-512m}" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders)
client_flags=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -XX:TieredStopAtLevel=1)

# The JVM stores loaded classes and profiles of a run (JEP 483, 515): later starts take half the time.
# Only an aid: when anything goes wrong there is no cache and everything works as before.
prepare_fast_starts() {
  local data classes="$root/app/target/lib/*" java="$JAVA_HOME/bin/java"
  rm -f "$root"/app/target/*.aot
  data=$(mktemp -d) || return 0
  [ -t 2 ] && printf '\r\033[K  preparing fast starts' >&2
  SYNCLINE_HOME="$root" "$java" "${server_flags[@]}" -XX:AOTCacheOutput="$root/app/target/server.aot" -cp "$classes" \
    io.syncline.app.Main demo --once --port 0 --data "$data/demo" >"$root/app/target/prepare.log" 2>&1
  "$java" "${client_flags[@]}" -XX:AOTCacheOutput="$root/app/target/client.aot" -cp "$classes" \
    io.syncline.app.Main app list --config "$data/demo/cli.yaml" >>"$root/app/target/prepare.log" 2>&1
  rm -rf "$data"
  [ -t 2 ] && printf '\r\033[K' >&2
  return 0
}
