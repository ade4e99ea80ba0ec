// What the strictest Pod Security Standard asks of a pod, for charts that leave it to their user, in namespaces that hold no pod to it.

/** Security context of a pod that needs nothing of its node. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export const CONFINED_POD = { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } } as const;

/** Security context of its containers, which write to no file but those of volumes. */
export const CONFINED_CONTAINER = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
} as const;
