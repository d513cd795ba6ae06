import { expressjwt } from 'express-jwt'
import { auth } from 'express-oauth2-jwt-bearer'
import { createVerifier } from 'fast-jwt'
import { jwtVerify } from 'jose'
import jsonwebtoken from 'jsonwebtoken'
import koaJwt from 'koa-jwt'
import type { Competitor } from '../measure/interleave.js'
import { inTurn } from '../tokens-under-test.js'
import { AUDIENCE, ISSUER, key, secret, signedTokens } from './claims.js'
import { bearerRequest, through } from './middleware.js'

/** How many verifications are under way at once where a library waits for a thread. */
const IN_FLIGHT = 64

/** Libraries for signed tokens, each in its fastest safe configuration, and where its README says otherwise, as it says. */
export async function jsonWebTokens(): Promise<readonly Competitor[]> {
  const next = inTurn(await signedTokens())
  const pinned = { algorithms: ['HS256'], issuer: ISSUER, audience: AUDIENCE }
  const fast = createVerifier({ key: secret, algorithms: ['HS256'], allowedIss: ISSUER, allowedAud: AUDIENCE })
  const webKey = await crypto.subtle.importKey('raw', key.export(), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'verify',
  ])
  const express = expressjwt({ secret: key, ...pinned, algorithms: ['HS256'] })
  const oauth = auth({ secret, issuer: ISSUER, audience: AUDIENCE, tokenSigningAlg: 'HS256' })
  const koa = koaJwt({ secret, ...pinned })
  return [
    { name: 'jsonwebtoken, KeyObject', call: () => jsonwebtoken.verify(next(), key, pinned) },
    { name: 'jsonwebtoken, string', call: () => jsonwebtoken.verify(next(), secret, pinned) },
    { name: 'fast-jwt', call: () => fast(next()) },
    { name: 'express-jwt, KeyObject', call: () => through(express, bearerRequest(next())) },
    { name: 'express-oauth2-jwt-bearer', call: () => through(oauth, bearerRequest(next())) },
    { name: 'koa-jwt, string', call: () => koa(koaContext(next()) as never, done) },
    { name: 'jose, one at a time', call: () => jwtVerify(next(), webKey, pinned) },
    {
      name: JOSE_BATCH,
      call: () => Promise.all(Array.from({ length: IN_FLIGHT }, () => jwtVerify(next(), webKey, pinned))),
    },
  ]
}

/** Its cost is that of a whole batch. */
export const JOSE_BATCH = `jose, ${IN_FLIGHT} under way, all of them`
export const JOSE_BATCH_SIZE = IN_FLIGHT

const done = async (): Promise<void> => {}

function koaContext(token: string): object {
  const headers = { authorization: `Bearer ${token}` }
  return { header: headers, request: { header: headers }, state: {}, cookies: { get: () => undefined }, throw: fail }
}

function fail(status: number, text: string): never {
  throw new Error(`${status} ${text}`)
}
