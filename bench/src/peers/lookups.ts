import { createHmac, timingSafeEqual } from 'node:crypto'
import passport from 'passport'
import { Strategy } from 'passport-http-bearer'
import signed from 'signed'
import { digestOfValid, idOf } from '../floor.js'
import type { Competitor } from '../measure/interleave.js'
import { inTurn, type TokensUnderTest } from '../tokens-under-test.js'
import { key, secret } from './claims.js'
import { bearerRequest, through } from './middleware.js'

/** Peers that look a digest up, or check the signature of a URL. */
export function lookups(tokens: TokensUnderTest): readonly Competitor[] {
  return [passportBearer(tokens), ...signedUrls()]
}

/** The digest is the key, as its users would write it: no format is checked, no route compared, nothing can be spent. */
function passportBearer({ all, next }: TokensUnderTest): Competitor {
  const users = new Map(all.map(({ text }) => [digestOfValid(text), { id: idOf(text) }]))
  const authenticator = new passport.Authenticator()
  authenticator.use(new Strategy((token, done) => done(null, users.get(digestOfValid(token)) ?? false)))
  const middleware = authenticator.authenticate('bearer', { session: false })
  return { name: 'passport-http-bearer, digest and Map', call: () => through(middleware, bearerRequest(next().text)) }
}

function signedUrls(): readonly Competitor[] {
  const signature = signed.default({ secret, hash: 'sha256' })
  const urls = Array.from({ length: 1009 }, (_, index) => `https://app.example/api/flows/f-${index}`)
  const expires = Date.now() + 86_400_000
  const bySigned = inTurn(urls.map((url) => signature.sign(url, { exp: expires })))
  const byHand = inTurn(urls.map((url) => ({ text: `GET ${url} ${expires}`, mac: macOf(`GET ${url} ${expires}`) })))
  return [
    { name: 'signed, SHA-256', call: () => signature.verify(bySigned()) },
    {
      name: 'HMAC presign by hand',
      call: () => {
        const { text, mac } = byHand()
        if (!timingSafeEqual(macOf(text), mac) || Date.now() > expires) throw new Error('a signature is wrong')
      },
    },
  ]
}

function macOf(text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
