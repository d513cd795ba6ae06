export { defineConfig, type HallpassConfig } from './config/config.js'
export {
  createGate,
  createGateLog,
  type DialectName,
  type ForwardAuthOptions,
  type GateAddresses,
  type GateLimits,
  type GateLog,
  type GateOptions,
  type GitScope,
  type GitScopesOptions,
  gitScopes,
  type ProxyOptions,
  type SharedGateOptions,
  type StandaloneGate,
} from './gate/index.js'
export { storeFromUrl } from './store-from-url.js'
