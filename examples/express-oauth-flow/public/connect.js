import { captureToken } from './capture-token.js'

// First of all: the token leaves the address bar and the history, and stays in this variable.
const token = captureToken()
const flow = `/api/oauth/flows/${encodeURIComponent(new URLSearchParams(location.search).get('flow') ?? '')}`

const ask = document.querySelector('#ask')
const button = document.querySelector('#connect')
const status = document.querySelector('#status')

button.addEventListener('click', start)
addEventListener('pageshow', show)

/** Shows what the link is for, or why it is for nothing any more. Runs again when somebody comes back to the page. */
async function show() {
  const answer = await call(flow)
  if (!answer.ok) return refuse(answer)
  document.querySelector('#ends-at').textContent = timeOf(answer.body.endsAt)
  ask.hidden = false
  button.disabled = false
  status.textContent = ''
}

/** Asks for a sign-in, and goes there. */
async function start() {
  button.disabled = true
  status.textContent = 'Taking you to your provider…'
  const answer = await call(`${flow}/start`, { method: 'POST' })
  if (!answer.ok) return refuse(answer)
  location.assign(answer.body.authorizationUrl)
}

/** The one way to the server: with the token. */
async function call(path, options) {
  try {
    const response = await token.fetch(path, options)
    return { ok: response.ok, body: await response.json() }
  } catch {
    return { ok: false, body: { code: 'unreachable' } }
  }
}

/** Says in human words why there is nothing to do here. */
function refuse({ body }) {
  const [title, text] = EXPLANATIONS[body.code] ?? INCOMPLETE
  ask.hidden = true
  document.querySelector('h1').textContent = title
  status.textContent = text
}

const INCOMPLETE = ['This link is not complete', 'Open it again from the message it came in.']
const CLOSED = ['This link is closed', 'What it was for has ended. Nobody can use it again.']
const BUSY = ['That did not work', 'Try again in a moment.']

const EXPLANATIONS = {
  token_revoked: CLOSED,
  flow_ended: CLOSED,
  token_expired: ['This link has expired', 'Ask for a new one.'],
  route_not_allowed: ['This link is for something else', 'Open it again from the message it came in.'],
  store_unavailable: BUSY,
  unreachable: BUSY,
}

function timeOf(date) {
  return new Date(date).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
}
