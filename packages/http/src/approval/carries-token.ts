import { TOKEN_PATTERN, type TokenService } from '@hallpass/core'
import { headerLines } from '../raw-headers.js'
import { memoryOf } from '../request-memory.js'
import type { RequestView } from '../request-view.js'
import { basic } from '../sources/basic.js'

/**
 * Whether the head of a request shows a token of the service, in whatever place a guard could look for one (any header,
 * cookie or parameter of the URL), or the request was let in by one. Valid or not is not asked. The body is not read for it:
 * {@link sendsToken} looks at its fields.
 */
export function carriesToken(service: TokenService, request: RequestView): boolean {
  const { attached, taken } = memoryOf(request.key)
  if (attached.length > 0 || taken.length > 0) return true
  return (
    credentials(request).some((text) => service.owns(text)) || texts(request).some((text) => isToken(service, text))
  )
}

/** Whether one of the fields that were sent is a token of the service, also of a field that is there twice. */
export function sendsToken(service: TokenService, fields: object): boolean {
  return Object.values(fields)
    .flat()
    .some((sent) => typeof sent === 'string' && isToken(service, sent.trim()))
}

/**
 * Whether a text from a place that is not made for credentials is a token of the service. By its prefix alone a random id
 * would be one, now and then: of such texts only those with the whole shape count.
 */
function isToken(service: TokenService, text: string): boolean {
  return service.owns(text) && (WHOLE.test(text) || !RANDOM_LOOKING.test(text))
}

const WHOLE = new RegExp(`^${TOKEN_PATTERN.source}$`)
const RANDOM_LOOKING = /^[\w-]*$/

/** The words of each `Authorization`, and the user names and passwords in them. */
function credentials(request: RequestView): readonly string[] {
  const lines = headerLines(request.rawHeaders, 'authorization')
  return lines.flatMap((line) => [...wordsOf(line), ...basicTexts({ ...request, rawHeaders: ['authorization', line] })])
}

/** The source asks whose the parts are, one after the other, and tells the last. */
function basicTexts(request: RequestView): readonly string[] {
  const asked: string[] = []
  const told = BASIC.read(request, (text) => {
    asked.push(text)
    return false
  })
  return typeof told === 'string' ? [...asked, told] : asked
}

const BASIC = basic()

function texts(request: RequestView): readonly string[] {
  return [...headerTexts(request), ...cookieTexts(request), ...queryTexts(request)]
}

function headerTexts({ rawHeaders }: RequestView): readonly string[] {
  return rawHeaders.flatMap((line, index) => {
    const isValue = index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() !== 'cookie'
    return isValue ? wordsOf(line) : []
  })
}

function cookieTexts({ rawHeaders }: RequestView): readonly string[] {
  return headerLines(rawHeaders, 'cookie')
    .flatMap((line) => line.split(';'))
    .map((pair) => pair.slice(pair.indexOf('=') + 1).trim())
}

function queryTexts({ target }: RequestView): readonly string[] {
  const mark = target.indexOf('?')
  return mark < 0 ? [] : [...new URLSearchParams(target.slice(mark)).values()]
}

function wordsOf(line: string): readonly string[] {
  return line.split(/[\s,;"]+/)
}
