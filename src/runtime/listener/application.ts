import type { RequestListener, Server } from 'node:http'

type Method = (...args: any[]) => any

/** What the frameworks' applications have, as far as they are told apart by it. */
interface Application {
  listen?: Method
  /** Node's own servers. */
  emit?: Method
  /** Koa. */
  callback?: Method
  /** Fastify: resolves once its plugins are loaded. */
  ready?: Method
  /** Nest. */
  init?: Method
  getHttpServer?: () => Server
  /** Fastify, restify. */
  server?: Server
  /** Polka. */
  handler?: Method
}

/** The request listener behind a listener, a server, or an application; started as far as it needs. */
export async function listenerOf(value: Application | RequestListener): Promise<RequestListener> {
  const app = value as Application
  if (isMethod(app.getHttpServer) && isMethod(app.init)) {
    await app.init()
    return listenerOfServer(app.getHttpServer())
  }
  if (isMethod(app.ready) && app.server) {
    await app.ready()
    return listenerOfServer(app.server)
  }
  if (typeof value === 'function') return value
  if (isMethod(app.callback)) return app.callback() as RequestListener
  if (isMethod(app.handler)) return app.handler.bind(app)
  return listenerOfServer((app.server ?? app) as Server)
}

/** Without listening: whoever holds the server has put its listeners there. */
function listenerOfServer(server: Server): RequestListener {
  return (request, response) => server.emit('request', request, response)
}

function isMethod(value: unknown): value is Method {
  return typeof value === 'function'
}
