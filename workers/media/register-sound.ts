/** Decoders and the encoder of sound, as WebAssembly: some megabytes that a film with playable sound does without. */

let registered: Promise<void> | undefined

export function registerSound(): Promise<void> {
  registered ??= register()
  return registered
}

async function register(): Promise<void> {
  const [{ registerAacEncoder }, { registerAc3Decoder }, { registerDtsDecoder }] = await Promise.all([import('@mediabunny/aac-encoder'), import('@mediabunny/ac3'), import('@mediabunny/dts')])
  registerAacEncoder()
  registerAc3Decoder()
  registerDtsDecoder()
}
