package io.syncline.server.api;

import com.linecorp.armeria.common.HttpMethod;
import io.syncline.git.signature.PublicKey;
import io.syncline.kube.Cluster;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.http.ApiException;
import io.syncline.server.http.Call;
import io.syncline.server.http.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code /api/v1/gpgkeys}: the keys by which signatures of commits are checked. */
public final class GpgKeyApi {
  private final Settings settings;

  /** The API over the ConfigMap in {@code namespace}. */
  public GpgKeyApi(Cluster cluster, String namespace) {
    this.settings = new Settings(cluster, namespace, "argocd-gpg-keys-cm");
  }

  /** Puts the resources on their paths. */
  public void mount(Routes routes) {
    routes
        .on(HttpMethod.GET, "/api/v1/gpgkeys", _ -> Views.list(all()))
        .on(HttpMethod.POST, "/api/v1/gpgkeys", this::create)
        .on(HttpMethod.GET, "/api/v1/gpgkeys/{keyID}", this::get)
        .on(HttpMethod.DELETE, "/api/v1/gpgkeys", this::delete);
  }

  private Map<String, PublicKey> keys() {
    var keys = new TreeMap<String, PublicKey>();
    for (var text : settings.read().values()) {
      PublicKey.read(text).forEach(key -> keys.put(key.keyId(), key));
    }
    return keys;
  }

  private List<ObjectTree> all() {
    return keys().values().stream().map(key -> shown(key, false)).toList();
  }

  private static ObjectTree shown(PublicKey key, boolean whole) {
    var tree = new ObjectTree.Builder(6);
    tree.put("keyID", key.keyId()).put("fingerprint", key.fingerprint());
    tree.put("owner", key.owner()).put("trust", "unknown").put("subType", key.type());
    if (whole) {
      tree.put("keyData", key.armored());
    }
    return tree.build();
  }

  private Object create(Call call) {
    var text = Tree.text(call.body(), "keyData");
    if (text.isBlank()) {
      throw ApiException.invalid("submitted key data is empty (expected: keyData)");
    }
    if (text.contains("PRIVATE KEY BLOCK")) {
      throw ApiException.invalid(
          "submitted data holds a private key (expected: public keys, as gpg --armor --export has"
              + " them)");
    }
    var found = PublicKey.read(text);
    if (found.isEmpty()) {
      throw ApiException.invalid(
          "submitted data holds no key that can be read (expected: armored public keys)");
    }
    var created = new ArrayList<ObjectTree>();
    var skipped = new ArrayList<Object>();
    settings.change(
        entries -> {
          created.clear();
          skipped.clear();
          for (var key : found) {
            if (entries.containsKey(key.keyId()) && !call.flag("upsert", false)) {
              skipped.add(key.keyId());
            } else {
              entries.put(key.keyId(), key.armored());
              created.add(shown(key, true));
            }
          }
          return entries;
        });
    return ObjectTree.of("created", Views.list(created), "skipped", Tree.list(skipped));
  }

  /** As names of keys are written: any number of digits from the end of a fingerprint. */
  private static String shortId(String written) {
    var digits = written.replaceFirst("^0[xX]", "").toUpperCase(Locale.ROOT);
    if (!digits.matches("[0-9A-F]{16}|[0-9A-F]{40}")) {
      throw ApiException.invalid(
          "key id '" + written + "' is malformed (expected: 16 or 40 hexadecimal digits)");
    }
    return digits.substring(digits.length() - 16);
  }

  private Object get(Call call) {
    var id = shortId(call.path("keyID"));
    var key = keys().get(id);
    if (key == null) {
      throw ApiException.notFound("no such key: " + id);
    }
    return shown(key, true);
  }

  private Object delete(Call call) {
    var id = shortId(call.query("keyID"));
    settings.change(
        entries -> {
          if (entries.remove(id) == null) {
            throw ApiException.notFound("no such key: " + id);
          }
          return entries;
        });
    return ObjectTree.EMPTY;
  }
}
