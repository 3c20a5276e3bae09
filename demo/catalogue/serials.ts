import type { Serial, SerialEpisode } from './serial.ts'

const named = (...names: string[]): readonly SerialEpisode[] => names.map((name) => ({ name }))

/** In the order in which they began. */
export const serials: readonly Serial[] = [
  {
    tmdbId: 1_800_000_001, imdbId: 'tt0002844', title: 'Fantômas', language: 'fr', countries: ['FR'], firstShown: '1913-05-09', directors: ['Louis Feuillade'], score: 7.0,
    cast: [['René Navarre', 'Fantômas'], ['Edmund Bréon', 'Inspector Juve'], ['Georges Melchior', 'Jérôme Fandor'], ['Renée Carl', 'Lady Beltham']],
    genres: ['Crime', 'Mystery'], studio: 'Gaumont', tagline: 'A hundred faces, and no one behind them.',
    overview: 'Nobody has seen the real face of the man who robs and murders all over Paris. Inspector Juve and the reporter Fandor have him in their hands again and again, and find an empty glove.',
    seasons: [{
      number: 1, name: 'The five parts', overview: 'Five long films, each of which could have caught him.',
      episodes: [
        { name: 'In the Shadow of the Guillotine', shown: '1913-05-09', minutes: 54 }, { name: 'Juve versus Fantômas', shown: '1913-10-02', minutes: 61 }, { name: 'The Dead Man Who Killed', shown: '1913-11-06', minutes: 90 },
        { name: 'Fantômas versus Fantômas', minutes: 59 }, { name: 'The False Magistrate', shown: '1914-05-08', minutes: 70 },
      ],
    }],
  },
  {
    tmdbId: 1_800_000_002, title: 'The Exploits of Elaine', language: 'en', countries: ['US'], firstShown: '1914-12-28', directors: ['Louis J. Gasnier', 'George B. Seitz'], score: 6.2,
    cast: [['Pearl White', 'Elaine Dodge'], ['Arnold Daly', 'Craig Kennedy'], ['Creighton Hale', 'Walter Jameson'], ['Sheldon Lewis', 'Perry Bennett']],
    genres: ['Action & Adventure', 'Mystery'], studio: 'Wharton', tagline: 'She will not stay at home.',
    overview: 'A masked criminal known by his crooked hand has killed Elaine’s father. With a scientific detective at her side she looks for him, and every week his latest invention is waiting for her.',
    seasons: [
      {
        number: 1, name: 'The Exploits of Elaine', overview: 'Who is the Clutching Hand?',
        episodes: [
          { name: 'The Clutching Hand', shown: '1914-12-28' },
          ...named('The Twilight Sleep', 'The Vanishing Jewels', 'The Frozen Safe', 'The Poisoned Room', 'The Vampire', 'The Double Trap', 'The Hidden Voice', 'The Death Ray', 'The Life Current', 'The Hour of Three', 'The Blood Crystals', 'The Devil Worshippers', 'The Reckoning'),
        ],
      },
      {
        number: 2, name: 'The New Exploits of Elaine', year: 1915, overview: 'The treasure of the Clutching Hand has another hunter.',
        episodes: named('The Serpent Sign', 'The Cryptic Ring', 'The Watching Eye', 'The Vengeance of Wu Fang', 'The Saving Circles', 'Spontaneous Combustion', 'The Ear in the Wall', 'The Opium Smugglers', 'The Tell-Tale Heart', 'Shadows of War'),
      },
      {
        number: 3, name: 'The Romance of Elaine', year: 1915, overview: 'Kennedy has disappeared, and so has a torpedo that is steered without wires.',
        episodes: named('The Lost Torpedo', 'The Gray Friar', 'The Vanishing Man', 'The Submarine Harbor', 'The Conspirators', 'The Wireless Detective', 'The Death Cloud', 'The Searchlight Gun', 'The Life Chain', 'The Flash', 'The Disappearing Helmets', 'The Triumph of Elaine'),
      },
    ],
  },
  {
    tmdbId: 1_800_000_003, imdbId: 'tt0006206', title: 'Les Vampires', language: 'fr', countries: ['FR'], firstShown: '1915-11-13', directors: ['Louis Feuillade'], score: 7.3,
    cast: [['Musidora', 'Irma Vep'], ['Édouard Mathé', 'Philippe Guérande'], ['Marcel Lévesque', 'Oscar Mazamette'], ['Jean Aymé', 'The Grand Vampire'], ['Louis Leubas', 'Satanas'], ['Fernand Herrmann', 'Juan-José Moréno']],
    genres: ['Crime', 'Mystery'], studio: 'Gaumont', tagline: 'Read her name again, letter by letter.',
    overview: 'A reporter and a former undertaker’s man go after a gang in black that steals, poisons and vanishes over the roofs of Paris. Its chiefs come and go; Irma Vep stays.',
    seasons: [{
      number: 1, name: 'The ten parts', overview: 'Shown over eight months, while Paris was at war.',
      episodes: [
        { name: 'The Severed Head', shown: '1915-11-13', minutes: 33 }, { name: 'The Ring That Kills', shown: '1915-11-13', minutes: 15 }, { name: 'The Red Codebook', shown: '1915-12-04', minutes: 42 },
        { name: 'The Spectre', shown: '1916-01-07', minutes: 32 }, { name: 'Dead Man’s Escape', shown: '1916-01-28', minutes: 37 }, { name: 'Hypnotic Eyes', shown: '1916-03-24', minutes: 58 },
        { name: 'Satanas', shown: '1916-04-15', minutes: 46 }, { name: 'The Thunder Master', shown: '1916-05-12', minutes: 55 }, { name: 'The Poisoner', shown: '1916-06-02', minutes: 53 },
        { name: 'The Terrible Wedding', shown: '1916-06-30', minutes: 60 },
      ],
    }],
  },
  {
    tmdbId: 1_800_000_004, title: 'Homunculus', language: 'de', countries: ['DE'], firstShown: '1916-08-22', directors: ['Otto Rippert'], score: 6.3,
    cast: [['Olaf Fønss', 'Homunculus'], ['Friedrich Kühne', 'Edgar Rodin']],
    genres: ['Sci-Fi & Fantasy', 'Drama'], studio: 'Deutsche Bioscop', tagline: 'Made by men, loved by none.',
    overview: 'A man made in a laboratory finds out what he is, and that he cannot love. He sets out to make mankind pay for it, and it nearly does.',
    seasons: [{
      number: 1, name: 'The six parts', overview: 'From the retort to the summit.',
      episodes: named('Homunculus', 'The Mysterious Book', 'The Love Tragedy of Homunculus', 'The Revenge of Homunculus', 'The Destruction of Mankind', 'The End of Homunculus'),
    }],
  },
  {
    tmdbId: 1_800_000_005, imdbId: 'tt0006886', title: 'Judex', language: 'fr', countries: ['FR'], firstShown: '1917-01-19', directors: ['Louis Feuillade'], score: 7.0,
    cast: [['René Cresté', 'Judex'], ['Musidora', 'Diana Monti'], ['Yvette Andréyor', 'Jacqueline Aubry'], ['Marcel Lévesque', 'Cocantin'], ['Louis Leubas', 'Favraux'], ['Édouard Mathé', 'Roger de Trémeuse']],
    genres: ['Crime', 'Action & Adventure'], studio: 'Gaumont', tagline: 'A cape, a hat, a sentence.',
    overview: 'A banker who has ruined hundreds is told to give it all back by a stranger who signs as the judge. The stranger keeps his word, and falls in love with the banker’s daughter.',
    seasons: [
      { number: 0, name: 'Prologue', overview: 'What went before.', episodes: [{ name: 'Prologue', shown: '1917-01-19' }] },
      {
        number: 1, name: 'Judex', overview: 'Favraux the banker dies at his own table, at the stroke of ten. Or so it seems.',
        episodes: [
          { name: 'The Mysterious Shadow', shown: '1917-01-19' },
          ...named('The Atonement', 'The Fantastic Dog Pack', 'The Secret of the Tomb', 'The Tragic Mill', 'The Licorice Kid', 'The Woman in Black', 'The Underground Passages of the Château Rouge', 'When the Child Appeared', 'The Heart of Jacqueline', 'The Water Goddess', 'Love’s Forgiveness'),
        ],
      },
      {
        number: 2, name: 'The New Mission of Judex', year: 1918, overview: 'A league of criminals rules its victims by hypnosis, and the cape comes out of the wardrobe.',
        episodes: [
          { name: 'The Mystery of a Summer Night', shown: '1918-01-25' },
          ...named('Farewell to Happiness', 'Bewitched', 'The Room of Snares', 'The Haunted Forest', 'A Gleam in the Darkness', 'The Dead Hand', 'The Captives', 'Doctor Howey’s Papers', 'Two Destinies', 'The Involuntary Crime', 'Punishment'),
        ],
      },
    ],
  },
  {
    tmdbId: 1_800_000_006, imdbId: 'tt0026867', title: 'The Phantom Empire', language: 'en', countries: ['US'], firstShown: '1935-02-23', directors: ['Otto Brower', 'B. Reeves Eason'], score: 6.1,
    cast: [['Gene Autry', 'Gene Autry'], ['Frankie Darro', 'Frankie Baxter'], ['Betsy King Ross', 'Betsy Baxter'], ['Dorothy Christy', 'Queen Tika'], ['Wheeler Oakman', 'Lord Argo'], ['Smiley Burnette', 'Oscar']],
    genres: ['Sci-Fi & Fantasy', 'Western'], studio: 'Mascot', tagline: 'Home on the range by two o’clock, or the ranch is lost.',
    overview: 'A singing cowboy must be back for his broadcast every afternoon. Under his ranch lies a city with robots, a queen and a ray for everything, which would rather keep him.',
    seasons: [{
      number: 1, name: 'The twelve chapters', overview: 'Twenty-five thousand feet below the corral.',
      episodes: [
        { name: 'The Singing Cowboy', shown: '1935-02-23' },
        ...named('The Thunder Riders', 'The Lightning Chamber', 'Phantom Broadcast', 'Beneath the Earth', 'Disaster from the Skies', 'From Death to Life', 'Jaws of Jeopardy', 'Prisoners of the Ray', 'The Rebellion', 'A Queen in Chains', 'The End of Murania'),
      ],
    }],
  },
]

const byTmdbId = new Map(serials.map((serial) => [serial.tmdbId, serial]))

export function serialByTmdbId(tmdbId: number): Serial | undefined {
  return byTmdbId.get(tmdbId)
}
