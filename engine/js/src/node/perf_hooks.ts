import { performance, Performance } from '../web/performance.ts'

export { performance, Performance }
