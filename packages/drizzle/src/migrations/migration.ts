/** A change of the database's shape. Its text never changes once it was published; a further change is a new one. */
export interface Migration {
  readonly name: string
  readonly statements: readonly string[]
}
