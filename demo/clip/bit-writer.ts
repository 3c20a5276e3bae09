/** Bits into bytes, most significant first, with the Exp-Golomb codes of H.264 (9.1). */
export class BitWriter {
  #bytes: Uint8Array
  #length = 0
  #pending = 0
  #pendingBits = 0

  constructor(capacityBytes: number) {
    this.#bytes = new Uint8Array(capacityBytes)
  }

  /** At most 24 bits at a time. */
  bits(value: number, count: number): void {
    this.#pending = this.#pending << count | value
    this.#pendingBits += count
    while (this.#pendingBits >= 8) {
      this.#pendingBits -= 8
      this.#byte(this.#pending >>> this.#pendingBits & 0xff)
    }
    this.#pending &= (1 << this.#pendingBits) - 1
  }

  /** ue(v) */
  unsigned(value: number): void {
    const width = 32 - Math.clz32(value + 1)
    if (width > 1) this.bits(0, width - 1)
    this.bits(value + 1, width)
  }

  /** se(v) */
  signed(value: number): void {
    this.unsigned(value > 0 ? 2 * value - 1 : -2 * value)
  }

  alignWithZeros(): void {
    if (this.#pendingBits > 0) this.bits(0, 8 - this.#pendingBits)
  }

  /** rbsp_trailing_bits(): a one, then zeros to the next byte. */
  trail(): void {
    this.bits(1, 1)
    this.alignWithZeros()
  }

  /** A row of bytes; the writer must be aligned. */
  row(source: Uint8Array, from: number, count: number): void {
    this.#reserve(count)
    this.#bytes.set(source.subarray(from, from + count), this.#length)
    this.#length += count
  }

  fill(value: number, count: number): void {
    this.#reserve(count)
    this.#bytes.fill(value, this.#length, this.#length + count)
    this.#length += count
  }

  /** What was written; valid until the next `clear`. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  clear(): void {
    this.#length = this.#pending = this.#pendingBits = 0
  }

  #byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#length++] = value
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return
    const larger = new Uint8Array((this.#length + count) * 2)
    larger.set(this.written)
    this.#bytes = larger
  }
}
