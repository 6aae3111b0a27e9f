-- Full-text search over quotes and titles, and indices for what claims are looked up by.
-- The words are kept in the index alone; the texts stay where they are, and triggers keep the two in step.

CREATE VIRTUAL TABLE claims_text USING fts5 (
    quote, content = 'claims', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO claims_text (claims_text) VALUES ('rebuild');
CREATE TRIGGER claims_text_in AFTER INSERT ON claims BEGIN
    INSERT INTO claims_text (rowid, quote) VALUES (new.number, new.quote);
END;
CREATE TRIGGER claims_text_out AFTER DELETE ON claims BEGIN
    INSERT INTO claims_text (claims_text, rowid, quote) VALUES ('delete', old.number, old.quote);
END;
CREATE TRIGGER claims_text_anew AFTER UPDATE OF number, quote ON claims BEGIN
    INSERT INTO claims_text (claims_text, rowid, quote) VALUES ('delete', old.number, old.quote);
    INSERT INTO claims_text (rowid, quote) VALUES (new.number, new.quote);
END;

CREATE VIRTUAL TABLE documents_text USING fts5 (
    title, content = 'documents', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO documents_text (documents_text) VALUES ('rebuild');
CREATE TRIGGER documents_text_in AFTER INSERT ON documents BEGIN
    INSERT INTO documents_text (rowid, title) VALUES (new.number, new.title);
END;
CREATE TRIGGER documents_text_out AFTER DELETE ON documents BEGIN
    INSERT INTO documents_text (documents_text, rowid, title) VALUES ('delete', old.number, old.title);
END;
CREATE TRIGGER documents_text_anew AFTER UPDATE OF number, title ON documents BEGIN
    INSERT INTO documents_text (documents_text, rowid, title) VALUES ('delete', old.number, old.title);
    INSERT INTO documents_text (rowid, title) VALUES (new.number, new.title);
END;

CREATE INDEX claims_by_actor ON claims (actor);
CREATE INDEX claims_by_target ON claims (target);
CREATE INDEX claims_by_modality ON claims (modality);
CREATE INDEX claims_by_issue ON claims (issue);
CREATE INDEX claims_by_attribution ON claims (attribution);
CREATE INDEX claims_by_giver ON claims (concession_by) WHERE concession_by IS NOT NULL;
CREATE INDEX claims_by_gainer ON claims (concession_to) WHERE concession_to IS NOT NULL;
CREATE INDEX documents_by_outlet ON documents (outlet);
