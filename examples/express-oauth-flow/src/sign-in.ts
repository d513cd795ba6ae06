import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'

/** The OpenID client: sends people to the provider, and reads what they come back with. */
export interface SignIn {
  /** Where to send somebody, and what must be kept until they are back. */
  begin(): Promise<{ readonly url: URL; readonly attempt: Attempt }>
  /**
   * Reads the URL that somebody came back to, and says whose account it is.
   * @throws Error where the provider refused, or the answer does not belong to the attempt
   */
  finish(callback: URL, attempt: Attempt): Promise<Account>
}

/** Kept on the server, for one flow. None of it but `state` leaves it, and `state` opens nothing. */
export interface Attempt {
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
}

/** What the provider tells of somebody who allowed it. */
export interface Account {
  readonly subject: string
  readonly email: string | undefined
}

export interface SignInOptions {
  readonly issuer: URL
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
}

/** Reads what the provider says of itself, and makes a client of it. */
export async function createSignIn({ issuer, clientId, clientSecret, redirectUri }: SignInOptions): Promise<SignIn> {
  const overHttp = issuer.protocol === 'http:' ? { execute: [allowInsecureRequests] } : {}
  const client = await discovery(issuer, clientId, clientSecret, undefined, overHttp)
  return {
    begin: () => begin(client, redirectUri),
    finish: (callback, attempt) => finish(client, callback, attempt),
  }
}

async function begin(client: Configuration, redirectUri: string): ReturnType<SignIn['begin']> {
  const attempt = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() }
  const url = buildAuthorizationUrl(client, {
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await calculatePKCECodeChallenge(attempt.codeVerifier),
    code_challenge_method: 'S256',
  })
  return { url, attempt }
}

async function finish(client: Configuration, callback: URL, attempt: Attempt): Promise<Account> {
  const tokens = await authorizationCodeGrant(client, callback, {
    expectedState: attempt.state,
    expectedNonce: attempt.nonce,
    pkceCodeVerifier: attempt.codeVerifier,
    idTokenExpected: true,
  })
  const subject = tokens.claims()?.sub ?? ''
  const { email } = await fetchUserInfo(client, tokens.access_token, subject)
  return { subject, email }
}
