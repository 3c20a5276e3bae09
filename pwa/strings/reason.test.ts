import t from '../../test/support/tap.ts'
import { tellReason } from './reason.ts'

const film = (tmdbId: number, title: string) => ({ mediaType: 'movie', tmdbId, title }) as const

t.test('every reason is a sentence that is true as it stands', async (t) => {
  t.equal(tellReason({ kind: 'liked', loved: true, titles: [film(949, 'Heat'), film(8195, 'Ronin')] }), 'Because you loved Heat and Ronin')
  t.equal(tellReason({ kind: 'liked', loved: false, titles: [film(949, 'Heat')] }), 'Because you liked Heat')
  t.equal(tellReason({ kind: 'director', person: { personId: 68, name: 'Fritz Lang' } }), 'More by Fritz Lang')
  t.equal(tellReason({ kind: 'cast', person: { personId: 1, name: 'Conrad Veidt' } }), 'With Conrad Veidt, whom you like')
  t.equal(tellReason({ kind: 'genre', genre: 'Science Fiction', decade: 1920 }), 'Science Fiction of the 1920s, which you rate highly')
  t.equal(tellReason({ kind: 'genre', genre: 'Horror', decade: null }), 'Horror, which you rate highly')
  t.equal(tellReason({ kind: 'keyword', keyword: 'vampire' }), '“vampire”, which you rate highly')
  t.equal(tellReason({ kind: 'together' }), 'Should suit all of you')
  t.equal(tellReason({ kind: 'popular' }), 'Liked by many')
})
