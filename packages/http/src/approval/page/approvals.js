// Keeps a page of the approval routes up to date. The server renders, and decides: this takes the page again when the
// server says that the list has changed, and counts the time down.

const EVENTS = new URL('events', import.meta.url)
const RETRY = 15_000

let [refreshing, again] = [false, false]
let loadedAt = performance.now()

watch()
setInterval(countDown, 1000)
addEventListener('pageshow', ({ persisted }) => persisted && refresh())

function watch() {
  const source = new EventSource(EVENTS)
  source.addEventListener('pending', ({ data }) => data !== shown().dataset.shown && refresh())
  source.addEventListener('error', () => source.readyState === EventSource.CLOSED && lost())
}

/** The server takes no more streams, or nobody is signed in any more: asked again now and then. */
function lost() {
  setTimeout(watch, RETRY)
  return refresh()
}

/** One at a time; what comes meanwhile makes one more. */
async function refresh() {
  again = refreshing
  if (refreshing) return
  refreshing = true
  const fresh = await load().catch(() => undefined)
  refreshing = false
  if (fresh && shown(fresh)) replace(fresh)
  else say('This page is no longer up to date. Load it again.')
  if (again) await refresh()
}

async function load() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' }, cache: 'no-store' })
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : undefined
}

/** Puts in what is new, and leaves a page alone on which nothing is: somebody may be writing a note there. */
function replace(fresh) {
  const [before, after] = [shown(), shown(fresh)]
  if (after.dataset.shown === before.dataset.shown) return say('')
  const href = focusIn(before)
  before.replaceWith(document.adoptNode(after))
  document.title = fresh.title
  heading().textContent = heading(fresh).textContent
  loadedAt = performance.now()
  if (href !== undefined) (after.querySelector(`a[href="${CSS.escape(href)}"]`) ?? after).focus()
  say(after.dataset.says)
}

/** Where the keyboard is: at a link by its address, or somewhere else in the content. */
function focusIn(region) {
  const { activeElement } = document
  return region.contains(activeElement) ? (activeElement.getAttribute('href') ?? '') : undefined
}

function countDown() {
  const passed = performance.now() - loadedAt
  for (const left of document.querySelectorAll('[data-left]')) left.textContent = timeText(left.dataset.left - passed)
}

function timeText(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const [days, hours, minutes] = [seconds / 86_400, (seconds / 3600) % 24, (seconds / 60) % 60].map(Math.floor)
  if (days > 0) return `${days} d ${hours} h`
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`
}

function shown(page = document) {
  return page.querySelector('[data-shown]')
}

function heading(page = document) {
  return page.querySelector('h1')
}

function say(text) {
  document.querySelector('#said').textContent = text
}
