import { AsyncLocalStorage, AsyncResource, createHook, executionAsyncId } from 'node:async_hooks'
import http from 'node:http'
import net from 'node:net'
import dns from 'node:dns'
import fs from 'node:fs'
import zlib from 'node:zlib'
import crypto from 'node:crypto'
import { EventEmitter } from 'node:events'
import { finished, PassThrough, pipeline, Readable } from 'node:stream'
import { check } from './check.mjs'
const s = new AsyncLocalStorage()
const url = process.env.OCHE_HTTP
/** Which store there is at each step. */
const in_ = (name, work) =>
  check(
    name,
    () =>
      new Promise((done) => {
        const seen = []
        const note = (what) => seen.push(`${what} ${s.getStore()}`)
        s.run(name, () => work(note, () => done(seen)))
      }),
  )
async function main() {
  await in_('http', (n, e) => {
    const q = http.get(url + '/a', (r) => {
      n('response')
      r.on('data', () => n('data'))
      r.on('end', () => {
        n('end')
        e()
      })
    })
    q.on('socket', (k) => {
      n('socket')
      k.on('connect', () => n('connect'))
    })
  })
  await in_('http reused', (n, e) => {
    http.get(url + '/a', (r) => {
      n('response')
      r.on('data', () => n('data'))
      r.on('end', () => {
        n('end')
        e()
      })
    })
  })
  await in_('http error', (n, e) => {
    http.get('http://127.0.0.1:1/a').on('error', () => {
      n('error')
      e()
    })
  })
  await in_('net', (n, e) => {
    const k = net.connect(new URL(url).port, '127.0.0.1', () => n('connect'))
    k.on('data', () => n('data'))
    k.on('end', () => n('end'))
    k.on('close', () => {
      n('close')
      e()
    })
    k.write('GET /close HTTP/1.1\r\nHost: h\r\n\r\n', () => n('written'))
  })
  await in_('dns', (n, e) =>
    dns.lookup('localhost', () => {
      n('lookup')
      e()
    }),
  )
  await in_('fs', (n, e) =>
    fs.readFile('/etc/hostname', () => {
      n('read')
      e()
    }),
  )
  await in_('fs stream', (n, e) =>
    fs
      .createReadStream('/etc/hostname')
      .on('data', () => n('data'))
      .on('close', () => {
        n('close')
        e()
      }),
  )
  await in_('zlib', (n, e) =>
    zlib.gzip('x', () => {
      n('gzip')
      e()
    }),
  )
  await in_('zlib stream', (n, e) => {
    const z = zlib.createGzip()
    z.on('data', () => n('data'))
    z.on('end', () => {
      n('end')
      e()
    })
    z.end('x')
  })
  await in_('crypto', (n, e) =>
    crypto.randomBytes(2, () => {
      n('random')
      crypto.pbkdf2('a', 'b', 1, 8, 'sha1', () => {
        n('pbkdf2')
        e()
      })
    }),
  )
  await in_('timers', (n, e) => {
    setTimeout(() => {
      n('timeout')
      setImmediate(() => {
        n('immediate')
        queueMicrotask(() => {
          n('micro')
          process.nextTick(() => {
            n('tick')
            e()
          })
        })
      })
    }, 1)
  })
  await in_('interval', (n, e) => {
    let c = 0
    const i = setInterval(() => {
      n('i')
      if (++c === 2) {
        clearInterval(i)
        e()
      }
    }, 1)
  })
  await in_('pipeline', (n, e) =>
    pipeline(Readable.from(['a']), new PassThrough().resume(), () => {
      n('pipeline')
      e()
    }),
  )
  await in_('finished', (n, e) => {
    const r = Readable.from(['a'])
    finished(r, () => {
      n('finished')
      e()
    })
    r.resume()
  })
  await in_('abort', (n, e) => {
    const c = new AbortController()
    c.signal.addEventListener('abort', () => {
      n('abort')
      e()
    })
    s.run('inner', () => c.abort())
  })
  await in_('timeout signal', (n, e) => {
    const c = AbortSignal.timeout(1)
    const k = setTimeout(() => {}, 50)
    c.addEventListener('abort', () => {
      n('abort')
      clearTimeout(k)
      e()
    })
  })
  await in_('channel', (n, e) => {
    const c = new MessageChannel()
    c.port1.onmessage = () => {
      n('message')
      c.port1.close()
      e()
    }
    c.port2.postMessage(1)
  })
  await in_('emitter', (n, e) => {
    const x = new EventEmitter()
    x.on('a', () => {
      n('a')
      e()
    })
    s.run('inner', () => x.emit('a'))
  })
  await in_('fetch', async (n, e) => {
    const r = await fetch(url + '/chunked')
    n('head')
    for await (const _ of r.body) break
    n('body')
    e()
  })
  await in_('web stream', async (n, e) => {
    const r = new ReadableStream({
      start() {
        n('start')
      },
      pull(c) {
        n('pull')
        c.enqueue(1)
        c.close()
      },
    })
    for await (const _ of r);
    n('over')
    e()
  })
  await in_('resource', (n, e) => {
    const r = new AsyncResource('X')
    s.run('inner', () => r.runInAsyncScope(() => n('scope')))
    s.run(
      'inner',
      AsyncResource.bind(() => n('bind')),
    )
    e()
  })
  await in_('thenable', async (n, e) => {
    await {
      then(d) {
        n('then')
        setTimeout(d, 1)
      },
    }
    n('after')
    e()
  })
  await check('hook', async () => {
    const seen = []
    const hook = createHook({
      init: (id, type) => type === 'OWN' && seen.push(['init', type]),
      before: (id) => id === executionAsyncId() && seen.length < 3 && seen.push('before'),
    }).enable()
    const own = new AsyncResource('OWN')
    own.runInAsyncScope(() => seen.push(executionAsyncId() === own.asyncId()))
    hook.disable()
    new AsyncResource('OWN').runInAsyncScope(() => {})
    return seen
  })
}

void main()
