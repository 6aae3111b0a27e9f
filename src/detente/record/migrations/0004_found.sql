-- How a document's title, outlet and author were found, beside published_how; NULL is not known, as it is for
-- everything that was read before.

ALTER TABLE documents ADD COLUMN title_how TEXT;
ALTER TABLE documents ADD COLUMN outlet_how TEXT;
ALTER TABLE documents ADD COLUMN author_how TEXT;
