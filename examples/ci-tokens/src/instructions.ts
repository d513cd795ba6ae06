import type { MintedToken } from '@hallpass/core'
import type { Example } from './example.js'
import { RUNNER } from './runner.js'

/** What somebody reads who starts the example. */
export function instructions(example: Example, folder: string, place: string, job: MintedToken): string {
  const { apiUrl, buildsUrl, people, runner } = example
  const [api, builds] = [apiUrl.origin, buildsUrl.origin]
  const cookies = `'${folder}/cookies'`
  const json = (body: object) => `-H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`
  const bearer = `-H 'Authorization: Bearer ${job.token}'`
  const signIn = json({ user: 'ann', password: people.passwordOf('ann') })
  return `
The API, where people mint tokens, runs at ${api}, and the builds service at ${builds}.
Tokens are in ${place} while they run; stop both with Ctrl+C.

Be ann. She may write to every repository, and is a builder and a deployer:

  # sign in: 204
  curl -i -c ${cookies} ${signIn} ${api}/session

  # mint a token for a job, for one repository, with fewer roles than yours; it is shown this once: 201
  curl -i -b ${cookies} ${json({ name: 'tests', scope: 'repo:write', repo: 'shop', ttl: '10m', roles: ['builder'] })} ${api}/tokens

  # mint one with a role that you have not; the answer says which: 403 more_than_yours
  curl -i -b ${cookies} ${json({ name: 'tests', scope: 'repo:read', anyRepo: true, roles: ['owner'] })} ${api}/tokens

  # see your tokens, none of which can be presented: 200
  curl -i -b ${cookies} ${api}/tokens

Be a job, with a token that was made for it as above:

  # build: 201
  curl -i -X POST ${bearer} ${builds}/repos/shop/builds

  # look at the builds, which writing includes: 200
  curl -i ${bearer} ${builds}/repos/shop/builds

  # build another repository: 403 route_not_allowed
  curl -i -X POST ${bearer} ${builds}/repos/docs/builds

  # deploy, which takes a role that the token was not given: 403 role_missing
  curl -i -X POST ${bearer} ${builds}/repos/shop/deployments

Be the runner of the jobs, which has a password of its own:

  # ask what the token is for: 200
  curl -i -u ${RUNNER}:${runner.password} -d token=${job.token} ${api}/oauth/introspect

  # ask without the password: 401
  curl -i -d token=${job.token} ${api}/oauth/introspect

Be ann again:

  # revoke the token at the API: 204
  curl -i -X DELETE -b ${cookies} ${api}/tokens/${job.id}

  # build with it: 401 token_revoked
  curl -i -X POST ${bearer} ${builds}/repos/shop/builds

  # sign out, which revokes everything that you minted: 204
  curl -i -X DELETE -b ${cookies} ${api}/session

With TOKEN_FORMAT=jwt the same tokens are signed JWTs.
`
}
