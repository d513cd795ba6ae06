import { type Html, html } from '../../html/html.js'

/** A moment, for people and machines. */
export function moment(at: Date): Html {
  return html`<time datetime="${at.toISOString()}">${FORMAT.format(at)}</time>`
}

/** How much time is left, which the page's script counts down. */
export function timeLeft(milliseconds: number): Html {
  return html`<span data-left="${milliseconds}">${minutesAndSeconds(milliseconds)}</span>`
}

function minutesAndSeconds(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ]
  if (days > 0) return `${days} d ${hours} h`
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`
}

const FORMAT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long', timeZone: 'UTC' })
