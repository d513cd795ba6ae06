/**
 * A text as it is, with what hides or reorders other text made visible: control characters, marks of direction, characters
 * without width. Whoever asks for approval chooses these texts, and the operator must see what is decided on.
 */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

/** Controls, formats, lone surrogates, private characters, separators of lines, what is shown as nothing (Braille has a sign without dots), and odd spaces. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu
