import type { RequestHandler } from 'express'

/** One line for each request: method, path, status. No query: the callback's has a code in it. */
export function accessLog(log: (line: string) => void): RequestHandler {
  return (req, res, next) => {
    const { method, path } = req
    res.once('finish', () => log(`${method} ${path} ${res.statusCode}`))
    next()
  }
}
