import { Converter } from 'typedoc'

/** Names each module of the reference as users import it: `core/src` is `@hallpass/core`. */
export function load({ converter }) {
  converter.on(Converter.EVENT_CREATE_DECLARATION, (_, reflection) => {
    const [, folder, part] = /^([a-z-]+)\/src(?:\/([a-z]+))?(?:\/index)?$/.exec(reflection.name) ?? []
    if (folder)
      reflection.name = [folder === 'cli' ? 'hallpass' : `@hallpass/${folder}`, part].filter(Boolean).join('/')
  })
}
