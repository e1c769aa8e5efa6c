export { removeAbandoned } from './abandoned.ts'
export {
  configureCopy,
  invokeCopy,
  makeCopy,
  originalCode,
  readOriginal,
  removeCopy,
  type CopiedCode,
  type Original,
} from './copy.ts'
export { copyId, copyName } from './name.ts'
