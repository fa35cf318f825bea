"""Structure, people and households (网格、居民)."""
