import type { JsonValue } from '@hallpass/core'
import { type Html, html } from '../../html/html.js'
import type { ShownDecision, ShownGrant, ShownToken } from '../shown-token.js'
import { moment } from './time-left.js'
import { visibleText } from './visible-text.js'

/** Everything that is known of a token, as names and values. What is not there is left out; its name is the page's heading. */
export function tokenFacts(token: ShownToken): Html {
  const { createdBy, subject, roles, parent, fingerprint, metadata } = token
  return html`<dl>
${fact('Asked by', text(createdBy))}${fact('For', text(subject))}${fact('About it', metadata && pairs(metadata))}
${token.grants.map((grant) => fact('Opens', grantFacts(grant)))}
${fact('Uses', usesText(token))}
${fact('Only with', pairs(token.bindings))}
${fact('Only this action', text(fingerprint))}
${fact('Roles', text(roles.length > 0 ? roles.join(', ') : null))}
${fact('Within the token', text(parent))}
${fact('Asked at', moment(token.createdAt))}${fact('Expires', moment(token.expiresAt))}
${token.decisions.map(decisionFact)}
</dl>`
}

function fact(name: string, value: Html | undefined): Html | undefined {
  return value && html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`
}

function text(value: string | null): Html | undefined {
  return value === null ? undefined : html`<code>${visibleText(value)}</code>`
}

/** Names and values, one below the other; nothing where there are none. */
function pairs(values: Readonly<Record<string, JsonValue>>): Html | undefined {
  const entries = Object.entries(values)
  if (entries.length === 0) return undefined
  return html`<ul>${entries.map(([name, value]) => html`<li>${visibleText(name)}: ${text(asText(value))}</li>`)}</ul>`
}

function asText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function grantFacts({ scope, resourceId, anyResource, params, routes }: ShownGrant): Html {
  const resource = anyResource
    ? html` for <b>any resource</b>`
    : resourceId === null
      ? undefined
      : html` for ${text(resourceId)}`
  const opened = routes.map(
    ({ method, path, spends, query }) =>
      html`<li><code>${method} ${path}</code>${queryText(query)}${spends ? ' (takes a use)' : ''}</li>`,
  )
  return html`<b>${scope}</b>${resource}${pairs(params)}${opened.length > 0 ? html`<ul>${opened}</ul>` : html` (no route)`}`
}

function queryText(query: Readonly<Record<string, string>>): Html | undefined {
  const entries = Object.entries(query)
  return entries.length > 0
    ? html` with <code>${visibleText(new URLSearchParams(entries).toString())}</code>`
    : undefined
}

function usesText({ uses, usesLeft }: ShownToken): Html {
  if (uses === null) return html`<b>without limit</b>`
  return usesLeft === uses ? html`${uses}` : html`${uses}, of which ${usesLeft ?? 0} left`
}

function decisionFact({ what, by, at, note }: ShownDecision): Html | undefined {
  const because = note === null ? undefined : html`: ${text(note)}`
  return fact(`${what[0]?.toUpperCase()}${what.slice(1)}`, html`by <b>${visibleText(by)}</b>, ${moment(at)}${because}`)
}
