import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ENVIRONMENTS } from "../../environments";
import { dev } from "../../environments/dev";
import { factProblems, foreignValues } from "../../gitops/checks/contract-facts";
import { credentialProblems } from "../../gitops/checks/credentials";
import { freezeProblems } from "../../gitops/checks/freezes";
import { valueProblems } from "../../gitops/checks/service-values";
import { folderProblems, halfMadeProblems } from "../../gitops/checks/services";
import { GitopsTree } from "../../gitops/checks/tree";
import { LMS_SERVICE_NAMES, LMS_SERVICES, type LmsService } from "../../modules/foundation/services";
import { parseContract } from "../../scripts/contract/contract-file";
import { PROJECT } from "../../scripts/synth";
import { runProgram, temporaryFolder } from "../sandbox/support";
import { ENVIRONMENT_LIST, SERVICE_LIST } from "../support/names";
import { COMMIT, COURSES } from "./fixture";

const SERVICES = LMS_SERVICE_NAMES.length;
const OTHERS = LMS_SERVICE_NAMES.filter((name) => name !== "courses").join(", ");

describe("the freezes", () => {
  const freeze = (from: string, until: string, more = "") =>
    `- { environments: [prod${more}], from: ${from}, until: ${until}, reason: exams }\n`;
  const problems = (text: string) => freezeProblems("freezes.yaml", text, new Date("2026-11-29T12:00:00Z"));

  it("may be of any days that come within the year", () => {
    expect(problems(freeze('"2027-01-18"', '"2027-01-29"'))).toEqual([]);
    expect(problems(freeze('"2028-02-29"', '"2028-03-01"').replaceAll("2028", "2024"))).toEqual([
      "freezes.yaml: a freeze must not be over for more than 180 days, got one until 2024-03-01, which Argo CD would repeat every year; remove it",
    ]);
  });

  it.each([
    [
      freeze("2027-01-18", '"2027-01-29"'),
      "must be read alike everywhere, got what Helm reads otherwise; put days and words such as on into quotes",
    ],
    [
      freeze('"2027-01-18"', '"2027-01-29"').replace("exams", "on"),
      "must be read alike everywhere, got what Helm reads otherwise; put days and words such as on into quotes",
    ],
    [freeze('"2027-02-30"', '"2027-03-29"'), "a freeze must be of days that there are, got 2027-02-30; correct it"],
    [
      freeze('"2028-01-18"', '"2028-01-29"'),
      "a freeze must begin within 245 days, got one from 2028-01-18, which Argo CD would hold in the years before, too; add it later",
    ],
    [
      freeze('"2027-01-18"', '"2027-01-29"', ", prod"),
      "0.environments must be right, got one that must NOT have duplicate items (items ## 0 and 1 are identical); each freeze has environments, from, until (days in quotes) and a reason",
    ],
    [
      freeze('"2027-01-18"', '"2027-01-29"').replace("exams", '" "'),
      '0.reason must be right, got one that must match pattern "\\S"; each freeze has environments, from, until (days in quotes) and a reason',
    ],
  ])("are refused: %s", (text, problem) => {
    expect(problems(text)).toEqual([`freezes.yaml: ${problem}`]);
  });
});

describe("the values of a service", () => {
  const problems = (values: object) =>
    valueProblems(values as Record<string, unknown>).map(({ key, text }) => `${key.join(".")} ${text}`);
  const { probes: _probes, resources: _resources, ...withoutProbesAndResources } = COURSES;

  it("may be as they should be", () => {
    expect(problems(COURSES)).toEqual([]);
  });

  it.each([
    [
      "the image tag latest",
      { ...COURSES, image: { tag: "latest" } },
      [
        "image.tag must be the full git commit id that the image was built from, 40 lower-case hexadecimal digits, never " +
          'a tag that moves such as latest, got "latest"; correct it',
      ],
    ],
    [
      "a tag without quotes, which YAML takes for a number",
      { ...COURSES, image: parse(`tag: ${"1".repeat(40)}`) },
      [
        "image.tag must be the full git commit id that the image was built from, 40 lower-case hexadecimal digits, never " +
          "a tag that moves such as latest, got 1.1111111111111112e+39; correct it",
      ],
    ],
    [
      "a unit that is a slip",
      { ...COURSES, resources: { requests: { cpu: "2m", memory: "1Mi" }, limits: { memory: "1Gi" } } },
      [
        "resources.requests.memory must be at least 32Mi, got 1Mi; correct the unit, or raise it",
        "resources.requests.cpu must be at least 10m, got 2m; correct the unit, or raise it",
      ],
    ],
    [
      "a path that leads elsewhere",
      { ...COURSES, probes: { ...COURSES.probes, liveness: { path: "/../alive", everySeconds: 10 } } },
      ['probes.liveness.path must be an absolute path of the service, got "/../alive"; correct it'],
    ],
    [
      "neither probes nor resources",
      withoutProbesAndResources,
      ["probes must be set, got nothing; add it", "resources must be set, got nothing; add it"],
    ],
    [
      "one probe of three, and no memory limit",
      {
        ...COURSES,
        probes: { liveness: COURSES.probes.liveness },
        resources: { ...COURSES.resources, limits: {} },
      },
      [
        "probes.startup must be set, got nothing; add it",
        "probes.readiness must be set, got nothing; add it",
        "resources.limits.memory must be set, got nothing; add it",
      ],
    ],
    [
      "a namespace that is not declared",
      { ...COURSES, namespace: "lms" },
      [
        "namespace must be a declared namespace that holds services: core-services or microservices, got " +
          '"lms"; correct it',
      ],
    ],
    [
      "another namespace and account than IAM has",
      { ...COURSES, namespace: "core-services", serviceAccount: "default" },
      [
        'namespace must be microservices, for which IAM defines the role of courses, got "core-services"; correct it',
        'serviceAccount must be courses, for which IAM defines the role of courses, got "default"; correct it',
      ],
    ],
    [
      "a service that IAM does not know",
      { ...COURSES, name: "reports" },
      [
        `name must be a service that IAM defines a role for, got "reports"; add it to LMS_SERVICES, or choose from ${SERVICE_LIST}`,
      ],
    ],
    [
      "a caller that is no service",
      { ...COURSES, callers: ["web", "jenkins"] },
      [`callers must be other services of the LMS, got "jenkins"; choose from ${OTHERS}`],
    ],
    [
      "itself as a caller",
      { ...COURSES, callers: ["courses"] },
      [`callers must be other services of the LMS, got "courses"; choose from ${OTHERS}`],
    ],
    [
      "more pods at least than at most",
      { ...COURSES, replicas: { min: 4, max: 3 } },
      ["replicas.max must be at least replicas.min, 4, got 3; raise it"],
    ],
    [
      "an unknown key",
      { ...COURSES, replicaCount: 3 },
      [
        "replicaCount must be a known key, got another; choose from platform, name, namespace, serviceAccount, nodes, callers, " +
          "probes, image, replicas, resources",
      ],
    ],
    [
      "quantities that Kubernetes reads in another way",
      { ...COURSES, resources: { requests: { cpu: "0.25", memory: "512m" }, limits: { memory: "1G" } } },
      [
        'resources.requests.cpu must be processors, such as 250m or 2, got "0.25"; correct it',
        'resources.requests.memory must be memory, such as 512Mi or 2Gi, got "512m"; correct it',
        'resources.limits.memory must be memory, such as 512Mi or 2Gi, got "1G"; correct it',
      ],
    ],
  ])("must not have %s", (_what, values, expected) => {
    expect(problems(values)).toEqual(expected);
  });
});

describe("the tree", () => {
  let project = "";
  let tree: GitopsTree;
  const edit = (file: string, change: (text: string) => string) =>
    writeFileSync(join(project, file), change(readFileSync(join(project, file), "utf8")));
  const courses = { environment: "dev", service: "courses" };

  beforeEach(() => {
    project = temporaryFolder();
    cpSync(join(PROJECT, "gitops"), join(project, "gitops"), { recursive: true });
    tree = new GitopsTree(project);
  });

  it("says all that is wrong, and in which file", () => {
    edit("gitops/environments/dev/courses.yaml", (text) => text.replace(/tag: .*/, "tag: latest"));
    edit("gitops/services/courses.yaml", (text) => text.replace("serviceAccount: courses", "serviceAccount: web"));
    const ofService =
      "gitops/services/courses.yaml: serviceAccount must be courses, for which IAM defines the role of courses, " +
      'got "web"; correct it';
    expect(tree.deploymentProblems(courses)).toEqual([
      "gitops/environments/dev/courses.yaml: image.tag must be the full git commit id that the image was built from, 40 " +
        'lower-case hexadecimal digits, never a tag that moves such as latest, got "latest"; correct it',
      ofService,
    ]);
    expect(tree.deploymentProblems({ ...courses, environment: "prod" })).toEqual([ofService]);
    expect(tree.deploymentProblems({ environment: "dev", service: "web" })).toEqual([]);
  });

  it("wants each value in the file of who decides it", () => {
    edit("gitops/environments/dev/courses.yaml", (text) => `${text}callers: []\n`);
    edit("gitops/services/courses.yaml", (text) => `${text}image: { tag: "${"b".repeat(40)}" }\n`);
    expect(tree.deploymentProblems(courses)).toEqual([
      "gitops/services/courses.yaml: image must be in gitops/environments/dev/courses.yaml, got it here; move it",
      "gitops/environments/dev/courses.yaml: callers must be in gitops/services/courses.yaml, got it here; move it",
    ]);
  });

  it("wants a service to have its file's name", () => {
    edit("gitops/services/courses.yaml", () => readFileSync(join(project, "gitops/services/media.yaml"), "utf8"));
    expect(tree.deploymentProblems(courses)).toEqual([
      'gitops/services/courses.yaml: name must be that of the file, got "media"; correct one of them',
    ]);
  });

  it("wants both files of a service, and finds those without the other", () => {
    rmSync(join(project, "gitops/services/courses.yaml"));
    rmSync(join(project, "gitops/environments/dev/media.yaml"));
    expect(tree.deployments()).toHaveLength(SERVICES * ENVIRONMENTS.length);
    const problems = tree.deployments().flatMap((deployment) => tree.deploymentProblems(deployment));
    expect([...new Set(problems)]).toEqual([
      "gitops/services/courses.yaml: must be a YAML file, got no file; add it",
      "gitops/environments/dev/media.yaml: must be a YAML file, got no file; add it",
    ]);
  });

  it.each([
    [
      "a promise of more memory than the limit",
      "gitops/environments/dev/courses.yaml",
      (text: string) => text.replace(/limits:.*/s, "limits: { memory: 1Mi }\n"),
      /^gitops\/environments\/dev\/courses\.yaml: resources\.limits\.memory must be at least resources\.requests\.memory, \S+, got 1Mi; raise it$/,
    ],
  ])("refuses %s", (_, file, change, problem) => {
    edit(file, change);
    expect(tree.deploymentProblems(courses)).toEqual([
      typeof problem === "string" ? problem : expect.stringMatching(problem),
    ]);
  });

  it("refuses one pod alone where data is retained, and nowhere else", () => {
    const file = "gitops/environments/prod/courses.yaml";
    edit(file, (text) => text.replace(/min: \d+/, "min: 1"));
    edit("gitops/environments/dev/courses.yaml", (text) => text.replace(/min: \d+/, "min: 1"));
    expect(tree.deploymentProblems({ environment: "prod", service: "courses" })).toEqual([
      `${file}: replicas.min must be at least 2 in prod, got 1; raise it`,
    ]);
    expect(tree.deploymentProblems(courses)).toEqual([]);
  });

  it.each([
    [
      "sync: manual",
      "sync: automated",
      "environments.prod.sync must be manual, for what is retained there, got automated; set it back",
    ],
    [
      "[core-services, microservices]",
      "[core-services]",
      "namespaces must have microservices, which services are in, got none; add it",
    ],
    [
      "slackChannel: lms-dev-deployments",
      "slackChannel: '#dev'",
      'environments.dev.slackChannel must be right, got one that must match pattern "^[a-z0-9_-]{1,80}$"; correct it',
    ],
    [
      "sync: automated",
      "sync: auto",
      "environments.dev.sync must be right, got one that must be equal to one of the allowed values; correct it",
    ],
    [
      "  staging: {",
      "  stagging: {",
      `environments.stagging must be an environment, got none of ${ENVIRONMENT_LIST}; take it out`,
    ],
    ["  staging: {", "  stagging: {", "environments.staging must say how it is delivered to, got nothing; add it"],
    [
      "lms-dev-deployments",
      "lms-prod-deployments",
      'environments.dev.slackChannel must be of dev, got one of prod, "lms-prod-deployments"; correct it',
    ],
  ])("refuses what the root Application cannot be: %s as %s", (was, is, problem) => {
    expect(tree.appsProblems()).toEqual([]);
    const file = "gitops/apps/values.yaml";
    edit(file, (text) =>
      text
        .split("\n")
        .map((line) =>
          line.startsWith("#") || (is.endsWith("automated") && !line.includes("prod")) ? line : line.replace(was, is),
        )
        .join("\n"),
    );
    expect(tree.appsProblems()).toContain(`${file}: ${problem}`);
  });

  it("refuses addresses in a contract that belong elsewhere", () => {
    const file = "gitops/platform/dev.yaml";
    const broken = (change: (text: string) => string) => {
      const before = readFileSync(join(project, file), "utf8");
      edit(file, change);
      const problems = tree.contractProblems(dev);
      edit(file, () => before);
      return problems;
    };
    expect(
      broken((text) => text.replace(/host: lms-dev\.cluster\S+/, `host: lms-prod.cluster-x.rds.amazonaws.com`)),
    ).toEqual([
      `${file}: platform.services.identity.database.host must be of dev, got one of prod, "lms-prod.cluster-x.rds.amazonaws.com"; run npm run contract -- dev`,
    ]);
    expect(broken((text) => text.replace("targetgroup/cours-", "targetgroup/media-"))).toEqual([
      expect.stringMatching(
        /^gitops\/platform\/dev\.yaml: platform\.services\.courses\.targetGroup must be the target group of courses, got that of media, /,
      ),
    ]);
    expect(
      broken((text) => text.replace(`:${dev.account}:targetgroup/cours`, ":999999999999:targetgroup/cours")),
    ).toEqual([expect.stringMatching(/: platform\.services\.courses\.targetGroup must be in account \d{12}, got /)]);
  });

  it.each([
    [
      "another region",
      (text: string) =>
        text.replace(`us-east-1:${dev.account}:targetgroup/media`, `us-west-2:${dev.account}:targetgroup/media`),
      `media.targetGroup must be in us-east-1 and account ${dev.account}, got "arn:aws:elasticloadbalancing:us-west-2:${dev.account}:targetgroup/media-`,
    ],
    [
      "the group of another service under its own name",
      (text: string) =>
        text.replace(/(targetgroup\/analy-\d+\/)\w+/, `$1${/targetgroup\/media-\d+\/(\w+)/.exec(text)?.[1]}`),
      "analytics.targetGroup must be another one than that of media, got ",
    ],
    [
      "a writer that only reads",
      (text: string) => text.replaceAll("host: lms-dev.cluster-", "host: lms-dev.cluster-ro-"),
      "identity.database.host must take writes, got ",
    ],
    [
      "readers that are the writer",
      (text: string) => text.replaceAll("readerHost: lms-dev.cluster-ro-", "readerHost: lms-dev.cluster-"),
      "identity.database.readerHost must spread reads, got ",
    ],
    [
      "a database of another region",
      (text: string) => text.replaceAll("us-east-1.rds", "us-west-2.rds"),
      "identity.database.host must be in us-east-1, got ",
    ],
    [
      "the store of another use",
      (text: string) => text.replaceAll("master.lms-dev-sessions", "master.lms-dev-cache"),
      "web.redis.sessions.host must be that of lms-dev-sessions, got ",
    ],
    [
      "a store that only reads",
      (text: string) => text.replaceAll("master.lms-dev-cache", "replica.lms-dev-cache"),
      "web.redis.cache.host must take writes, got ",
    ],
    [
      "a store of another region",
      (text: string) => text.replaceAll(".use1.cache", ".apse2.cache"),
      "web.redis.sessions.host must be in us-east-1, got ",
    ],
  ])("refuses an address that is of %s", (_what, change, problem) => {
    const file = "gitops/platform/dev.yaml";
    edit(file, change);
    const [first = ""] = tree.contractProblems(dev);
    expect(first).toContain(`${file}: platform.services.${problem}`);
    expect(first).toMatch(/; run npm run contract -- dev$/);
  });

  it("takes the addresses of any region that an environment is in", () => {
    for (const [region, short] of [
      ["us-east-1", "use1"],
      ["eu-central-1", "euc1"],
      ["ap-southeast-2", "apse2"],
    ] as const) {
      const text = readFileSync(join(PROJECT, "gitops/platform/dev.yaml"), "utf8");
      const moved = text.replaceAll(/us-east-1(?=[:.][\dr])/g, region).replaceAll(".use1.", `.${short}.`);
      expect(factProblems({ ...dev, region }, parseContract(moved))).toEqual([]);
    }
  });

  it("refuses credentials in any file, also in a comment", () => {
    edit("gitops/services/courses.yaml", (text) => `${text}# xoxb-${"1".repeat(12)}-${"a".repeat(12)}\n`);
    edit("gitops/environments/dev/courses.yaml", (text) => `# AKIA${"A".repeat(16)}\n${text}`);
    edit("gitops/apps/values.yaml", (text) => `${text}# https://someone:something@example.com/x.git\n`);
    expect(credentialProblems(project, "gitops")).toEqual([
      expect.stringMatching(/^gitops\/apps\/values\.yaml: must hold no secrets, got a password in a URL in line \d+; /),
      "gitops/environments/dev/courses.yaml: must hold no secrets, got an AWS access key in line 1; revoke it, for Git keeps it, and put the new one into Secrets Manager",
      expect.stringMatching(
        /^gitops\/services\/courses\.yaml: must hold no secrets, got a token of Slack in line \d+; /,
      ),
    ]);
  });

  it("refuses defaults of the chart, which nobody sees", () => {
    edit("gitops/charts/lms-service/values.yaml", (text) => `${text}image: { tag: "${COMMIT}" }\nnodes: general\n`);
    expect(tree.defaultProblems()).toEqual([
      "gitops/charts/lms-service/values.yaml: must have no defaults, got image, nodes; put them into the files of who decides them",
    ]);
  });

  it("takes no twelve digits within a commit for an account", () => {
    const problems = (text: string) => foreignValues(dev, { text }).map(({ problem }) => problem);
    expect(problems("992af5877b9e797e3ab877606083410cc61ad0f6")).toEqual([]);
    expect(
      problems("service.version=992af5877b9e797e3ab877606083410cc61ad0f6,deployment.environment.name=dev"),
    ).toEqual([]);
    for (const text of ["999999999999", "arn:aws:sqs:us-east-1:999999999999:x", "lms-dev-media-999999999999"]) {
      expect(problems(text)).toEqual([`text must be in account ${dev.account}, got "${text}"`]);
    }
  });

  it("wants the folders that an environment's services are in, and says no more where one is missing", () => {
    rmSync(join(project, "gitops/environments/dev"), { recursive: true });
    expect(folderProblems(project, "dev")).toEqual([
      "gitops/environments/dev: must exist, with a file for each service, got no folder; copy another environment's",
    ]);
    expect(folderProblems(project, "prod")).toEqual([]);
    expect(tree.deployments()).toHaveLength(SERVICES * ENVIRONMENTS.length);
  });

  it("refuses the commit of one service as the tag of another", () => {
    for (const service of ["courses", "media", "web"]) {
      const tag = service === "web" ? "c".repeat(40) : COMMIT;
      edit(`gitops/environments/dev/${service}.yaml`, (text) => text.replace(/tag: .*/, `tag: "${tag}"`));
    }
    expect(tree.tagProblems(dev)).toEqual([
      `gitops/environments/dev/media.yaml: image.tag must be a commit of media, got that of courses, ${COMMIT}; correct one`,
    ]);
  });

  it("refuses files and folders of no environment", () => {
    expect(tree.strayProblems(dev)).toEqual([]);
    cpSync(join(project, "gitops/environments/dev"), join(project, "gitops/environments/qa"), { recursive: true });
    cpSync(join(project, "gitops/platform/dev.yaml"), join(project, "gitops/platform/dev.old.yaml"));
    expect(tree.strayProblems(dev)).toEqual([
      `gitops/environments/qa: must be of an environment, got one of none; take it out, or choose from ${ENVIRONMENT_LIST}`,
      expect.stringMatching(
        /^gitops\/platform\/dev\.old\.yaml: must be of an environment, got one of none; take it out, or choose from dev\.yaml, /,
      ),
    ]);
  });

  it("finds services that are half made", () => {
    expect(halfMadeProblems(project)).toEqual([]);
    rmSync(join(project, "gitops/environments/dev/media.yaml"));
    writeFileSync(join(project, "gitops/services/forum.yaml"), "");
    expect(halfMadeProblems(project)).toEqual([
      `forum: is half made, it lacks modules/foundation/services.ts, ${ENVIRONMENTS.map(
        ({ name }) => `gitops/environments/${name}/forum.yaml`,
      ).join(", ")}; npm run new-service -- forum writes what is missing, or take out what is there`,
      "media: is half made, it lacks gitops/environments/dev/media.yaml; npm run new-service -- media writes what is missing, or take out what is there",
    ]);
  });

  it("wants the addresses of what was applied before a release", () => {
    const file = "gitops/platform/dev.yaml";
    edit(file, (text) => text.replace(/targetgroup\/cours\S+/, "targetgroup/unapplied/0000000000000000"));
    expect([tree.contractProblems(dev), tree.deploymentProblems(courses)]).toEqual([[], []]);
    edit("gitops/environments/dev/courses.yaml", (text) => text.replace(/tag: .*/, `tag: "${COMMIT}"`));
    expect(tree.deploymentProblems(courses)).toEqual([
      `${file}: platform.services.courses must have its addresses before a release, got none yet; apply dev-platform, then ` +
        "run npm run contract -- dev",
    ]);
  });

  it("takes what a desktop leaves behind for no service", () => {
    writeFileSync(join(project, "gitops/services/.DS_Store"), "");
    expect(tree.deployments()).toHaveLength(SERVICES * ENVIRONMENTS.length);
  });

  it("refuses what is not YAML, or not a map", () => {
    edit("gitops/services/courses.yaml", () => "name: [courses\n");
    edit("gitops/environments/dev/courses.yaml", () => "# nothing\n");
    expect(tree.deploymentProblems(courses)).toEqual([
      expect.stringMatching(/^gitops\/services\/courses\.yaml: must be a YAML file, got .* at line 2.*; correct it$/),
      "gitops/environments/dev/courses.yaml: must be a map of values, got null; see gitops/README.md",
    ]);
  });

  it("notices a contract that is not what the code gives, by hand or by time", () => {
    expect(tree.contractProblems(dev)).toEqual([]);
    expect(tree.contractProblems({ ...dev, edge: { ...dev.edge, domain: "new.example.com" } })).toEqual([
      "gitops/platform/dev.yaml: must hold what the code gives, got something else; run npm run contract -- dev",
    ]);
    edit("gitops/platform/dev.yaml", (text) => text.replace("lms/dev/media/database", "lms/prod/media/database"));
    expect(tree.contractProblems(dev)).toHaveLength(1);
  });

  it("takes any addresses that AWS may have given", () => {
    edit("gitops/platform/dev.yaml", (text) => text.replaceAll(/host: lms-dev\.cluster\S+/g, "host: db.example.com"));
    expect(tree.contractProblems(dev)).toEqual([]);
  });

  it("counts the connections of all pods, at their most", () => {
    expect(tree.connectionProblems(dev)).toEqual([]);
    edit("gitops/environments/dev/courses.yaml", (text) => text.replace("max: 2", "max: 8"));
    // 3 pods of each other service and 10 of courses, with the surge of a release; each 3 connections to writer and readers.
    const users = Object.values<LmsService>(LMS_SERVICES).filter(({ secrets }) => secrets.includes("database"));
    const pods = 3 * (users.length - 1) + 10;
    expect(tree.connectionProblems(dev)).toEqual([
      "gitops/environments/dev: replicas must leave room for all pools in one instance of the database, 151 connections, " +
        `got ${6 * pods} of ${pods} pods; lower replicas.max, of courses first, or choose a larger instance`,
    ]);
  });

  it("refuses a contract that is broken", () => {
    edit("gitops/platform/dev.yaml", () => "platform: { password: secret }\n");
    expect(tree.contractProblems(dev)).toContain(
      "gitops/platform/dev.yaml: platform.password must be a known key, got another; choose from environment, region, " +
        "standsBy, unmonitored, siteUrl, contentDomain, port, secretStore, traces, timeouts, networks, services",
    );
    rmSync(join(project, "gitops/platform/dev.yaml"));
    expect(tree.contractProblems(dev)).toEqual(["gitops/platform/dev.yaml: must be a YAML file, got no file; add it"]);
  });
});

describe("gitops/check.ts", () => {
  const check = (...args: string[]) => runProgram("gitops/check.ts", args);

  it("finds nothing wrong with what is committed", async () => {
    expect(await check()).toEqual({
      exitCode: 0,
      stdout: `gitops: ${SERVICES * ENVIRONMENTS.length} services checked\n`,
      stderr: "",
    });
  });

  it("checks an environment or a service by itself", async () => {
    expect((await check("dev")).stdout).toBe(`gitops: ${SERVICES} services checked\n`);
    expect((await check("dev/courses", "prod/web")).stdout).toBe("gitops: 2 services checked\n");
  });

  it("prints each problem in a line, and exits with 1", async () => {
    expect(await check("dev/reports")).toEqual({
      exitCode: 1,
      stdout: "",
      stderr:
        "gitops/services/reports.yaml: must be a YAML file, got no file; add it\n" +
        "gitops/environments/dev/reports.yaml: must be a YAML file, got no file; add it\n",
    });
  });

  it("refuses an environment that does not exist", async () => {
    expect(await check("nowhere/courses")).toEqual({
      exitCode: 1,
      stdout: "",
      stderr:
        'gitops: must check <environment> or <environment>/<service>, got "nowhere/courses"; the environments are ' +
        `${ENVIRONMENT_LIST}\n`,
    });
  });

  it("tells how it is used, and refuses an unknown option", async () => {
    expect((await check("--help")).stdout).toMatch(/^npm run gitops \[-- <environment>/);
    expect((await check("--all")).stderr).toMatch(/^gitops: Unknown option '--all'.*; see --help\n$/);
  });
});
