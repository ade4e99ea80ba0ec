# The image jenkins/tools: everything that the scripts and the tests of this project call.
# What package-lock.json names comes along, so that no stage waits for the npm registry. Built from the project's folder:
# docker build --file ci/resources/agents/tools.Dockerfile .
# For OpenTofu: FROM ghcr.io/opentofu/opentofu:1.12.6-minimal AS terraform, COPY --from=terraform /usr/local/bin/tofu
# /usr/local/bin/tofu, and ENV TERRAFORM_BINARY_NAME=tofu. See https://opentofu.org/docs/intro/install/docker/
FROM hashicorp/terraform:1.11.4 AS terraform
FROM amazon/aws-cli:2.35.10 AS aws
FROM registry.k8s.io/kubectl:v1.35.0 AS kubectl
FROM aquasec/trivy:0.69.3@sha256:bcc376de8d77cfe086a917230e818dc9f8528e3c852f7b1aff648949b6258d1c AS trivy
FROM ghcr.io/sigstore/cosign/cosign:v3.1.3 AS cosign

FROM node:20.19.6-trixie-slim
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates git make openjdk-21-jre-headless openssh-client procps python3-venv \
  && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/moto && /opt/moto/bin/pip install --no-cache-dir 'moto[server]==5.2.1'
RUN npm install --global snyk@1.1307.4
COPY --from=terraform /bin/terraform /usr/local/bin/terraform
COPY --from=aws /usr/local/aws-cli /usr/local/aws-cli
COPY --from=kubectl /bin/kubectl /usr/local/bin/kubectl
COPY --from=cosign /ko-app/cosign /usr/local/bin/cosign
COPY --from=trivy /usr/local/bin/trivy /usr/local/bin/trivy
RUN ln -s /usr/local/aws-cli/v2/current/bin/aws /usr/local/bin/aws
ENV PATH=/opt/moto/bin:$PATH CHECKPOINT_DISABLE=1 TERRAFORM_BINARY_NAME=terraform
RUN install --directory --owner=1000 --group=1000 /opt/npm /opt/packages
ENV npm_config_cache=/opt/npm npm_config_prefer_offline=true npm_config_audit=false npm_config_fund=false
# The user `node`.
USER 1000
COPY package.json package-lock.json /opt/packages/
RUN cd /opt/packages && npm ci --ignore-scripts --no-progress && rm -rf node_modules
