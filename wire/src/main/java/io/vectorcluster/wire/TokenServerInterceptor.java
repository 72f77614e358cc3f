package io.vectorcluster.wire;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Refuses every call without a valid token, before its message is read.
 *
 * <p>Compared in constant time, and with all valid tokens, so that the time says nothing.
 */
public final class TokenServerInterceptor implements ServerInterceptor {
  private static final String SCHEME = "Bearer ";
  static final Metadata.Key<String> HEADER =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Tokens tokens;

  public TokenServerInterceptor(Tokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (accepted(headers.get(HEADER))) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.UNAUTHENTICATED.withDescription(
            "cluster token: missing or not valid here; mount the cluster's token file"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private boolean accepted(@Nullable String header) {
    if (header == null || !header.startsWith(SCHEME)) {
      return false;
    }
    byte[] presented = header.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8);
    boolean accepted = false;
    for (String token : tokens.valid()) {
      accepted |= MessageDigest.isEqual(presented, token.getBytes(StandardCharsets.UTF_8));
    }
    return accepted;
  }

  static String header(String token) {
    return SCHEME + token;
  }
}
