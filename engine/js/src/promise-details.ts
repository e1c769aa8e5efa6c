import { system } from './native.ts'

/** For the package that shows values: it cannot know what a promise has come to. */
export const promiseDetails = (promise: Promise<unknown>) => system.promise(promise)
