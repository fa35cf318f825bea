"""Records that may be one: found, warned of, set aside, merged, parted again."""
