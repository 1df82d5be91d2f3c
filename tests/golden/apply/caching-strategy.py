# caching-strategy: Lazy loading (cache-aside) (assumed)
# A caching strategy is code of the application, and no setting at AWS.
# Reading: get the key from the cache; on a miss, read the database and set the key with a time to
# live.
# A time to live is given with each key (SET key value EX seconds), and no service has a default for
# it.
