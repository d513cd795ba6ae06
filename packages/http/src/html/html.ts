/** Text that is HTML already: everything that was put into it is escaped. Made by {@link html} only. */
export interface Html {
  readonly [MARKUP]: string
}

/** What a template takes: texts and numbers are escaped, HTML and lists are put in as they are, `undefined` leaves nothing. */
export type HtmlValue = string | number | Html | undefined | readonly HtmlValue[]

/**
 * Writes HTML: what stands in the template is markup, what is put in is text. Values belong between tags and inside
 * quoted attributes; in scripts, styles, URLs and names of attributes escaping is not enough.
 */
export function html(markup: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return markupOf(markup.reduce((before, after, index) => before + rendered(values[index - 1]) + after))
}

/** The text of some HTML, to send it. */
export function htmlText(value: Html): string {
  return value[MARKUP]
}

/** Only who has this symbol can claim that a text is HTML: parsed JSON cannot. */
const MARKUP: unique symbol = Symbol('hallpass.html')

const markupOf = (text: string): Html => Object.freeze({ [MARKUP]: text })

function rendered(value: HtmlValue): string {
  if (value === undefined) return ''
  if (Array.isArray(value)) return value.map(rendered).join('')
  if (typeof value === 'object' && MARKUP in value) return value[MARKUP]
  return String(value).replace(SPECIAL, (character) => `&#${character.charCodeAt(0)};`)
}

/** The last two end an attribute without quotes, or with an old browser's. */
const SPECIAL = /[&<>"'`]/g
