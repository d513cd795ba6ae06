import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type HtmlValue, html, htmlText } from '../src/html/html.js'

describe('html', () => {
  it('escapes what is put in, and nothing of the template', () => {
    const made = html`<p title="${'"quoted"'}">${`<b>Fish & 'chips'</b> \`now\``}</p>`
    expect(htmlText(made)).toBe(
      '<p title="&#34;quoted&#34;">&#60;b&#62;Fish &#38; &#39;chips&#39;&#60;/b&#62; &#96;now&#96;</p>',
    )
  })

  it('puts HTML in as it is, alone and in lists', () => {
    const items = ['a', 'b & c'].map((item) => html`<li>${item}</li>`)
    expect(htmlText(html`<ul>${items}</ul>${html`<hr>`}`)).toBe('<ul><li>a</li><li>b &#38; c</li></ul><hr>')
  })

  it.each<[HtmlValue, string]>([
    [17, '17'],
    [undefined, ''],
    ['', ''],
    [[], ''],
    [['a', ['<', 1]], 'a&#60;1'],
  ])('writes %j as %j', (value, text) => {
    expect(htmlText(html`${value}`)).toBe(text)
  })

  it('takes no parsed JSON for HTML', () => {
    const claim = JSON.parse('{"markup":"<script>","Symbol(hallpass.html)":"<script>","toString":"<script>"}')
    const write = () => htmlText(html`${claim}`)
    expect(write).toThrow(TypeError)
    expect(htmlText(html`${JSON.parse('{"markup":"<script>"}')}`)).toBe('[object Object]')
  })

  it('lets no text open a tag, end an attribute or begin a reference, and loses none of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = htmlText(html`<p a="${text}" b='${text}'>${text}</p>`)
        const escaped = written.slice(6, written.indexOf('" b='))
        expect(written).toBe(`<p a="${escaped}" b='${escaped}'>${escaped}</p>`)
        expect(escaped.replace(/&#\d+;/g, '')).not.toMatch(/[&<>"'`]/)
        expect(escaped.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))).toBe(text)
      }),
    )
  })
})
