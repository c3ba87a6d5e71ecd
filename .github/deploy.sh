#!/usr/bin/env bash
# Deploys a stage: .github/deploy.sh STAGE [SETTINGS…]
#
# A stage whose data is kept is protected from deletion, but only once a deployment of it has succeeded: a protected
# stack whose first deployment fails could neither be rolled back nor deployed again.
set -euo pipefail
stage=$1
shift

status() {
  aws cloudformation describe-stacks --stack-name "Parley-$stage" --query 'Stacks[0].StackStatus' --output text \
    2>/dev/null || echo NONE
}

deploy() {
  npx cdk deploy -c "stage=$stage" "$@" --require-approval never --outputs-file outputs.json
}

if [ "$stage" = prod ]; then
  case $(status) in
    NONE | REVIEW_IN_PROGRESS | ROLLBACK_COMPLETE) deploy "$@" ;;
  esac
  set -- -c deletionProtection=on "$@"
fi
deploy "$@"
