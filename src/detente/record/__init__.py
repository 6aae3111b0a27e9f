"""Documents, claims, events and reviews: what was read, and what people decided about it."""
