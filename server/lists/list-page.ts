/** What the public page of a list says of itself to link previews and search engines. */

import type { Config } from '../config.ts'
import { isPassingFault } from '../db/faults.ts'
import { EventStoreError } from '../event-store/event-store.ts'
import type { DescribePage } from '../plugins/app-shell.ts'
import type { ReadModels } from '../read-models.ts'
import type { CurrentLists } from './current-list.ts'

const LIST_PAGE = /^\/l\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\?|$)/
const DESCRIPTION_MAX = 200

interface Ports { readonly lists: CurrentLists; readonly models: Pick<ReadModels, 'cards'>; readonly config: Pick<Config, 'publicUrl'> }

export function listPage({ lists, models, config: { publicUrl } }: Ports): DescribePage {
  return async ({ url, protocol, host }) => {
    const listId = LIST_PAGE.exec(url)?.[1]
    const found = listId === undefined ? undefined : await lists.find(listId).catch(unlessPassing)
    if (!found || found.list.visibility === 'private' || found.list.deletedAt !== null) return undefined
    const { name, description, visibility, itemCount } = found.list
    const [first] = found.items
    const [card] = first ? await models.cards([first]) : []
    const origin = publicUrl ?? `${protocol}://${host}`
    return {
      title: name,
      description: description === '' ? `A list of ${itemCount} ${itemCount === 1 ? 'title' : 'titles'}.` : description.slice(0, DESCRIPTION_MAX),
      url: `${origin}/l/${listId}`,
      imageUrl: card?.posterPath ? `${origin}/images/lists/${listId}/500${card.posterPath}` : null,
      indexed: visibility === 'public',
    }
  }
}

/** While the stores cannot be reached the page is still the app's, which says so and tries again. */
function unlessPassing(error: unknown): undefined {
  if (!isPassingFault(error) && !(error instanceof EventStoreError && error.code === 'UNAVAILABLE')) throw error
}
