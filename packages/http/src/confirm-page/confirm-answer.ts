import type { PassOnAnswer, RefuseAnswer, ShowAnswer } from '../answer.js'

/** The decision on a request to a page that confirms. An adapter translates it and decides nothing. */
export type ConfirmAnswer = ShowAnswer | PassOnAnswer | RefuseAnswer
