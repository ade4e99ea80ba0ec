import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { groovyMistakes } from "../../ci/scripts/jenkinsfiles/groovy-parser";
import { fakePrograms, temporaryFolder } from "../sandbox/support";

const { signal } = new AbortController();

/** Files with these texts, named by their place. */
function files(...texts: readonly string[]): string[] {
  const folder = temporaryFolder();
  return texts.map((text, index) => {
    const file = join(folder, `${index}.groovy`);
    writeFileSync(file, text);
    return file;
  });
}

test("tells what is no Groovy, and takes all that is", async ({ skip }) => {
  const paths = files(
    "def a = 1; def b = /it's (/\n@Library('none') _\npipeline { agent none }\n",
    "steps {\n  echo 'Approved }\n}\n",
    "steps {\n  echo 'Approved' )\n}\n",
    "steps {\n  echo 'Approved'\n",
    "agent = = none\n",
  );
  const parsed = await groovyMistakes(paths, process.env, signal);
  if ("missing" in parsed) return skip(parsed.missing);
  const told = [...parsed.mistakes].map(([path, mistakes]) => [paths.indexOf(path), mistakes]);
  expect(told).toEqual([
    [1, [{ line: 2, text: "expecting ''', found '\\n'" }]],
    [2, [{ line: 2, text: "expecting '}', found ')'" }]],
    [3, [{ line: 3, text: "expecting '}', found ''" }]],
    [4, [{ line: 1, text: "unexpected token: =" }]],
  ]);
});

test("says why there is no parser", async () => {
  expect(await groovyMistakes([], { PATH: "/nowhere" }, signal)).toEqual({
    missing: "got no Java; install Java 8 or newer, or set JAVA_HOME",
  });
  const PATH = `${fakePrograms({ java: "echo 'no room for a heap' >&2\nexit 1" })}:${process.env.PATH}`;
  const mirror = { PATH, XDG_CACHE_HOME: temporaryFolder(), LMS_MAVEN_MIRROR: "http://127.0.0.1:1" };
  expect(await groovyMistakes([], mirror, signal)).toEqual({
    missing: expect.stringMatching(/^got no Groovy: http:\/\/127\.0\.0\.1:1\/\S+\.jar cannot be read \(.+\)$/),
  });
  const folder = join(mirror.XDG_CACHE_HOME, "lms-platform", "groovy", "2.4.21");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "groovy.jar"), "");
  expect(await groovyMistakes([], mirror, signal)).toEqual({
    missing: "got a Java that ends with 1: no room for a heap",
  });
});
