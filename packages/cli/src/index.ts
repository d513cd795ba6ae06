export { defineConfig, type HallpassConfig } from './config/config.js'
export { storeFromUrl } from './store-from-url.js'
