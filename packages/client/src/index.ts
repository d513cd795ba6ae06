export type { CapturedToken, CaptureOptions, CaptureWindow, TokenHeader } from '../browser/capture-token.js'
export { captureToken } from '../browser/capture-token.js'
export type { Ask, WaitOptions } from './wait-for-approval.js'
export { waitForApproval } from './wait-for-approval.js'
