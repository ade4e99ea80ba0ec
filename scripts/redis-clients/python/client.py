"""Django's way with Redis, by redis-py: reads tries from stdin, and prints what became of each."""

import json
import sys

import redis


def tried(action):
    try:
        return "ok" if action() else "failed"
    except redis.exceptions.NoPermissionError:
        return "refused"
    except redis.exceptions.AuthenticationError:
        return "not let in"
    except redis.exceptions.RedisError as error:
        return f"{type(error).__name__}: {error}"


def session(r):
    r.set("session:py", "learner", ex=60)
    return r.get("session:py") == b"learner" and r.expire("session:py", 120) and r.ttl("session:py") > 60 and r.delete("session:py") == 1


def lock(r):
    with r.lock("lock:py", timeout=5):
        return True


def transaction(r):
    pipe = r.pipeline(transaction=True)
    pipe.incr("count:py")
    pipe.hset("hash:py", "field", "value")
    pipe.hgetall("hash:py")
    return pipe.execute()[-1] == {b"field": b"value"}


def listen(r):
    listener = r.pubsub()
    listener.subscribe("channel:py")
    listener.get_message(timeout=2)
    r.publish("channel:py", "news")
    return listener.get_message(timeout=2)["data"] == b"news"


def scan(r):
    return list(r.scan_iter("count:py")) == [b"count:py"]


STEPS = {
    "session": session,
    "lock": lock,
    "transaction": transaction,
    "scan": scan,
    "listen": listen,
    "empty": lambda r: r.flushdb(),
}
DANGEROUS = [lambda r: r.flushall(), lambda r: r.keys("*"), lambda r: r.config_get("*")]

job = json.load(sys.stdin)
results = []
for each in job["tries"]:
    client = redis.Redis(
        host="localhost", port=each["port"], username=each["user"], password=each["password"], ssl=True, ssl_ca_certs=job["ca"]
    )
    result = {"login": tried(client.ping)}
    if result["login"] == "ok":
        result |= {name: tried(lambda: step(client)) for name, step in STEPS.items()}
        result["dangerous"] = " ".join(sorted({tried(lambda: each(client)) for each in DANGEROUS}))
    results.append(result)
print(json.dumps({"version": f"redis-py {redis.__version__}", "results": results}))
