import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TerminalSignal } from './bytes.ts'
import { Keyboard } from './keyboard.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A terminal whose keys are listened to, and what has become of it. */
function listening(send: (signal: TerminalSignal) => void = () => {}) {
  const place = { isOurs: true }
  const modes: boolean[] = []
  const stdin = Object.assign(new PassThrough(), {
    setRawMode: (isRaw: boolean) => void modes.push(isRaw),
  })
  const keys: string[] = []
  const signals: TerminalSignal[] = []
  const keyboard = new Keyboard({
    stdin,
    isOurs: () => place.isOurs,
    send: (signal) => {
      signals.push(signal)
      send(signal)
    },
  })
  const type = (...parts: string[]) => {
    for (const part of parts) stdin.write(part)
    vi.advanceTimersToNextTimer()
  }
  keyboard.listen((key) => keys.push(key))
  return { keyboard, stdin, place, modes, keys, signals, type, isRaw: () => modes.at(-1) === true }
}

describe('a keyboard', () => {
  it('tells of keys that are pressed one by one', () => {
    const { keys, type, isRaw } = listening()
    expect(isRaw()).toBe(true)
    type('r')
    type('?')
    expect(keys).toEqual(['r', '?'])
  })

  it.each([[['quit\r']], [['q', 'uit']], [['\x1b', '[A']], [['\x1b', 'O', 'q']], [['ä', 'q']]])(
    'tells of nothing where %j come together',
    (parts) => {
      const { keys, type } = listening()
      type(...parts)
      expect(keys).toEqual([])
    },
  )

  it('sends Ctrl-C at once, each time, and keeps the terminal until it is closed', () => {
    const { signals, stdin, isRaw } = listening()
    stdin.write('xyz\x03\x03')
    expect(signals).toEqual(['SIGINT', 'SIGINT'])
    expect(isRaw()).toBe(true)
  })

  it('gives the terminal back where it is closed, once', () => {
    const { keyboard, keys, modes, stdin, type } = listening()
    keyboard.close()
    keyboard.close()
    expect(modes).toEqual([true, false])
    expect(stdin.listenerCount('data')).toBe(0)
    type('q')
    expect(keys).toEqual([])
  })

  it('gives it back before Ctrl-Z stops the program, and takes it again after', () => {
    const seen: boolean[] = []
    const keyboard = listening(() => seen.push(keyboard.isRaw()))
    keyboard.type('\x1a')
    expect(keyboard.signals).toEqual(['SIGTSTP'])
    expect(seen).toEqual([false])
    expect(keyboard.isRaw()).toBe(true)
    keyboard.type('r')
    expect(keyboard.keys).toEqual(['r'])
  })

  it('leaves the terminal alone in the background, until it is in front again', () => {
    const keyboard = listening(() => (keyboard.place.isOurs = false))
    keyboard.type('\x1a')
    expect(keyboard.modes).toEqual([true, false])
    process.emit('SIGCONT')
    expect(keyboard.modes).toEqual([true, false])
    expect(keyboard.stdin.listenerCount('data')).toBe(0)
    keyboard.place.isOurs = true
    process.emit('SIGCONT')
    expect(keyboard.modes).toEqual([true, false, true])
    keyboard.keyboard.close()
  })

  it('stopped and sent to the background from outside reads no more and sets nothing', () => {
    const { keyboard, place, modes, stdin } = listening()
    place.isOurs = false
    process.emit('SIGCONT')
    expect(stdin.listenerCount('data')).toBe(0)
    expect(modes).toEqual([true])
    place.isOurs = true
    process.emit('SIGCONT')
    expect(modes).toEqual([true, false, true])
    keyboard.close()
  })

  it('is lent to a question, and taken again when that is answered or fails', async () => {
    const { keyboard, modes, keys, type, isRaw } = listening()
    const ask = async () => {
      expect(isRaw()).toBe(false)
      type('q')
      return '123456'
    }
    expect(await keyboard.lend(ask)).toBe('123456')
    await expect(keyboard.lend(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(modes).toEqual([true, false, true, false, true])
    expect(keys).toEqual([])
  })

  it('of a terminal that was closed is silent', () => {
    const { stdin, keyboard } = listening()
    stdin.emit('error', new Error('EIO'))
    keyboard.close()
  })
})
