-- Who follows a company gets what its products do as well, though a product is no mention of its owner.
ALTER TABLE articles ADD COLUMN makers TEXT NOT NULL DEFAULT '';    -- companies whose products are named, by spaces
