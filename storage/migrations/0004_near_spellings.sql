-- How many titles hold a stem is told by search_titles. Counting them anew with every article wrote ten pages for each.
DROP TABLE search_vocabulary;
