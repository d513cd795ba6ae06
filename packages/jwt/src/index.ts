export type { JwtAlgorithm } from './algorithms.js'
export type { JwtClaims } from './claims.js'
export { jwtFormat } from './jwt-format.js'
export type { JwtFormatOptions, JwtKey, JwtKeyMaterial, JwtKeyPair } from './options.js'
