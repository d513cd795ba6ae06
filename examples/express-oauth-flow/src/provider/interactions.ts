import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import type { KoaContextWithOIDC, default as Provider } from 'oidc-provider'
import { consentPage, errorPage, signInPage } from './pages.js'

/** The provider's own pages: who are you, and may they? Koa middleware, since the provider is a Koa application. */
export function interactions(provider: Provider) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    ctx.set(PAGE_HEADERS)
    if (ctx.path === '/provider.css') {
      ctx.type = 'css'
      ctx.body = STYLE
      return
    }
    const [, uid, action = 'show'] = INTERACTION.exec(ctx.path) ?? []
    if (uid === undefined) return next()
    const answer = ANSWERS[`${ctx.method} ${action}`]
    if (answer) await answer(provider, ctx)
    else ctx.status = 405
  }
}

/** Shows an error of the protocol as a page. */
export function renderError(ctx: KoaContextWithOIDC, { error, error_description: detail }: Fault): void {
  ctx.type = 'html'
  ctx.body = errorPage(detail ?? error)
}

interface Fault {
  readonly error: string
  readonly error_description?: string | undefined
}

const INTERACTION = /^\/interaction\/([\w-]+)(?:\/([\w-]+))?$/

/** No `form-action`: browsers hold it against the redirects behind a form, and these lead back to the application. */
const PAGE_HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
}

const STYLE = readFileSync(new URL('provider.css', import.meta.url), 'utf8')

type Answer = (provider: Provider, ctx: KoaContextWithOIDC) => Promise<void>

const ANSWERS: Readonly<Record<string, Answer>> = {
  'GET show': show,
  'POST sign-in': signIn,
  'POST allow': allow,
  'POST cancel': cancel,
}

async function show(provider: Provider, ctx: KoaContextWithOIDC): Promise<void> {
  const { uid, prompt, params, session } = await provider.interactionDetails(ctx.req, ctx.res)
  const client = await provider.Client.find(String(params.client_id))
  ctx.type = 'html'
  ctx.set('Cache-Control', 'no-store')
  ctx.body =
    prompt.name === 'login'
      ? signInPage(uid)
      : consentPage(uid, { application: client?.clientName ?? 'The application', account: session?.accountId ?? '' })
}

async function signIn(provider: Provider, ctx: KoaContextWithOIDC): Promise<void> {
  const name = (await readForm(ctx.req)).get('name')?.trim()
  ctx.assert(name, 400, 'a name is required')
  await finish(provider, ctx, { login: { accountId: name } })
}

async function allow(provider: Provider, ctx: KoaContextWithOIDC): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(ctx.req, ctx.res)
  ctx.assert(prompt.name === 'consent' && session, 400, 'there is nothing to allow')
  const grant = new provider.Grant({ accountId: session.accountId, clientId: String(params.client_id) })
  grant.addOIDCScope(String(params.scope))
  await finish(provider, ctx, { consent: { grantId: await grant.save() } })
}

async function cancel(provider: Provider, ctx: KoaContextWithOIDC): Promise<void> {
  await finish(provider, ctx, { error: 'access_denied', error_description: 'cancelled at the provider' })
}

async function finish(
  provider: Provider,
  ctx: KoaContextWithOIDC,
  result: Parameters<Provider['interactionFinished']>[2],
): Promise<void> {
  ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result))
  ctx.status = 303
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk
    if (text.length > LONGEST_FORM) throw new Error('the form is too long')
  }
  return new URLSearchParams(text)
}

const LONGEST_FORM = 1000
