/** Calls all that modules export, with and without `new`, and prints what is refused both ways. */
const REFUSED = 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM'

const isRefused = (act) => {
  try {
    Promise.resolve(act()).catch(() => {})
    return false
  } catch (error) {
    return error.code === REFUSED
  }
}

for (const name of JSON.parse(process.env.OCHE_MODULES)) {
  for (const [member, value] of Object.entries(process.getBuiltinModule(name))) {
    if (typeof value !== 'function') continue
    if (isRefused(() => value()) || isRefused(() => new value())) {
      process.stdout.write(`${name}.${member}\n`)
    }
  }
}
// What was called without arguments may fail later: nobody waits for it.
process.exit()
