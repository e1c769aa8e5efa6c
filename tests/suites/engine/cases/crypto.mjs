// Prints the same under Node.js and on the engine: fixed inputs by their outputs, random ones by what
// they come back as, and what Node.js signed by whether it is taken.
import nodeCrypto from 'node:crypto'
import signed from '../signed-by-node.json' with { type: 'json' }

const { subtle } = globalThis.crypto
const bytes = (length, start = 0) => Uint8Array.from({ length }, (_, at) => (at * 7 + start) % 256)
const text = new TextEncoder().encode(
  'What is signed here is longer than a block of sixty-four bytes, by a little.',
)
const hex = (data) => Buffer.from(data).toString('hex')

async function line(name, work) {
  let shown
  try {
    const value = await work()
    shown =
      typeof value === 'string'
        ? value
        : value instanceof ArrayBuffer || ArrayBuffer.isView(value)
          ? hex(value)
          : JSON.stringify(value)
  } catch (error) {
    shown = `throws ${error.name} ${error.code ?? ''}`
  }
  console.log(`${name}: ${shown}`)
}

const RSA = { modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) }
const HASHES = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']
const CURVES = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' }

// Hashes, and keys from keys and passwords.
for (const hash of HASHES) {
  const host = hash.replace('-', '').toLowerCase()
  await line(`digest ${hash}`, () => subtle.digest(hash, text))
  await line(`hash ${host}`, () =>
    nodeCrypto.createHash(host).update('a').update(text).digest('base64'),
  )
  const key = await subtle.importKey('raw', bytes(40), { name: 'HMAC', hash }, true, [
    'sign',
    'verify',
  ])
  await line(`hmac ${hash}`, () => subtle.sign('HMAC', key, text))
  await line(`hmac jwk ${hash}`, () => subtle.exportKey('jwk', key))
  const password = await subtle.importKey('raw', text, 'PBKDF2', false, ['deriveBits', 'deriveKey'])
  await line(`pbkdf2 ${hash}`, () =>
    subtle.deriveBits({ name: 'PBKDF2', salt: bytes(9), iterations: 13, hash }, password, 400),
  )
  const base = await subtle.importKey('raw', bytes(20), 'HKDF', false, ['deriveBits', 'deriveKey'])
  const hkdf = { name: 'HKDF', salt: bytes(9), info: bytes(3), hash }
  await line(`hkdf ${hash}`, () => subtle.deriveBits(hkdf, base, 1000))
  const derived = await subtle.deriveKey(hkdf, base, { name: 'AES-GCM', length: 192 }, true, [
    'encrypt',
  ])
  await line(`hkdf key ${hash}`, () => subtle.exportKey('jwk', derived))
  await line(`pbkdf2Sync ${host}`, () => nodeCrypto.pbkdf2Sync('password', 'salt', 21, 50, host))
  await line(`hkdfSync ${host}`, () => nodeCrypto.hkdfSync(host, 'key', 'salt', 'info', 77))
}
await line('hash md5', () => nodeCrypto.createHash('md5').update(text).digest('hex'))
await line('scrypt', () => nodeCrypto.scryptSync('password', 'salt', 64, { N: 64, r: 4, p: 2 }))
await line('scrypt default', () => nodeCrypto.scryptSync('password', 'salt', 32))
await line(
  'scrypt async',
  () =>
    new Promise((done, fail) =>
      nodeCrypto.scrypt('p', 's', 16, { N: 16 }, (error, key) => (error ? fail(error) : done(key))),
    ),
)

// AES by the Web's API.
for (const length of [16, 24, 32]) {
  for (const size of [0, 1, 15, 16, 17, 127, 128, 129, 1000]) {
    const use = async (name, parameters) => {
      const key = await subtle.importKey('raw', bytes(length), name, true, ['encrypt', 'decrypt'])
      const sealed = await subtle.encrypt({ name, ...parameters }, key, bytes(size, 3))
      const opened = await subtle.decrypt({ name, ...parameters }, key, sealed)
      return `${hex(sealed)} ${hex(opened) === hex(bytes(size, 3))}`
    }
    await line(`gcm ${length} ${size}`, () =>
      use('AES-GCM', { iv: bytes(12), additionalData: bytes(size % 50) }),
    )
    await line(`gcm long ${length} ${size}`, () => use('AES-GCM', { iv: bytes(33), tagLength: 96 }))
    await line(`cbc ${length} ${size}`, () => use('AES-CBC', { iv: bytes(16) }))
    await line(`ctr ${length} ${size}`, () =>
      use('AES-CTR', { counter: new Uint8Array(16).fill(255), length: 64 }),
    )
  }
  const wrapping = await subtle.importKey('raw', bytes(length), 'AES-KW', true, [
    'wrapKey',
    'unwrapKey',
  ])
  const inner = await subtle.importKey(
    'raw',
    bytes(32, 9),
    { name: 'HMAC', hash: 'SHA-256' },
    true,
    ['sign'],
  )
  for (const format of ['raw', 'jwk'])
    await line(`kw ${length} ${format}`, async () => {
      const wrapped = await subtle.wrapKey(format, inner, wrapping, 'AES-KW')
      const back = await subtle.unwrapKey(
        format,
        wrapped,
        wrapping,
        'AES-KW',
        { name: 'HMAC', hash: 'SHA-256' },
        true,
        ['sign'],
      )
      return `${hex(wrapped)} ${hex(await subtle.exportKey('raw', back))}`
    })
}

// AES by Node's API, in pieces.
for (const size of [128, 192, 256])
  for (const mode of ['gcm', 'cbc', 'ctr'])
    for (const step of [1, 5, 16, 40, 200])
      await line(`aes-${size}-${mode} ${step}`, () => {
        const iv = bytes(mode === 'gcm' ? 12 : 16, 250)
        const cipher = nodeCrypto.createCipheriv(`aes-${size}-${mode}`, bytes(size / 8), iv)
        if (mode === 'gcm') cipher.setAAD(bytes(21))
        const parts = []
        for (let at = 0; at < text.length; at += step)
          parts.push(cipher.update(text.subarray(at, at + step)))
        const lengths = parts.map((part) => part.length).join()
        const sealed = Buffer.concat([...parts, cipher.final()])
        const decipher = nodeCrypto.createDecipheriv(`aes-${size}-${mode}`, bytes(size / 8), iv)
        if (mode === 'gcm') decipher.setAAD(bytes(21)).setAuthTag(cipher.getAuthTag())
        const opened =
          decipher.update(sealed.toString('base64'), 'base64', 'utf8') + decipher.final('utf8')
        return `${hex(sealed)} ${mode === 'gcm' ? hex(cipher.getAuthTag()) : lengths} ${opened === Buffer.from(text).toString()}`
      })
await line('no padding', () => {
  const cipher = nodeCrypto
    .createCipheriv('aes-128-cbc', bytes(16), bytes(16))
    .setAutoPadding(false)
  return Buffer.concat([cipher.update(bytes(32)), cipher.final()])
})
await line('no padding, cut', () => {
  const cipher = nodeCrypto
    .createCipheriv('aes-128-cbc', bytes(16), bytes(16))
    .setAutoPadding(false)
  return Buffer.concat([cipher.update(bytes(31)), cipher.final()])
})

// Pairs of keys of every kind: round trips through every container.
const FAMILIES = [
  ...HASHES.flatMap((hash) => [
    { name: 'RSASSA-PKCS1-v1_5', ...RSA, hash },
    { name: 'RSA-PSS', ...RSA, hash, saltLength: 20 },
    ...Object.keys(CURVES).map((namedCurve) => ({ name: 'ECDSA', namedCurve, hash })),
  ]),
  { name: 'Ed25519' },
]
const rsa = new Map()
async function pairOf(family) {
  if (!family.modulusLength) return subtle.generateKey(family, true, ['sign', 'verify'])
  // One key of RSA does for all: they are slow to make.
  const id = 'rsa'
  if (!rsa.has(id)) {
    const made = await subtle.generateKey(family, true, ['sign', 'verify'])
    rsa.set(id, [
      await subtle.exportKey('pkcs8', made.privateKey),
      await subtle.exportKey('spki', made.publicKey),
    ])
  }
  const [kept, shown] = rsa.get(id)
  return {
    privateKey: await subtle.importKey('pkcs8', kept, family, true, ['sign']),
    publicKey: await subtle.importKey('spki', shown, family, true, ['verify']),
  }
}
for (const family of FAMILIES) {
  const label = `${family.name} ${family.namedCurve ?? ''} ${family.hash ?? ''}`
  await line(label, async () => {
    const { privateKey, publicKey } = await pairOf(family)
    const signature = await subtle.sign(family, privateKey, text)
    const answers = [signature.byteLength, await subtle.verify(family, publicKey, signature, text)]
    answers.push(await subtle.verify(family, publicKey, signature, bytes(5)))
    for (const format of ['jwk', 'pkcs8']) {
      const again = await subtle.importKey(
        format,
        await subtle.exportKey(format, privateKey),
        family,
        true,
        ['sign'],
      )
      answers.push(
        await subtle.verify(family, publicKey, await subtle.sign(family, again, text), text),
      )
    }
    const jwk = await subtle.exportKey('jwk', publicKey)
    answers.push(Object.keys(await subtle.exportKey('jwk', privateKey)).join(), jwk.alg)
    for (const format of ['jwk', 'spki', ...(family.modulusLength ? [] : ['raw'])]) {
      const again = await subtle.importKey(
        format,
        await subtle.exportKey(format, publicKey),
        family,
        true,
        ['verify'],
      )
      answers.push(await subtle.verify(family, again, signature, text))
    }
    const own = nodeCrypto.KeyObject.from(privateKey)
    answers.push(
      own.asymmetricKeyType,
      own.type,
      String(own.asymmetricKeyDetails.namedCurve ?? own.asymmetricKeyDetails.modulusLength),
    )
    return answers
  })
}

// Agreement.
for (const name of ['X25519', ...Object.keys(CURVES)]) {
  const algorithm = name === 'X25519' ? { name } : { name: 'ECDH', namedCurve: name }
  await line(`agreement ${name}`, async () => {
    const [one, other] = [
      await subtle.generateKey(algorithm, true, ['deriveBits', 'deriveKey']),
      await subtle.generateKey(algorithm, true, ['deriveBits', 'deriveKey']),
    ]
    const bits = (own, shown, length) =>
      subtle.deriveBits({ name: algorithm.name, public: shown.publicKey }, own.privateKey, length)
    const secret = hex(await bits(one, other, 256))
    const byNode = nodeCrypto.diffieHellman({
      privateKey: nodeCrypto.KeyObject.from(other.privateKey),
      publicKey: nodeCrypto.KeyObject.from(one.publicKey),
    })
    const aes = await subtle.deriveKey(
      { name: algorithm.name, public: one.publicKey },
      other.privateKey,
      { name: 'AES-GCM', length: 256 },
      true,
      ['encrypt'],
    )
    return [
      secret === hex(await bits(other, one, 256)),
      hex(byNode).startsWith(secret),
      hex(await subtle.exportKey('raw', aes)) === secret,
      Object.keys(await subtle.exportKey('jwk', one.privateKey)).join(),
    ]
  })
}
for (const curve of Object.values(CURVES))
  await line(`ecdh ${curve}`, () => {
    const [one, other] = [nodeCrypto.createECDH(curve), nodeCrypto.createECDH(curve)]
    one.generateKeys()
    const shown = other.generateKeys('hex', 'compressed')
    const secret = one.computeSecret(shown, 'hex', 'base64')
    const again = nodeCrypto.createECDH(curve).setPrivateKey?.(one.getPrivateKey('hex'), 'hex')
    void again
    return [
      secret === other.computeSecret(one.getPublicKey(), null, 'base64'),
      shown.length,
      one.getPublicKey().length,
    ]
  })

// RSA-OAEP.
for (const hash of HASHES)
  await line(`oaep ${hash}`, async () => {
    const family = { name: 'RSA-OAEP', hash }
    await pairOf({ name: 'RSA-PSS', ...RSA, hash: 'SHA-256' })
    const [kept, shown] = rsa.get('rsa')
    const privateKey = await subtle.importKey('pkcs8', kept, family, true, ['decrypt', 'unwrapKey'])
    const publicKey = await subtle.importKey('spki', shown, family, true, ['encrypt', 'wrapKey'])
    const sealed = await subtle.encrypt({ name: 'RSA-OAEP', label: text }, publicKey, bytes(30))
    const aes = await subtle.generateKey({ name: 'AES-CBC', length: 256 }, true, ['encrypt'])
    const wrapped = await subtle.wrapKey('raw', aes, publicKey, 'RSA-OAEP')
    const back = await subtle.unwrapKey('raw', wrapped, privateKey, 'RSA-OAEP', 'AES-CBC', true, [
      'encrypt',
    ])
    const pem = nodeCrypto.KeyObject.from(publicKey).export({ format: 'pem', type: 'spki' })
    const host = hash.replace('-', '').toLowerCase()
    const byNode = nodeCrypto.publicEncrypt({ key: pem, oaepHash: host }, Buffer.from('hello'))
    return [
      hex(await subtle.decrypt({ name: 'RSA-OAEP', label: text }, privateKey, sealed)),
      hex(await subtle.exportKey('raw', back)) === hex(await subtle.exportKey('raw', aes)),
      nodeCrypto
        .privateDecrypt({ key: nodeCrypto.KeyObject.from(privateKey), oaepHash: host }, byNode)
        .toString(),
      (await subtle.exportKey('jwk', publicKey)).alg,
    ]
  })

// Node's keys and signatures.
const TYPES = [
  ['rsa', { modulusLength: 2048 }],
  ['ed25519', {}],
  ...Object.values(CURVES).map((namedCurve) => ['ec', { namedCurve }]),
]
for (const [type, options] of TYPES)
  await line(`keys ${type} ${options.namedCurve ?? ''}`, () => {
    const { publicKey, privateKey } = nodeCrypto.generateKeyPairSync(type, options)
    const hash = type === 'ed25519' ? null : 'sha384'
    const signature = nodeCrypto.sign(hash, text, privateKey)
    const answers = [
      nodeCrypto.verify(hash, text, publicKey, signature),
      nodeCrypto.verify(hash, bytes(3), publicKey, signature),
    ]
    const kinds = ['pkcs8', ...(type === 'rsa' ? ['pkcs1'] : type === 'ec' ? ['sec1'] : [])]
    for (const kind of kinds)
      for (const format of ['pem', 'der']) {
        const key = privateKey.export({ type: kind, format })
        const again = nodeCrypto.createPrivateKey({ key, type: kind, format })
        answers.push(
          again.equals(privateKey),
          format === 'pem'
            ? key.split('\n')[0]
            : nodeCrypto.createPublicKey(again).equals(publicKey),
        )
      }
    const jwk = nodeCrypto.createPrivateKey({
      key: privateKey.export({ format: 'jwk' }),
      format: 'jwk',
    })
    answers.push(
      jwk.equals(privateKey),
      nodeCrypto
        .createPublicKey(privateKey.export({ type: 'pkcs8', format: 'pem' }))
        .equals(publicKey),
    )
    if (type === 'ed25519') return answers
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
    const stream = nodeCrypto.createSign('RSA-SHA256').update('a').update(text).sign(pem, 'base64')
    answers.push(
      nodeCrypto
        .createVerify('sha256')
        .update('a')
        .update(text)
        .verify(publicKey.export({ type: 'spki', format: 'pem' }), stream, 'base64'),
    )
    if (type === 'ec')
      answers.push(
        nodeCrypto.sign('sha256', text, { key: privateKey, dsaEncoding: 'ieee-p1363' }).length,
      )
    if (type === 'rsa')
      for (const saltLength of [undefined, -1, -2, 7]) {
        const key = {
          padding: nodeCrypto.constants.RSA_PKCS1_PSS_PADDING,
          ...(saltLength === undefined ? {} : { saltLength }),
        }
        const pss = nodeCrypto.sign('sha256', text, { key: privateKey, ...key })
        answers.push(nodeCrypto.verify('sha256', text, { key: publicKey, ...key }, pss))
        answers.push(nodeCrypto.verify('sha256', text, { key: publicKey, padding: 6 }, pss))
        answers.push(
          nodeCrypto.verify('sha256', text, { key: publicKey, padding: 6, saltLength: 9 }, pss),
        )
      }
    return answers
  })
await line('promisified', async () => {
  const { promisify } = await import('node:util')
  const keys = await promisify(nodeCrypto.generateKeyPair)('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'sec1', format: 'der' },
  })
  return [typeof keys.publicKey, Buffer.isBuffer(keys.privateKey), keys.publicKey.length]
})
await line('secret', () => {
  const key = nodeCrypto.createSecretKey('00ff10', 'hex')
  return [
    key.export({ format: 'jwk' }),
    key.symmetricKeySize,
    key.type,
    nodeCrypto.createHmac('sha256', key).update('x').digest('hex'),
  ]
})

// Keys that are fixed: Ed25519 and the numbers of curves have one signature or point only.
const ED = {
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
}
await line('ed25519 fixed', async () =>
  subtle.sign('Ed25519', await subtle.importKey('jwk', ED, 'Ed25519', true, ['sign']), text),
)
await line('ed25519 pem', () =>
  nodeCrypto.createPrivateKey({ key: ED, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }),
)
for (const [curve, size] of [
  ['prime256v1', 32],
  ['secp384r1', 48],
  ['secp521r1', 65],
])
  await line(`ecdh fixed ${curve}`, () => {
    const own = nodeCrypto.createECDH(curve)
    own.setPrivateKey(Buffer.from(bytes(size, 1)))
    return [
      own.getPublicKey('hex', 'compressed'),
      own.computeSecret(own.getPublicKey()).toString('hex'),
    ]
  })

// Refusals.
const aes = await subtle.importKey('raw', bytes(16), 'AES-GCM', true, ['encrypt', 'decrypt'])
const ec = { name: 'ECDSA', namedCurve: 'P-256' }
const REFUSED = {
  'unknown hash': () => subtle.digest('MD5', text),
  'another algorithm': () => subtle.encrypt({ name: 'AES-CBC', iv: bytes(16) }, aes, text),
  'a wrong tag': () => subtle.decrypt({ name: 'AES-GCM', iv: bytes(12) }, aes, bytes(40)),
  'too little': () => subtle.decrypt({ name: 'AES-GCM', iv: bytes(12) }, aes, bytes(4)),
  'a length of AES': () => subtle.importKey('raw', bytes(5), 'AES-GCM', true, ['encrypt']),
  'a usage': () => subtle.importKey('raw', bytes(16), 'AES-GCM', true, ['sign']),
  'no usage': () => subtle.importKey('raw', bytes(16), 'AES-GCM', true, []),
  'no key in spki': () => subtle.importKey('spki', bytes(16), ec, true, ['verify']),
  'no point': () => subtle.importKey('raw', bytes(65), ec, true, ['verify']),
  'no curve': () =>
    subtle.importKey('raw', bytes(65), { name: 'ECDSA', namedCurve: 'P-1' }, true, ['verify']),
  'another curve': () => subtle.importKey('jwk', { kty: 'EC', crv: 'P-384' }, ec, true, ['verify']),
  'another kty': () => subtle.importKey('jwk', { kty: 'oct', k: 'AAAA' }, ec, true, ['verify']),
  'another use': () =>
    subtle.importKey(
      'jwk',
      { kty: 'oct', k: 'AAAAAAAAAAAAAAAAAAAAAA', use: 'sig' },
      'AES-GCM',
      true,
      ['encrypt'],
    ),
  'other operations': () =>
    subtle.importKey(
      'jwk',
      { kty: 'oct', k: 'AAAAAAAAAAAAAAAAAAAAAA', key_ops: ['sign'] },
      'AES-GCM',
      true,
      ['encrypt'],
    ),
  'another alg': () =>
    subtle.importKey(
      'jwk',
      { kty: 'oct', k: 'AAAAAAAAAAAAAAAAAAAAAA', alg: 'A256GCM' },
      'AES-GCM',
      true,
      ['encrypt'],
    ),
  'not to leave': () =>
    subtle.importKey(
      'jwk',
      { kty: 'oct', k: 'AAAAAAAAAAAAAAAAAAAAAA', ext: false },
      'AES-GCM',
      true,
      ['encrypt'],
    ),
  'a format of AES': () => subtle.importKey('spki', bytes(16), 'AES-GCM', true, ['encrypt']),
  'no format': () => subtle.importKey('jar', bytes(16), 'AES-GCM', true, ['encrypt']),
  'an IV of CBC': async () =>
    subtle.encrypt(
      { name: 'AES-CBC', iv: bytes(3) },
      await subtle.importKey('raw', bytes(16), 'AES-CBC', true, ['encrypt']),
      text,
    ),
  'keys for deriving stay': () => subtle.importKey('raw', bytes(16), 'HKDF', true, ['deriveBits']),
  'a pair for nothing': () => subtle.generateKey(ec, true, ['verify']),
  'a length for AES': () => subtle.generateKey({ name: 'AES-GCM', length: 100 }, true, ['encrypt']),
  'no hash': () => subtle.importKey('raw', bytes(16), 'HMAC', true, ['sign']),
  'no IV': () => subtle.encrypt({ name: 'AES-GCM' }, aes, text),
  'the other half': () => nodeCrypto.sign('sha256', text, nodeCrypto.createSecretKey(bytes(3))),
  'a point of a low order': async () => {
    const { privateKey } = await subtle.generateKey('X25519', false, ['deriveBits'])
    const nothing = await subtle.importKey('raw', new Uint8Array(32), 'X25519', true, [])
    return subtle.deriveBits({ name: 'X25519', public: nothing }, privateKey, 256)
  },
  'more than is shared': async () => {
    const own = await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, [
      'deriveBits',
    ])
    return subtle.deriveBits({ name: 'ECDH', public: own.publicKey }, own.privateKey, 512)
  },
  'node, a key of a cipher': () => nodeCrypto.createCipheriv('aes-256-gcm', bytes(3), bytes(12)),
  'node, an IV': () => nodeCrypto.createCipheriv('aes-256-cbc', bytes(32), bytes(12)),
  'node, no cipher': () => nodeCrypto.createCipheriv('aes-9-cbc', bytes(32), bytes(12)),
  'node, a wrong tag': () => {
    const one = nodeCrypto.createDecipheriv('aes-256-gcm', bytes(32), bytes(12))
    one.setAuthTag(bytes(16))
    one.update(bytes(5))
    one.final()
  },
  'node, wrong padding': () => {
    const one = nodeCrypto.createDecipheriv('aes-256-cbc', bytes(32), bytes(16))
    one.update(bytes(32))
    one.final()
  },
  'node, a cut block': () => {
    const one = nodeCrypto.createDecipheriv('aes-256-cbc', bytes(32), bytes(16))
    one.update(bytes(7))
    one.final()
  },
  'node, twice': () => {
    const one = nodeCrypto.createCipheriv('aes-256-gcm', bytes(32), bytes(12))
    one.final()
    one.final()
  },
  'node, no key': () => nodeCrypto.createPrivateKey('nothing'),
  'node, no public key': () => nodeCrypto.createPublicKey('nothing'),
  'node, no digest to sign': () => nodeCrypto.createSign('nothing'),
  'node, no digest to derive': () => nodeCrypto.pbkdf2Sync('a', 'b', 1, 32, 'nothing'),
  'node, too long': () => nodeCrypto.hkdfSync('sha256', 'a', 'b', 'c', 9999),
  'node, a cost': () => nodeCrypto.scryptSync('a', 'b', 32, { N: 3 }),
  'node, too costly': () => nodeCrypto.scryptSync('a', 'b', 32, { N: 2 ** 20 }),
  'node, no curve': () => nodeCrypto.createECDH('nothing'),
  'node, lengths differ': () => nodeCrypto.timingSafeEqual(bytes(1), bytes(2)),
}
for (const [name, work] of Object.entries(REFUSED)) await line(name, work)

// What Node.js signed once, and nobody else.
for (const { family, jwk, signature } of signed)
  await line(
    `signed by Node.js, ${family.name} ${family.namedCurve ?? ''} ${family.hash ?? ''}`,
    async () => {
      const key = await subtle.importKey('jwk', jwk, family, true, ['verify'])
      const bytesOf = Buffer.from(signature, 'hex')
      return [
        await subtle.verify(family, key, bytesOf, text),
        await subtle.verify(family, key, bytesOf.fill(1, 9, 12), text),
      ]
    },
  )
