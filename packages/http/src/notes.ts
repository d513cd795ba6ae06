/** What is known of objects that somebody else made. Only who holds the notes can read or write them. */
export interface Notes<K extends object, V> {
  get(key: K): V | undefined
  set(key: K, note: V): void
}

/**
 * Notes that live as long as their objects: in a private field that is put on each of them. A copy, an heir or a proxy of
 * the object has no note, as with a `WeakMap`; but that keeps the notes of dead requests through many collections
 * (docs/decisions/0017), and a private field dies with its object.
 */
export function createNotes<K extends object, V>(): Notes<K, V> {
  class Noted extends Given {
    #note: V

    constructor(key: K, note: V) {
      super(key)
      this.#note = note
    }

    static get(key: K): V | undefined {
      return #note in key ? key.#note : undefined
    }

    static set(key: K, note: V): void {
      if (#note in key) key.#note = note
      else new Noted(key, note)
    }
  }
  return { get: Noted.get, set: Noted.set }
}

/** As a constructor it answers the object that it is given: the fields of a class derived from it become that object's. */
function itself(key: object): object {
  return key
}

const Given = itself as unknown as new (key: object) => object
