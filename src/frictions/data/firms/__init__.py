"""Panels of firms: the schema, a reader of the user's files and open data of the Securities and Exchange Commission."""
