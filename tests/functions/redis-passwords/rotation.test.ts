import { afterEach, describe, expect, it, vi } from "vitest";
import { parseLogin } from "../../../functions/redis-passwords/login";
import { SECRET, USER, World } from "./world";

const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"];

afterEach(() => {
  vi.useRealTimers();
});

/** Rotates the secret once more, and gives what is current then. */
async function rotate(world: World, version: string): Promise<string | undefined> {
  world.begin(version);
  await world.take(version, ...STEPS);
  return world.labelled("AWSCURRENT");
}

describe("a rotation", () => {
  it("gives the user a password of 64 letters and digits, and the secret the same", async () => {
    const world = new World();
    expect(await rotate(world, "v1")).toBe("64-true-1");
    expect(world.passwords).toEqual(["64-true-1", "first-0000000000"]);
    expect(JSON.parse(world.versions.get("v1")?.value ?? "")).toEqual({ username: USER, password: "64-true-1" });
  });

  it("leaves the password before good until the next one, and no longer", async () => {
    const world = new World();
    await rotate(world, "v1");
    await rotate(world, "v2");
    expect(world.passwords).toEqual(["64-true-2", "64-true-1"]);
    expect([world.labelled("AWSCURRENT"), world.labelled("AWSPREVIOUS")]).toEqual(["64-true-2", "64-true-1"]);
    await rotate(world, "v3");
    expect(world.passwords).toEqual(["64-true-3", "64-true-2"]);
  });

  it("never has a moment in which the current password is not the user's", async () => {
    const world = new World();
    await rotate(world, "v1");
    world.begin("v2");
    for (const step of STEPS) {
      await world.take("v2", step);
      expect([step, world.passwords.includes(world.labelled("AWSCURRENT") ?? "")]).toEqual([step, true]);
    }
  });

  it("can take each step again, after whatever it had come to", async () => {
    for (let done = 1; done <= STEPS.length; done++) {
      const world = new World();
      world.begin("v1");
      await world.take("v1", ...STEPS.slice(0, done));
      await world.take("v1", ...STEPS);
      expect([done, world.labelled("AWSCURRENT")]).toEqual([done, "64-true-1"]);
      expect(world.passwords).toEqual(["64-true-1", "first-0000000000"]);
    }
  });

  it("waits while ElastiCache changes the user, before it asks for a change and after it", async () => {
    const world = new World();
    world.begin("v1");
    world.states.push("modifying", "active", "modifying", "modifying", "active");
    await world.take("v1", "createSecret", "setSecret");
    expect(world.states).toEqual([]);
  });
});

describe("a rotation that fails", () => {
  it("keeps what is current, and is done by the next try", async () => {
    const world = new World();
    await rotate(world, "v1");
    world.begin("v2");
    world.failing.add("ModifyUserCommand");
    await expect(world.take("v2", ...STEPS)).rejects.toThrow("ModifyUserCommand was refused");
    expect(world.labelled("AWSCURRENT")).toBe("64-true-1");
    expect(world.passwords).toContain("64-true-1");
    world.failing.clear();
    await world.take("v2", ...STEPS);
    expect(world.labelled("AWSCURRENT")).toBe("64-true-2");
  });

  it("says for how long it waited for which user", async () => {
    const world = new World();
    world.begin("v1");
    await world.take("v1", "createSecret");
    world.states.push(...Array.from({ length: 99 }, () => "modifying"));
    vi.useFakeTimers({ toFake: ["Date"] });
    world.looked = () => void vi.setSystemTime(Date.now() + 80_000);
    await expect(world.take("v1", "setSecret")).rejects.toThrow(
      `${USER}: must become active within 240 seconds, got modifying`,
    );
  });

  it("tells of a user that is not there, or that has not taken both passwords", async () => {
    const world = new World();
    world.begin("v1");
    await world.take("v1", "createSecret");
    await expect(world.take("v1", "testSecret")).rejects.toThrow(
      `${USER}: must have two passwords, got 0 of type iam; rotate it anew`,
    );
    world.put("v0", { username: "another", password: "first-0000000000" }, ["AWSCURRENT"]);
    await expect(world.take("v1", "setSecret")).rejects.toThrow(
      `${SECRET}: must keep its username another, got ${USER}; rotate it anew`,
    );
  });

  it("takes no version that is not pending, and no step that is none", async () => {
    const world = new World();
    await expect(world.take("v9", "createSecret")).rejects.toThrow(
      `${SECRET}: version v9 must be AWSPENDING, got undefined; start a rotation`,
    );
    world.begin("v1");
    await expect(world.take("v1", "dropSecret")).rejects.toThrow(
      `${SECRET}: a step must be one of a rotation, got "dropSecret"`,
    );
  });
});

describe("a login in a secret", () => {
  it.each([undefined, "", "null", "[]", "a password", '{"username":"u"}', '{"username":"","password":"p"}'])(
    "cannot be %j",
    (text) => {
      expect(() => parseLogin("lms/dev/redis/sessions", text)).toThrow(
        'lms/dev/redis/sessions: must hold {"username": ..., "password": ...}, got something else; rotate it anew',
      );
    },
  );

  it("is never in the message of an error", () => {
    expect(() => parseLogin("s", '{"username":1,"password":"hunter2"}')).toThrow(/^((?!hunter2).)*$/);
  });
});
