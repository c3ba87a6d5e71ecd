#!/usr/bin/env bash
# The smoke test of a deployment, if there are two users to run it as: .github/smoke.sh STACK OUTPUTS-FILE
#
#   SMOKE_TOKENS                  two tokens, of an issuer whose tokens live long enough to be kept, or
#   SMOKE_USERS, SMOKE_PASSWORD   the e-mail addresses of two users of the stack's own pool, and the password of both
set -euo pipefail
stack=$1 outputs=$2

output() {
  node -p 'JSON.parse(fs.readFileSync(process.argv[1], "utf8"))[process.argv[2]][process.argv[3]] ?? ""' \
    "$outputs" "$stack" "$1"
}

token_of() {
  aws cognito-idp admin-initiate-auth --user-pool-id "$(output UserPoolId)" \
    --client-id "$(output UserPoolClientId)" --auth-flow ADMIN_USER_PASSWORD_AUTH \
    --auth-parameters "$(node -p 'JSON.stringify({ USERNAME: process.argv[1], PASSWORD: process.env.SMOKE_PASSWORD })' "$1")" \
    --query AuthenticationResult.IdToken --output text
}

read -ra tokens <<<"${SMOKE_TOKENS:-}"
if [ ${#tokens[@]} -eq 0 ]; then
  for user in ${SMOKE_USERS:-}; do
    token=$(token_of "$user")
    echo "::add-mask::$token"
    tokens+=("$token")
  done
fi
case ${#tokens[@]} in
  0) echo "::notice::There are no users for a smoke test: neither SMOKE_TOKENS nor SMOKE_USERS is set." ;;
  2) npm run smoke -- --url "$(output WebSocketUrl)" --token "${tokens[0]}" --token "${tokens[1]}" ;;
  *) echo "The smoke test takes two users, not ${#tokens[@]}." >&2 && exit 1 ;;
esac
