import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { ClientMetadata, Configuration, JWK, default as Provider } from 'oidc-provider'
import { interactions, renderError } from './interactions.js'
import { loadProvider } from './load-provider.js'
import { memoryAdapter } from './memory-adapter.js'

/** What the provider knows of the application that people connect to. */
export interface Registration {
  readonly clientId: string
  readonly clientSecret: string
  readonly clientName: string
  readonly redirectUri: string
}

/**
 * An OpenID provider with one client, where every name is an account. It stands for the one that you would use: nothing of
 * it knows hallpass.
 */
export async function createProvider(issuer: string, registration: Registration): Promise<Provider> {
  const OpenIdProvider = await loadProvider()
  const provider = new OpenIdProvider(issuer, configurationFor(registration))
  provider.use(interactions(provider))
  return provider
}

function configurationFor(registration: Registration): Configuration {
  return {
    adapter: memoryAdapter(),
    clients: [clientFor(registration)],
    jwks: { keys: [signingKey()] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
    findAccount: async (_, id) => ({ accountId: id, claims: async () => claimsOf(id) }),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    features: { devInteractions: { enabled: false } },
    ttl: { AccessToken: 600, IdToken: 600, Interaction: 600, Session: 600, Grant: 600 },
    renderError,
  }
}

function clientFor({ clientId, clientSecret, clientName, redirectUri }: Registration): ClientMetadata {
  return {
    client_id: clientId,
    client_secret: clientSecret,
    client_name: clientName,
    redirect_uris: [redirectUri],
    id_token_signed_response_alg: 'ES256',
  }
}

function claimsOf(id: string) {
  return { sub: id, name: id, email: `${encodeURIComponent(id.toLowerCase())}@example.test` }
}

function signingKey(): JWK {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' } as JWK
}
