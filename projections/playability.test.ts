import t from '../test/support/tap.ts'
import { parseRelease } from '../server/releases/parse-release.ts'
import type { MediaTraits } from './playability.ts'
import { playabilityOf, playabilityOfRelease } from './playability.ts'

const plain: MediaTraits = { container: 'mp4', videoCodec: 'h264', bitDepth: 8, hdr: [], audioCodecs: ['aac'] }
const playable = (traits: Partial<MediaTraits>) => playabilityOf({ ...plain, ...traits }).playable
const byTitle = (title: string) => playabilityOfRelease(parseRelease(title, { kind: 'movie' }))

t.test('what every browser plays needs nothing', async (t) => {
  t.equal(playable({}), 'yes')
  t.equal(playable({ audioCodecs: [] }), 'yes')
  t.equal(playable({ container: 'webm', videoCodec: 'vp9', audioCodecs: ['opus'] }), 'yes')
  t.equal(playable({ container: 'webm', videoCodec: 'vp8', audioCodecs: ['vorbis'] }), 'yes')
  t.equal(playable({ audioCodecs: ['truehd', 'aac'] }), 'yes', 'one track that plays is enough')
})

t.test('another container and other sound are made playable', async (t) => {
  t.match(playabilityOf({ ...plain, container: 'mkv' }), { playable: 'after-preparing', why: /MKV to MP4/ })
  for (const codec of ['ac3', 'eac3', 'dts', 'dts-hd', 'dts-x', 'pcm']) t.equal(playable({ audioCodecs: [codec] }), 'after-preparing', codec)
  t.match(playabilityOf({ ...plain, audioCodecs: ['truehd', 'ac3'] }), { playable: 'after-preparing', why: /AC-3/ })
})

t.test('what only some devices play says which', async (t) => {
  t.match(playabilityOf({ ...plain, videoCodec: 'h265', container: 'mkv', audioCodecs: ['dts'] }), { playable: 'some-devices', why: /Safari/ })
  t.match(playabilityOf({ ...plain, videoCodec: 'h265', hdr: ['DV'] }), { playable: 'some-devices', why: /Dolby Vision/ })
  t.match(playabilityOf({ ...plain, videoCodec: 'h265', hdr: ['DV', 'HDR'] }), { why: /HEVC/ })
  t.equal(playable({ videoCodec: 'av1' }), 'some-devices')
  t.match(playabilityOf({ ...plain, bitDepth: 10 }), { playable: 'some-devices', why: /10 bits/ })
})

t.test('what nothing plays says so', async (t) => {
  for (const codec of ['xvid', 'mpeg2', 'vc1', 'mpeg4', 'h266', 'unheard-of']) t.equal(playable({ videoCodec: codec }), 'no', codec)
  t.match(playabilityOf({ ...plain, audioCodecs: ['truehd'] }), { playable: 'no', why: /without sound.*TrueHD/ })
  t.match(playabilityOf({ ...plain, container: 'avi' }), { playable: 'no', why: /AVI/ })
  t.match(playabilityOf({ ...plain, protected: true }), { playable: 'no', why: /encrypted/ })
})

t.test('a title says it before anything is downloaded', async (t) => {
  t.equal(byTitle('Film.2020.1080p.WEB-DL.H264.AAC-GRP').playable, 'yes')
  t.equal(byTitle('Film.2020.1080p.BluRay.x264.DTS-GRP').playable, 'after-preparing')
  t.equal(byTitle('Film.2020.1080p.WEB-DL.DDP5.1.Atmos.H.264-GRP').playable, 'after-preparing')
  t.equal(byTitle('Film.2020.2160p.WEB-DL.DDP5.1.DV.HDR.H.265-GRP').playable, 'some-devices')
  t.equal(byTitle('Film.2020.1080p.BluRay.REMUX.AVC.TrueHD.7.1-GRP').playable, 'no')
  t.equal(byTitle('Film.2003.DVDRip.XviD-GRP').playable, 'no')
  t.equal(byTitle('Film.2003.1080p-GRP').playable, 'yes')
})
