/**
 * A small H.264 encoder (ITU-T H.264, constrained baseline) for drawn, single-tint pictures. It is lossless and needs no motion
 * search, because it uses three kinds of macroblock only:
 *
 *   even       Intra_16x16, DC prediction and one DC coefficient: 1 to 4 bytes
 *   detailed   I_PCM: the samples themselves, 384 bytes
 *   unchanged  P_Skip: less than a bit
 *
 * As in the tinted prints of the silent era, one tint holds for a whole film: the colour planes are constant, so their DC
 * prediction is always right and they cost nothing. Only the very first macroblock has nothing to predict from: it is I_PCM.
 */

import { BitWriter } from './bit-writer.ts'

export interface Tint {
  readonly cb: number
  readonly cr: number
}

export interface H264Encoder {
  readonly codec: string
  /** AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1). */
  readonly description: Uint8Array
  /** Luma samples from 16 to 235, rows of `stride`. Gives one access unit with its length before it, as MP4 keeps them. */
  keyFrame(luma: Uint8Array): Uint8Array
  /** `changed` marks the macroblocks that may differ from the frame before; the others are not looked at. */
  nextFrame(luma: Uint8Array, changed: Uint8Array): Uint8Array
}

export const MACROBLOCK = 16
const PROFILE = 66
const CONSTRAINTS = 0xc0
/** Level 4.0: up to 8,192 macroblocks a picture. */
const LEVEL = 40
/** At this quantiser a DC level is 5/8 of a step of brightness: every brightness can be met exactly. */
const QP = 24
const FRAME_NUMBER_BITS = 8
const NAL_SLICE = 0x41, NAL_IDR = 0x65, NAL_SPS = 0x67, NAL_PPS = 0x68
const MB_EVEN = 3, MB_PCM = 25, INTRA_IN_P = 5

/** Macroblocks across and down, and the samples of a row. */
export function gridOf(width: number, height: number): { across: number; down: number; stride: number } {
  const across = Math.ceil(width / MACROBLOCK)
  return { across, down: Math.ceil(height / MACROBLOCK), stride: across * MACROBLOCK }
}

/** Luma has `gridOf(width, height).down * 16` rows. */
export function createH264Encoder(width: number, height: number, tint: Tint): H264Encoder {
  const { across, down, stride } = gridOf(width, height)
  const writer = new BitWriter(1 << 20)
  const parameters = [sequenceParameters(width, height), pictureParameters()] as const
  const previous = new Uint8Array(stride * down * MACROBLOCK)
  /** Of the current picture: 16 where the macroblock is I_PCM, as its neighbours' coeff_token tables ask (9.2.1). */
  const coefficients = new Uint8Array(across * down)
  let frameNumber = 0
  let idrNumber = 0

  const macroblock = (luma: Uint8Array, x: number, y: number, offset: number): void => {
    const at = y * MACROBLOCK * stride + x * MACROBLOCK
    const even = (x > 0 || y > 0) && isEven(luma, at, stride)
    if (even) {
      const left = x > 0 ? coefficients[y * across + x - 1]! : undefined
      const above = y > 0 ? coefficients[(y - 1) * across + x]! : undefined
      coefficients[y * across + x] = 0
      writer.unsigned(MB_EVEN + offset)
      writer.unsigned(0) // intra_chroma_pred_mode: DC
      writer.signed(0) // mb_qp_delta
      writeDc(writer, luma[at]! - predicted(luma, at, stride, x > 0, y > 0), averageOf(left, above))
    } else {
      coefficients[y * across + x] = 16
      writer.unsigned(MB_PCM + offset)
      writer.alignWithZeros()
      for (let row = 0; row < MACROBLOCK; row++) writer.row(luma, at + row * stride, MACROBLOCK)
      writer.fill(tint.cb, 64)
      writer.fill(tint.cr, 64)
    }
  }

  return {
    codec: `avc1.${[PROFILE, CONSTRAINTS, LEVEL].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`,
    description: configurationRecord(...parameters),
    keyFrame(luma) {
      writer.clear()
      frameNumber = 0
      sliceHeader(writer, { intra: true, frameNumber, idrNumber })
      idrNumber = (idrNumber + 1) % 2
      for (let y = 0; y < down; y++) for (let x = 0; x < across; x++) macroblock(luma, x, y, 0)
      writer.trail()
      previous.set(luma)
      return withLength(nalUnit(NAL_IDR, writer.written))
    },
    nextFrame(luma, changed) {
      writer.clear()
      frameNumber = (frameNumber + 1) % (1 << FRAME_NUMBER_BITS)
      sliceHeader(writer, { intra: false, frameNumber, idrNumber })
      let skipped = 0
      for (let index = 0; index < changed.length; index++) {
        const x = index % across
        const y = (index - x) / across
        if (!changed[index] || !differs(luma, previous, y * MACROBLOCK * stride + x * MACROBLOCK, stride)) {
          coefficients[index] = 0
          skipped++
          continue
        }
        writer.unsigned(skipped)
        skipped = 0
        macroblock(luma, x, y, INTRA_IN_P)
        copyBlock(luma, previous, y * MACROBLOCK * stride + x * MACROBLOCK, stride)
      }
      if (skipped > 0) writer.unsigned(skipped)
      writer.trail()
      return withLength(nalUnit(NAL_SLICE, writer.written))
    },
  }
}

function isEven(luma: Uint8Array, at: number, stride: number): boolean {
  const value = luma[at]!
  for (let row = 0; row < MACROBLOCK; row++) {
    const from = at + row * stride
    for (let column = 0; column < MACROBLOCK; column++) if (luma[from + column] !== value) return false
  }
  return true
}

function differs(a: Uint8Array, b: Uint8Array, at: number, stride: number): boolean {
  for (let row = 0; row < MACROBLOCK; row++) {
    const from = at + row * stride
    for (let column = 0; column < MACROBLOCK; column++) if (a[from + column] !== b[from + column]) return true
  }
  return false
}

function copyBlock(from: Uint8Array, to: Uint8Array, at: number, stride: number): void {
  for (let row = 0; row < MACROBLOCK; row++) {
    const start = at + row * stride
    to.set(from.subarray(start, start + MACROBLOCK), start)
  }
}

/** Intra_16x16_DC (8.3.3.3). What is decoded is what was given, so the picture itself serves as the decoded one. */
function predicted(luma: Uint8Array, at: number, stride: number, hasLeft: boolean, hasAbove: boolean): number {
  let sum = 0
  if (hasLeft) { for (let row = 0; row < MACROBLOCK; row++) sum += luma[at + row * stride - 1]! }
  if (hasAbove) { for (let column = 0; column < MACROBLOCK; column++) sum += luma[at - stride + column]! }
  return hasLeft && hasAbove ? sum + 16 >> 5 : sum + 8 >> 4
}

function averageOf(left: number | undefined, above: number | undefined): number {
  return left !== undefined && above !== undefined ? left + above + 1 >> 1 : left ?? above ?? 0
}

/**
 * Intra16x16DCLevel with one coefficient or none, by CAVLC (9.2). `neighbours` is nC: 0 takes the first table, 8 and 16 the
 * fixed-length one. The decoder's (40 · level + 32) >> 6 (8.5.10 at QP 24) gives `difference` back exactly.
 */
function writeDc(writer: BitWriter, difference: number, neighbours: number): void {
  const plain = neighbours < 2
  const level = Math.round(difference * 64 / 40)
  if (level === 0) return plain ? writer.bits(1, 1) : writer.bits(0b000011, 6)
  if (Math.abs(level) === 1) {
    if (plain) writer.bits(0b01, 2)
    else writer.bits(0b000001, 6)
    writer.bits(level < 0 ? 1 : 0, 1)
  } else {
    if (plain) writer.bits(0b000101, 6)
    else writer.bits(0b000000, 6)
    writeLevel(writer, (level > 0 ? 2 * level - 2 : -2 * level - 1) - 2)
  }
  writer.bits(1, 1) // total_zeros: none
}

/** level_prefix and level_suffix for suffixLength 0 (9.2.2.1). */
function writeLevel(writer: BitWriter, code: number): void {
  if (code < 14) return writer.bits(1, code + 1)
  if (code < 30) {
    writer.bits(1, 15)
    return writer.bits(code - 14, 4)
  }
  writer.bits(1, 16)
  writer.bits(code - 30, 12)
}

function sliceHeader(writer: BitWriter, slice: { intra: boolean; frameNumber: number; idrNumber: number }): void {
  writer.unsigned(0) // first_mb_in_slice
  writer.unsigned(slice.intra ? 7 : 5) // slice_type, the same for the whole picture
  writer.unsigned(0) // pic_parameter_set_id
  writer.bits(slice.frameNumber, FRAME_NUMBER_BITS)
  if (slice.intra) {
    writer.unsigned(slice.idrNumber)
    writer.bits(0b00, 2) // no_output_of_prior_pics, long_term_reference
  } else {
    writer.bits(0b000, 3) // num_ref_idx_active_override, ref_pic_list_modification, adaptive_ref_pic_marking
  }
  writer.signed(0) // slice_qp_delta
  writer.unsigned(1) // disable_deblocking_filter_idc: lossless stays lossless
}

function sequenceParameters(width: number, height: number): Uint8Array {
  const { across, down } = gridOf(width, height)
  const writer = new BitWriter(64)
  writer.bits(PROFILE, 8)
  writer.bits(CONSTRAINTS, 8)
  writer.bits(LEVEL, 8)
  writer.unsigned(0) // seq_parameter_set_id
  writer.unsigned(FRAME_NUMBER_BITS - 4)
  writer.unsigned(2) // pic_order_cnt_type: shown in the order of decoding
  writer.unsigned(1) // max_num_ref_frames
  writer.bits(0, 1)
  writer.unsigned(across - 1)
  writer.unsigned(down - 1)
  writer.bits(0b11, 2) // frame_mbs_only, direct_8x8_inference
  const [right, bottom] = [(across * MACROBLOCK - width) / 2, (down * MACROBLOCK - height) / 2]
  writer.bits(right + bottom > 0 ? 1 : 0, 1)
  if (right + bottom > 0) { for (const crop of [0, right, 0, bottom]) writer.unsigned(crop) }
  writer.bits(0, 1) // vui_parameters_present
  writer.trail()
  return nalUnit(NAL_SPS, writer.written)
}

function pictureParameters(): Uint8Array {
  const writer = new BitWriter(64)
  writer.unsigned(0) // pic_parameter_set_id
  writer.unsigned(0) // seq_parameter_set_id
  writer.bits(0b00, 2) // CAVLC, bottom_field_pic_order
  writer.unsigned(0) // slice groups
  writer.unsigned(0) // references in list 0
  writer.unsigned(0) // and in list 1
  writer.bits(0b000, 3) // weighted prediction
  writer.signed(QP - 26)
  writer.signed(0)
  writer.signed(0)
  writer.bits(0b100, 3) // deblocking_filter_control, constrained_intra_pred, redundant_pic_cnt
  writer.trail()
  return nalUnit(NAL_PPS, writer.written)
}

function configurationRecord(sps: Uint8Array, pps: Uint8Array): Uint8Array {
  return Uint8Array.from([
    1,
    PROFILE,
    CONSTRAINTS,
    LEVEL,
    0xff,
    0xe1,
    sps.length >> 8,
    sps.length & 0xff,
    ...sps,
    1,
    pps.length >> 8,
    pps.length & 0xff,
    ...pps,
  ])
}

/** The header byte, and a 3 wherever two zeros would be followed by less than four (7.4.1.1). */
function nalUnit(header: number, payload: Uint8Array): Uint8Array {
  const escapes: number[] = []
  let zeros = 0
  for (let at = 0; at < payload.length; at++) {
    const value = payload[at]!
    if (zeros >= 2 && value <= 3) {
      escapes.push(at)
      zeros = 0
    }
    zeros = value === 0 ? zeros + 1 : 0
  }
  const unit = new Uint8Array(1 + payload.length + escapes.length)
  unit[0] = header
  let from = 0
  let to = 1
  for (const at of escapes) {
    unit.set(payload.subarray(from, at), to)
    to += at - from
    unit[to++] = 3
    from = at
  }
  unit.set(payload.subarray(from), to)
  return unit
}

function withLength(unit: Uint8Array): Uint8Array {
  const whole = new Uint8Array(4 + unit.length)
  new DataView(whole.buffer).setUint32(0, unit.length)
  whole.set(unit, 4)
  return whole
}
