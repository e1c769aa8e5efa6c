import * as jose from 'jose'
import { check } from '../cases/check.mjs'

const claims = { sub: 'ann', n: 1, deep: { a: [1, 'ä'] } }
const secret = Uint8Array.from({ length: 64 }, (_, at) => at)
const when = { currentDate: new Date(1_700_000_100_000) }

for (const alg of ['HS256', 'HS384', 'HS512'])
  await check(`jws ${alg}`, async () => {
    const token = await new jose.SignJWT(claims)
      .setProtectedHeader({ alg })
      .setIssuedAt(1_700_000_000)
      .setExpirationTime(1_700_000_200)
      .setAudience(['a', 'b'])
      .setIssuer('i')
      .setJti('j')
      .sign(secret)
    return [token, await jose.jwtVerify(token, secret, { ...when, audience: 'a', issuer: 'i' })]
  })
// One for all, as making one takes long.
const rsa = await jose.generateKeyPair('RS256', { extractable: true })
const [rsaPublic, rsaPrivate] = [
  await jose.exportSPKI(rsa.publicKey),
  await jose.exportPKCS8(rsa.privateKey),
]
async function pairFor(alg) {
  if (!/^(RS|PS)/.test(alg)) return jose.generateKeyPair(alg, { extractable: true })
  const options = { extractable: true }
  return {
    publicKey: await jose.importSPKI(rsaPublic, alg, options),
    privateKey: await jose.importPKCS8(rsaPrivate, alg, options),
  }
}
for (const alg of ['RS256', 'PS256', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'])
  await check(`jws ${alg}`, async () => {
    const { publicKey, privateKey } = await pairFor(alg)
    const token = await new jose.SignJWT(claims)
      .setProtectedHeader({ alg, kid: 'k' })
      .sign(privateKey)
    const [spki, pkcs8, jwk] = [
      await jose.exportSPKI(publicKey),
      await jose.exportPKCS8(privateKey),
      await jose.exportJWK(publicKey),
    ]
    const again = await jose.importSPKI(spki, alg)
    const own = await new jose.CompactSign(new TextEncoder().encode('hi'))
      .setProtectedHeader({ alg })
      .sign(await jose.importPKCS8(pkcs8, alg))
    const keys = jose.createLocalJWKSet({ keys: [{ ...jwk, kid: 'k', alg }] })
    return [
      (await jose.jwtVerify(token, again)).payload,
      (await jose.compactVerify(own, await jose.importJWK(jwk, alg))).payload,
      (await jose.jwtVerify(token, keys)).protectedHeader,
      Object.keys(jwk).sort(),
      (await jose.calculateJwkThumbprint(jwk)).length,
      await jose
        .jwtVerify(token.slice(0, -6) + 'AAAAAA', again)
        .catch((error) => [error.code, error.message]),
    ]
  })
for (const alg of [
  'dir',
  'A128KW',
  'A256KW',
  'A256GCMKW',
  'RSA-OAEP',
  'RSA-OAEP-256',
  'ECDH-ES',
  'ECDH-ES+A256KW',
  'PBES2-HS256+A128KW',
])
  for (const enc of ['A128GCM', 'A256GCM', 'A128CBC-HS256', 'A256CBC-HS512'])
    await check(`jwe ${alg} ${enc}`, async () => {
      const size = { A128GCM: 16, A256GCM: 32, 'A128CBC-HS256': 32, 'A256CBC-HS512': 64 }[enc]
      const symmetric = {
        dir: size,
        A128KW: 16,
        A256KW: 32,
        A256GCMKW: 32,
        'PBES2-HS256+A128KW': 9,
      }[alg]
      const pair = symmetric
        ? { publicKey: secret.slice(0, symmetric), privateKey: secret.slice(0, symmetric) }
        : await pairFor(alg)
      const token = await new jose.EncryptJWT(claims)
        .setProtectedHeader({ alg, enc })
        .encrypt(pair.publicKey)
      const { payload, protectedHeader } = await jose.jwtDecrypt(token, pair.privateKey)
      return [
        payload,
        Object.keys(protectedHeader).sort(),
        token.split('.').length,
        await jose
          .compactDecrypt(token.slice(0, -4) + 'AAAA', pair.privateKey)
          .catch((error) => error.code),
      ]
    })
const token = await new jose.SignJWT(claims)
  .setProtectedHeader({ alg: 'HS256' })
  .setExpirationTime(1_700_000_000)
  .setNotBefore(1_600_000_000)
  .sign(secret)
for (const [name, work] of Object.entries({
  expired: () => jose.jwtVerify(token, secret),
  early: () => jose.jwtVerify(token, secret, { currentDate: new Date(0) }),
  algorithm: () => jose.jwtVerify(token, secret, { ...when, algorithms: ['HS512'] }),
  audience: () =>
    jose.jwtVerify(token, secret, { currentDate: new Date(1_650_000_000_000), audience: 'x' }),
  malformed: () => jose.jwtVerify('a.b', secret),
  'malformed claims': () => jose.jwtVerify('e30.e30.e30', secret),
  'another key': () => jose.jwtVerify(token, secret.slice(1)),
  'a wrong key': () => new jose.SignJWT({}).setProtectedHeader({ alg: 'RS256' }).sign(secret),
  'a wrong pem': () => jose.importSPKI('x', 'RS256'),
  unsecured: () => jose.UnsecuredJWT.decode(new jose.UnsecuredJWT({ a: 1 }).encode()),
  decode: () => [jose.decodeJwt(token), jose.decodeProtectedHeader(token)],
  'decode wrong': () => jose.decodeJwt('x'),
  base64: () => [
    jose.base64url.encode('ä?>'),
    jose.base64url.decode('w6Q_Pg'),
    jose.base64url.decode('%%%'),
  ],
  general: async () => {
    const made = await new jose.GeneralSign(new TextEncoder().encode('x'))
      .addSignature(secret)
      .setProtectedHeader({ alg: 'HS256' })
      .addSignature(secret)
      .setProtectedHeader({ alg: 'HS512' })
      .sign()
    return [made, (await jose.generalVerify(made, secret)).payload]
  },
  flattened: async () => {
    const made = await new jose.FlattenedSign(new TextEncoder().encode('x'))
      .setProtectedHeader({ alg: 'HS256', b64: false, crit: ['b64'] })
      .sign(secret)
    return [made, (await jose.flattenedVerify({ ...made, payload: 'x' }, secret)).payload]
  },
  'remote keys': () =>
    jose.jwtVerify(token, jose.createRemoteJWKSet(new URL(process.env.OCHE_HTTP + '/status/404'))),
  'no remote': () =>
    jose.jwtVerify(token, jose.createRemoteJWKSet(new URL('http://127.0.0.1:1/keys'))),
}))
  await check(`jose ${name}`, work)
