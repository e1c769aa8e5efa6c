// The local Lambda of dist/ in a process of its own: PORT, then the functions as JSON.
import { startLocalLambda } from '../../dist/local/index.js'
import { normalizeHttp } from '../../dist/core/config/schema.js'

const [port, functions] = process.argv.slice(2)

await startLocalLambda({
  port: Number(port),
  functions: JSON.parse(functions).map(({ name, executable }) => ({
    settings: {
      name,
      memory: 128,
      timeout: 10,
      ephemeralStorage: 512,
      retries: 2,
      logFormat: 'text',
      layers: [],
      http: normalizeHttp(name === 'http-echo' ? 'url' : 'none'),
    },
    environment: {},
    code: { executable },
  })),
})
