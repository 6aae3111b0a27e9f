"""From an article to claims: the text and its furniture, sentences, parties, acts, and how sure each is."""
