package io.vectorcluster.testbed.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.vectorcluster.testbed.ApiServer;
import io.vectorcluster.testbed.ClusterAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ApiServer
class ApiServerProxyIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final KubernetesClient direct;
  private final ClusterAccess access;
  private ApiServerProxy proxy;
  private KubernetesClient client;

  @SuppressWarnings("NullAway.Init") // set before each test
  ApiServerProxyIT(ClusterAccess access) throws IOException {
    this.access = access;
    direct = client(access.kubeconfig());
  }

  @BeforeEach
  void start() throws IOException {
    proxy = ApiServerProxy.start(access);
    client = client(proxy.kubeconfig());
  }

  @AfterEach
  void end() throws IOException {
    client.close();
    proxy.close();
    direct.configMaps().inNamespace("default").delete();
    direct.close();
  }

  @Test
  void withoutRulesItPassesAllOnAndNumbersIt() {
    client.resource(map("a", "1")).create();
    client.resource(map("a", "2")).update();
    ConfigMap read = client.configMaps().inNamespace("default").withName("a").get();
    client.configMaps().inNamespace("default").withName("a").delete();

    assertThat(read.getData()).isEqualTo(Map.of("text", "2"));
    assertThat(direct.configMaps().inNamespace("default").withName("a").get()).isNull();
    assertThat(proxy.requests()).extracting(ApiRequest::number).startsWith(1L, 2L);
    assertThat(proxy.requests().getFirst())
        .isEqualTo(new ApiRequest(1, "POST", "/api/v1/namespaces/default/configmaps", ""));
    proxy.forgetRequests();
    assertThat(proxy.requests()).isEmpty();
  }

  @Test
  void aCallerWithATokenIsItself() {
    String token =
        direct
            .serviceAccounts()
            .inNamespace("default")
            .resource(
                new ServiceAccountBuilder()
                    .withNewMetadata()
                    .withName("nobody")
                    .withNamespace("default")
                    .endMetadata()
                    .build())
            .create()
            .getMetadata()
            .getName();
    String secret =
        direct
            .serviceAccounts()
            .inNamespace("default")
            .withName(token)
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    Config config =
        new ConfigBuilder(config(proxy.kubeconfig()))
            .withClientCertData(null)
            .withClientKeyData(null)
            .withOauthToken(secret)
            .build();

    try (KubernetesClient nobody = new KubernetesClientBuilder().withConfig(config).build()) {
      assertThatThrownBy(() -> nobody.configMaps().inNamespace("default").list())
          .hasMessageContaining("system:serviceaccount:default:nobody");
    }
  }

  @Test
  void aRejectedRequestDoesNotReachTheServer() {
    proxy.rules(
        FaultRule.on(ApiServerProxyIT::creates).skip(1).once().fault(new Fault.Reject(409)));

    client.resource(map("a", "1")).create();
    assertThatThrownBy(() -> client.resource(map("b", "1")).create())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
    client.resource(map("c", "1")).create();

    assertThat(names(direct)).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void aDroppedAnswerIsCommittedAndACutRequestIsNot() {
    List<String> heard = new CopyOnWriteArrayList<>();
    proxy.rules(
        FaultRule.on(ApiServerProxyIT::creates)
            .once()
            .before(request -> heard.add("before " + names(direct)))
            .after(request -> heard.add("after " + names(direct)))
            .fault(new Fault.DropAnswer()),
        FaultRule.on(ApiServerProxyIT::creates).once().fault(new Fault.CutBefore()));

    assertThatThrownBy(() -> client.resource(map("a", "1")).create())
        .isInstanceOf(KubernetesClientException.class);
    assertThatThrownBy(() -> client.resource(map("b", "1")).create())
        .isInstanceOf(KubernetesClientException.class);

    assertThat(names(direct)).containsExactly("a");
    assertThat(heard).containsExactly("before []", "after [a]");
  }

  @Test
  void aDelayedRequestReachesTheServerLaterThanOnesAfterIt() {
    proxy.rules(
        FaultRule.on(ApiServerProxyIT::creates)
            .once()
            .fault(new Fault.Delay(Duration.ofSeconds(1))));

    CompletableFuture<ConfigMap> slow =
        CompletableFuture.supplyAsync(() -> client.resource(map("slow", "1")).create());
    await().atMost(LIMIT).until(() -> !proxy.requests().isEmpty());
    client.resource(map("quick", "1")).create();

    assertThat(names(direct)).containsExactly("quick");
    await().atMost(LIMIT).until(slow::isDone);
    assertThat(names(direct)).containsExactlyInAnyOrder("quick", "slow");
  }

  @Test
  void aFrozenWatchIsSilentUntilItThawsAndACutOneIsOpenedAgain() {
    try (SharedIndexInformer<ConfigMap> informer = inform()) {
      await().atMost(LIMIT).until(() -> proxy.watches().size() == 1);

      // When it is frozen, it misses what is written
      proxy.watches().getFirst().freeze();
      direct.resource(map("a", "1")).create();
      client.resource(map("b", "1")).create();
      assertThat(informer.getStore().list()).isEmpty();

      // Then it hears all of it
      proxy.watches().getFirst().thaw();
      await().atMost(LIMIT).until(() -> informer.getStore().list().size() == 2);

      // And a cut makes the informer watch anew, from where it was
      ApiRequest first = proxy.watches().getFirst().request();
      proxy.watches().getFirst().cut();
      direct.resource(map("c", "1")).create();
      await().atMost(LIMIT).until(() -> informer.getStore().list().size() == 3);
      assertThat(proxy.watches())
          .singleElement()
          .satisfies(watch -> assertThat(watch.request().number()).isGreaterThan(first.number()));
    }
  }

  @Test
  void aWatchIsFrozenOrCutAfterSoManyEvents() {
    proxy.rules(
        FaultRule.on(ApiRequest::isWatch).once().fault(new Fault.CutWatch(1)),
        FaultRule.on(ApiRequest::isWatch).once().fault(new Fault.FreezeWatch(1)));
    try (SharedIndexInformer<ConfigMap> informer = inform()) {
      await().atMost(LIMIT).until(() -> proxy.watches().size() == 1);
      direct.resource(map("a", "1")).create();
      await().atMost(LIMIT).until(() -> informer.getStore().list().size() == 1);

      direct.resource(map("b", "1")).create();
      direct.resource(map("c", "1")).create();

      await().atMost(LIMIT).until(() -> proxy.watches().stream().anyMatch(WatchStream::isFrozen));
      await().atMost(LIMIT).until(() -> informer.getStore().list().size() == 2);
      assertThat(proxy.requests()).filteredOn(ApiRequest::isWatch).hasSize(2);
      assertThat(proxy.watches().getFirst().events()).isEqualTo(1);
    }
  }

  @Test
  void aStaleListIsTheOneOfThen() {
    Recording recording = new Recording();
    client.resource(map("a", "1")).create();
    proxy.rules(FaultRule.on(ApiServerProxyIT::lists).fault(new Fault.Remember(recording)));
    List<String> then = names(client);
    client.resource(map("b", "1")).create();

    proxy.rules(
        FaultRule.on(ApiServerProxyIT::lists).once().fault(new Fault.ServeStale(recording)));

    assertThat(recording.size()).isEqualTo(1);
    assertThat(names(client)).isEqualTo(then).containsExactly("a");
    assertThat(names(client)).containsExactly("a", "b");
  }

  @Test
  void aFailedHookIsSeenAtTheEnd() throws IOException {
    try (KubernetesClient other = client(proxy.kubeconfig())) {
      proxy.rules(
          FaultRule.onRequest(1)
              .before(
                  request -> {
                    throw new IllegalStateException("planted");
                  }));

      assertThatThrownBy(() -> other.resource(map("a", "1")).create())
          .isInstanceOf(KubernetesClientException.class);
    }

    assertThatThrownBy(proxy::close).hasRootCauseMessage("planted");
    proxy = ApiServerProxy.start(access);
  }

  private SharedIndexInformer<ConfigMap> inform() {
    SharedIndexInformer<ConfigMap> informer =
        client.configMaps().inNamespace("default").runnableInformer(0);
    informer.start().toCompletableFuture().join();
    return informer;
  }

  private static boolean creates(ApiRequest request) {
    return request.method().equals("POST");
  }

  private static boolean lists(ApiRequest request) {
    return request.path().endsWith("/configmaps") && request.isRead() && !request.isWatch();
  }

  private static List<String> names(KubernetesClient of) {
    return of.configMaps().inNamespace("default").list().getItems().stream()
        .map(map -> map.getMetadata().getName())
        .toList();
  }

  private static ConfigMap map(String name, String text) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .endMetadata()
        .withData(Map.of("text", text))
        .build();
  }

  private static Config config(Path kubeconfig) {
    try {
      return new ConfigBuilder(Config.fromKubeconfig(Files.readString(kubeconfig)))
          .withRequestRetryBackoffLimit(0)
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KubernetesClient client(Path kubeconfig) {
    return new KubernetesClientBuilder().withConfig(config(kubeconfig)).build();
  }
}
