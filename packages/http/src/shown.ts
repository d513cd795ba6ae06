export { shown } from '@hallpass/core'
