/** Channels that nobody listens to: a page has none. */
export function channel(): { readonly hasSubscribers: boolean; publish(): void } {
  return { hasSubscribers: false, publish: () => undefined }
}
