/** What the host gives, in parts; each is made when it is first asked for. See `engine/src/natives`. */
interface Native {
  part<Name extends keyof Parts>(name: Name): Parts[Name]
  /** Evaluates a module of the library and gives its namespace. */
  load(name: string): Record<string, unknown>
  has(name: string): boolean
  /** The text of a file that was put behind the executable. */
  data(name: string): string | undefined
}

/** Text as it is, or bytes. */
export type Data = string | Uint8Array | ArrayBuffer

interface Parts {
  crypto: {
    hashes: string[]
    startHash(name: string): number
    startHmac(name: string, key: Uint8Array): number
    update(id: number, data: Data): void
    finish(id: number): Uint8Array
    copyHash(id: number): number
    random(into: Uint8Array): void
    timingSafeEqual(one: Uint8Array, other: Uint8Array): boolean
    /** @param option the bits that count (ctr), or whether there is padding (cbc) */
    startCipher(
      mode: 'cbc' | 'ctr' | 'gcm',
      encrypts: boolean,
      key: Uint8Array,
      iv: Uint8Array,
      option: number,
    ): number
    cipherExtra(id: number, data: Uint8Array): void
    updateCipher(id: number, data: Uint8Array): Uint8Array
    /** What remains (cbc) or the tag (gcm); undefined where padding or length is wrong. */
    finishCipher(id: number): Uint8Array | undefined
    wrapAes(key: Uint8Array, data: Uint8Array): Uint8Array | undefined
    unwrapAes(key: Uint8Array, data: Uint8Array): Uint8Array | undefined
    hkdf(
      hash: string,
      key: Uint8Array,
      salt: Uint8Array,
      info: Uint8Array,
      length: number,
    ): Uint8Array | undefined
    pbkdf2(
      hash: string,
      key: Uint8Array,
      salt: Uint8Array,
      rounds: number,
      length: number,
    ): Uint8Array | undefined
    scrypt(
      key: Uint8Array,
      salt: Uint8Array,
      cost: [n: number, r: number, p: number],
      length: number,
    ): Uint8Array
    /** Undefined for what is no key of the curve, here and below. */
    curvePublic(curve: string, number: Uint8Array): Uint8Array | undefined
    curvePoint(curve: string, point: Uint8Array, compressed: boolean): Uint8Array | undefined
    curveSign(
      curve: string,
      number: Uint8Array,
      point: Uint8Array,
      hash: string,
      data: Uint8Array,
    ): Uint8Array | undefined
    curveVerify(
      curve: string,
      point: Uint8Array,
      hash: string,
      data: Uint8Array,
      signature: Uint8Array,
    ): boolean
    curveAgree(curve: string, number: Uint8Array, point: Uint8Array): Uint8Array | undefined
    edPublic(curve: string, secret: Uint8Array): Uint8Array | undefined
    edSign(secret: Uint8Array, data: Uint8Array): Uint8Array | undefined
    edVerify(point: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean
    edAgree(secret: Uint8Array, point: Uint8Array): Uint8Array | undefined
    rsaGenerate(bits: number, exponent: Uint8Array): Uint8Array[]
    /** @param salt its length makes it PSS; where it is verified a negative one is found out */
    rsaSign(
      key: Uint8Array[],
      hash: string,
      salt: number | undefined,
      data: Uint8Array,
    ): Uint8Array | undefined
    rsaVerify(
      key: Uint8Array[],
      hash: string,
      salt: number | undefined,
      data: Uint8Array,
      signature: Uint8Array,
    ): boolean
    /** @param hash makes it OAEP; an empty one PKCS #1 v1.5 */
    rsaEncrypt(
      key: Uint8Array[],
      hash: string,
      label: string,
      data: Uint8Array,
    ): Uint8Array | undefined
    rsaDecrypt(
      key: Uint8Array[],
      hash: string,
      label: string,
      data: Uint8Array,
    ): Uint8Array | undefined
  }
  datagrams: {
    /** @param address of IP */
    send(address: string, port: number, data: Uint8Array): void
  }
  files: {
    open(path: string, flags: string): number
    close(descriptor: number): void
    read(descriptor: number, into: Uint8Array, position?: number): number
    write(descriptor: number, data: Uint8Array, position?: number): void
    statOpen(descriptor: number): number[]
    truncate(descriptor: number, length: number): void
    sync(descriptor: number): void
    readFile(path: string): Uint8Array
    stat(path: string, follows: boolean): number[]
    /** Names with a letter each: d, f, l, or o for anything else. */
    list(path: string): [name: string, kind: string][]
    at(call: 'mkdir' | 'unlink' | 'rmdir', path: string): void
    between(call: 'rename' | 'copyfile' | 'link' | 'symlink', from: string, to: string): void
    target(call: 'readlink' | 'realpath', path: string): string
    chmod(path: string, mode: number): void
    setTimes(path: string, accessed: number, modified: number): void
  }
  http: {
    /** Undefined while the head is incomplete. */
    parseHead(bytes: Uint8Array): ParsedHead | undefined
    /** False for what would end a header's line, or is no byte. */
    isHeaderValue(text: string): boolean
    /** Whether all names are tokens in lower case, and all values texts of ASCII without space at an end. */
    arePlainLines(record: object): boolean
  }
  intl: {
    upper(locale: string, text: string): string
    lower(locale: string, text: string): string
    supplemental(): string
    data(kind: string, locale: string): string[]
    collator(
      locale: string,
      sensitivity: string,
      caseFirst: string,
      numeric: boolean,
      punctuation: string,
    ): number
    compare(id: number, one: string, other: string): number
    collatorOptions(id: number): [caseFirst: string, numeric: string, ignorePunctuation: string]
    canonicalize(tag: string): string | undefined
    maximize(tag: string): [language: string, script: string, region: string]
    plurals(locale: string, ordinal: boolean): number
    plural(id: number, number: string): string
    pluralCategories(id: number): string[]
    zone(name: string): string | undefined
    /** Seconds east of UTC, and 1 where the clocks are forward. */
    zoneOffset(name: string, milliseconds: number): [seconds: number, forward: number]
    ownZone(): string | undefined
    zones(): string[]
  }
  json: {
    parse(text: Data): unknown
    toBytes(value: unknown): Uint8Array | undefined
    toText(value: unknown): string | undefined
  }
  loop: {
    register(handlers: LoopHandlers): void
    needTick(): void
    needImmediate(): void
    listen(signal: number): void
    /** What the system does with a signal that nobody listens to. */
    byDefault(signal: number): void
    setTimer(id: number, milliseconds: number, keeps: boolean): void
    clearTimer(id: number): void
    keepTimer(id: number, keeps: boolean): void
    connect(host: string, port: number, tls?: TlsOptions): number
    lookUp(name: string): number
    /** False where the system took not all: the socket is told when it has. */
    write(id: number, head: Data, body?: Data): boolean
    end(id: number): void
    keep(id: number, keeps: boolean): void
    pause(id: number, paused: boolean): void
    destroy(id: number): void
    readHttp(id: number): void
    /** Whether no microtask, no tick and no rejection waits. */
    isQuiet(): boolean
    /**
     * Sends to a socket of `readHttp`, and gives the answer where it can be waited for in place; undefined
     * where the socket is told of it. Of an invocation there are headers, of a refusal there is text.
     *
     * @throws an error with a code where the connection ends instead
     */
    exchange(id: number, head: Data, body?: Data): WireAnswer | undefined
    address(id: number, remote: boolean): [address: string, port: string] | undefined
  }
  system: {
    args: string[]
    pid: number
    arch: string
    platform: string
    version: string
    variables: Record<string, string>
    setVariable(name: string, value?: string): void
    /** Those that the host itself reads. */
    readVariables: string[]
    /** Milliseconds since 1970 at which the process started. */
    startedAt: number
    /** Milliseconds since then. */
    now(): number
    print(descriptor: number, data: Data): boolean
    exit(code: number): never
    folder(): string
    residentBytes(): number
    hostName(): string
    /** 0 pending, 1 fulfilled, 2 rejected. */
    promise(promise: Promise<unknown>): [state: number, outcome: unknown]
  }
  text: {
    decodeUtf8(bytes: Uint8Array, start?: number, end?: number): string
    isUtf8(bytes: Uint8Array): boolean
    /** How many bytes there are before a character that is cut. */
    completeUtf8(bytes: Uint8Array): number
    decodeLatin1(bytes: Uint8Array, start?: number, end?: number): string
    decodeAscii(bytes: Uint8Array, start?: number, end?: number): string
    decodeUtf16(bytes: Uint8Array, start?: number, end?: number): string
    toHex(bytes: Uint8Array, start?: number, end?: number): string
    toBase64(bytes: Uint8Array, url: boolean, start?: number, end?: number): string
    encodeUtf8(text: string): Uint8Array
    utf8Length(text: string): number
    writeUtf8(into: Uint8Array, text: string, at: number): number
    encodeLatin1(text: string): Uint8Array
    fromHex(text: string): Uint8Array
    fromBase64(text: string): Uint8Array
    indexOf(bytes: Uint8Array, needle: Data, from: number): number
    lastIndexOf(bytes: Uint8Array, needle: Data, from: number): number
    compare(one: Uint8Array, other: Uint8Array): number
  }
  url: {
    parse(text: string, base?: string): string[] | undefined
    /** Of what is fetched: undefined where it is no URL, empty where it holds a name or a password. */
    address(text: string): string | undefined
    change(href: string, part: string, value: string): string[] | undefined
    domainToAscii(name: string): string
    domainToUnicode(name: string): string
  }
  zlib: {
    deflate(wrapped: boolean, level: number): number
    inflate(wrapped: boolean): number
    brotli(quality: number, window: number): number
    unbrotli(): number
    /** @param flush 0 keeps back what it likes, 1 gives all so far, 2 is the end */
    push(
      id: number,
      input: Uint8Array,
      flush: 0 | 1 | 2,
    ): { bytes: Uint8Array; ended: boolean; used: number }
    close(id: number): void
    crc32(sum: number, bytes: Uint8Array): number
  }
}

export type WireAnswer = [
  status: number,
  body: Uint8Array | string | undefined,
  headers: Record<string, string> | undefined,
  reusable: boolean,
]

export interface TlsOptions {
  serverName: string
  ca?: string | undefined
  cert?: string | undefined
  key?: string | undefined
  verify: boolean
  protocols: string[]
}

export interface ParsedHead {
  /** In bytes, with the empty line. */
  length: number
  status: number
  minor: number
  reason: string
  /** Names and values in turn. */
  fields: string[]
}

interface LoopHandlers {
  timer(id: number): void
  socket(id: number, kind: number, ...rest: never[]): void
  tick(): void
  immediate(): void
  rejection(reason: unknown, promise: Promise<unknown>): void
  beforeExit(): void
  signal(number: number): void
  uncaught(error: unknown): void
  exitCode: number
}

const holder = globalThis as { __native?: Native }

/** The boot module takes the global away once every other has this. */
export const native: Native = holder.__native!

export const system = native.part('system')
export const loop = native.part('loop')
