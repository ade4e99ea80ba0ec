import { prod } from "../environments/prod";
import { runPage } from "../scripts/generated-page";
import type { Module } from "./module";
import { inputTable, outputTable } from "./readme";
import { modulesLike, withSettingComments } from "./write";

const ABOUT = `# Terraform modules

The platform as Terraform modules, for teams that write HCL. This page is written by \`npm run module-docs\`, from the modules
like prod; \`npm run modules -- --like <environment> --out <folder>\` writes the modules of an environment's structure, each with
its own page, plan tests (\`terraform test\`; none for \`rds\` in two regions, whose password Terraform 1.11 cannot mock), and roots
that call them in \`examples/\`: \`vpc-only\`, \`eks-on-existing-vpc\`, \`database-only\`, and \`complete\`, which wires all of them.

- **Structure is the environment's**: which zones, node groups, queues and buckets there are, what is protected from a destroy, and
  whether there is a second region. Everything else is a variable, whose default is the environment's value.
- **Wrong values are refused by a plan** in the words of the synth: both come from one description.
- **A module gets of another what that one hands out**: \`kms_key_arns = module.kms.kms_key_arns\`. A value that would lead
  across regions or accounts is refused.
- **Outside us-east-1** there is one more, \`global-region\`: the keys and topics that CloudFront and Route 53 write to there.
  \`edge\`, \`s3-cloudfront\` and \`monitoring\` are handed the provider \`aws.global\`, which is that of us-east-1.
- A module has no provider and no backend, and can be called twice in a root, with other names; \`rds\` once in a region, where an
  account has one log group \`RDSOSMetrics\`, which is imported where AWS has made it already.
- **Who applies them is the role \`<name>-deployer\` or \`<name>-admin\`** of the account, where a Redis store takes passwords: the
  secrets let no one else write.

## A root of your own

\`\`\`hcl
provider "aws" {
  region = "us-east-1"
}

module "kms" {
  source = "git::https://<your repository>//modules/kms?ref=v1.0.0"
  name   = "lms-demo"
}

module "vpc" {
  source       = "git::https://<your repository>//modules/vpc?ref=v1.0.0"
  name         = "lms-demo"
  kms_key_arns = module.kms.kms_key_arns
}
\`\`\`

With an output for the id of the VPC, in an empty folder, on the local AWS (\`AWS_ENDPOINT_URL\`, as a kept sandbox tells it), with the
modules like prod:

\`\`\`text
$ terraform init
Downloading git::https://<your repository>?ref=v1.0.0 for kms...
- kms in .terraform/modules/kms/modules/kms
Downloading git::https://<your repository>?ref=v1.0.0 for vpc...
- vpc in .terraform/modules/vpc/modules/vpc
- Installing hashicorp/aws v5.100.0...
Terraform has been successfully initialized!
$ terraform apply
module.vpc.aws_vpc_endpoint.network_endpoints_s3: Creation complete after 6s [id=vpce-91ed5bd092139c5e0]

Apply complete! Resources: 84 added, 0 changed, 0 destroyed.

Outputs:

vpc_id = "vpc-efd51c07e55fa66c8"
\`\`\`

## Releases

\`npm run modules -- --like prod --release 1.2.0 --out <folder>\` writes a release into the clone of a Git repository: commit it
there, and tag it \`v1.2.0\`. \`CHANGELOG.md\` there tells what has changed. The version must say it too ([SemVer](https://semver.org)): a
variable, output, type or resource that is gone, a new required variable, or another provider to hand over, is a major version;
what is new, or has another default, a minor one.

## Taking over what exists

- **An environment of this project**: \`taking-over/\` has a root with the environment's backend, which calls all modules, and a
  \`moved\` block for each resource. Run \`terraform init\` and \`terraform plan\` there: it moves everything and changes nothing but
  the place of the functions' code. The environment's own root is not applied any more from then on.
- **The VPC of another root**, such as one that calls terraform-aws-modules/vpc: \`terraform show -json > state.json\` there, and
  \`npm run modules -- --like <environment> --take-over state.json --out <folder>\` here. \`taking-over-vpc/\` then has a root that calls
  \`vpc\` with an \`import\` block for each resource that fits it: the VPC, its internet gateway and default security group, subnets,
  NAT gateways with their addresses, route tables with their routes, and endpoints. Its plan destroys and replaces nothing. From the
  first apply on, their root holds a \`removed\` block in the place of its module:

  \`\`\`hcl
  removed {
    from = module.vpc
    lifecycle {
      destroy = false
    }
  }
  \`\`\`

  A subnet fits by its block, since AWS changes none; [docs/architecture.md](architecture.md) has those of 10.0.0.0/16. The command
  refuses a subnet that overlaps one of ours, one that leads to the internet where ours does not, or the other way round, an address of
  a NAT gateway in another state, and IPv6. Changed in place: tags, which become ours; public addresses that subnets give by
  themselves, which end; the rules of the default security group, which go; the network ACL of the data tier. A subnet whose table
  is others', too, or leads elsewhere, gets a new one, without the routes of the old. The command lists these, and what stays as it
  is, such as flow logs and further subnets.
- **A VPC that does not fit** stays where it is, and \`eks-on-existing-vpc\` and \`database-only\` take its ids.
- **EKS and Aurora of terraform-aws-modules** are not taken over: name and role of a cluster, and name, key and subnet group of a database,
  never change in AWS, and are others here. Services move to a new cluster, stores by their snapshots and replication.

## Beside terraform-aws-modules

As of [vpc 6.6.0](https://github.com/terraform-aws-modules/terraform-aws-vpc/tree/v6.6.0),
[eks 21.19.0](https://github.com/terraform-aws-modules/terraform-aws-eks/tree/v21.19.0) and
[rds-aurora 10.2.0](https://github.com/terraform-aws-modules/terraform-aws-rds-aurora/tree/v10.2.0). They are for any
platform, and leave nearly every argument to who calls them; ours are for this one, and leave sizes, names and places.

| | theirs: inputs, outputs | ours: inputs (required), outputs | decided for you |
| --- | --- | --- | --- |
| VPC | 236, 119 | 7 (1), 6 | tiers and their blocks, routes, endpoints, security groups, flow logs with their key |
| EKS | 103, 41 | 13 (4), 8 | encryption, logs, access entries, add-ons, how node groups are updated |
| Aurora | 113, 33 | 19 (9), 9 | TLS and IAM sign-in, a managed password, encryption, logs, alarms' events, a copy in another region |

Theirs name subnets by their place in a list, so that taking one out of the middle replaces those after it; ours by the letter of
their zone. Theirs have no \`validation\` of their inputs; ours refuse a wrong value with what to do instead, and come with tests.
`;

runPage({
  file: "docs/modules.md",
  command: "npm run module-docs",
  about: "Writes docs/modules.md: the inputs and outputs of the Terraform modules like prod.",
  write: () =>
    withSettingComments((commentOf) => [ABOUT, ...modulesLike(prod, commentOf).modules.map(section)].join("\n")),
});

function section({ name, about, variables, outputs, main }: Module): string {
  const count = Object.values(main.resource as Readonly<Record<string, object>>)
    .map((named) => Object.keys(named).length)
    .reduce((sum, each) => sum + each, 0);
  return `## \`${name}\`

${about}. ${count} resources.

### Inputs of \`${name}\`

${inputTable(variables)}

### Outputs of \`${name}\`

${outputTable(outputs)}
`;
}
