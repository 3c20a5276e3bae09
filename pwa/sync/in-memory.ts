// A browser that stores nothing is given a database that lasts as long as the page, behind the same interface.
import 'fake-indexeddb/auto'
