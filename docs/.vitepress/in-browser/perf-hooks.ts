/** The browser's monotonic clock. */
export const performance: Performance = globalThis.performance
