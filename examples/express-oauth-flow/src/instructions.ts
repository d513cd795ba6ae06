import type { Example, Invitation } from './example.js'

/** What somebody reads who starts the example. */
export function instructions({ url, providerUrl }: Example, place: string, invitation: Invitation): string {
  const { flow, minted, link } = invitation
  const curl = `curl -i -H 'Authorization: Bearer ${minted.token}'`
  const api = new URL('/api/oauth/flows/', url)
  return `
Deskmate runs at ${url.origin}, and its OpenID provider at ${providerUrl.origin}.
Tokens are in ${place} while it runs; stop it with Ctrl+C.

Open this link, as somebody who has no account here, and connect:

  ${link}

The token in it opens two routes, for flow ${flow.id} only, until the flow ends. Try it:

  # its own flow: 200
  ${curl} ${api}${flow.id}

  # another flow: 403 route_not_allowed
  ${curl} ${api}f-18

  # another method: 403 route_not_allowed
  ${curl} -X DELETE ${api}${flow.id}

Once you have connected, the link is dead, and the first of the three gets 401 token_revoked.
`
}
