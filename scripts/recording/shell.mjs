import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** Gives the shell a terminal, and this process its other end. */
const PTY = `
import fcntl, pty, struct, sys, termios
def opened(fd):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', 40, int(sys.argv[1]), 0, 0))
    return __import__('os').read(fd, 65536)
pty.spawn(sys.argv[2:], opened)
`

const LONGEST = 120_000

/** A person's shell on a terminal of its own. Needs Python, which can make one. */
export class Shell {
  #child
  #seen = ''
  #heard = () => {}

  constructor({ folder, bin, columns }) {
    const settings = join(bin, 'bashrc')
    writeFileSync(settings, "PS1='$ '\n")
    const shell = ['bash', '--noprofile', '--noediting', '--rcfile', settings, '-i']
    const { PATH, LANG = 'C.UTF-8' } = process.env
    this.#child = spawn('python3', ['-c', PTY, String(columns), ...shell], {
      cwd: folder,
      env: {
        PATH: [bin, PATH].join(delimiter),
        HOME: folder,
        LANG,
        TERM: 'xterm-256color',
      },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#child.stdout.setEncoding('utf8').on('data', (text) => {
      this.#seen += text
      this.#heard()
    })
  }

  /** Waits for a text, and then until nothing more comes, since a prompt may follow. */
  async reaches(pattern) {
    const limit = setTimeout(() => this.#giveUp(pattern), LONGEST)
    while (!pattern.test(stripVTControlCharacters(this.#seen)))
      await new Promise((heard) => (this.#heard = heard))
    clearTimeout(limit)
    let length
    do {
      length = this.#seen.length
      await new Promise((done) => setTimeout(done, 500))
    } while (this.#seen.length > length)
  }

  #giveUp(pattern) {
    this.#child.kill()
    throw new Error(`${pattern} did not come: ${this.#seen}`)
  }

  /** @returns what the terminal showed, without the command itself and the prompt behind it */
  async type(command, until) {
    this.#seen = ''
    this.#child.stdin.write(`${command}\n`)
    await this.reaches(until)
    const output = this.#seen.slice(this.#seen.indexOf('\n') + 1)
    return output.replace(/\$ $/, '').replaceAll(/^\$ (?=\p{Cc})/gmu, '')
  }

  async end() {
    this.#child.stdin.write('kill %1; wait; exit\n')
    await once(this.#child, 'exit')
  }
}
