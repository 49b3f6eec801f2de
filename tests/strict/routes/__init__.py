"""What each route of Discord's API does, by topic. Whether it may is in `rules`."""
