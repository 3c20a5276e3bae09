/** Pictures side by side, one row a screen, on a page of their own. Pure. */

export interface Shot { readonly screen: string; readonly size: string; readonly light: string; readonly file: string; readonly width: number; readonly height: number }

const thumbnailPx = { phone: 180, tablet: 300, desktop: 420 } as Readonly<Record<string, number>>

export function contactSheet(shots: readonly Shot[]): string {
  const screens = [...new Set(shots.map(({ screen }) => screen))]
  const figure = ({ screen, size, light, file, width, height }: Shot) => `<a href="${file}"><img loading="lazy" src="${file}" alt="${screen}, ${size}, ${light}" width="${thumbnailPx[size] ?? 420}" height="${Math.round((thumbnailPx[size] ?? 420) * height / width)}"></a>`
  const row = (screen: string) => `<section id="${screen}"><h2>${screen}</h2><div>${shots.filter((shot) => shot.screen === screen).map(figure).join('')}</div></section>`
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Rewind, every screen</title>
<style>
  body { margin: 0; padding: 2rem; background: #777; color: #fff; font: 1rem/1.4 system-ui, sans-serif; }
  nav { display: flex; flex-wrap: wrap; gap: .5rem 1rem; } nav a { color: inherit; }
  section div { display: flex; flex-wrap: wrap; align-items: start; gap: 1rem; } img { display: block; border-radius: 6px; }
</style>
<h1>Rewind, every screen</h1><nav>${screens.map((screen) => `<a href="#${screen}">${screen}</a>`).join('')}</nav>
${screens.map(row).join('\n')}
`
}
