/** Checks the build's commit out and installs the project's packages. */
def call() {
  checkout scm
  sh 'npm ci --no-progress'
}
