/** Whether a text has the one character that Postgres keeps in no text: nothing that it keeps is equal to it. */
export function holdsNul(text: string | undefined): boolean {
  return text?.includes('\0') === true
}
