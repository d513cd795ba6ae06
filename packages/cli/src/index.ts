export { storeFromUrl } from './store-from-url.js'
