/** Puts the plans of all environments together, for whoever approves them and for the stages that apply them. */
def call() {
  prepareWorkspace()
  unstash 'synth'
  (env.CHANGED.tokenize() - 'again' - 'others').each { unstash("review-${it}") }
  withCredentials([file(credentialsId: 'lms-github-token', variable: 'GITHUB_TOKEN_FILE')]) {
    env.REVIEW_DIGEST = sh(script: 'node scripts/run.js ci/scripts/plan-review.ts --token-file "$GITHUB_TOKEN_FILE" --repository "$LMS_GITHUB_REPOSITORY" --pull-request "$CHANGE_ID"', returnStdout: true).trim()
  }
  env.VERDICT = sh(script: 'cat reviews/verdict.txt', returnStdout: true).trim()
  env.ABOUT = env.VERDICT
  stash name: 'reviews', includes: 'reviews/**', excludes: '**/.terraform/**'
  // Not the plans: they hold the sensitive values that the review leaves out.
  archiveArtifacts artifacts: 'reviews/review.md, reviews/review.html'
  notifySlack('review')
}
