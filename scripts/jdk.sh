# Sourced by ./syncline, ./test and ./bench: finds a JDK >= 25 and sets JAVA_HOME.
# Order: SYNCLINE_JAVA_HOME, JAVA_HOME, installed JDKs, PATH.

jdk_major() { # major version of the JDK at $1, empty when it is none
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_jdk() {
  local candidate major on_path
  on_path=$(command -v javac 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for candidate in "${SYNCLINE_JAVA_HOME:-}" "${JAVA_HOME:-}" \
    /usr/lib/jvm/* /opt/java/* /opt/jdk* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
    "${HOME:-/nonexistent}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home "$on_path"; do
    [ -n "$candidate" ] && [ -d "$candidate" ] || continue
    major=$(jdk_major "$candidate") || continue
    if [ "${major:-0}" -ge 25 ]; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  echo "syncline: no JDK 25 or newer found (looked at SYNCLINE_JAVA_HOME, JAVA_HOME, installed JDKs and PATH); hint: install one and set SYNCLINE_JAVA_HOME to its folder" >&2
  return 2
}
