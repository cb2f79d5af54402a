package io.syncline.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Session tokens in Argo CD's form: HS256, issuer {@code argocd}, subject {@code <account>:login}.
 * Too many failed logins lock an account for a while.
 */
public final class Sessions {
  private static final String ISSUER = "argocd";
  private static final Duration LIFE = Duration.ofHours(24);
  private static final int FAILURES = 5;
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private final byte[] key;
  private final Clock clock;
  private final ConcurrentHashMap<String, Instant> revoked = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Failures> failures = new ConcurrentHashMap<>();

  private record Failures(int count, Instant last) {}

  /** Tokens signed with {@code key}, which must have at least 32 bytes. */
  public Sessions(byte[] key, Clock clock) {
    this.key = key.clone();
    this.clock = clock;
  }

  /** A new token for {@code account}. */
  public String issue(String account) {
    var now = clock.instant();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .subject(account + ":login")
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .notBeforeTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFE)))
            .build();
    var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      token.sign(new MACSigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign a session token", e);
    }
    return token.serialize();
  }

  /**
   * What a good token says.
   *
   * @param account whom it stands for
   * @param issued when it was given, in whole seconds
   */
  public record Session(String account, Instant issued) {}

  /** What a token says; empty when it is not good. */
  public Optional<Session> verify(String token) {
    return claims(token)
        .filter(c -> c.getJWTID() == null || !revoked.containsKey(c.getJWTID()))
        .map(
            c ->
                new Session(
                    c.getSubject().substring(0, c.getSubject().lastIndexOf(':')),
                    c.getIssueTime() == null ? Instant.EPOCH : c.getIssueTime().toInstant()));
  }

  private Optional<JWTClaimsSet> claims(String text) {
    try {
      var token = SignedJWT.parse(text);
      if (!JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm())
          || !token.verify(new MACVerifier(key))) {
        return Optional.empty();
      }
      var claims = token.getJWTClaimsSet();
      var expires = claims.getExpirationTime();
      var subject = claims.getSubject();
      var good =
          ISSUER.equals(claims.getIssuer())
              && subject != null
              && subject.lastIndexOf(':') > 0
              && (expires == null || expires.toInstant().isAfter(clock.instant()));
      return good ? Optional.of(claims) : Optional.empty();
    } catch (ParseException | JOSEException notAToken) {
      return Optional.empty();
    }
  }

  /** Makes a token worthless before its time. */
  public void revoke(String token) {
    claims(token)
        .ifPresent(
            c -> {
              if (c.getJWTID() != null) {
                revoked.put(c.getJWTID(), clock.instant());
              }
            });
    var old = clock.instant().minus(LIFE);
    revoked.values().removeIf(at -> at.isBefore(old));
  }

  /** Whether {@code account} failed too often lately. */
  public boolean locked(String account) {
    var known = failures.get(account);
    return known != null
        && known.count() >= FAILURES
        && known.last().plus(WINDOW).isAfter(clock.instant());
  }

  /** Notes a failed login. */
  public void failed(String account) {
    if (failures.size() > 10_000) {
      failures.clear();
    }
    var now = clock.instant();
    failures.merge(
        account,
        new Failures(1, now),
        (old, _) -> new Failures(old.last().plus(WINDOW).isBefore(now) ? 1 : old.count() + 1, now));
  }

  /** Notes a good login. */
  public void succeeded(String account) {
    failures.remove(account);
  }
}
