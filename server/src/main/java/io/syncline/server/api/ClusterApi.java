package io.syncline.server.api;

import com.linecorp.armeria.common.HttpMethod;
import io.syncline.engine.destination.RegisteredCluster;
import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.Deletion;
import io.syncline.kube.WriteOptions;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.http.ApiException;
import io.syncline.server.http.Call;
import io.syncline.server.http.Routes;
import io.syncline.server.port.Destinations;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code /api/v1/clusters}: the clusters that Secrets register, without what lets us in. */
public final class ClusterApi {
  private static final String ONE = "/api/v1/clusters/{id}";
  private static final String TYPE_LABEL = "argocd.argoproj.io/secret-type";
  private static final String MANAGED_BY = "managed-by";
  private static final String UNUSED = "Cluster has no applications and is not being monitored.";

  /** Fields that an update may name. */
  private static final List<String> FIELDS =
      List.of(
          "name",
          "namespaces",
          "config",
          "shard",
          "clusterResources",
          "labels",
          "annotations",
          "project");

  private final Cluster cluster;
  private final String namespace;
  private final Destinations destinations;
  private final Clock clock;

  /** The API over Secrets in {@code namespace}. */
  public ClusterApi(Cluster cluster, String namespace, Destinations destinations, Clock clock) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.destinations = destinations;
    this.clock = clock;
  }

  /** Puts the resource on its paths. */
  public void mount(Routes routes) {
    routes
        .on(HttpMethod.GET, "/api/v1/clusters", this::list)
        .on(HttpMethod.POST, "/api/v1/clusters", this::create)
        .on(HttpMethod.GET, ONE, call -> shown(find(call)))
        .on(HttpMethod.PUT, ONE, this::update)
        .on(HttpMethod.DELETE, ONE, this::delete)
        .on(HttpMethod.POST, ONE + "/invalidate-cache", this::invalidate)
        .on(HttpMethod.POST, ONE + "/rotate-auth", this::rotate);
  }

  private Object list(Call call) {
    var server = call.query("server");
    var name = call.query("name");
    return Views.list(
        destinations.registered().stream()
            .filter(c -> server.isEmpty() || c.server().equals(server))
            .filter(c -> name.isEmpty() || c.name().equals(name))
            .map(this::shown)
            .toList());
  }

  /** By server, or by name when {@code id.type} says so or nothing has that server. */
  private RegisteredCluster find(Call call) {
    var id = call.path("id");
    var named = call.query("id.type").startsWith("name");
    var server = id.replaceAll("/+$", "");
    return destinations.registered().stream()
        .filter(c -> named ? c.name().equals(id) : c.server().equals(server))
        .findFirst()
        .or(
            () ->
                destinations.registered().stream()
                    .filter(c -> call.query("id.type").isEmpty() && c.name().equals(id))
                    .findFirst())
        .orElseThrow(() -> ApiException.notFound("cluster \"" + id + "\" not found"));
  }

  private ObjectTree shown(RegisteredCluster registered) {
    var state = destinations.state(registered.server());
    var connection =
        ObjectTree.of(
            "status", state.map(Destinations.State::status).orElse("Unknown"),
            "message", state.map(Destinations.State::message).orElse(UNUSED),
            "attemptedAt",
                state.map(Destinations.State::attemptedAt).orElse(clock.instant().toString()));
    var version = state.map(Destinations.State::version).orElse("");
    var out = new ObjectTree.Builder(12);
    out.put("server", registered.server());
    out.put("name", registered.name());
    out.put("config", openConfig(registered));
    out.put("connectionState", connection);
    out.put("serverVersion", version.replaceFirst("^v(\\d+\\.\\d+).*", "$1"));
    out.put(
        "info",
        ObjectTree.of(
            "connectionState", connection,
            "serverVersion", version.replaceFirst("^v(\\d+\\.\\d+).*", "$1"),
            "cacheInfo",
                ObjectTree.of(
                    "resourcesCount",
                    state.map(Destinations.State::objects).orElse(0L),
                    "apisCount",
                    (long) state.map(s -> s.apiVersions().size()).orElse(0)),
            "applicationsCount", destinations.applications(registered.server()),
            "apiVersions", state.map(Destinations.State::apiVersions).orElse(List.of())));
    if (registered.restricted()) {
      out.put("namespaces", Tree.list(List.copyOf(registered.namespaces())));
      out.put("clusterResources", registered.clusterResources());
    }
    if (!registered.project().isEmpty()) {
      out.put("project", registered.project());
    }
    secret(registered)
        .ifPresent(
            secret -> {
              out.put("labels", without(secret.at("metadata", "labels"), TYPE_LABEL));
              out.put("annotations", without(secret.at("metadata", "annotations"), MANAGED_BY));
            });
    return out.build();
  }

  private static ObjectTree without(@org.jspecify.annotations.Nullable Object map, String key) {
    return Tree.object(map).without(key);
  }

  /** Of the settings only what lets nobody in. */
  private static ObjectTree openConfig(RegisteredCluster registered) {
    var config = config(registered);
    var tls = Tree.object(config.get("tlsClientConfig"));
    var shown = ObjectTree.of("insecure", Tree.flag(tls, "insecure"));
    for (var field : List.of("serverName", "caData")) {
      if (tls.get(field) != null) {
        shown = shown.with(field, tls.get(field));
      }
    }
    return ObjectTree.of("tlsClientConfig", shown);
  }

  private static ObjectTree config(RegisteredCluster registered) {
    try {
      return registered.config().isBlank()
          ? ObjectTree.EMPTY
          : Json.parseObject(registered.config().getBytes(StandardCharsets.UTF_8));
    } catch (Json.SyntaxException unreadable) {
      return ObjectTree.EMPTY;
    }
  }

  private Optional<Manifest> secret(RegisteredCluster registered) {
    return registered.secret().isEmpty()
        ? Optional.empty()
        : cluster.get(Kinds.SECRET, namespace, registered.secret());
  }

  private Object create(Call call) {
    var body = call.body();
    var server = Tree.text(body, "server").strip().replaceAll("/+$", "");
    host(server);
    var known =
        destinations.registered().stream()
            .filter(c -> c.server().equals(server))
            .flatMap(c -> secret(c).stream())
            .findFirst();
    if (known.isPresent() && !call.flag("upsert", false)) {
      throw ApiException.invalid(
          "existing cluster spec is different; use upsert flag to force update");
    }
    var secret = written(body.with("server", server), known);
    attempt(secret);
    var stored =
        known.isPresent()
            ? cluster.update(secret, WriteOptions.by(Kinds.MANAGER))
            : cluster.create(secret, WriteOptions.by(Kinds.MANAGER));
    return shown(RegisteredCluster.of(stored));
  }

  /** A cluster that lets us not in is not registered. */
  private void attempt(Manifest secret) {
    try {
      destinations.attempt(RegisteredCluster.of(secret));
    } catch (ClusterException e) {
      throw ApiException.invalid("error validating cluster: " + e.text());
    }
  }

  private Manifest written(ObjectTree body, Optional<Manifest> known) {
    var server = Tree.text(body, "server");
    var labels = Tree.object(body.get("labels")).with(TYPE_LABEL, "cluster");
    var annotations = Tree.object(body.get("annotations")).with(MANAGED_BY, "argocd.argoproj.io");
    var metadata =
        ObjectTree.of(
            "name", known.map(Manifest::name).orElseGet(() -> secretName(server)),
            "namespace", namespace,
            "labels", labels,
            "annotations", annotations);
    if (known.isPresent()) {
      metadata = metadata.with("resourceVersion", known.get().resourceVersion());
    }
    return new Manifest(
        ObjectTree.of(
            "apiVersion", "v1",
            "kind", "Secret",
            "metadata", metadata,
            "type", "Opaque",
            "stringData", fields(body)));
  }

  private static ObjectTree fields(ObjectTree body) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("server", Tree.text(body, "server"));
    fields.put("name", Tree.text(body, "name"));
    fields.put("config", Json.write(Tree.object(body.get("config"))));
    var namespaces = new ArrayList<String>();
    Tree.items(body.get("namespaces")).forEach(n -> namespaces.add(String.valueOf(n)));
    if (!namespaces.isEmpty()) {
      fields.put("namespaces", String.join(",", namespaces));
      fields.put("clusterResources", String.valueOf(Tree.flag(body, "clusterResources")));
    }
    put(fields, "project", Tree.text(body, "project"));
    if (body.get("shard") != null) {
      fields.put("shard", String.valueOf(body.get("shard")));
    }
    var out = new ObjectTree.Builder(fields.size());
    fields.forEach(out::put);
    return out.build();
  }

  private static void put(Map<String, String> fields, String name, String value) {
    if (!value.isEmpty()) {
      fields.put(name, value);
    }
  }

  private Object update(Call call) {
    var registered = find(call);
    var secret = described(registered);
    var body = call.body();
    var asked = call.queries("updatedFields");
    for (var field : asked) {
      if (!FIELDS.contains(field)) {
        throw ApiException.invalid(
            "updatedFields names \"" + field + "\" (expected: one of " + FIELDS + ")");
      }
    }
    var next = current(registered, secret);
    for (var field : FIELDS) {
      if (asked.isEmpty() ? body.get(field) != null : asked.contains(field)) {
        next = next.with(field, body.get(field));
      }
    }
    var stored = cluster.update(written(next, Optional.of(secret)), WriteOptions.by(Kinds.MANAGER));
    return shown(RegisteredCluster.of(stored));
  }

  private Manifest described(RegisteredCluster registered) {
    return secret(registered)
        .orElseThrow(
            () ->
                ApiException.invalid(
                    "cluster \""
                        + registered.name()
                        + "\" is the one Syncline runs in and no Secret describes it (expected:"
                        + " a cluster that was added)"));
  }

  private static ObjectTree current(RegisteredCluster registered, Manifest secret) {
    var out = new ObjectTree.Builder(8);
    out.put("server", registered.server());
    out.put("name", registered.name());
    out.put("config", config(registered));
    out.put("namespaces", Tree.list(List.copyOf(registered.namespaces())));
    out.put("clusterResources", registered.clusterResources());
    out.put("project", registered.project());
    var shard = Tree.text(secret.root(), "data", "shard");
    if (!shard.isEmpty()) {
      out.put("shard", new String(Base64.getMimeDecoder().decode(shard), StandardCharsets.UTF_8));
    }
    out.put("labels", without(secret.at("metadata", "labels"), TYPE_LABEL));
    out.put("annotations", without(secret.at("metadata", "annotations"), MANAGED_BY));
    return out.build();
  }

  private Object delete(Call call) {
    var registered = find(call);
    var secret = secret(registered);
    if (secret.isEmpty()) {
      throw ApiException.invalid(
          "cluster \""
              + registered.name()
              + "\" has no Secret to delete (hint: cluster.inClusterEnabled: \"false\" in argocd-cm"
              + " takes away the one Syncline runs in)");
    }
    cluster.delete(Kinds.SECRET, secret.get().key(), Deletion.of(Deletion.Propagation.BACKGROUND));
    return ObjectTree.EMPTY;
  }

  private Object invalidate(Call call) {
    var registered = find(call);
    destinations.invalidate(registered.server());
    return shown(registered);
  }

  /** Another token instead of the one in use, which then ends; tried before anything is stored. */
  private Object rotate(Call call) {
    var registered = find(call);
    var secret = described(registered);
    var config = config(registered);
    var old =
        AccountToken.of(Tree.text(config, "bearerToken"))
            .orElseThrow(
                () ->
                    ApiException.invalid(
                        "cluster \""
                            + registered.name()
                            + "\" is not reached by the token of a service account (expected: one"
                            + " that `cluster add` registered)"));
    try {
      var fresh = destinations.in(registered, old::another);
      var tls = Tree.object(config.get("tlsClientConfig")).without("certData").without("keyData");
      var next =
          written(
              current(registered, secret)
                  .with(
                      "config",
                      config
                          .with("bearerToken", AccountToken.text(fresh))
                          .with("tlsClientConfig", tls)),
              Optional.of(secret));
      attempt(next);
      var stored = RegisteredCluster.of(cluster.update(next, WriteOptions.by(Kinds.MANAGER)));
      destinations.in(
          stored,
          there -> {
            old.forget(there, old.secret());
            return true;
          });
      return shown(stored);
    } catch (ClusterException e) {
      throw ApiException.invalid("cluster \"" + registered.name() + "\": " + e.text());
    }
  }

  /** As installations name these Secrets: host, then a hash of the whole URL (FNV-1a, 32 bits). */
  static String secretName(String server) {
    var hash = 0x811c9dc5;
    for (var b : server.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x01000193;
    }
    return "cluster-" + host(server) + "-" + Integer.toUnsignedLong(hash);
  }

  private static String host(String server) {
    return Optional.of(server)
        .filter(s -> s.matches("https?://[^\\s/]+(/\\S*)?"))
        .map(s -> URI.create(s).getHost())
        .map(h -> h.toLowerCase(Locale.ROOT).replace("[", "").replace("]", "").replace(':', '-'))
        .orElseThrow(
            () ->
                ApiException.invalid(
                    "cluster server \""
                        + server
                        + "\" is not a URL (expected: https://host:port)"));
  }
}
