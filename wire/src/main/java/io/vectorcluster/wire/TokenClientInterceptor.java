package io.vectorcluster.wire;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;

/** Sends the token that is valid when a call begins; without one the server refuses the call. */
public final class TokenClientInterceptor implements ClientInterceptor {
  private final Tokens tokens;

  public TokenClientInterceptor(Tokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        tokens
            .toSend()
            .ifPresent(
                token ->
                    headers.put(
                        TokenServerInterceptor.HEADER, TokenServerInterceptor.header(token)));
        super.start(listener, headers);
      }
    };
  }
}
