import { accept, startWork } from './work.js'

startWork((offer) => accept(offer))
