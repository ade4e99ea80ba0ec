import { expect, it } from "vitest";
import { autoscalerTags } from "../../../modules/eks/autoscaler-tags";

it("tells the Cluster Autoscaler whose the group is and what its nodes would be like", () => {
  const taints = [{ key: "lms.platform/workload", value: "compute", effect: "NO_SCHEDULE" }] as const;
  expect(autoscalerTags("lms-prod", "compute", { taints }, { zones: ["us-east-1a", "us-east-1b"] })).toEqual({
    "k8s.io/cluster-autoscaler/enabled": "true",
    "k8s.io/cluster-autoscaler/lms-prod": "owned",
    "k8s.io/cluster-autoscaler/node-template/label/lms.platform/node-group": "compute",
    "k8s.io/cluster-autoscaler/node-template/taint/lms.platform/workload": "compute:NoSchedule",
  });
});

it("says nothing of taints where there are none, and of the zone where there is one", () => {
  expect(autoscalerTags("lms-dev", "general", { taints: [] }, { zones: ["us-east-1a"] })).toEqual({
    "k8s.io/cluster-autoscaler/enabled": "true",
    "k8s.io/cluster-autoscaler/lms-dev": "owned",
    "k8s.io/cluster-autoscaler/node-template/label/lms.platform/node-group": "general",
    "k8s.io/cluster-autoscaler/node-template/label/topology.ebs.csi.aws.com/zone": "us-east-1a",
  });
});
