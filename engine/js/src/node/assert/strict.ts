import { strict } from '../assert.ts'

export * from '../assert.ts'
export default strict
