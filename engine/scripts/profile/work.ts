// What functions do with the language and with cryptography, for the profile: what is not run here or by a
// benchmark's function is compiled to be small.

interface Order {
  id: number
  name: string
  tags: string[]
  price?: number
}

class Basket<T extends Order> {
  #orders = new Map<number, T>()
  static count = 0

  add(order: T): this {
    Basket.count++
    this.#orders.set(order.id, order)
    return this
  }

  get total(): number {
    return [...this.#orders.values()].reduce((sum, { price = 1 }) => sum + price, 0)
  }

  *[Symbol.iterator]() {
    yield* this.#orders.values()
  }
}

class Named extends Basket<Order> {
  readonly name: string
  constructor(name: string) {
    super()
    this.name = `${name}!`
  }
}

const orders = (count: number): Order[] =>
  Array.from({ length: count }, (_, id) => ({
    id,
    name: `order ${id} of ü`,
    tags: ['red', id % 2 ? 'odd' : 'even'],
    price: id * 1.25,
  }))

function lists(all: Order[]) {
  const sorted = all.toSorted((a, b) => b.name.localeCompare(a.name) || a.id - b.id)
  const names = sorted.filter(({ id }) => id % 3).map((order) => ({ ...order, more: true }))
  const numbers = all.map(({ price }) => price! * 2).toSorted((a, b) => a - b)
  all.forEach((order, index) => (order.price = index / 3))
  return [
    names.flatMap(({ tags }) => tags).indexOf('odd'),
    numbers.slice(1, 9).join(),
    all.some((o) => !o),
    all.find((o) => o.id === 9),
  ]
}

function texts(all: Order[]) {
  const text = all.map(({ name }) => name).join(', ')
  const parts = text.split(', ').map((part) => part.trim().padEnd(20, '.').toUpperCase())
  const found = [...text.matchAll(/(?<word>[a-z]+) (\d+)/gi)].map(({ groups, index }) => [
    groups?.word,
    index,
  ])
  const replaced = text
    .replace(/\d+/g, (digits) => `<${Number(digits) + 1}>`)
    .replaceAll('of', 'von')
  const isMail = /^[\w.+-]+@[a-z\d-]+(\.[a-z]{2,})+$/i.test('somebody@example.com')
  let hash = 0
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0
  for (const character of 'a€😀') hash ^= character.codePointAt(0)!
  return [
    parts.length,
    found.length,
    replaced.startsWith('order'),
    isMail,
    hash,
    parseInt('7f', 16),
    (0.1 + 0.2).toFixed(3),
    encodeURIComponent(text).length,
  ]
}

function values(all: Order[]) {
  const named = Object.fromEntries(all.map((order) => [order.name, order]))
  const copy = structuredClone(JSON.parse(JSON.stringify(named)) as typeof named)
  for (const key in copy) if (key.endsWith('1 of ü')) delete copy[key]
  const set = new Set(Object.values(copy).map(({ id }) => id))
  const [first, ...rest] = set
  const basket = new Named('basket')
  for (const order of all) basket.add(order)
  const bytes = new Uint8Array(64).map((_, index) => index * first!)
  const proxy = new Proxy(named, { get: (target, key) => Reflect.get(target, key) })
  return [
    rest.length,
    basket.total,
    [...basket].length,
    basket.name,
    bytes.reduce((a, b) => a ^ b, 0),
    2n ** 64n % 97n,
    proxy['order 1 of ü']?.id,
    new Date(1e12).toISOString(),
    Object.keys(copy).length,
  ]
}

function failures(count: number) {
  let caught = 0
  for (let n = 0; n < count; n++)
    try {
      switch (n % 3) {
        case 0:
          throw new TypeError('no')
        case 1:
          ;(undefined as unknown as { name: string }).name.at(0)
      }
    } catch (error) {
      caught += (error as Error).message.length
    } finally {
      caught++
    }
  return caught
}

async function* numbers(count: number) {
  for (let n = 0; n < count; n++) yield await Promise.resolve(n)
}

async function waits() {
  let sum = 0
  for await (const n of numbers(20)) sum += n
  const all = await Promise.all([1, 2, 3].map(async (n) => (await Promise.resolve(n)) * sum))
  const [settled] = await Promise.allSettled([Promise.reject(new Error('no'))])
  await new Promise((resolve) => setTimeout(resolve, 0))
  return [all, settled!.status, await new Response(new Blob(['text']).stream()).text()]
}

const bytes = new TextEncoder().encode('what is signed')

async function signatures() {
  const { subtle } = crypto
  const done: string[] = []
  for (const algorithm of [
    { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
    { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
    { name: 'Ed25519' },
    {
      name: 'RSASSA-PKCS1-v1_5',
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
      hash: 'SHA-256',
    },
    { name: 'HMAC', hash: 'SHA-256' },
  ]) {
    const made = await subtle.generateKey(algorithm as never, true, ['sign', 'verify'])
    const { privateKey = made, publicKey = made } = made as unknown as CryptoKeyPair
    const signature = await subtle.sign(algorithm, privateKey as CryptoKey, bytes)
    done.push(
      `${algorithm.name} ${await subtle.verify(algorithm, publicKey as CryptoKey, signature, bytes)}`,
    )
  }
  const pairs = [1, 2].map(
    () => subtle.generateKey({ name: 'X25519' }, true, ['deriveBits']) as Promise<CryptoKeyPair>,
  )
  const [mine, other] = await Promise.all(pairs)
  await subtle.deriveBits({ name: 'X25519', public: other!.publicKey }, mine!.privateKey, 256)
  const key = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, [
    'encrypt',
    'decrypt',
  ])
  const sealed = await subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, key, bytes)
  return [
    ...done,
    (await subtle.decrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, key, sealed)).byteLength,
  ]
}

let isSigned = false

export async function handler() {
  const all = orders(40)
  const done = [lists(all), texts(all), values(all).map(String), failures(30), await waits()]
  if (!isSigned) done.push(await signatures())
  isSigned = true
  return done
}
