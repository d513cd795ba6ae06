import { guard } from '@hallpass/express'
import express, { type RequestHandler } from 'express'
import { expressjwt } from 'express-jwt'
import { auth } from 'express-oauth2-jwt-bearer'
import { jwtVerify } from 'jose'
import passport from 'passport'
import { Strategy } from 'passport-http-bearer'
import { digestOfValid, idOf } from '../floor.js'
import { AUDIENCE, ISSUER, key, secret } from '../peers/claims.js'
import { flow } from '../tokens-under-test.js'
import type { ServerKind } from './servers.js'
import { PATH, signedSubject, subjectIn } from './subject.js'

/** Servers on Express 5: what stands before the same handler. */
export const EXPRESS: Readonly<Record<string, ServerKind>> = {
  bare: async () => appWith((await subjectIn('memory')).tokens),
  'lookup-memory': () => looking('memory'),
  'guard-memory': () => guarded('memory'),
  'lookup-sqlite': () => looking('sqlite'),
  'guard-sqlite': () => guarded('sqlite'),
  'passport-http-bearer': bearers,
  'express-jwt': async () => appWith(await signedSubject(), expressjwt({ secret: key, algorithms: ['HS256'] })),
  'express-oauth2-jwt-bearer': async () =>
    appWith(await signedSubject(), auth({ secret, issuer: ISSUER, audience: AUDIENCE, tokenSigningAlg: 'HS256' })),
  jose: async () => appWith(await signedSubject(), verifying),
}

function appWith(tokens: Awaited<ReturnType<ServerKind>>['tokens'], ...before: readonly RequestHandler[]) {
  const app = express()
  app.get(PATH, ...before, (_, response) => void response.json({ ok: true }))
  return { tokens, listener: app }
}

async function looking(place: 'memory' | 'sqlite') {
  const { tokens, isKnown } = await subjectIn(place)
  return appWith(tokens, (request, response, next) =>
    isKnown(request.headers.authorization) ? next() : void response.sendStatus(401),
  )
}

async function guarded(place: 'memory' | 'sqlite') {
  const { tokens, service } = await subjectIn(place)
  return appWith(tokens, guard(service, flow))
}

async function bearers() {
  const { tokens } = await subjectIn('memory')
  const users = new Map(tokens.map(({ text }) => [digestOfValid(text), { id: idOf(text) }]))
  const authenticator = new passport.Authenticator()
  authenticator.use(new Strategy((token, done) => done(null, users.get(digestOfValid(token)) ?? false)))
  return appWith(tokens, authenticator.authenticate('bearer', { session: false }))
}

const verifying: RequestHandler = async (request, _, next) => {
  await jwtVerify(request.headers.authorization?.slice('Bearer '.length) ?? '', key, { algorithms: ['HS256'] })
  next()
}
