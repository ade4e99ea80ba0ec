/** Runs a block with a role that the pipelines may assume, such as 'dev/planner'. */
def call(String role, Closure body) {
  withEnv([
    "PIPELINE_ROLE=${role}",
    "AWS_CONFIG_FILE=${env.WORKSPACE_TMP}/${role}",
    "AWS_PROFILE=lms-${role.replace('/', '-')}"
  ]) {
    sh 'node scripts/run.js ci/scripts/assume-role.ts --role "$PIPELINE_ROLE" --file "$AWS_CONFIG_FILE"'
    body()
  }
}
