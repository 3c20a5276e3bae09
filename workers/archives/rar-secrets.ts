/**
 * Keys of encrypted RAR archives. RAR5: PBKDF2 with HMAC-SHA-256 and AES-256 (RAR 5.0 archive format, "Encryption"); RAR 2.9 to 4: 2^18 rounds
 * of SHA-1 over UTF-16 and AES-128 (unrar's crypt3.cpp). Each password is worked out once per salt, because it takes a good part of a second.
 */

import { createDecipheriv, createHash, pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { limits } from '../../server/limits.ts'
import { ArchiveError } from './archive-error.ts'

const pbkdf2Of = promisify(pbkdf2)
const ROUNDS_3 = 0x4_0000

export interface RarKey { readonly algorithm: 'aes-256-cbc' | 'aes-128-cbc'; readonly key: Uint8Array; readonly iv: Uint8Array | null }
interface Rar5Lock { readonly salt: Uint8Array; readonly kdfLog2: number; readonly check: Uint8Array | null }

export class RarSecrets {
  readonly #passwords: readonly string[]
  readonly #known = new Map<string, Promise<Uint8Array>>()
  #roundsLeft: number

  /** Passwords are tried in their order. */
  constructor(passwords: readonly string[] = [], { roundsMax }: { readonly roundsMax: number } = { roundsMax: limits.archiveKdfRoundsMax }) {
    this.#passwords = passwords
    this.#roundsLeft = roundsMax
  }

  /** Of the first password that fits; of the only one where the archive has no check of it. Throws `ArchiveError` PASSWORD_NEEDED or WRONG_PASSWORD. */
  async keyFor5({ salt, kdfLog2, check }: Rar5Lock): Promise<RarKey & { readonly iv: null }> {
    if (kdfLog2 > limits.archiveKdfLog2Max) throw new ArchiveError('HOSTILE', 'The archive asks for more work to test a password than any program would do')
    for (const password of this.#needed()) {
      const derived = (rounds: number) => this.#once(['5', salt, String(rounds), password], rounds, () => pbkdf2Of(password, salt, rounds, 32, 'sha256'))
      const rounds = 2 ** kdfLog2
      if (!check || sameCheck(await derived(rounds + 32), check)) return { algorithm: 'aes-256-cbc', key: await derived(rounds), iv: null }
    }
    throw wrongPassword()
  }

  /** There is no check: who decrypts sees by what comes out whether the password was right. Salt may be null. */
  async keysFor3(salt: Uint8Array | null): Promise<readonly (RarKey & { readonly iv: Uint8Array })[]> {
    return await Promise.all(this.#needed().map(async (password) => {
      const made = await this.#once(['3', salt ?? new Uint8Array(0), '', password], ROUNDS_3, async () => deriveRar3(password, salt))
      return { algorithm: 'aes-128-cbc', key: made.subarray(0, 16), iv: made.subarray(16) } as const
    }))
  }

  #needed(): readonly string[] {
    if (this.#passwords.length === 0) throw new ArchiveError('PASSWORD_NEEDED', 'The archive is encrypted, and no password for it is known')
    return this.#passwords
  }

  /** An archive may have a lock of its own on each of its files: who has thousands is left to 7-Zip, which can be stopped. */
  #once(key: readonly (string | Uint8Array)[], rounds: number, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const hash = createHash('sha256')
    for (const part of key) hash.update(part).update('\0')
    const name = hash.digest('hex')
    const known = this.#known.get(name)
    if (known) return known
    this.#roundsLeft -= rounds
    if (this.#roundsLeft < 0) throw new ArchiveError('HOSTILE', 'The archive asks for more work to test passwords than it is worth')
    const made = make()
    this.#known.set(name, made)
    return made
  }
}

export function wrongPassword(): ArchiveError {
  return new ArchiveError('WRONG_PASSWORD', 'None of the known passwords opens the archive')
}

/** `length` bytes are a multiple of 16. */
export function decrypt({ algorithm, key }: RarKey, iv: Uint8Array, bytes: Uint8Array): Uint8Array {
  const decipher = createDecipheriv(algorithm, key, iv).setAutoPadding(false)
  return new Uint8Array(Buffer.concat([decipher.update(bytes), decipher.final()]))
}

/** 32 bytes folded to 8; the header has 4 more, a checksum of the 8. */
function sameCheck(derived: Uint8Array, check: Uint8Array): boolean {
  const folded = new Uint8Array(8)
  for (const [index, byte] of derived.entries()) folded[index % 8]! ^= byte
  return folded.every((byte, index) => byte === check[index])
}

/** 16 bytes of key, then 16 of the initialization vector. */
function deriveRar3(password: string, salt: Uint8Array | null): Uint8Array {
  const seed = Buffer.concat([Buffer.from(password, 'utf16le'), salt ?? new Uint8Array(0)])
  const round = Buffer.concat([seed, Buffer.alloc(3)])
  const hash = createHash('sha1')
  const iv = new Uint8Array(16)
  // A few thousand rounds at a time, because each call costs more than its round.
  const batch = 4_096
  const bytes = Buffer.alloc(round.length * batch)
  for (let from = 0; from < ROUNDS_3; from += batch) {
    for (let i = 0; i < batch; i++) {
      round.writeUIntLE(from + i, seed.length, 3)
      round.copy(bytes, i * round.length)
      if ((from + i) % (ROUNDS_3 / 16) === 0) iv[(from + i) / (ROUNDS_3 / 16)] = hash.copy().update(bytes.subarray(0, (i + 1) * round.length)).digest()[19]!
    }
    hash.update(bytes)
  }
  const digest = hash.digest()
  const key = new Uint8Array(16)
  for (let word = 0; word < 4; word++) for (let byte = 0; byte < 4; byte++) key[word * 4 + byte] = digest[word * 4 + 3 - byte]!
  return Uint8Array.from([...key, ...iv])
}
