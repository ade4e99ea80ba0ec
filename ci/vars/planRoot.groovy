/** Plans what changed in the stage's environment. The planner can read the account and change nothing. */
def call() {
  prepareWorkspace()
  unstash 'synth'
  withRole("${env.ENVIRONMENT}/planner") {
    sh 'node scripts/run.js ci/scripts/plan.ts --environment "$ENVIRONMENT"'
  }
  stash name: "review-${env.ENVIRONMENT}", includes: 'reviews/**', excludes: '**/.terraform/**'
}
