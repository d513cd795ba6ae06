import type { ProblemCode } from '../answers.js'

/** What a page says to a person: what happened, and what to do. */
export interface Wording {
  readonly title: string
  readonly text: string
}

/** The wording for each problem. Whoever reads it holds a link: tokens are not spoken of. */
export const WORDINGS = {
  token_missing: {
    title: 'This page opens from a link',
    text: 'Open it from the link that you were given, or ask for one.',
  },
  token_ambiguous: {
    title: 'This link cannot be read',
    text: 'Something in it is doubled or broken. Open it again as you were given it.',
  },
  token_invalid: {
    title: 'This link does not work',
    text: 'It may be incomplete, or its time is over. Check that you have the whole link, or ask for a new one.',
  },
  token_expired: {
    title: 'This link has expired',
    text: 'Its time is over. Ask for a new one.',
  },
  token_consumed: {
    title: 'This link has been used',
    text: 'It does not work a further time. If you still need it, ask for a new one.',
  },
  token_revoked: {
    title: 'This link has been withdrawn',
    text: 'It was ended before its time. If you still need it, ask for a new one.',
  },
  token_binding_mismatch: {
    title: 'This link is not for this use',
    text: 'It was made for somebody or something else. Ask for one of your own.',
  },
  route_not_allowed: {
    title: 'This link does not open this page',
    text: 'It was made for another page. Open it as you were given it.',
  },
  approval_pending: {
    title: 'This link is not approved yet',
    text: 'Somebody has to approve it first. Try again in a while.',
  },
  approval_denied: {
    title: 'This link was not approved',
    text: 'Somebody looked at it and said no. Ask whoever gave it to you.',
  },
  prefetch_refused: {
    title: 'This page waits for you',
    text: 'Your browser asked for it ahead of time, and nothing was done. Open the link again.',
  },
  cross_site_refused: {
    title: 'This came from another site',
    text: 'Nothing was done. Open the link itself, and go on from there.',
  },
  token_reserved: {
    title: 'This link is in use',
    text: 'It is being used at this moment. Try again in a while.',
  },
  store_unavailable: {
    title: 'This does not work at the moment',
    text: 'Nothing is wrong with your link. Try again in a few minutes.',
  },
} as const satisfies Record<ProblemCode, Wording>
