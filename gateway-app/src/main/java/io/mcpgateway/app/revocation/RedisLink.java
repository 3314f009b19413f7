package io.mcpgateway.app.revocation;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.mcpgateway.app.config.RevocationsConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Two connections to Redis, one for commands and one that listens; both or none. Nothing waits here
 * for better times: what fails is thrown, and whoever uses it drops the connections and opens new
 * ones. Thread-safe.
 */
final class RedisLink implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int PORT = 6379;

  /** The least that the library accepts. */
  private static final int THREADS = 2;

  private final ClientResources resources;
  private final RedisClient client;
  private final String revocations;
  private final String lifts;
  private final String version;
  private final String channel;
  private final Consumer<String> said;
  private volatile @Nullable StatefulRedisConnection<String, String> connection;
  private @Nullable StatefulRedisPubSubConnection<String, String> listening;
  private volatile boolean failed;

  /**
   * Not connected yet.
   *
   * @param said hears every change that some replica tells the others
   */
  RedisLink(RevocationsConfig.Redis config, Consumer<String> said) {
    this.said = said;
    this.revocations = config.prefix() + "in-force";
    this.lifts = config.prefix() + "lifted";
    this.version = config.prefix() + "version";
    this.channel = config.prefix() + "changes";
    this.resources =
        DefaultClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .build();
    this.client = RedisClient.create(resources, uri(config));
    client.setOptions(options(config));
  }

  boolean isOpen() {
    return connection != null;
  }

  /** Connects, and listens, if it does not yet. */
  synchronized void open() {
    if (connection != null) {
      return;
    }
    StatefulRedisPubSubConnection<String, String> listener = client.connectPubSub();
    listening = listener;
    listener.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String from, String message) {
            said.accept(message);
          }
        });
    await(listener.async().subscribe(channel));
    connection = client.connect(StringCodec.UTF8);
  }

  /** Lets go of what no longer works. */
  synchronized void drop() {
    StatefulRedisConnection<String, String> commands = connection;
    StatefulRedisPubSubConnection<String, String> listener = listening;
    connection = null;
    listening = null;
    if (commands != null) {
      CompletableFuture<Void> _ = commands.closeAsync();
    }
    if (listener != null) {
      CompletableFuture<Void> _ = listener.closeAsync();
    }
  }

  private static RedisURI uri(RevocationsConfig.Redis config) {
    URI url = config.url();
    String host = url.getHost();
    RedisURI.Builder uri =
        RedisURI.builder()
            .withHost(host.startsWith("[") ? host.substring(1, host.length() - 1) : host)
            .withPort(url.getPort() < 0 ? PORT : url.getPort())
            .withSsl(config.tls())
            .withVerifyPeer(config.tls())
            .withTimeout(TIMEOUT);
    if (!config.password().isEmpty()) {
      char[] password = config.password().toCharArray();
      if (config.username().isEmpty()) {
        uri.withPassword(password);
      } else {
        uri.withAuthentication(config.username(), password);
      }
    }
    return uri.build();
  }

  private static ClientOptions options(RevocationsConfig.Redis config) {
    ClientOptions.Builder options =
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build());
    Path ca = config.ca();
    if (ca != null) {
      options.sslOptions(SslOptions.builder().trustManager(ca.toFile()).build());
    }
    return options.build();
  }

  /** Whether something that was not waited for did not arrive; once for each time. */
  boolean failed() {
    boolean before = failed;
    failed = false;
    return before;
  }

  /** Another text with every change. */
  String version() {
    String now = await(commands().get(version));
    return now == null ? "0" : now;
  }

  Map<String, String> revocations() {
    return await(commands().hgetall(revocations));
  }

  Map<String, String> lifts() {
    return await(commands().hgetall(lifts));
  }

  /** Not waited for; whether it arrived, {@link #failed} says. */
  void add(String id, String revocation) {
    RedisAsyncCommands<String, String> commands = commands();
    watch(commands.hset(revocations, id, revocation));
    watch(commands.incr(version));
    watch(commands.publish(channel, message(revocation, "")));
  }

  /** The same. */
  void lift(String id, String lift) {
    RedisAsyncCommands<String, String> commands = commands();
    // What is lifted is known before the revocation is gone: nobody brings it back in between.
    watch(commands.hset(lifts, id, lift));
    watch(commands.hdel(revocations, id));
    watch(commands.incr(version));
    watch(commands.publish(channel, message("", lift)));
  }

  /** Puts and removes what a comparison found. */
  void give(
      Map<String, String> newRevocations,
      Map<String, String> newLifts,
      List<String> oldRevocations,
      List<String> oldLifts) {
    RedisAsyncCommands<String, String> commands = commands();
    List<RedisFuture<?>> all = new ArrayList<>();
    if (!newLifts.isEmpty()) {
      all.add(commands.hset(lifts, newLifts));
    }
    if (!newRevocations.isEmpty()) {
      all.add(commands.hset(revocations, newRevocations));
    }
    if (!oldRevocations.isEmpty()) {
      all.add(commands.hdel(revocations, oldRevocations.toArray(String[]::new)));
    }
    if (!oldLifts.isEmpty()) {
      all.add(commands.hdel(lifts, oldLifts.toArray(String[]::new)));
    }
    if (!newLifts.isEmpty() || !newRevocations.isEmpty()) {
      all.add(commands.incr(version));
    }
    all.forEach(RedisLink::await);
  }

  private static String message(String revocation, String lift) {
    return "{\"version\":1,\"revocations\":[" + revocation + "],\"lifted\":[" + lift + "]}";
  }

  private void watch(RedisFuture<?> command) {
    command.whenComplete(
        (_, failure) -> {
          if (failure != null) {
            failed = true;
          }
        });
  }

  private RedisAsyncCommands<String, String> commands() {
    StatefulRedisConnection<String, String> open = connection;
    if (open == null) {
      throw new RedisConnectionException("not connected");
    }
    return open.async();
  }

  private static <T> T await(RedisFuture<T> command) {
    try {
      return command.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failure) {
      throw new RedisException(failure.getCause());
    } catch (TimeoutException late) {
      throw new RedisException("no answer within " + TIMEOUT.toSeconds() + " s", late);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new RedisException("interrupted", stop);
    }
  }

  @Override
  public void close() {
    drop();
    client.shutdown(0, 1, TimeUnit.SECONDS);
    var _ = resources.shutdown(0, 1, TimeUnit.SECONDS);
  }
}
