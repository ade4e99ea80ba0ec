import { firewall } from "../../../environments/edits/edit";
import { add, at, type Edit, editPolicy, ref, remove } from "./edit";

/** Edits that let someone in, or weaken what keeps them out. */
export const ACCESS_EDITS: Readonly<Record<string, Edit>> = {
  "database-open": {
    about: "Aurora's security group lets everyone in",
    configuration: ({ resource }) => {
      const rules = resource.aws_vpc_security_group_ingress_rule ?? {};
      const [from] = Object.values(rules).filter(({ to_port }) => to_port === 5432);
      rules.opened = {
        ...from,
        referenced_security_group_id: undefined,
        cidr_ipv4: "0.0.0.0/0",
        description: "Temporary",
      };
    },
    says: [
      "opens access: 1",
      "opens tcp 5432 from EVERYWHERE (0.0.0.0/0), into aws_security_group.database_home_postgresql (aws_rds_cluster.database_home_cluster)",
    ],
  },
  "group-everything-open": {
    about: "the nodes' security group lets every protocol in from everywhere, IPv6 too",
    configuration: ({ resource }) => {
      const rules = resource.aws_vpc_security_group_ingress_rule ?? {};
      const security_group_id = ref("aws_security_group.network_security_groups_workloads.id");
      rules.all_v4 = { security_group_id, ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" };
      rules.all_v6 = { security_group_id, ip_protocol: "-1", cidr_ipv6: "::/0" };
    },
    says: ["opens every protocol from EVERYWHERE (0.0.0.0/0)", "opens every protocol from EVERYWHERE (::/0)"],
  },
  "rule-wider-ports": {
    about: "a rule lets more ports through",
    configuration: (root) => {
      at(root, "aws_vpc_security_group_ingress_rule.redis_cache_redis_cache_from_workloads_6379").from_port = 0;
      at(root, "aws_vpc_security_group_ingress_rule.redis_cache_redis_cache_from_workloads_6379").to_port = 65535;
    },
    says: ["opens tcp every port from aws_security_group.network_security_groups_workloads"],
  },
  "data-network-open": {
    about: "the data tier's network ACL lets everyone in",
    configuration: (root) => {
      at(root, "aws_network_acl_rule.network_data_tier_in_postgresql").cidr_block = "0.0.0.0/0";
    },
    says: ["opens tcp 5432 from EVERYWHERE (0.0.0.0/0), into aws_network_acl.network_data_tier_acl"],
  },
  "admin-attached": {
    about: "a service becomes an administrator of the account",
    configuration: (root) => {
      add(root, "aws_iam_role_policy_attachment.debug", {
        role: ref("aws_iam_role.identities_web_role.name"),
        policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
      });
    },
    says: ["attaches ADMINISTRATORACCESS to lms-dev-web"],
  },
  "policy-star": {
    about: "a service may do everything, by a statement put first",
    configuration: (root) =>
      editPolicy(at(root, "aws_iam_role_policy.identities_web_policy"), "policy", (statements) => {
        statements.unshift({ Effect: "Allow", Action: "*", Resource: "*" });
      }),
    says: ["aws_iam_role_policy.identities_web_policy: allows EVERYTHING (*) on EVERYTHING (*)", "opens access: 1"],
  },
  "policy-reordered": {
    about: "a policy says the same in another order",
    configuration: (root) =>
      editPolicy(at(root, "aws_iam_role_policy.identities_external_dns_policy"), "policy", (statements) => {
        statements.reverse();
        for (const statement of statements) if (Array.isArray(statement.Action)) statement.Action.reverse();
      }),
    says: ["nothing to change"],
  },
  "policy-wider-resource": {
    about: "a service's policy names every queue instead of its own",
    configuration: (root) =>
      editPolicy(at(root, "aws_iam_role_policy.identities_notifications_policy"), "policy", (statements) => {
        for (const statement of statements) if (/sqs:/.test(JSON.stringify(statement.Action))) statement.Resource = "*";
      }),
    says: ["sqs:DeleteMessage", "on EVERYTHING (*)"],
  },
  "policy-condition-removed": {
    about: "a key's policy loses its conditions",
    configuration: (root) =>
      editPolicy(at(root, "aws_kms_key.keys_data"), "policy", (statements) => {
        for (const statement of statements) delete statement.Condition;
      }),
    says: ["opens access: 3", "ANYONE (*): allows kms:Decrypt"],
  },
  "key-other-account": {
    about: "another account may decrypt with the data key",
    configuration: (root) =>
      editPolicy(at(root, "aws_kms_key.keys_data"), "policy", (statements) => {
        statements.push({
          Sid: "Partner",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::999999999999:root" },
          Action: "kms:Decrypt",
          Resource: "*",
        });
      }),
    says: ["(OTHER ACCOUNT 999999999999): allows kms:Decrypt"],
  },
  "trust-anyone": {
    about: "anyone may assume the nodes' role",
    configuration: (root) =>
      editPolicy(at(root, "aws_iam_role.nodes_role"), "assume_role_policy", (statements) => {
        statements.push({ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" });
      }),
    says: ["aws_iam_role.nodes_role: ANYONE (*): allows sts:AssumeRole"],
  },
  "trust-other-account": {
    about: "another account may assume a service's role",
    configuration: (root) =>
      editPolicy(at(root, "aws_iam_role.identities_media_role"), "assume_role_policy", (statements) => {
        statements.push({
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::999999999999:role/ci" },
          Action: "sts:AssumeRole",
        });
      }),
    says: ["(OTHER ACCOUNT 999999999999): allows sts:AssumeRole"],
  },
  "boundary-removed": {
    about: "a role loses its permissions boundary",
    configuration: (root) => {
      delete at(root, "aws_iam_role.identities_web_role").permissions_boundary;
    },
    says: ["no permissions boundary limits the role"],
  },
  "bucket-public": {
    about: "everyone may read the media",
    configuration: (root) => {
      editPolicy(at(root, "aws_s3_bucket_policy.storage_media_policy"), "policy", (statements) => {
        statements.push({
          Effect: "Allow",
          Principal: "*",
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::lms-dev-media-111111111111/*",
        });
      });
      const blocks = root.resource.aws_s3_bucket_public_access_block ?? {};
      for (const [name, block] of Object.entries(blocks)) {
        if (name.includes("media"))
          Object.assign(block, { block_public_policy: false, restrict_public_buckets: false });
      }
    },
    says: [
      "ANYONE (*): allows s3:GetObject on arn:aws:s3:::lms-dev-media-111111111111/*",
      "the bucket may become public (block_public_policy is off)",
    ],
  },
  "deny-removed": {
    about: "a queue's policy loses its Deny",
    configuration: (root) => remove(root, "aws_sqs_queue_policy.queues_notifications_outbound_queue_policy"),
    says: ["ANYONE (*): denies no longer sqs:*"],
  },
  "key-not-rotated": {
    about: "a key is not rotated any more",
    configuration: (root) => {
      at(root, "aws_kms_key.keys_data").enable_key_rotation = false;
    },
    says: ["the key is not rotated"],
  },
  "cluster-endpoint-open": {
    about: "the Kubernetes API answers everyone",
    configuration: (root) => {
      at(root, "aws_eks_cluster.cluster_cluster").vpc_config.public_access_cidrs = ["0.0.0.0/0"];
    },
    says: ["opens the Kubernetes API to EVERYWHERE (0.0.0.0/0)"],
  },
  "cluster-endpoint-public": {
    environment: "prod",
    about: "prod's Kubernetes API becomes public",
    settings: (environment) => {
      environment.cluster.publicAccess = ["198.51.100.0/24"];
    },
    says: [
      "Who approves must name: access 2",
      "opens the Kubernetes API to 198.51.100.0/24",
      "the Kubernetes API is public",
    ],
  },
  "cluster-admin-added": {
    about: "a role becomes an administrator of the cluster",
    configuration: (root) => {
      const cluster_name = ref("aws_eks_cluster.cluster_cluster.name");
      const principal_arn = ref("aws_iam_role.identities_web_role.arn");
      add(root, "aws_eks_access_entry.debug", { cluster_name, principal_arn });
      add(root, "aws_eks_access_policy_association.debug", {
        cluster_name,
        principal_arn,
        policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        access_scope: { type: "cluster" },
      });
    },
    says: ["AmazonEKSClusterAdminPolicy in the whole cluster", "into the cluster"],
  },
  "pod-gets-role": {
    about: "a pod gets another service's role",
    configuration: (root) => {
      add(root, "aws_eks_pod_identity_association.debug", {
        cluster_name: ref("aws_eks_cluster.cluster_cluster.name"),
        namespace: "default",
        service_account: "default",
        role_arn: ref("aws_iam_role.identities_media_role.arn"),
      });
    },
    says: ["gives lms-dev-media to pods of default/default"],
  },
  "firewall-counts": {
    environment: "prod",
    about: "the firewall counts instead of blocking",
    settings: (environment) => {
      firewall(environment).mode = "count";
    },
    says: ["7 rules block no longer: common", "13 rules block no longer"],
  },
  "firewall-rule-removed": {
    about: "the firewall loses the rule against SQL injection",
    configuration: (root) => {
      const acl = at(root, "aws_wafv2_web_acl.firewall_load_balancer_acl");
      const rules = JSON.parse(acl.rule_json) as { readonly Name: string }[];
      acl.rule_json = JSON.stringify(rules.filter(({ Name }) => Name !== "sql-injection"));
    },
    says: ["the rule sql-injection is gone", "-$1.00 a month"],
  },
  "firewall-detached": {
    about: "the load balancer stands without a firewall",
    configuration: (root) => remove(root, "aws_wafv2_web_acl_association.load_balancer_firewall"),
    says: ["is removed: it stands without a firewall"],
  },
  "site-old-tls": {
    about: "the site speaks TLS 1.0",
    configuration: (root) => {
      at(root, "aws_cloudfront_distribution.distribution_distribution").viewer_certificate.minimum_protocol_version =
        "TLSv1";
    },
    says: ["the site speaks TLS older than 1.2"],
  },
  "database-without-tls": {
    about: "Aurora takes connections without TLS",
    configuration: (root) => {
      for (const parameter of at(root, "aws_rds_cluster_parameter_group.database_home_parameters_cluster").parameter) {
        if (parameter.name === "rds.force_ssl") parameter.value = "0";
      }
    },
    says: ["the database takes connections without TLS (rds.force_ssl)"],
  },
  "nodes-old-metadata": {
    about: "the nodes' metadata answers without a token",
    configuration: (root) => {
      at(root, "aws_launch_template.nodes_general_template").metadata_options.http_tokens = "optional";
    },
    says: ["without a token (IMDSv1)", "nodes roll: nodes_general"],
  },
  "database-public": {
    about: "Aurora's instance gets a public address",
    configuration: (root) => {
      at(root, "aws_rds_cluster_instance.database_home_us_east_1a").publicly_accessible = true;
    },
    says: ["the database gets a public address"],
  },
  "flow-log-removed": {
    about: "the VPC's traffic is not logged any more",
    configuration: (root) => remove(root, "aws_flow_log.network_flow_logs_vpc"),
    says: ["is removed: traffic is not recorded any more"],
  },
};
