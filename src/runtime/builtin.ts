/** One of Node's own modules, asked for where it is first needed: each takes milliseconds to load. */
export const builtin: typeof process.getBuiltinModule = process.getBuiltinModule
