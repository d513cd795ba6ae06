export type { ContractCase, OpenStore } from './contract-case.js'
export { closedOf, grantOf, idOf, NOW, nextOf, recordOf } from './record-of.js'
export { storeContract } from './store-contract.js'
