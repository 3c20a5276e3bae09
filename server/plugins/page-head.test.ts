import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from '../../test/support/tap.ts'
import { withHead } from './page-head.ts'

const page = readFileSync(join(import.meta.dirname, '../../pwa/index.html'), 'utf8')
const head = { title: 'Rainy Sundays', description: 'Five films', url: 'https://films.example.org/l/1', imageUrl: 'https://films.example.org/images/a.jpg', indexed: true }

t.test('the page says what it is in place of what the app is', async (t) => {
  const made = withHead(page, head)
  t.match(made, '<title>Rainy Sundays</title>')
  t.match(made, '<meta name="description" content="Five films">')
  t.match(made, '<meta property="og:image" content="https://films.example.org/images/a.jpg">')
  t.notMatch(made, /A film and series library|noindex/)
  t.match(made, '<script type="module" src="./app.ts">', 'and is the same page otherwise')
})

t.test('search engines leave out what is only for those who have the link', async (t) => {
  t.match(withHead(page, { ...head, indexed: false, imageUrl: null }), '<meta name="robots" content="noindex">')
})

t.test('what a person wrote stays text', async (t) => {
  const made = withHead(page, { ...head, title: '</title><script>alert(1)</script> $& $1', description: '"><img onerror=x>' })
  t.notMatch(made, /<script>|<img/)
  t.match(made, '&#60;/title&#62;&#60;script&#62;alert(1)&#60;/script&#62; $&#38; $1')
})
