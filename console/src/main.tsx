import { render } from 'preact'
import { App } from './app.tsx'
import { token } from './client.ts'
import { connection, follow, followAddress } from './state.ts'
import { followTheme } from './theme.ts'
import './style.css'

followTheme()
followAddress()
if (token === undefined) connection.value = 'refused'
else void follow()
render(<App />, document.getElementById('app')!)
