import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Spring's way with Redis, by lettuce: reads tries from stdin, and prints what became of each. */
class Client {
  static final String RELEASE =
      "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";

  public static void main(String[] args) throws Exception {
    ObjectMapper json = new ObjectMapper();
    JsonNode job = json.readTree(System.in);
    SslOptions ssl = SslOptions.builder().jdkSslProvider().trustManager(new File(job.get("ca").asText())).build();
    List<Map<String, String>> results = new ArrayList<>();
    for (JsonNode each : job.get("tries")) {
      RedisURI.Builder uri = RedisURI.builder().withHost("localhost").withPort(each.get("port").asInt()).withSsl(true);
      if (!each.get("user").isNull()) uri.withAuthentication(each.get("user").asText(), each.get("password").asText());
      RedisClient client = RedisClient.create(uri.build());
      client.setOptions(ClientOptions.builder().sslOptions(ssl).build());
      results.add(tryAll(client));
      client.shutdown(0, 2, TimeUnit.SECONDS);
    }
    String version = "lettuce " + RedisClient.class.getPackage().getImplementationVersion().split("\\.RELEASE")[0];
    System.out.println(json.writeValueAsString(Map.of("version", version, "results", results)));
    System.exit(0);
  }

  static Map<String, String> tryAll(RedisClient client) {
    Map<String, String> result = new LinkedHashMap<>();
    List<RedisCommands<String, String>> opened = new ArrayList<>();
    result.put("login", tried(() -> {
      opened.add(client.connect().sync());
      return opened.get(0).ping().equals("PONG");
    }));
    if (!result.get("login").equals("ok")) return result;
    RedisCommands<String, String> redis = opened.get(0);
    result.put("session", tried(() -> {
      redis.hset("session:java", "learner", "Ada");
      redis.expire("session:java", 120);
      return redis.hgetall("session:java").equals(Map.of("learner", "Ada"))
          && redis.ttl("session:java") > 60
          && redis.del("session:java") == 1;
    }));
    result.put("lock", tried(() -> {
      redis.set("lock:java", "me", SetArgs.Builder.nx().px(3000));
      Long released = redis.eval(RELEASE, ScriptOutputType.INTEGER, new String[] {"lock:java"}, "me");
      return released == 1;
    }));
    result.put("transaction", tried(() -> {
      redis.multi();
      redis.incr("count:java");
      redis.hset("hash:java", "f", "v");
      return redis.exec().size() == 2;
    }));
    result.put("scan", tried(() -> {
      KeyScanCursor<String> found = redis.scan(ScanArgs.Builder.matches("count:java").limit(1000));
      return found.getKeys().equals(List.of("count:java"));
    }));
    result.put("listen", tried(() -> {
      CompletableFuture<String> heard = new CompletableFuture<>();
      StatefulRedisPubSubConnection<String, String> listener = client.connectPubSub();
      listener.addListener(new RedisPubSubAdapter<>() {
        @Override
        public void message(String channel, String message) {
          heard.complete(message);
        }
      });
      listener.sync().subscribe("channel:java");
      redis.publish("channel:java", "news");
      return heard.get(2, TimeUnit.SECONDS).equals("news");
    }));
    result.put("empty", tried(() -> redis.flushdb().equals("OK")));
    TreeSet<String> dangerous = new TreeSet<>();
    dangerous.add(tried(() -> redis.flushall() != null));
    dangerous.add(tried(() -> redis.keys("*") != null));
    dangerous.add(tried(() -> redis.configGet("*") != null));
    result.put("dangerous", String.join(" ", dangerous));
    return result;
  }

  static String tried(Callable<Boolean> action) {
    try {
      return action.call() ? "ok" : "failed";
    } catch (Exception error) {
      Throwable cause = error;
      while (cause.getCause() != null) cause = cause.getCause();
      String message = String.valueOf(cause.getMessage());
      if (message.contains("NOPERM")) return "refused";
      return message.matches("(?s).*(WRONGPASS|NOAUTH).*") ? "not let in" : message;
    }
  }
}
