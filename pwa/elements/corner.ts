/** What stands in the upper corner: news, the connection, who is here. */

import './account-menu.ts'
import './connection-badge.ts'
import './notification-bell.ts'
// Comes with it, since nothing of it is needed for the first picture.
import '../keep-focus.ts'
