import { join } from 'node:path'
import { startExample } from '../../../examples/ci-tokens/src/example.js'
import type { Settings } from '../../../examples/ci-tokens/src/settings.js'
import type { Walk } from '../walking.js'

/** Somebody mints a token for a job, which builds with it until it is revoked. */
export function ciTokens(format: Settings['format']): Walk {
  return async ({ folder, log, ask, askForToken, askWrongly }) => {
    const database = join(folder, 'tokens.db')
    const example = await startExample({ port: 0, buildsPort: 0, format, database, log })
    const at = (path: string) => new URL(path, example.apiUrl)
    const json = { 'content-type': 'application/json' }
    const body = JSON.stringify({ user: 'ann', password: example.people.passwordOf('ann') })
    const session = await ask(at('/session'), { method: 'POST', headers: json, body })
    const ann = { ...json, cookie: session.headers.get('set-cookie')?.split(';')[0] ?? '' }
    const order = JSON.stringify({ name: 'tests', scope: 'repo:write', repo: 'shop', roles: ['builder'] })
    const read = ({ text }: { readonly text: string }) => JSON.parse(text).token
    const token = await askForToken(at('/tokens'), { method: 'POST', headers: ann, body: order }, read)
    const [{ id }] = JSON.parse((await ask(at('/tokens'), { headers: ann })).text).tokens
    const build = (path: string) =>
      ask(new URL(path, example.buildsUrl), { method: 'POST', headers: { authorization: `Bearer ${token}` } })
    if ((await build('/repos/shop/builds')).status !== 201) throw new Error('it did not build')
    await build('/repos/docs/builds')
    await build('/repos/shop/deployments')
    await ask(at(`/tokens/${id}`), { headers: ann })
    await ask(at(`/tokens/${token}`), { headers: ann })
    await ask(at(`/tokens/${id}`), { method: 'DELETE', headers: ann })
    await build('/repos/shop/builds')
    await askWrongly(example.apiUrl, token)
    await askWrongly(example.buildsUrl, token)
    await example.stop()
  }
}
