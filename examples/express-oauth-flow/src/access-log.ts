import { redactUrl } from '@hallpass/express'
import type { RequestHandler } from 'express'

/** One line for each request: method, path, status. No query: the callback's has a code in it. No secret of a token in the path. */
export function accessLog(log: (line: string) => void): RequestHandler {
  return (req, res, next) => {
    const { method, path } = req
    res.once('finish', () => log(`${method} ${redactUrl(path, [])} ${res.statusCode}`))
    next()
  }
}
