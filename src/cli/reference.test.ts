import { describe, expect, it } from 'vitest'
import { commandsPage } from '../../tests/support/reference/commands.ts'
import { configurationPage, keys } from '../../tests/support/reference/configuration.ts'
import { errorsPage } from '../../tests/support/reference/errors.ts'

/** After a change: `npx vitest run src/cli/reference.test.ts -u`. */
describe('the reference', () => {
  it('has the commands as they are', async () => {
    await expect(commandsPage()).toMatchFileSnapshot('../../docs/reference/commands.md')
  })

  it('has the keys of oche.yaml as they are', async () => {
    await expect(configurationPage()).toMatchFileSnapshot('../../docs/reference/oche-yaml.md')
  })

  it('has the codes of errors as they are', async () => {
    await expect(errorsPage()).toMatchFileSnapshot('../../docs/errors.md')
  })

  it('says of every key what it is', () => {
    const silent = keys().filter(({ schema }) => schema.description === undefined)
    expect(silent.map(({ path }) => path)).toEqual([])
  })
})
