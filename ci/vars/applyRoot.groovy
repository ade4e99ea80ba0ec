/** Applies the plan of the stage's environment that was approved, and no other, and looks whether the site still answers. */
def call() {
  prepareWorkspace()
  unstash 'reviews'
  withCredentials([sshUserPrivateKey(credentialsId: 'lms-git-push', keyFileVariable: 'GIT_KEY_FILE')]) {
    withRole("${env.ENVIRONMENT}/deployer") {
      sh 'node scripts/run.js ci/scripts/apply-reviewed.ts --environment "$ENVIRONMENT" --digest "$REVIEW_DIGEST" --named "$NAMED" --key-file "$GIT_KEY_FILE"'
    }
    sh 'node scripts/run.js ci/scripts/mark-deployed.ts --environment "$ENVIRONMENT" --approver "$APPROVER" --key-file "$GIT_KEY_FILE"'
  }
  env.APPLIED = env.ENVIRONMENT
  sh 'node scripts/run.js ci/scripts/smoke-test.ts --environment "$ENVIRONMENT"'
}
