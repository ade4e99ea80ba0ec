import { Token } from "cdktf";
import { expect, it } from "vitest";
import { helmValues } from "../../../modules/cluster-addons/addon";

it("writes values as JSON that can be read in a plan", () => {
  expect(helmValues({ replicaCount: 2, image: { tag: "v1" } })).toBe(
    ["{", '  "replicaCount": 2,', '  "image": {', '    "tag": "v1"', "  }", "}"].join("\n"),
  );
});

it("keeps what a chart writes like Terraform's templates from Terraform", () => {
  const written = { endpoint: `\${env:MY_POD_IP}:4317`, format: "%{host}", twice: `\${a}\${b}`, plain: "$file 100%" };
  expect(JSON.parse(helmValues(written))).toEqual({
    endpoint: `$\${env:MY_POD_IP}:4317`,
    format: "%%{host}",
    twice: `$\${a}$\${b}`,
    plain: "$file 100%",
  });
});

it("leaves references to Terraform as they are", () => {
  const token = Token.asString({ resolve: () => "x" });
  expect(token).toMatch(/^\$\{TfToken\[/);
  expect(JSON.parse(helmValues({ vpcId: token, arg: `--id=${token}` }))).toEqual({
    vpcId: token,
    arg: `--id=${token}`,
  });
});
