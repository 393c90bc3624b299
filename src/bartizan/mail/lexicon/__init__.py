"""What fraudsters say, by theme and language: one TOML file a theme, read in one pass.

`themes` reads the files, `matching` finds their phrases in a text. The file's name is the theme's
id; `docs/mail/lexicon.md` says how to add to them.
"""
