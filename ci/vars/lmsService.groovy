/** Pipeline of a service of the LMS: builds its image and takes it from one environment to the next. See ci/README.md. */
def call(String service) {
  pipeline {
    agent none
    options {
      timeout(time: 3, unit: 'DAYS')
      skipDefaultCheckout()
      timestamps()
      buildDiscarder(logRotator(numToKeepStr: '100'))
    }
    parameters {
      string(name: 'REVISION', defaultValue: 'HEAD', description: 'A commit of main to deliver, also an older one; HEAD is that of the build')
      // all environments, from stages/choices.groovy
      choice(name: 'FROM', choices: ['dev', 'staging', 'prod'], description: 'The first environment to deploy to')
      choice(name: 'UNTIL', choices: ['dev', 'staging', 'prod'], description: 'The last environment to deploy to')
      // end
      choice(name: 'SNYK', choices: ['off', 'on'], description: 'Have Snyk look at the dependencies, too')
    }
    environment {
      SERVICE = "${service}"
      // A job's first build has no variables of its parameters yet.
      FROM = "${params.FROM}"
      UNTIL = "${params.UNTIL}"
    }
    stages {
      // Of two builds of a commit the second finds the image there: it must find it signed, too.
      stage('Signed image') {
        options { lock(resource: "lms-image-${service}") }
        stages {
          stage('Image') {
            agent {
              kubernetes {
                yaml libraryResource('agents/build.yaml')
                defaultContainer 'tools'
              }
            }
            options { timeout(time: 2, unit: 'HOURS') }
            stages {
              stage('Checkout and install') {
                steps {
                  prepareWorkspace()
                  dir('service') { checkout scm }
                  script {
                    env.IMAGE_TAG = sh(script: 'node scripts/run.js ci/scripts/release.ts --tell commit --folder service --from "$FROM" --until "$UNTIL" --branch "$BRANCH_NAME"', returnStdout: true).trim()
                    env.STOPS = sh(script: 'node scripts/run.js ci/scripts/release.ts --tell stops --folder service --from "$FROM" --until "$UNTIL" --branch "$BRANCH_NAME"', returnStdout: true).trim()
                    env.RELEASE_NOTES = sh(script: 'node scripts/run.js ci/scripts/release.ts --tell notes --service "$SERVICE" --folder service --from "$FROM" --until "$UNTIL" --branch "$BRANCH_NAME"', returnStdout: true).trim()
                    env.DELIVERY_DIFF = sh(script: 'node scripts/run.js ci/scripts/delivery-diff.ts --service "$SERVICE" --tag "$IMAGE_TAG" --from "$FROM" --until "$UNTIL" --file delivery.diff', returnStdout: true).trim()
                    env.ABOUT = "${env.SERVICE} ${env.IMAGE_TAG}"
                    env.IMAGE = sh(script: 'node scripts/run.js ci/scripts/image.ts --service "$SERVICE" --tag "$IMAGE_TAG" --tell reference', returnStdout: true).trim()
                  }
                  archiveArtifacts artifacts: 'delivery.diff'
                  withRole('shared/image-publisher') {
                    script {
                      env.IMAGE_PUBLISHED = sh(script: 'node scripts/run.js ci/scripts/image.ts --service "$SERVICE" --tag "$IMAGE_TAG" --tell published', returnStdout: true).trim()
                    }
                  }
                }
              }
              stage('Build') {
                when { environment name: 'IMAGE_PUBLISHED', value: 'false' }
                stages {
                  stage('Install') {
                    steps { sh 'make -C service install' }
                  }
                  stage('Lint') {
                    steps { sh 'make -C service lint' }
                  }
                  stage('Unit tests') {
                    steps { sh 'make -C service test' }
                  }
                  stage('Integration tests') {
                    steps { sh 'make -C service integration-test' }
                  }
                  stage('Security scan') {
                    steps {
                      sh 'trivy fs --scanners vuln,misconfig,secret --format json --output source-scan.json service'
                      sh 'node scripts/run.js ci/scripts/scan-findings.ts --report source-scan.json'
                    }
                  }
                  stage('Snyk') {
                    when { expression { params.SNYK == 'on' } }
                    steps {
                      withCredentials([file(credentialsId: 'lms-snyk-token', variable: 'SNYK_TOKEN_FILE')]) {
                        sh 'node scripts/run.js ci/scripts/snyk.ts --folder service --token-file "$SNYK_TOKEN_FILE"'
                      }
                    }
                  }
                  stage('Image build') {
                    steps {
                      container('buildkit') {
                        sh 'buildctl-daemonless.sh build --frontend dockerfile.v0 --local context=service --local dockerfile=service --opt "label:org.opencontainers.image.revision=$IMAGE_TAG" --output type=oci,tar=false,dest=image'
                      }
                    }
                  }
                }
              }
              stage('Fetch the image') {
                when { environment name: 'IMAGE_PUBLISHED', value: 'true' }
                steps {
                  withRole('shared/image-publisher') {
                    sh 'node scripts/run.js ci/scripts/registry-login.ts --file "$WORKSPACE_TMP/registry.json"'
                  }
                  container('skopeo') {
                    sh 'skopeo copy --retry-times 3 --authfile "$WORKSPACE_TMP/registry.json" "docker://$IMAGE" oci:image'
                  }
                }
              }
              stage('Image scan') {
                steps {
                  sh 'trivy image --input image --format json --output image-scan.json'
                  sh 'node scripts/run.js ci/scripts/scan-findings.ts --report image-scan.json'
                  sh 'trivy image --input image --format cyclonedx --output sbom.json'
                  sh 'node scripts/run.js ci/scripts/verify-image.ts --folder image --tag "$IMAGE_TAG" --sbom sbom.json'
                }
              }
              stage('Push') {
                when {
                  branch 'main'
                  environment name: 'IMAGE_PUBLISHED', value: 'false'
                }
                steps {
                  withRole('shared/image-publisher') {
                    sh 'node scripts/run.js ci/scripts/registry-login.ts --file "$WORKSPACE_TMP/registry.json"'
                  }
                  container('skopeo') {
                    sh 'skopeo copy --retry-times 3 --digestfile image-digest --authfile "$WORKSPACE_TMP/registry.json" oci:image "docker://$IMAGE"'
                  }
                  script {
                    env.IMAGE_DIGEST = sh(script: 'cat image-digest', returnStdout: true).trim()
                  }
                }
              }
            }
            post { always { archiveArtifacts artifacts: '*-scan.json, sbom.json', allowEmptyArchive: true } }
          }

          // On an agent that no code of a service has run on: its role is another than that of who builds and pushes.
          stage('Signature') {
            when {
              beforeAgent true
              branch 'main'
            }
            options { timeout(time: 30, unit: 'MINUTES') }
            agent {
              kubernetes {
                yaml libraryResource('agents/deploy.yaml')
                defaultContainer 'tools'
              }
            }
            stages {
              stage('Log in') {
                steps {
                  prepareWorkspace()
                  withRole('shared/image-signer') {
                    sh 'node scripts/run.js ci/scripts/registry-login.ts --file "$WORKSPACE_TMP/config.json"'
                  }
                }
              }
              stage('Sign') {
                when { environment name: 'IMAGE_PUBLISHED', value: 'false' }
                steps {
                  withRole('shared/image-signer') {
                    sh 'trivy image --format cyclonedx --output sbom.json "$IMAGE"'
                    sh 'node scripts/run.js ci/scripts/sign-image.ts --service "$SERVICE" --tag "$IMAGE_TAG" --digest "$IMAGE_DIGEST" --sbom sbom.json --build "$BUILD_URL" --platform-commit "$PLATFORM_COMMIT" --login "$WORKSPACE_TMP/config.json"'
                  }
                }
              }
              stage('Verify') {
                steps {
                  withRole('shared/image-signer') {
                    sh 'node scripts/run.js ci/scripts/verify-signature.ts --service "$SERVICE" --tag "$IMAGE_TAG" --login "$WORKSPACE_TMP/config.json"'
                  }
                }
              }
            }
          }
        }
      }

      // the first environment, from stages/deploy.groovy
      stage('Deploy to dev') {
        when {
          beforeOptions true
          beforeAgent true
          branch 'main'
          expression { env.STOPS.tokenize().contains('dev') }
        }
        options {
          lock(resource: "lms-dev-${service}")
          timeout(time: 1, unit: 'HOURS')
        }
        agent {
          kubernetes {
            yaml libraryResource('agents/deploy.yaml')
            defaultContainer 'tools'
            retries 2
          }
        }
        environment { ENVIRONMENT = 'dev' }
        steps { deployService() }
      }
      // end

      // each later environment, from stages/approve-deploy.groovy and stages/deploy.groovy
      stage('Ask for staging') {
        when {
          branch 'main'
          expression { env.STOPS.tokenize().contains('staging') }
        }
        steps {
          // An older build that still waits here is given up: what is approved is the newest.
          milestone(label: 'staging')
          onAgent('tools') { notifySlack('approval') }
        }
      }
      stage('Approve staging') {
        when {
          beforeInput true
          branch 'main'
          expression { env.STOPS.tokenize().contains('staging') }
        }
        options { timeout(time: 1, unit: 'DAYS') }
        input {
          message "Deploy ${env.ABOUT} to staging? ${env.RELEASE_NOTES} ${env.DELIVERY_DIFF} (delivery.diff)"
          ok 'Deploy to staging'
          submitter 'lms-staging-approvers'
          submitterParameter 'APPROVED_BY'
        }
        steps {
          echo "Approved by ${APPROVED_BY}"
          script {
            env.APPROVER = "${APPROVED_BY}"
            env.APPROVALS = "${env.APPROVALS ?: ''}, staging approved by ${APPROVED_BY}"
          }
        }
      }
      stage('Deploy to staging') {
        when {
          beforeOptions true
          beforeAgent true
          branch 'main'
          expression { env.STOPS.tokenize().contains('staging') }
        }
        options {
          lock(resource: "lms-staging-${service}")
          timeout(time: 1, unit: 'HOURS')
        }
        agent {
          kubernetes {
            yaml libraryResource('agents/deploy.yaml')
            defaultContainer 'tools'
            retries 2
          }
        }
        environment { ENVIRONMENT = 'staging' }
        steps { deployService() }
      }
      stage('Ask for prod') {
        when {
          branch 'main'
          expression { env.STOPS.tokenize().contains('prod') }
        }
        steps {
          // An older build that still waits here is given up: what is approved is the newest.
          milestone(label: 'prod')
          onAgent('tools') { notifySlack('approval') }
        }
      }
      stage('Approve prod') {
        when {
          beforeInput true
          branch 'main'
          expression { env.STOPS.tokenize().contains('prod') }
        }
        options { timeout(time: 1, unit: 'DAYS') }
        input {
          message "Deploy ${env.ABOUT} to prod? ${env.RELEASE_NOTES} ${env.DELIVERY_DIFF} (delivery.diff)"
          ok 'Deploy to prod'
          submitter 'lms-prod-approvers'
          submitterParameter 'APPROVED_BY'
        }
        steps {
          echo "Approved by ${APPROVED_BY}"
          script {
            env.APPROVER = "${APPROVED_BY}"
            env.APPROVALS = "${env.APPROVALS ?: ''}, prod approved by ${APPROVED_BY}"
          }
        }
      }
      stage('Deploy to prod') {
        when {
          beforeOptions true
          beforeAgent true
          branch 'main'
          expression { env.STOPS.tokenize().contains('prod') }
        }
        options {
          lock(resource: "lms-prod-${service}")
          timeout(time: 1, unit: 'HOURS')
        }
        agent {
          kubernetes {
            yaml libraryResource('agents/deploy.yaml')
            defaultContainer 'tools'
            retries 2
          }
        }
        environment { ENVIRONMENT = 'prod' }
        steps { deployService() }
      }
      // end
    }
    post {
      // Jenkins comes to this condition first, and to `aborted` before `unsuccessful`: what is half way waits for no message.
      always { rollBackService() }
      success { onAgent('tools') { notifySlack('success') } }
      aborted { onAgent('tools') { notifySlack('aborted') } }
      failure { onAgent('tools') { notifySlack('failure') } }
    }
  }
}
