<?php
// Moodle's way with Redis, by phpredis: sessions by PHP's own handler, the cache by the extension. Reads tries from stdin, and
// prints what became of each.

$job = json_decode(stream_get_contents(STDIN), true);

function tried(callable $action): string {
    try {
        return $action() ? "ok" : "failed";
    } catch (RedisException $error) {
        $message = $error->getMessage();
        if (str_contains($message, "NOPERM")) {
            return "refused";
        }
        return preg_match("/WRONGPASS|NOAUTH/", $message) ? "not let in" : $message;
    }
}

/** Gives a command, and throws what the server refuses. */
function ask(Redis $redis, string ...$command) {
    $redis->clearLastError();
    $answer = $redis->rawCommand(...$command);
    if ($redis->getLastError() !== null) {
        throw new RedisException($redis->getLastError());
    }
    return $answer;
}

/** A session that one request writes and the next reads, each a PHP of its own. */
function session(array $each, string $ca): bool {
    $path = "tls://localhost:{$each["port"]}?" . http_build_query([
        "auth" => ["user" => $each["user"], "pass" => $each["password"]],
    ]);
    $request = function (string $body) use ($path, $ca): string {
        $code = 'ini_set("session.use_cookies", "0"); session_id("php1"); session_start(); ' . $body . ' session_write_close();';
        $settings = ["-d", "openssl.cafile=$ca", "-d", "session.save_handler=redis", "-d", "session.save_path=\"$path\"", "-d", "session.use_strict_mode=0", "-r", $code];
        exec(PHP_BINARY . " " . implode(" ", array_map("escapeshellarg", $settings)) . " 2>&1", $lines);
        return implode("\n", $lines);
    };
    $wrote = $request('$_SESSION["learner"] = "Ada";');
    $read = $request('echo $_SESSION["learner"] ?? "nobody";');
    if ($wrote !== "" || $read !== "Ada") {
        // What PHP says has the password in it.
        throw new RedisException(substr(trim("$wrote $read"), 0, 60));
    }
    return true;
}

$release = 'if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) end return 0';
$results = [];
foreach ($job["tries"] as $each) {
    $redis = new Redis();
    $result = ["login" => tried(function () use ($redis, $each, $job) {
        $redis->connect("tls://localhost", $each["port"], 2, null, 0, 2, ["stream" => ["cafile" => $job["ca"], "peer_name" => "localhost"]]);
        if ($each["user"] !== null) {
            $redis->auth([$each["user"], $each["password"]]);
        }
        return ask($redis, "PING");
    })];
    if ($result["login"] === "ok") {
        $result["session"] = tried(fn () => session($each, $job["ca"]));
        $result["lock"] = tried(fn () => $redis->set("lock:php", "me", ["nx", "px" => 3000]) && $redis->eval($release, ["lock:php", "me"], 1) === 1);
        $result["transaction"] = tried(fn () => count($redis->multi()->incr("count:php")->hMSet("hash:php", ["f" => "v"])->exec()) === 2);
        $result["scan"] = tried(fn () => ask($redis, "SCAN", "0", "MATCH", "count:php", "COUNT", "1000")[1] === ["count:php"]);
        // Its listener never returns; PHP's stacks have none.
        $result["listen"] = "none";
        $result["empty"] = tried(fn () => ask($redis, "FLUSHDB"));
        $dangerous = [["FLUSHALL"], ["KEYS", "*"], ["CONFIG", "GET", "*"]];
        $result["dangerous"] = implode(" ", array_unique(array_map(fn ($command) => tried(fn () => ask($redis, ...$command)), $dangerous)));
    }
    $results[] = $result;
}
echo json_encode(["version" => "phpredis " . phpversion("redis"), "results" => $results]), "\n";
