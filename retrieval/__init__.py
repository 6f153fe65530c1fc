"""From a question to ranked evidence: dense and lexical search, fusion, ranking of sentences."""
