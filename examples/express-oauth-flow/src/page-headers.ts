import type { RequestHandler } from 'express'

/** Nothing from elsewhere, no inline script, no frame around us, and no word to others of where people come from. */
export const pageHeaders: RequestHandler = (_, res, next) => {
  res.set({
    'Content-Security-Policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  })
  next()
}
