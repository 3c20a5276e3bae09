/** Five inks a picture, as a small print shop would have them. */
export interface Palette {
  /** The sheet. */
  readonly ground: string
  /** Near the ground: for what should only just be seen. */
  readonly shade: string
  /** The two printing colours. */
  readonly main: string
  readonly second: string
  /** Lettering and line, readable on the ground. */
  readonly ink: string
}

export const palettes = {
  nocturne: { ground: '#101c26', shade: '#1c3040', main: '#d9613f', second: '#5e9290', ink: '#f3e9d0' },
  ember: { ground: '#c5281f', shade: '#a11c17', main: '#14202e', second: '#f2a03d', ink: '#fbeed3' },
  sand: { ground: '#ead9ab', shade: '#dcc48b', main: '#b5400f', second: '#e89a1c', ink: '#1d1a17' },
  ice: { ground: '#dfe8ea', shade: '#c4d5da', main: '#1f6f94', second: '#e35b3c', ink: '#12283a' },
  moss: { ground: '#26361f', shade: '#37492b', main: '#d8a25a', second: '#b45f2a', ink: '#f8f3d9' },
  plum: { ground: '#2a1a3a', shade: '#3d2852', main: '#dfa65c', second: '#a93f5c', ink: '#f4e8d6' },
  mustard: { ground: '#e0a32f', shade: '#cb8d20', main: '#99242f', second: '#f7ebcf', ink: '#1a1815' },
  teal: { ground: '#0d3f4b', shade: '#165462', main: '#efa23e', second: '#cf5044', ink: '#f6eedc' },
  paper: { ground: '#f0e5cf', shade: '#e0d1b2', main: '#b42a1f', second: '#2d4a5c', ink: '#1b1916' },
  noir: { ground: '#151515', shade: '#262524', main: '#d5ae4a', second: '#8c2d2a', ink: '#efe8da' },
  rose: { ground: '#e6b5a5', shade: '#d89d8c', main: '#942c3e', second: '#f8ebd9', ink: '#2b1c2d' },
  sea: { ground: '#1d4d62', shade: '#285f76', main: '#e36f40', second: '#86b4ab', ink: '#f3e8cd' },
} as const satisfies Record<string, Palette>

export type PaletteName = keyof typeof palettes
