import { type Agent, request } from 'node:http'

/** Posts with a bearer token, over a connection of the agent, and gives the status. */
export function statusOfPost(url: string, token: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { method: 'POST', agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
    })
      .once('error', reject)
      .end()
  })
}
